"""Finds the year of an expression that does not state it outright. None where that would be a guess."""

from __future__ import annotations

from extract.domain.values import Period
from extract.normalize.date_anchor import Placing
from extract.normalize.date_context import sentence_at, tense_at
from extract.normalize.date_expression import Expression

__all__ = ["year_of"]


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
    ref, anchor = expression.year, placing.anchor
    if ref.base == "stated":
        return ref.value
    if ref.base == "open":
        return _open_year(expression, first, last, placing)
    if ref.base == "context":
        return _context_year(expression, placing)
    if ref.base == "previous":
        previous = placing.previous(expression)
        if previous is None:
            return anchor.year + ref.value if anchor and ref.value else None
        if ref.nearest:
            return _occurrence(previous.end.year, previous.end.month, first, ref.value)
        return previous.end.year + ref.value
    if anchor is None:
        return None
    if ref.nearest:
        return _occurrence(anchor.year, anchor.month, first, ref.value) if anchor.month else None
    return anchor.year + ref.value


def _occurrence(year: int, month: int, wanted: int, step: int) -> int:
    """Return the year in which a month next comes (step 1) or last came (step -1), another month than this."""
    if step > 0:
        return year if wanted > month else year + 1
    return year if wanted < month else year - 1


def _context_year(expression: Expression, placing: Placing) -> int | None:
    """Read "the year": the one the sentence is about, else that of publication."""
    previous = placing.previous(expression, same_sentence=True)
    if previous is not None and not _is_to_come(expression, placing):
        return previous.end.year
    if placing.anchor is not None:
        return placing.anchor.year
    return None


def _is_to_come(expression: Expression, placing: Placing) -> bool:
    return tense_at(placing.text, expression.span.start, expression.span.end) == "future"


def _open_year(expression: Expression, first: int, last: int, placing: Placing) -> int | None:
    """Choose the year by tense around publication; without it inherit from the sentence or the one before."""
    anchor, text, span = placing.anchor, placing.text, expression.span
    tense = tense_at(text, span.start, span.end)
    if expression.qualifier == "at_most" and tense is None:
        tense = "future"
    if anchor is None or anchor.month is None:
        return _inherited_year(expression, placing) if tense != "future" else None
    if text[max(0, span.start - 6) : span.start].lower().endswith("since "):
        tense = "past"
    day, today = expression.day or 0, anchor.day or 0
    begins, ends, now = (first, day), (last, day or 31), (anchor.month, today if day else 0)
    if tense == "past":
        return anchor.year if begins <= (anchor.month, today or 31) else anchor.year - 1
    if tense == "future":
        return anchor.year if ends >= now else anchor.year + 1
    distance = {year: abs(12 * (year - anchor.year) + first - anchor.month) for year in _around(anchor.year)}
    return min(_around(anchor.year), key=lambda year: (distance[year], year))


def _around(year: int) -> tuple[int, int, int]:
    return year - 1, year, year + 1


def _inherited_year(expression: Expression, placing: Placing) -> int | None:
    """Take over a year stated in the same sentence or the one before it."""
    first, _ = sentence_at(placing.text, expression.span.start)
    before, _ = sentence_at(placing.text, max(0, first - 1))
    stated: Period | None = None
    for other, period in placing.placed:
        if period is not None and other.span.start >= before and other.year.base == "stated":
            stated = period
    return stated.end.year if stated else None
