"""Cuts a text that is longer than any news article into parts, each of which is read by itself.

Every value is held against every plant of its article: work that grows with the square of what a text tells.
News tells little enough for that not to matter. A text of a megabyte is a year of reports, or no prose at
all, and what stands on its first page says nothing about its last: read in parts, it takes time in step with
its length. A text within the limits, every article of fixtures/ among them, is one part and read as ever.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from extract.domain.span import Span

__all__ = ["MOST_CHARACTERS", "MOST_MARKS", "parts"]

MOST_CHARACTERS = 60_000
"""About 10,000 words; the longest of the 350 articles of fixtures/corpus has 2,405 characters."""
MOST_MARKS = 1_500
"""Names and figures of about 40,000 characters of news, or of 10,000 characters of nothing else."""

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_MARK = re.compile(rf"{_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}}|\d[\d.,]*|\b(?i:plant|unit|farm|station)")
_BOUNDARIES = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=\S)"),
    re.compile(r"\s+"),
)
"""Where a text may be cut, the best first: between paragraphs, lines, sentences, words."""


def parts(
    text: str, most_characters: int = MOST_CHARACTERS, most_marks: int = MOST_MARKS
) -> tuple[Span, ...]:
    r"""Return the parts of a text, which follow each other without a gap; one where it is within the limits.

    Args:
        text: An article's text.
        most_characters: What a part may hold of characters.
        most_marks: What it may hold of names, figures and words for plants.

    >>> [part.of("One. Two.\n\nThree.") for part in parts("One. Two.\n\nThree.", most_characters=12)]
    ['One. Two.\n\n', 'Three.']
    """
    marks = [match.start() for match in _MARK.finditer(text)]
    if len(text) <= most_characters and len(marks) <= most_marks:
        return (Span(0, len(text)),)
    ends = [[match.end() for match in boundary.finditer(text)] for boundary in _BOUNDARIES]
    found: list[Span] = []
    start = 0
    while start < len(text):
        further = bisect_left(marks, start) + most_marks
        limit = min(start + most_characters, marks[further] if further < len(marks) else len(text))
        end = limit if limit == len(text) else _last(ends, start, limit)
        found.append(Span(start, end))
        start = end
    return tuple(found)


def _last(ends: list[list[int]], start: int, limit: int) -> int:
    """Return the last place in the second half of a stretch where it is best cut, its end where none is."""
    for places in ends:
        at = bisect_right(places, limit) - 1
        if at >= 0 and places[at] > start + (limit - start) // 2:
            return places[at]
    return limit
