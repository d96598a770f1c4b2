"""Phrases that may mean plants, each held against those before it: how two of them stand to one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.domain.mention import PlantForm
from extract.domain.span import Span

__all__ = ["LINK_RELATIONS", "Links", "Phrase", "link_up"]

_FORMS: tuple[PlantForm, ...] = ("name", "description", "unit", "bare", "anaphor")
_SIZES = (25, 2, 6, 4, 4, 5, 2, 3, 5, 2, 2)
"""Rows of the relation table by question, in the order of `_relation`."""
_STARTS = tuple(sum(_SIZES[:i]) for i in range(len(_SIZES)))
LINK_RELATIONS = sum(_SIZES)
_BACK = 40
"""How many phrases back one is held against; further back only those of the same name or the same plant."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that may mean a plant.

    `owner` is the plant that rules take it for, `core` the name in it without generic words, folded ("" where
    there is none), `together` whether that plant is a group, `count` of how many where the phrase says so.
    """

    span: Span
    form: PlantForm
    owner: int
    core: str = ""
    unit: str | None = None
    together: bool = False
    fuels: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Parallel columns, in order of phrases: a phrase, one before it, and rows of the relation table."""

    later: list[int]
    earlier: list[int]
    relations: list[tuple[int, ...]]


def link_up(
    text: str, phrases: Sequence[Phrase], sentences: Sequence[Span], paragraphs: Sequence[Span]
) -> Links:
    """Hold every phrase against those before it.

    Args:
        text: The article's text.
        phrases: In text order.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.
    """
    sentence_starts, paragraph_starts = [s.start for s in sentences], [p.start for p in paragraphs]
    lines = [bisect_right(sentence_starts, p.span.start) for p in phrases]
    blocks = [bisect_right(paragraph_starts, p.span.start) for p in phrases]
    words = [" ".join(p.span.of(text).casefold().split()) for p in phrases]
    found = Links([], [], [])
    for later, earlier in _pairs(phrases):
        left, right = phrases[earlier], phrases[later]
        answers = (
            _FORMS.index(left.form) * len(_FORMS) + _FORMS.index(right.form),
            left.owner == right.owner,
            _names(left.core, right.core),
            _units(left.unit, right.unit),
            2 * left.together + right.together,
            _step(lines[later] - lines[earlier]),
            blocks[later] == blocks[earlier],
            _fuels(left.fuels, right.fuels),
            _step(later - earlier - 1),
            lines[earlier] <= 1,
            words[earlier] == words[later],
        )
        found.later.append(later)
        found.earlier.append(earlier)
        found.relations.append(tuple(s + int(a) for s, a in zip(_STARTS, answers, strict=True)))
    return found


def _pairs(phrases: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield (later, earlier): the nearest ones before, and the last of the same name and the same plant."""
    named: dict[str, int] = {}
    owned: dict[int, int] = {}
    for later, phrase in enumerate(phrases):
        first = max(0, later - _BACK)
        far = {i for i in (named.get(phrase.core), owned.get(phrase.owner)) if i is not None and i < first}
        for earlier in (*sorted(far), *range(first, later)):
            yield later, earlier
        if phrase.core:
            named[phrase.core] = later
        owned[phrase.owner] = later


def _names(left: str, right: str) -> int:
    """Return 0 no names, 1 and 2 one of both has one, 3 the same, 4 one is part of the other, 5 different."""
    if not left or not right:
        return bool(left) + 2 * bool(right)
    if left == right:
        return 3
    short, long = sorted((set(left.split()), set(right.split())), key=len)
    return 4 if short <= long else 5


def _units(left: str | None, right: str | None) -> int:
    """Return 0 no units, 1 one of both has one, 2 the same, 3 different."""
    if left is None or right is None:
        return int(left is not right)
    return 2 if left == right else 3


def _fuels(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """Return 0 unknown, 1 a fuel in common, 2 none in common."""
    if not left or not right:
        return 0
    return 1 if set(left) & set(right) else 2


def _step(apart: int) -> int:
    """Return 0, 1, 2 as they are, 3 up to five, 4 beyond."""
    return min(apart, 2) if apart <= 2 else 3 if apart <= 5 else 4
