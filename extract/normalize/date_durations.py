"""Durations that make a date: "18 months ago", "in two years", "a year later", "moved back by a year".

`dateparser` does the counting from a full publication date; coarser bases are counted here, in whole months.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, lru_cache

from extract.domain.values import Period
from extract.normalize.date_anchor import Anchor, Placing
from extract.normalize.date_calendar import day_period, month_period, shift, with_qualifier, year_period
from extract.normalize.date_context import sentence_at, tense_at
from extract.normalize.date_expression import Expression
from extract.normalize.date_words import alternation

__all__ = ["place_duration"]


def place_duration(expression: Expression, placing: Placing) -> Period | None:
    """Return the date a duration leads to, None where it leads to none.

    A duration counted in years gives a year, one in months a month, one in weeks a day (approximate), one
    in days a day. "N months after <date>" is placed by the caller, which sees the date behind it.
    """
    rule = expression.rule
    if rule == "later":
        previous = placing.previous(expression)
        return _moved(previous, expression) if previous else None
    if rule == "moved-by":
        return _postponed(expression, placing)
    if rule == "within":
        return _ahead(expression, placing)
    count = -expression.number if rule == "ago" else expression.number
    return _from_anchor(expression, count, placing.anchor)


def _moved(period: Period, expression: Expression) -> Period:
    if expression.months:
        period = shift(period, expression.months, "month")
    if expression.length == "year" and period.precision != "month":
        return year_period(period.end.year + expression.number)
    return shift(period, expression.number, expression.length)


@cache
def _postponing() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation('postponed')}\b", re.IGNORECASE)


def _postponed(expression: Expression, placing: Placing) -> Period | None:
    """Move the sentence's date: "completion in December 2028 had moved back by a year" is December 2029."""
    start, end = expression.span.start, expression.span.end
    if not _postponing().search(placing.text, max(0, start - 40), start):
        return None
    if re.match(r",?\s*(?:from|to|until)\b", placing.text[end : end + 12]):
        return None
    previous = placing.previous(expression, same_sentence=True)
    return shift(previous, expression.number, expression.length) if previous else None


def _ahead(expression: Expression, placing: Placing) -> Period | None:
    """Place "in 14 months": after a start named in the same sentence, else after publication."""
    text, span = placing.text, expression.span
    if tense_at(text, span.start, span.end) != "future":
        return None
    first, _ = sentence_at(text, span.start)
    for other, period in reversed(placing.placed):
        if other.span.start < first or period is None:
            continue
        if re.search(
            r"\b(?:since|from|start\w*|beg[aiu]n\w*)\b",
            text[max(first, other.span.start - 24) : other.span.end],
        ):
            return with_qualifier(_moved(period, expression), expression.qualifier)
    period = _from_anchor(expression, expression.number, placing.anchor)
    return with_qualifier(period, expression.qualifier) if period else None


def _from_anchor(expression: Expression, count: int, anchor: Anchor | None) -> Period | None:
    if anchor is None or (expression.length in ("day", "week") and anchor.date is None):
        return None
    months = expression.months if count > 0 else -expression.months
    if expression.length == "year":
        base = month_period(anchor.year, (anchor.month or 6) + months)
        return with_qualifier(year_period(base.end.year + count), "approximate")
    if anchor.date is not None:
        reached = _parsed(count, expression.length, anchor.date)
        if reached is None:
            return None
        if expression.length == "month":
            return month_period(reached.year, reached.month)
        period = day_period(reached)
        return with_qualifier(period, "approximate") if expression.length == "week" else period
    return month_period(anchor.year, anchor.month + count) if anchor.month else None


@lru_cache(maxsize=1024)
def _parsed(count: int, unit: str, base: date) -> date | None:
    """Let dateparser count days, weeks or months from a day."""
    import dateparser  # 0.1 s to load, and most articles have no such expression

    phrase = f"in {count} {unit}s" if count >= 0 else f"{-count} {unit}s ago"
    found = dateparser.parse(
        phrase,
        languages=["en"],
        settings={"RELATIVE_BASE": datetime(base.year, base.month, base.day), "STRICT_PARSING": False},
    )
    return found.date() if found else None
