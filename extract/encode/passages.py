"""What of an article speaks of one plant: sentences with the plant's phrases marked, to be read again."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from extract.domain.span import Span
from extract.encode.tokens import Tokens

__all__ = ["MARKS", "Passage", "passages"]

MARKS = {"open": 1, "close": 2, "other": 3, "group": 4}
"""Word pieces without a meaning of their own ([unused0] to [unused3]): around the plant's phrases, before
those of other plants, before those of a group it belongs to."""
_BREAK = 102  # [SEP]: stands where sentences were left out, too
_MOST = 400
"""Word pieces of a passage; what stands behind them is not read again."""
_NOTHING: Collection[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """One plant's part of an article.

    Attributes:
        ids: Word pieces, the day of publication first.
        cases: How each is written.
        opens: Where the marks before the plant's phrases stand.
        places: Per piece of the passage its place among the article's pieces, -1 for marks; rising.
    """

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    opens: tuple[int, ...]
    places: tuple[int, ...]


def passages(
    tokens: Tokens,
    sentences: Sequence[Span],
    plants: Sequence[Sequence[Span]],
    groups: Sequence[tuple[Span, Collection[int]]],
    wanted: Collection[int],
) -> list[Passage]:
    """Return each wanted plant's passage: the headline, sentences that name it, and what follows on those.

    What follows are the sentences up to the next that names a plant. A story also comes back to its subject
    without naming it: the plant with the most mentions is given every sentence that names none.

    Args:
        tokens: The article's word pieces.
        sentences: Its sentences, in order.
        plants: Per plant its mentions.
        groups: Phrases for several plants, each with the numbers of those it is known to mean.
        wanted: The numbers of the plants to make passages for.
    """
    starts = [s.start for s in sentences]
    numbers: list[int] = []
    for start, _ in tokens.offsets:
        numbers.append(bisect_right(starts, start) if start >= 0 else numbers[-1] if numbers else 0)
    headline = set(numbers[: tokens.ids.index(_BREAK)])
    located = [[tokens.locate(span) for span in own] for own in plants]
    together = [(tokens.locate(span), members) for span, members in groups]
    taken = [{numbers[first] for first, _ in own} for own in located]
    named = {n for own in taken for n in own} | {numbers[first] for (first, _), _ in together}
    follows = _follows(sorted(set(numbers)), named)
    marked = [first for own in located for first, _ in own] + [first for (first, _), _ in together]
    sizes = Counter(numbers) + Counter(numbers[first] for first in (*marked, *marked))
    subject = max(range(len(located)), key=lambda plant: len(located[plant]), default=-1)
    others = dict.fromkeys(marked, MARKS["other"])
    found = []
    for plant in wanted:
        own = located[plant]
        joint = [place for place, members in together if plant in members]
        mine = taken[plant] | {numbers[first] for first, _ in joint}
        after = {n for n, name in follows.items() if name in mine}
        rest = follows if plant == subject else ()
        kept = _fitting((headline | mine, after, rest), sizes, _MOST - len(tokens.prefix))
        marks = others | dict.fromkeys((first for first, _ in joint), MARKS["group"])
        marks |= dict.fromkeys((first for first, _ in own), MARKS["open"])
        found.append(_passage(tokens, numbers, kept, marks, {last for _, last in own}))
    return found


def _follows(numbers: Sequence[int], named: Collection[int]) -> dict[int, int]:
    """Return, for each sentence that names no plant, the last before it that does (-1: none)."""
    found = {}
    last = -1
    for number in numbers:
        if number in named:
            last = number
        else:
            found[number] = last
    return found


def _fitting(ranked: Sequence[Collection[int]], sizes: Mapping[int, int], room: int) -> set[int]:
    """Return the sentences that fit into a passage, each with a break; of the first rank first, in order.

    The first is kept however long it is: `_passage` cuts it.
    """
    kept: set[int] = set()
    for rank in ranked:
        for number in sorted(set(rank) - kept):
            room -= sizes[number] + 1
            if kept and room < 0:
                return kept
            kept.add(number)
    return kept


def _passage(
    tokens: Tokens,
    numbers: Sequence[int],
    kept: Collection[int],
    marks: dict[int, int],
    ends: Collection[int],
) -> Passage:
    """Write a passage down: the kept sentences with marks before and behind phrases."""
    ids, cases, places = list(tokens.prefix), [0] * len(tokens.prefix), [-1] * len(tokens.prefix)
    opens: list[int] = []
    last = -1

    def add(piece: int, case: int = 0, place: int = -1) -> None:
        ids.append(piece)
        cases.append(case)
        places.append(place)

    for at, number in enumerate(numbers):
        if number not in kept or len(ids) >= _MOST:
            continue
        if last >= 0 and number > last + 1:
            add(_BREAK)
        last = number
        if at in marks:
            if marks[at] == MARKS["open"]:
                opens.append(len(ids))
            add(marks[at])
        add(tokens.ids[at], tokens.cases[at], at)
        if at in ends:
            add(MARKS["close"])
    return Passage(tuple(ids), tuple(cases), tuple(opens), tuple(places))
