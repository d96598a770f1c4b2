"""Which mentions are held against each other, and how they stand in the text: whole columns at a time.

`tests/encode/test_pairs.py` holds the columns against the plain way, pair by pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extract.domain.span import Span
from extract.encode.arithmetic import Places

__all__ = ["RELATIONS", "Field", "Pairs", "lay_out", "pair_up", "pair_up_mentions"]

RELATIONS = 28
"""Rows of the relation table: sentences apart, distance and order, paragraph, plants between, inside."""
_BEFORE, _AFTER, _VALUES = 3, 2, 6
_STEPS = np.array((0, 10, 25, 50, 100))
_BETWEEN = 3
"""Plants that may stand between a value and a mention; more are not counted."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Parallel columns: value mention, plant mention, five relation rows, and value x plants + plant."""

    values: list[int]
    plants: list[int]
    relations: list[tuple[int, ...]]
    groups: list[int]


@dataclass(frozen=True, slots=True)
class Field:
    """An article's mentions of plants, laid out once for all values.

    Columns by mention: where it starts and ends, its plant, its sentence and paragraph. `nearest` lists the
    mentions plant by plant in text order, from `first` on those of each plant. `starts` are all mentions'
    starts in text order; of the mention there and those behind it, `next_at` and `next_plant` give the first
    ones of the next different plants.
    """

    start: Places
    end: Places
    plant: Places
    sentence: Places
    paragraph: Places
    nearest: Places
    first: Places
    starts: Places
    next_at: Places
    next_plant: Places
    sentence_starts: Places
    paragraph_starts: Places


def lay_out(plants: Sequence[Sequence[Span]], sentences: Sequence[Span], paragraphs: Sequence[Span]) -> Field:
    """Lay the mentions of an article's plants out.

    Args:
        plants: Per plant its mentions, at least one; at least one plant.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.
    """
    start, end = _ends([span for own in plants for span in own])
    counts = np.array([len(own) for own in plants])
    plant = np.repeat(np.arange(len(plants)), counts)
    sentence_starts, paragraph_starts = _ends(sentences)[0], _ends(paragraphs)[0]
    order = np.argsort(start, kind="stable")
    next_at, next_plant = _next_plants(plant[order].tolist())
    return Field(
        start, end, plant,
        sentence_starts.searchsorted(start, "right"), paragraph_starts.searchsorted(start, "right"),
        np.lexsort((start, plant)), np.concatenate([[0], np.cumsum(counts)]),
        start[order], next_at, next_plant, sentence_starts, paragraph_starts,
    )  # fmt: skip


def _ends(spans: Sequence[Span]) -> tuple[Places, Places]:
    """Return where spans start and where they end."""
    return np.array([s.start for s in spans], np.int64), np.array([s.end for s in spans], np.int64)


def _next_plants(plants: list[int]) -> tuple[Places, Places]:
    """Return for each place in a list where the next different plants are first met, and which they are.

    As many as can be counted, and one more: a pair's own plant is not.
    """
    width = _BETWEEN + 1
    at = np.full((len(plants) + 1, width), len(plants), np.int64)
    which = np.full((len(plants) + 1, width), -1, np.int64)
    ahead: list[tuple[int, int]] = []
    for place in range(len(plants) - 1, -1, -1):
        ahead = [(place, plants[place]), *(met for met in ahead if met[1] != plants[place])][:width]
        for column, (where, plant) in enumerate(ahead):
            at[place, column], which[place, column] = where, plant
    return at, which


def pair_up(values: Sequence[Sequence[Span]], field: Field) -> tuple[Places, Places, Places, Places]:
    """Hold every value against the nearest mentions of every plant: three before it, two behind.

    Args:
        values: Per value its mentions; at least one value.
        field: The mentions of plants.

    Returns:
        The columns of `Pairs`.
    """
    counts = [len(mentions) for mentions in values]
    used = [min(count, _VALUES) for count in counts]
    value = np.repeat(np.arange(len(values)), used)
    before = np.concatenate([[0], np.cumsum(counts)[:-1]])
    row = np.concatenate([np.arange(first, first + n) for first, n in zip(before, used, strict=True)])
    start, end = _ends([span for mentions in values for span in mentions[:_VALUES]])
    plants = len(field.first) - 1
    # Mentions plant by plant, as one rising column: a place in it is found for all values and plants at once.
    scale = int(max(start.max(initial=0), field.start.max(initial=0))) + 1
    rising = field.plant[field.nearest] * scale + field.start[field.nearest]
    cut = rising.searchsorted(np.arange(plants) * scale + start[:, None], "right")
    near = cut[:, :, None] + np.arange(-_BEFORE, _AFTER)
    fits = (near >= field.first[:-1, None]) & (near < field.first[1:, None])
    mention, plant, _ = np.nonzero(fits)
    which = field.nearest[near[fits]]
    relations = _relations(start[mention], end[mention], which, field)
    return row[mention], which, relations, value[mention] * plants + plant


def _relations(start: Places, end: Places, which: Places, field: Field) -> Places:
    """Return the rows of the relation table that tell how each value stands to a plant's mention."""
    there, there_end = field.start[which], field.end[which]
    ahead = there > start
    step = _STEPS.searchsorted(np.maximum(np.maximum(there - end, start - there_end), 0), "left")
    apart = field.sentence[which] - field.sentence_starts.searchsorted(start, "right")
    together = field.paragraph[which] == field.paragraph_starts.searchsorted(start, "right")
    low = field.starts.searchsorted(np.where(ahead, end, there_end), "left")
    high = field.starts.searchsorted(np.where(ahead, there, start), "left")
    met = field.next_at[low] < high[:, None]
    between = (met & (field.next_plant[low] != field.plant[which][:, None])).sum(1)
    inside = (there < end) & (start < there_end)
    return np.stack([
        np.clip(apart, -3, 3) + 3, 7 + step + 6 * ahead, 19 + together,
        21 + np.minimum(between, _BETWEEN), 25 + inside,
    ], 1)  # fmt: skip


def pair_up_mentions(
    values: Sequence[Sequence[Span]],
    plants: Sequence[Sequence[Span]],
    sentences: Sequence[Span],
    paragraphs: Sequence[Span],
) -> Pairs:
    """Return `pair_up`'s columns as plain lists, for training.

    Args:
        values: Per value its mentions.
        plants: Per plant its mentions.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.
    """
    if not values or not plants:
        return Pairs([], [], [], [])
    row, which, relations, groups = pair_up(values, lay_out(plants, sentences, paragraphs))
    return Pairs(row.tolist(), which.tolist(), list(map(tuple, relations.tolist())), groups.tolist())
