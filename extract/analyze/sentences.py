"""Paragraph and sentence boundaries by rule. Knows characters and abbreviations, not spaCy.

News prose breaks statistical splitters at "Corp.", "Rs. 500", "No. 2" and at table rows; a line of its own
(a headline, a list item, a table row) is always a sentence of its own.
"""

from __future__ import annotations

import re
from functools import cache

from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon

__all__ = ["paragraphs", "sentences"]

_BLOCK = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*")
# A sentence may end at . ! ? or an ellipsis, closing quotes and brackets included, before white space.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENS = re.compile(r"\s+[\"'“‘«(\[]*(?:[A-ZÀ-ÖØ-ÞĀ-Ž0-9€$£₹]|[a-z][A-Z])")
_INITIAL = re.compile(r"(?:^|[\s(.])[A-Z]$")


@cache
def _abbreviations() -> frozenset[str]:
    lexicon = load_lexicon("abbreviations")
    return frozenset(form.casefold() for entry in lexicon.entries for form in entry.forms)


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Return the blocks between blank lines, outer white space aside.

    >>> paragraphs("Head\n\nBody one.")
    (Span(start=0, end=4), Span(start=6, end=15))
    """
    return tuple(Span(m.start(), m.start() + len(m.group().rstrip())) for m in _BLOCK.finditer(text))


def _is_boundary(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Return True where the stop mark ends a sentence rather than an abbreviation or a number."""
    if not _OPENS.match(text, stop.end(), end):
        return False
    if not stop.group().startswith(".") or len(stop.group().rstrip("\"'”’»)]")) > 1:
        return True
    before = text[max(begin, stop.start() - 24) : stop.start()]
    if _INITIAL.search(before):
        return False
    word = re.search(r"[\w.&’'-]*$", before)
    return not (word and word.group().casefold() in _abbreviations())


def sentences(text: str) -> tuple[Span, ...]:
    """Return sentence spans in text order; every line of a block that stands alone is one at least.

    Args:
        text: An article's text.

    Returns:
        Non-overlapping spans that cover everything but the white space between them.

    >>> [s.of("Acme Corp. won. It paid $3.") for s in sentences("Acme Corp. won. It paid $3.")]
    ['Acme Corp. won.', 'It paid $3.']
    """
    found: list[Span] = []
    for block in paragraphs(text):
        begin = block.start
        for stop in _STOP.finditer(text, block.start, block.end):
            if _is_boundary(text, begin, stop, block.end):
                found.append(Span(begin, stop.end()))
                begin = stop.end()
                while begin < block.end and text[begin].isspace():
                    begin += 1
        if begin < block.end:
            found.append(Span(begin, block.end))
    return tuple(found)
