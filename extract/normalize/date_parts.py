"""Parts of a period: early, late, mid, the end of, later this. Months counted from the period's first."""

from __future__ import annotations

from datetime import date

from extract.domain.values import Period
from extract.normalize.date_anchor import Placing
from extract.normalize.date_calendar import (
    add_months,
    days_period,
    month_period,
    spell,
    with_qualifier,
    year_period,
    years_period,
)
from extract.normalize.date_expression import Expression

__all__ = ["narrow"]

_PART_OF_YEAR = {
    "opening": (0, 1),
    "early": (0, 3),
    "early-middle": (0, 6),
    "middle-late": (6, 6),
    "late": (9, 3),
    "end": (9, 3),
    "closing": (11, 1),
}
"""Months skipped and taken. "Late" is a quarter as the end is: newsrooms use them alike."""

_PART_OF_DECADE = {
    "early": (0, 3),
    "early-middle": (0, 4),
    "middle": (4, 6),
    "middle-late": (5, 9),
    "late": (7, 9),
}
"""First and last year counted from the decade's first."""


def narrow(period: Period, expression: Expression, placing: Placing) -> Period:
    """Narrow a period to the part named: early, late, mid, the end of, later this."""
    part = expression.part
    if expression.rule == "first-months":
        return spell(period.start, min(expression.months, 12) or 12)
    if part is None:
        return period
    if expression.unit == "year":
        return _part_of_year(period, part, expression, placing)
    if expression.unit == "decade":
        return _part_of_decade(period, part, placing)
    if expression.unit in ("quarter", "half") and part in ("end", "early"):
        edge = period.end if part == "end" else period.start
        return month_period(edge.year, edge.month)
    return period


def _part_of_year(period: Period, part: str, expression: Expression, placing: Placing) -> Period:
    start, anchor = period.start, placing.anchor
    if part == "middle":
        return with_qualifier(month_period(start.year, start.month + 5), "approximate")
    if part == "later" and not expression.fiscal and anchor and anchor.month and anchor.year == start.year:
        return days_period(date(anchor.year, anchor.month, 1), period.end)
    if part in _PART_OF_YEAR:
        skipped, length = _PART_OF_YEAR[part]
        return spell(add_months(start, skipped), length)
    return period


def _part_of_decade(period: Period, part: str, placing: Placing) -> Period:
    first, anchor = period.start.year, placing.anchor
    if part == "end":
        return year_period(first + 10)
    if part == "later" and anchor and first <= anchor.year < period.end.year:
        return years_period(anchor.year, period.end.year)
    if part not in _PART_OF_DECADE:
        return period
    low, high = _PART_OF_DECADE[part]
    return years_period(first + low, first + high)
