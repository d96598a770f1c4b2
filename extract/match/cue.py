"""Finds cue words: what an amount, date or organisation is about. Words live in the *_cues.toml lexicons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.analyze.analysis import Analysis
from extract.domain.mention import CueMention
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon

__all__ = ["CUE_LEXICONS", "find_cues", "match_cues"]

CUE_LEXICONS = ("event_cues", "role_cues", "stage_cues", "context_cues")


@cache
def _compiled(lexicon: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return one pattern per entry; a cue is a whole word, case aside unless written in capitals."""
    table = []
    for entry in load_lexicon(lexicon).entries:
        bodies = [
            p if not p.isupper() else f"(?-i:{p})" for p in (*entry.patterns, *map(re.escape, entry.forms))
        ]
        table.append((entry.id, re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(bodies)})(?![\w])")))
    return tuple(table)


def find_cues(text: str) -> list[CueMention]:
    """Return every cue of every cue lexicon; cues of different classes may overlap.

    >>> [(c.slot, c.value) for c in find_cues("It was commissioned") if c.slot == "event"]
    [('event', 'commissioning')]
    """
    found: list[CueMention] = []
    for lexicon in CUE_LEXICONS:
        slot = lexicon.removesuffix("_cues")
        for value, pattern in _compiled(lexicon):
            rule = f"cue.{slot}.{value}"
            found.extend(CueMention(Span(*m.span()), rule, slot, value) for m in pattern.finditer(text))
    return sorted(found, key=lambda c: (c.span, c.slot, c.value))


def match_cues(analysis: Analysis) -> Iterable[CueMention]:
    """Return the cues of an analyzed article, in text order."""
    return find_cues(analysis.text)
