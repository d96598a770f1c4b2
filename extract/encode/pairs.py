"""Which mentions are held against each other, and how they stand in the text. Shared by training and run time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.domain.span import Span

__all__ = ["RELATIONS", "Pairs", "pair_up_mentions"]

RELATIONS = 28
"""Rows of the relation table: sentences apart, distance and order, paragraph, plants between, inside."""
_BEFORE, _AFTER, _VALUES = 3, 2, 6
_STEPS = (0, 10, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Parallel columns: value mention, plant mention, five relation rows, and value x plants + plant."""

    values: list[int]
    plants: list[int]
    relations: list[tuple[int, int, int, int, int]]
    groups: list[int]


def pair_up_mentions(
    values: Sequence[Sequence[Span]],
    plants: Sequence[Sequence[Span]],
    sentences: Sequence[Span],
    paragraphs: Sequence[Span],
) -> Pairs:
    """Hold every value against the nearest mentions of every plant: three before it, two behind.

    Args:
        values: Per value its mentions.
        plants: Per plant its mentions.
        sentences: The article's sentences, in order.
        paragraphs: The article's paragraphs, in order.
    """
    sentence_starts, paragraph_starts = [s.start for s in sentences], [p.start for p in paragraphs]
    found = Pairs([], [], [], [])
    flat = [(span, owner) for owner, mentions in enumerate(plants) for span in mentions]
    order = sorted(range(len(flat)), key=lambda i: (flat[i][0].start, i))
    starts = [flat[i][0].start for i in order]
    owners = [flat[i][1] for i in order]
    own: list[tuple[list[int], list[int]]] = []
    for owner in range(len(plants)):
        mine = sorted((i for i, (_, o) in enumerate(flat) if o == owner), key=lambda i: (flat[i][0].start, i))
        own.append((mine, [flat[i][0].start for i in mine]))
    place = [
        (bisect_right(sentence_starts, span.start), bisect_right(paragraph_starts, span.start)) for span, _ in flat
    ]
    first = 0
    for index, mentions in enumerate(values):
        for offset, span in enumerate(mentions[:_VALUES]):
            here = bisect_right(sentence_starts, span.start), bisect_right(paragraph_starts, span.start)
            for owner, (mine, mine_starts) in enumerate(own):
                cut = bisect_right(mine_starts, span.start)
                for which in (*mine[max(0, cut - _BEFORE) : cut], *mine[cut : cut + _AFTER]):
                    other = flat[which][0]
                    low, high = (other.end, span.start) if other.start <= span.start else (span.end, other.start)
                    between = set(owners[bisect_left(starts, low) : bisect_left(starts, high)]) - {owner}
                    found.values.append(first + offset)
                    found.plants.append(which)
                    found.relations.append(_relation(span, other, here, place[which], len(between)))
                    found.groups.append(index * len(plants) + owner)
        first += len(mentions)
    return found


def _relation(
    value: Span, plant: Span, here: tuple[int, int], there: tuple[int, int], between: int
) -> tuple[int, int, int, int, int]:
    """Return the rows of the relation table that tell how a value stands to a plant's mention."""
    gap = max(0, plant.start - value.end, value.start - plant.end)
    step = next((i for i, limit in enumerate(_STEPS) if gap <= limit), len(_STEPS))
    return (
        max(-3, min(3, there[0] - here[0])) + 3,
        7 + step + (6 if plant.start > value.start else 0),
        19 + (here[1] == there[1]),
        21 + min(3, between),
        25 + plant.overlaps(value),
    )
