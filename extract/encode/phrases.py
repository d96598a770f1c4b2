"""Phrases that may mean plants, each held against those before it: how two of them stand to one another.

Whole columns at a time; `tests/encode/test_pairs.py` holds them against the plain way, pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from extract.domain.mention import PlantForm
from extract.domain.span import Span
from extract.encode.arithmetic import Places

__all__ = ["LINK_RELATIONS", "Links", "Phrase", "held", "link_up"]

T = TypeVar("T", bound=Hashable)

_FORMS: tuple[PlantForm, ...] = ("name", "description", "unit", "bare", "anaphor")
_SIZES = (25, 2, 6, 4, 4, 5, 2, 3, 5, 2, 2)
"""Rows of the relation table by question, in the order of `held`."""
_STARTS = tuple(sum(_SIZES[:i]) for i in range(len(_SIZES)))
LINK_RELATIONS = sum(_SIZES)
_STEPS = np.array((0, 1, 2, 3, 3, 3, 4))
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


def held(
    text: str, phrases: Sequence[Phrase], sentences: Sequence[Span], paragraphs: Sequence[Span]
) -> tuple[Places, Places, Places]:
    """Hold every phrase against those before it.

    Args:
        text: The article's text.
        phrases: In text order.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.

    Returns:
        The columns of `Links`.
    """
    starts = np.array([p.span.start for p in phrases], np.int64)
    lines = np.array([s.start for s in sentences], np.int64).searchsorted(starts, "right")
    blocks = np.array([s.start for s in paragraphs], np.int64).searchsorted(starts, "right")
    owners = np.array([p.owner for p in phrases], np.int64)
    forms = np.array([_FORMS.index(p.form) for p in phrases], np.int64)
    together = np.array([p.together for p in phrases], np.int64)
    words, _ = _numbered([" ".join(p.span.of(text).casefold().split()) for p in phrases])
    later, earlier = _pairs(phrases)
    answers = (
        forms[earlier] * len(_FORMS) + forms[later],
        owners[earlier] == owners[later],
        _told_of(_names, [p.core for p in phrases], earlier, later),
        _told_of(_units, [p.unit for p in phrases], earlier, later),
        2 * together[earlier] + together[later],
        _step(lines[later] - lines[earlier]),
        blocks[later] == blocks[earlier],
        _told_of(_fuels, [p.fuels for p in phrases], earlier, later),
        _step(later - earlier - 1),
        lines[earlier] <= 1,
        words[earlier] == words[later],
    )
    return later, earlier, np.stack(answers, 1) + np.array(_STARTS)


def link_up(
    text: str, phrases: Sequence[Phrase], sentences: Sequence[Span], paragraphs: Sequence[Span]
) -> Links:
    """Return `held`'s columns as plain lists, for training.

    Args:
        text: The article's text.
        phrases: In text order.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.
    """
    later, earlier, relations = held(text, phrases, sentences, paragraphs)
    return Links(later.tolist(), earlier.tolist(), list(map(tuple, relations.tolist())))


def _pairs(phrases: Sequence[Phrase]) -> tuple[Places, Places]:
    """Return (later, earlier): the nearest ones before, and the last of the same name and the same plant."""
    named: dict[str, int] = {}
    owned: dict[int, int] = {}
    earlier: list[int] = []
    counts: list[int] = []
    for later, phrase in enumerate(phrases):
        first = max(0, later - _BACK)
        far = {i for i in (named.get(phrase.core), owned.get(phrase.owner)) if i is not None and i < first}
        earlier.extend(sorted(far))
        earlier.extend(range(first, later))
        counts.append(len(far) + later - first)
        if phrase.core:
            named[phrase.core] = later
        owned[phrase.owner] = later
    return np.repeat(np.arange(len(phrases)), counts), np.array(earlier, np.int64)


def _numbered(facts: Sequence[T]) -> tuple[Places, list[T]]:
    """Return each fact as a number, and what the numbers stand for."""
    known: dict[T, int] = {}
    column = np.array([known.setdefault(fact, len(known)) for fact in facts], np.int64)
    return column, list(known)


def _told_of(ask: Callable[[T, T], int], facts: Sequence[T], earlier: Places, later: Places) -> Places:
    """Return what a question says of each pair; asked once of equal ones."""
    column, known = _numbered(facts)
    if len(known) == 1:
        return np.full(len(later), ask(known[0], known[0]))
    pairs, at = np.unique(column[earlier] * len(known) + column[later], return_inverse=True)
    answers = [ask(known[pair // len(known)], known[pair % len(known)]) for pair in pairs.tolist()]
    return np.array(answers, np.int64)[at]


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


def _step(apart: Places) -> Places:
    """Return 0, 1, 2 as they are, 3 up to five, 4 beyond."""
    return _STEPS[np.minimum(apart, len(_STEPS) - 1)]
