"""Places expressions in time: against the publication date, the date before, and the sentence's tense.

Readings chosen where English leaves room: late and end of a year are its fourth quarter, early its first,
"mid-2027" its June (approximate); spring, summer and autumn are the second to fourth quarter, the winter of
a named year its fourth. "The end of the decade" is the year that closes it in common speech, 2030. A week
runs from Monday to Sunday. Nothing is guessed: without a date to count from the answer is None.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from extract.domain.values import Period
from extract.normalize.date_anchor import Placing
from extract.normalize.date_calendar import (
    add_months,
    day_period,
    days_period,
    half_period,
    join,
    month_period,
    quarter_period,
    spell,
    with_qualifier,
    year_period,
    years_period,
)
from extract.normalize.date_context import tense_at
from extract.normalize.date_durations import place_duration
from extract.normalize.date_expression import Expression
from extract.normalize.date_parts import narrow
from extract.normalize.date_words import fiscal_calendar
from extract.normalize.date_years import year_of

__all__ = ["place"]


def place(expression: Expression, placing: Placing) -> Period | None:
    """Return the period an expression stands for, None where it cannot be told.

    Args:
        expression: What the grammar found.
        placing: The text, its publication date, and what was placed before.
    """
    try:
        if expression.unit == "duration":
            return place_duration(expression, placing)
        period = _PLACERS[expression.unit](expression, placing)
        if period is None:
            return None
        period = narrow(period, expression, placing)
    except (ValueError, OverflowError):  # 31 April, or a year beyond the calendar
        return None
    if expression.qualifier == "exact":
        return period
    return with_qualifier(period, expression.qualifier)


def _day(expression: Expression, placing: Placing) -> Period | None:
    year = year_of(expression, expression.number, expression.number, placing)
    if year is None:
        return None
    start = date(year, expression.number, expression.day)
    if expression.day_last:
        return days_period(start, start.replace(day=expression.day_last))
    return day_period(start)


def _month(expression: Expression, placing: Placing) -> Period | None:
    anchor, ref = placing.anchor, expression.year
    if expression.number:
        year = year_of(expression, expression.number, expression.number, placing)
        return month_period(year, expression.number) if year is not None else None
    base = _base_day(expression, placing)
    if base is None and anchor is not None and anchor.month and ref.base in ("published", "context"):
        base = date(anchor.year, anchor.month, 1)
    return month_period(base.year, base.month + ref.value) if base else None


def _base_day(expression: Expression, placing: Placing) -> date | None:
    """Return the day that "this", "that" or "the" month, week or quarter is counted from."""
    if expression.year.base == "previous":
        previous = placing.previous(expression)
        return previous.start if previous and previous.precision in ("day", "month") else None
    if placing.anchor is not None:
        return placing.anchor.date
    previous = placing.previous(expression, same_sentence=True)
    return previous.start if previous and previous.precision in ("day", "month") else None


def _fiscal_start(expression: Expression, year: int, placing: Placing) -> date:
    """Return the first day of a fiscal year; the calendar year where nothing tells better.

    "2026-27" names both years; without a country it is read as April to March, the commonest of that form.
    """
    first_month, named = fiscal_calendar(placing.text, placing.country) or (
        4 if expression.split else 1,
        "start",
    )
    before = named == "end" and not expression.split and first_month > 1
    return date(year - before, first_month, 1)


def _fiscal_year(expression: Expression, placing: Placing) -> int | None:
    """Return the name-giving year of a fiscal year; "this fiscal" is the one publication falls in."""
    if expression.year.base == "stated":
        return expression.year.value
    anchor = placing.anchor
    if anchor is None or anchor.month is None:
        return None
    first_month, named = fiscal_calendar(placing.text, placing.country) or (1, "start")
    running = anchor.year - (anchor.month < first_month) + (named == "end" and first_month > 1)
    return running + expression.year.value


def _parts_of_year(expression: Expression, placing: Placing, months: int) -> Period | None:
    """Place a quarter (3 months) or half (6) of a calendar or fiscal year."""
    last_number = expression.last or expression.number
    first, last = months * (expression.number - 1) + 1, months * last_number
    if expression.fiscal:
        year = _fiscal_year(expression, placing)
        if year is None:
            return None
        start = add_months(_fiscal_start(expression, year, placing), first - 1)
        return spell(start, last - first + 1)
    year = year_of(expression, first, last, placing)
    if year is None:
        return None
    make = quarter_period if months == 3 else half_period
    return (
        join(make(year, expression.number), make(year, last_number))
        if expression.last
        else make(year, expression.number)
    )


def _quarter(expression: Expression, placing: Placing) -> Period | None:
    if expression.number and expression.rule != "quarter-step":
        return _parts_of_year(expression, placing, 3)
    anchor = placing.anchor
    if anchor is None or anchor.month is None or expression.year.base == "previous":
        return None
    return quarter_period(anchor.year, (anchor.month + 2) // 3 + expression.year.value)


def _half(expression: Expression, placing: Placing) -> Period | None:
    return _parts_of_year(expression, placing, 6)


def _year(expression: Expression, placing: Placing) -> Period | None:
    if expression.rule == "fiscal-year-ending":
        last = month_period(expression.year.value, expression.number)
        return spell(add_months(last.start, -11), 12)
    if expression.fiscal:
        year = _fiscal_year(expression, placing)
        return spell(_fiscal_start(expression, year, placing), 12) if year is not None else None
    year = year_of(expression, 1, 12, placing)
    return year_period(year) if year is not None else None


def _years(expression: Expression, placing: Placing) -> Period | None:
    return years_period(expression.number, expression.last)


def _season(expression: Expression, placing: Placing) -> Period | None:
    anchor, quarter, ref = placing.anchor, expression.number, expression.year
    if expression.last:
        start = date(ref.value, 12, 1) if quarter == 5 else quarter_period(ref.value, quarter).start
        return spell(start, 3)
    if quarter == 5:
        return _winter(expression, placing)
    if expression.rule == "season-step" and ref.base == "published":
        if anchor is None or anchor.month is None:
            return None
        opening = 3 * quarter - 3  # June is summer already
        ahead = ref.value > 0 and anchor.month >= opening
        behind = ref.value < 0 and anchor.month < opening + 3
        return quarter_period(anchor.year + ahead - behind, quarter)
    year = year_of(expression, 3 * quarter - 2, 3 * quarter, placing)
    return quarter_period(year, quarter) if year is not None else None


def _winter(expression: Expression, placing: Placing) -> Period | None:
    """Place a winter: the fourth quarter of the year it begins in, the first where it is under way."""
    anchor, ref = placing.anchor, expression.year
    if expression.rule != "season-step" and ref.base != "open":
        year = year_of(expression, 12, 12, placing)
        return quarter_period(year, 4) if year is not None else None
    if anchor is None or anchor.month is None or ref.base == "previous":
        return None
    if ref.value < 0:
        return quarter_period(anchor.year - (anchor.month <= 3), 1)
    running = anchor.month <= 2 and ref.value == 0
    return quarter_period(anchor.year, 1 if running else 4)


def _weekday(expression: Expression, placing: Placing) -> Period | None:
    anchor = placing.anchor.date if placing.anchor else None
    if anchor is None:
        return None
    ref, behind = expression.year, (anchor.weekday() - expression.number) % 7
    if expression.rule == "weekday-of-week":
        return day_period(anchor - timedelta(days=anchor.weekday() - expression.number - 7 * ref.value))
    if ref.base == "previous":
        return None
    if ref.nearest:
        return day_period(anchor + timedelta(days=(7 - behind) if ref.value > 0 else -(behind or 7)))
    tense = tense_at(placing.text, expression.span.start, expression.span.end)
    if tense == "future" and behind:
        return day_period(anchor + timedelta(days=7 - behind))
    return day_period(anchor - timedelta(days=behind))


def _week(expression: Expression, placing: Placing) -> Period | None:
    """Place a week from Monday to Sunday; "this week" in the past ends with publication."""
    base = _base_day(expression, placing)
    if base is None:
        return None
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=expression.year.value)
    sunday = monday + timedelta(days=6)
    if (
        expression.year.value == 0
        and tense_at(placing.text, expression.span.start, expression.span.end) != "future"
    ):
        sunday = base
    return days_period(monday, sunday)


def _decade(expression: Expression, placing: Placing) -> Period | None:
    first = expression.number
    if not first:
        if placing.anchor is None or expression.year.base == "previous":
            return None
        first = placing.anchor.year // 10 * 10 + 10 * expression.year.value
    return years_period(first, first + 9)


def _offset(expression: Expression, placing: Placing) -> Period | None:
    """Count days from publication, or from the day before: "the same day", "the next day"."""
    if expression.year.base == "previous":
        previous = placing.previous(expression)
        is_day = previous is not None and previous.precision == "day"
        return day_period(previous.start + timedelta(days=expression.number)) if previous and is_day else None
    anchor = placing.anchor.date if placing.anchor else None
    return day_period(anchor + timedelta(days=expression.number)) if anchor else None


_PLACERS: dict[str, Callable[[Expression, Placing], Period | None]] = {
    "day": _day,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "year": _year,
    "years": _years,
    "season": _season,
    "weekday": _weekday,
    "week": _week,
    "decade": _decade,
    "offset": _offset,
}
