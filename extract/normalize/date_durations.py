"""Durations that make a date: "18 months ago", "in two years", "a year later", "moved back by a year".

`dateparser` does the counting from a full publication date; coarser bases are counted here, in whole months.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from extract.domain.values import Period
from extract.normalize.date_anchor import Anchor, Placing
from extract.normalize.date_calendar import day_period, join, month_period, shift, with_qualifier, year_period
from extract.normalize.date_context import sentence_at, tense_at
from extract.normalize.date_expression import Expression
from extract.normalize.date_words import postponing

__all__ = ["counts_on", "is_postponement", "moved_back", "place_duration"]

_FAR = 10
"""Years beyond which "within N years" is a loan's or a lease's term rather than a date."""


def place_duration(expression: Expression, placing: Placing) -> Period | None:
    """Return the date a duration leads to, None where it leads to none.

    A duration counted in years gives a year, one in months a month, one in weeks a day (approximate), one
    in days a day. "N months after <date>" is left to the caller, which sees the date behind it.
    """
    rule = expression.rule
    placers = {"later": _later, "earlier": _later, "moved-by": _postponed, "within": _ahead}
    if placer := placers.get(rule):
        return placer(expression, placing)
    if rule not in ("ago", "from-now"):
        return None
    return _with_low(expression, placing, -1 if rule == "ago" else 1)


def _moved(period: Period, expression: Expression) -> Period:
    """Move a date on by a duration, keeping its precision; years from a year or coarser stay years."""
    if expression.months:
        period = shift(period, expression.months, "month")
    if expression.length == "year" and period.precision not in ("day", "month"):
        return year_period(period.end.year + expression.number)
    return shift(period, expression.number, expression.length)


def moved_back(period: Period, expression: Expression) -> Period:
    """Return the date a duration before another: "opened in May 2024, two years after it was agreed"."""
    return _moved(period, replace(expression, number=-expression.number, months=-expression.months))


def _later(expression: Expression, placing: Placing) -> Period | None:
    """Place "a year later": years give a year, shorter stretches keep the precision of the date before."""
    previous = placing.previous(expression)
    if previous is None:
        return None
    if expression.rule == "earlier":
        expression = replace(expression, number=-expression.number, months=-expression.months)
    if expression.length == "year" and not expression.months:
        return year_period(previous.end.year + expression.number)
    return _moved(previous, expression)


def is_postponement(expression: Expression, text: str) -> bool:
    """Tell whether "by a year" stands behind "pushed", "delayed" and their like."""
    start = max(0, expression.span.start - 40)
    return postponing().search(text, start, expression.span.end) is not None


def counts_on(expression: Expression, text: str) -> bool:
    """Tell whether a postponement counts from the date behind it: "by two years from the original 2024"."""
    return (
        re.search(r"\b(?:from|beyond|past)$", text[max(0, expression.span.end - 8) : expression.span.end])
        is not None
    )


def _postponed(expression: Expression, placing: Placing) -> Period | None:
    """Move the sentence's date: "completion in December 2028 had moved back by a year" is December 2029."""
    end = expression.span.end
    given = re.match(r",?\s*(?:from|to|until)\b", placing.text[end : end + 12])
    if given or not is_postponement(expression, placing.text) or counts_on(expression, placing.text):
        return None
    previous = placing.previous(expression, same_sentence=True)
    return _moved(previous, expression) if previous else None


def _ahead(expression: Expression, placing: Placing) -> Period | None:
    """Place "in 14 months": after a start named in the same sentence, else after publication."""
    text, span = placing.text, expression.span
    if expression.length == "year" and expression.number > _FAR:
        return None
    tense = tense_at(text, span.start, span.end)
    if tense == "past" or (tense is None and expression.qualifier == "exact"):
        return None
    period = _from_start(expression, placing) or _with_low(expression, placing, 1)
    if period is None:
        return None
    return with_qualifier(period, expression.qualifier) if expression.qualifier != "exact" else period


def _with_low(expression: Expression, placing: Placing, sign: int) -> Period | None:
    """Count from publication; "two to three years" spans both ends."""
    period = _from_anchor(expression, sign * expression.number, placing.anchor)
    if period is None or not expression.low:
        return period
    other = _from_anchor(expression, sign * expression.low, placing.anchor)
    first, last = sorted((period, other or period), key=lambda end: end.start)
    return join(first, last)


def _from_start(expression: Expression, placing: Placing) -> Period | None:
    """Count from a start in the same sentence: "under way since March; to be handed over in 14 months"."""
    first, _ = sentence_at(placing.text, expression.span.start)
    for other, period in reversed(placing.placed):
        if other.span.start < first:
            return None
        lead = placing.text[max(first, other.span.start - 24) : other.span.end]
        if period is not None and re.search(r"\b(?:since|from|start\w*|beg[aiu]n\w*)\b", lead):
            return _moved(period, expression)
    return None


def _from_anchor(expression: Expression, count: int, anchor: Anchor | None) -> Period | None:
    """Count from publication: to a year, a month, or a day (approximate where weeks are counted)."""
    if anchor is None:
        return None
    if expression.length == "year":
        months = expression.months if count > 0 else -expression.months
        base = month_period(anchor.year, (anchor.month or 6) + months)
        return with_qualifier(year_period(base.end.year + count), "approximate")
    if anchor.date is None:
        known = expression.length == "month" and anchor.month is not None
        return month_period(anchor.year, (anchor.month or 0) + count) if known else None
    reached = _parsed(count, expression.length, anchor.date)
    if reached is None:
        return None
    if expression.length == "month":
        return month_period(reached.year, reached.month)
    period = day_period(reached)
    return with_qualifier(period, "approximate") if expression.length == "week" else period


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
