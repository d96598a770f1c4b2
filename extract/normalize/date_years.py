"""Finds the year of an expression that does not state it outright. None where that would be a guess."""

from __future__ import annotations

import re
from datetime import date

from extract.domain.span import Span
from extract.normalize.date_anchor import Anchor, Placing
from extract.normalize.date_context import sentence_at, tense_at
from extract.normalize.date_expression import Expression
from extract.normalize.date_words import postponing

__all__ = ["year_of"]


_RESULTS = re.compile(
    r"\s(?:net|operating|pre-?tax)?\s?(?:loss(?:es)?|profits?|results?|earnings|income|revenues?|sales|figures)\b",
    re.IGNORECASE,
)

_LONGEST_AGO = 8
"""Months back to which "was promised for January" may mean a January that is gone."""
_AHEAD = re.compile(
    r"\b(?:for|from|before|until|till|through|by)\s+"
    r"(?:(?:the|end|start|beginning|middle|of|early|late|mid|first|second|third|fourth)[\s-]+)*[\w-]+$"
    r"|\b(?:would|should)\s+have\s+\w+\s+(?:\w+\s+){0,3}in\s+[\w-]+$",
    re.IGNORECASE,
)

_REACH = 600
"""Characters back to which a month may take over a year: two long sentences."""


def year_of(expression: Expression, first: int, last: int, placing: Placing) -> int | None:
    """Return the year an expression falls in.

    Args:
        expression: What is to be placed.
        first: First month it covers, 1 to 12.
        last: Last month it covers.
        placing: Publication date and earlier dates of the text.

    Returns:
        None where nothing in the text or its publication date decides.
    """
    base = expression.year.base
    if base == "stated":
        return expression.year.value
    if base == "open":
        return _open_year(expression, first, last, placing)
    if base == "context":
        return _context_year(expression, placing)
    return _stepped_year(expression, first, placing)


def _stepped_year(expression: Expression, first: int, placing: Placing) -> int | None:
    """Count from publication ("next year", "next March") or from the date before ("that year")."""
    ref, anchor = expression.year, placing.anchor
    base = (anchor.year, anchor.month) if anchor else None
    if ref.base == "previous" and (previous := placing.previous(expression)) is not None:
        base = (previous.end.year, previous.end.month)
    elif ref.base == "previous" and not ref.value:
        return None
    if base is None:
        return None
    year, month = base
    if not ref.nearest:
        return year + ref.value
    if month is None:
        return None
    passed = first <= month if ref.value > 0 else first >= month
    return year + ref.value if passed else year


def _context_year(expression: Expression, placing: Placing) -> int | None:
    """Read "the year": the one the sentence is about, else that of publication."""
    previous = placing.previous(expression, same_sentence=True)
    tense = tense_at(placing.text, expression.span.start, expression.span.end)
    if previous is not None and tense != "future":
        return previous.end.year
    return placing.anchor.year if placing.anchor else None


def _open_year(expression: Expression, first: int, last: int, placing: Placing) -> int | None:
    """Choose the year by tense around publication; without it inherit from the sentence or the one before."""
    anchor, text, span = placing.anchor, placing.text, expression.span
    tense = tense_at(text, span.start, span.end)
    if (expression.qualifier == "at_most" and (tense is None or _deadline(text, span.start))) or _put_off(
        text, span.start
    ):
        tense = "future"
    elif text[max(0, span.start - 6) : span.start].lower() == "since " or _RESULTS.match(text, span.end):
        tense = "past"  # "expects to report third-quarter profit": that quarter is over
    if anchor is None or anchor.month is None:
        return _inherited_year(expression, placing) if tense != "future" else None
    if expression.day and (same := _same_day(expression, placing)) is not None:
        return same
    today = (anchor.month, anchor.day if expression.day and anchor.day else 0)
    if tense == "past":
        year = anchor.year - ((first, expression.day if today[1] else 0) > today)
        long_ago = 12 * (anchor.year - year) + anchor.month - last > _LONGEST_AGO
        if long_ago and not expression.day and _looks_ahead(text, span):
            return year + 1
        return _nearer(expression, year, anchor, within=62)
    if tense == "future":
        year = anchor.year + ((last, expression.day if today[1] else 0) < today)
        return year if expression.qualifier == "at_most" else _nearer(expression, year, anchor, within=30)
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    return min(years, key=lambda year: abs(12 * (year - anchor.year) + first - (anchor.month or 6)))


def _nearer(expression: Expression, year: int, anchor: Anchor, within: int) -> int:
    """Return the year before or after where that puts a day much closer than the year the tense speaks for.

    Newspapers leave the year out of days close by: "the dividend declared last week is payable Jan. 2".

    Args:
        expression: A day without a year; of anything else the year stays.
        year: The year the tense speaks for; its day is less than a year from publication.
        anchor: The day of publication.
        within: Days from publication within which the other year is taken.
    """
    if not expression.day or anchor.date is None:
        return year
    apart = (date(year, expression.number, expression.day) - anchor.date).days
    return year + (1 if apart < 0 else -1) if 365 - abs(apart) <= within else year


def _looks_ahead(text: str, span: Span) -> bool:
    """Tell whether a date in the past tense is what was foreseen: "promised for January", "from July"."""
    return _AHEAD.search(text[max(0, span.start - 48) : span.end]) is not None


def _deadline(text: str, start: int) -> bool:
    """Tell whether "by" or "until" at `start` looks ahead; "had been finished by March" does not."""
    if re.search(r"\b(?:had|was|were)\b", text[max(0, start - 40) : start]):
        return False
    return text[start : start + 8].lower().startswith(("by ", "until ", "till ", "no later"))


def _put_off(text: str, start: int) -> bool:
    """Tell whether a date is what something was put off to: "postponed by six months to December"."""
    before = text[max(0, start - 60) : start]
    return bool(re.search(r"\bto\s+(?:the\s+)?$", before) and postponing().search(before))


def _same_day(expression: Expression, placing: Placing) -> int | None:
    """Return the year given to the same day of the same month before: "31 January" said twice is one day."""
    for other, period in reversed(placing.placed[-40:]):
        if period is not None and (other.day, other.number) == (expression.day, expression.number):
            return period.end.year
    return None


def _inherited_year(expression: Expression, placing: Placing) -> int | None:
    """Take over a year stated in the same sentence or the one before, of the same month if there is one."""
    first, _ = sentence_at(placing.text, expression.span.start)
    before = max(sentence_at(placing.text, max(0, first - 1))[0], expression.span.start - _REACH)
    stated: int | None = None
    for other, period in reversed(placing.placed):
        if other.span.start < before:
            break
        if period is None or other.year.base != "stated":
            continue
        if (other.unit, other.number) == (expression.unit, expression.number):
            return period.end.year
        stated = stated or period.end.year
    return stated
