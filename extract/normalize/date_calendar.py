"""Calendar periods and the arithmetic on them. Knows no text.

EDTF strings follow ISO 8601-2: 33-36 are the quarters, 40 and 41 the half-years, "/" joins the ends of a
range, "~" marks an approximate date.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

from extract.domain.values import Period, Qualifier

__all__ = [
    "add_months",
    "day_period",
    "days_period",
    "half_period",
    "join",
    "month_period",
    "quarter_period",
    "shift",
    "spell",
    "with_qualifier",
    "year_period",
    "years_period",
]


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def day_period(day: date) -> Period:
    """Return one day as a period."""
    return Period(day, day, "day", day.isoformat())


def month_period(year: int, month: int) -> Period:
    """Return a calendar month; a month number outside 1..12 runs into the years around.

    >>> month_period(2025, 14).edtf
    '2026-02'
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), _last_day(year, month), "month", f"{year:04d}-{month:02d}")


def quarter_period(year: int, quarter: int) -> Period:
    """Return a calendar quarter; a number outside 1..4 runs into the years around.

    >>> quarter_period(2029, 1).edtf
    '2029-33'
    """
    year, quarter = year + (quarter - 1) // 4, (quarter - 1) % 4 + 1
    first = 3 * quarter - 2
    return Period(date(year, first, 1), _last_day(year, first + 2), "quarter", f"{year:04d}-{32 + quarter}")


def half_period(year: int, half: int) -> Period:
    """Return the first or second half of a year."""
    first = 6 * half - 5
    return Period(date(year, first, 1), _last_day(year, first + 5), "half", f"{year:04d}-{39 + half}")


def year_period(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", f"{year:04d}")


def years_period(first: int, last: int) -> Period:
    """Return several whole years."""
    return Period(date(first, 1, 1), date(last, 12, 31), "range", f"{first:04d}/{last:04d}")


def days_period(start: date, end: date) -> Period:
    """Return any run of days, written as coarsely as its ends allow.

    Raises:
        ValueError: `end` lies before `start`.

    >>> days_period(date(2026, 9, 1), date(2026, 12, 31)).edtf
    '2026-09/2026-12'
    """
    if end < start:
        raise ValueError(f"a period cannot end before it starts: {start}..{end}")
    if start == end:
        return day_period(start)
    whole_months = start.day == 1 and end == _last_day(end.year, end.month)
    if not whole_months:
        return Period(start, end, "range", f"{start.isoformat()}/{end.isoformat()}")
    if (start.month, end.month) == (1, 12):
        return year_period(start.year) if start.year == end.year else years_period(start.year, end.year)
    if (start.year, start.month) == (end.year, end.month):
        return month_period(start.year, start.month)
    return Period(start, end, "range", f"{start:%Y-%m}/{end:%Y-%m}")


def spell(start: date, months: int) -> Period:
    """Return `months` whole months from the month of `start`, as a quarter or half where it is one.

    >>> spell(date(2026, 4, 1), 3).edtf, spell(date(2026, 2, 1), 3).edtf
    ('2026-34', '2026-02/2026-04')
    """
    if months == 3 and start.month % 3 == 1:
        return quarter_period(start.year, start.month // 3 + 1)
    if months == 6 and start.month % 6 == 1:
        return half_period(start.year, start.month // 6 + 1)
    last = month_period(start.year, start.month + months - 1)
    return days_period(start.replace(day=1), last.end)


def join(first: Period, last: Period) -> Period:
    """Return the period from the start of one to the end of the other.

    Raises:
        ValueError: The second ends before the first starts.
    """
    return days_period(first.start, last.end)


def with_qualifier(period: Period, qualifier: Qualifier) -> Period:
    """Return the period with a qualifier; an approximate one is marked in its EDTF form too."""
    if qualifier == period.qualifier:
        return period
    edtf = period.edtf.replace("~", "")
    if qualifier == "approximate":
        edtf = "/".join(f"{end}~" for end in edtf.split("/"))
    return replace(period, qualifier=qualifier, edtf=edtf)


def add_months(day: date, months: int) -> date:
    """Return the same day some months on, or the month's last day where it is shorter.

    >>> add_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(period: Period, count: int, unit: str) -> Period:
    """Move a period by days, weeks, months or years, keeping its precision.

    Args:
        period: What to move.
        count: How many units, negative for back.
        unit: "day", "week", "month" or "year".
    """
    if unit in ("day", "week"):
        step = timedelta(days=count * (7 if unit == "week" else 1))
        if period.precision == "day":
            return day_period(period.start + step)
        return days_period(period.start + step, period.end + step)
    months = count * (12 if unit == "year" else 1)
    start = add_months(period.start, months)
    if period.precision == "day":
        return day_period(start)
    if unit == "month" and period.precision == "year":
        start = add_months(period.end, months)
        return month_period(start.year, start.month)
    length = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return spell(start, length)
