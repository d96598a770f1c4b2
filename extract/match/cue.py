"""Finds cue words: what an amount, date or organisation is about. Words live in the *_cues.toml lexicons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from extract.analyze.analysis import Analysis
from extract.domain.mention import CueMention
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon
from extract.lexicons.openings import openings

__all__ = ["CUE_LEXICONS", "find_cues", "find_cues_plainly", "match_cues"]

CUE_LEXICONS = ("event_cues", "role_cues", "stage_cues", "context_cues")
_ALSO = (("İ", "i"), ("ı", "i"), ("ſ", "s"))
"""Letters that patterns take for others, case aside, though they are not their capitals."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """One class of cue words with its pattern."""

    slot: str
    value: str
    rule: str
    body: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of its words; compiled when first asked for: most classes are in no one article."""
        return _compiled(self.body)

    def mention(self, start: int, end: int) -> CueMention:
        """Return a cue at a place."""
        return CueMention(Span(start, end), self.rule, self.slot, self.value)


@cache
def _compiled(body: str) -> re.Pattern[str]:
    """Return the pattern of a class: a cue is a whole word, case aside unless written in capitals."""
    return re.compile(rf"(?i)(?<![\w-])(?:{body})(?![\w])")


@cache
def _cues() -> tuple[tuple[_Cue, frozenset[str] | None], ...]:
    """Return every class with what its words begin with, None where that is unknown."""
    table = []
    for lexicon in CUE_LEXICONS:
        slot = lexicon.removesuffix("_cues")
        for entry in load_lexicon(lexicon).entries:
            bodies = [
                p if not p.isupper() else f"(?-i:{p})"
                for p in (*entry.patterns, *map(re.escape, entry.forms))
            ]
            body = "|".join(bodies)
            table.append((_Cue(slot, entry.id, f"cue.{slot}.{entry.id}", body), openings(body)))
    return tuple(table)


@cache
def _by_opening() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[_Cue, ...], ...], tuple[_Cue, ...]]:
    """Return a finder of openings, the classes of each, and the classes whose openings are unknown."""
    table: dict[str, list[_Cue]] = {}
    for cue, begins in _cues():
        for opening in begins or ():
            table.setdefault(opening, []).append(cue)
    unknown = tuple(cue for cue, begins in _cues() if begins is None)
    return ahocorasick_rs.AhoCorasick(list(table)), tuple(map(tuple, table.values())), unknown


def find_cues(text: str) -> list[CueMention]:
    """Return every cue of every cue lexicon; cues of different classes may overlap.

    Only where a class's words can begin is its pattern tried.

    >>> [(c.slot, c.value) for c in find_cues("It was commissioned") if c.slot == "event"]
    [('event', 'commissioning')]
    """
    lowered = text
    for letter, taken_for in _ALSO:
        lowered = lowered.replace(letter, taken_for)
    lowered = lowered.lower()
    if len(lowered) != len(text):
        return find_cues_plainly(text)
    finder, cues_of, unknown = _by_opening()
    places: dict[str, tuple[_Cue, set[int]]] = {}
    for opening, start, _ in finder.find_matches_as_indexes(lowered, overlapping=True):
        if start and (lowered[start - 1].isalnum() or lowered[start - 1] in "_-"):
            continue
        for cue in cues_of[opening]:
            places.setdefault(cue.rule, (cue, set()))[1].add(start)
    found = [mention for cue, starts in places.values() for mention in _at(text, cue, sorted(starts))]
    found.extend(cue.mention(*m.span()) for cue in unknown for m in cue.pattern.finditer(text))
    return sorted(found, key=_order)


def _at(text: str, cue: _Cue, starts: Iterable[int]) -> Iterator[CueMention]:
    """Yield the cues of one class that begin at some places, in order; none inside the one before."""
    end = 0
    for start in starts:
        match = cue.pattern.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield cue.mention(start, end)


def find_cues_plainly(text: str) -> list[CueMention]:
    """Return what `find_cues` returns, the long way: every pattern over the whole text."""
    return sorted((c.mention(*m.span()) for c, _ in _cues() for m in c.pattern.finditer(text)), key=_order)


def _order(cue: CueMention) -> tuple[Span, str, str]:
    return cue.span, cue.slot, cue.value


def match_cues(analysis: Analysis) -> Iterable[CueMention]:
    """Return the cues of an analyzed article, in text order."""
    return find_cues(analysis.text)
