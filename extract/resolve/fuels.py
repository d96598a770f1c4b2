"""Fuels of plants whose own phrases name none: from kin, from what is said of them, from the whole article.

In this order, the first that answers: the one fuel of a sentence that states what it burns ("all three will
use clean coal"); its group, its members or its parent; the one fuel of every other plant of the article; the
one fuel of headline and first paragraph. Never the fuel of one other plant among several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.domain.mention import Mentions
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.normalize.fuels import fuels_in

__all__ = ["assign_fuels"]

_LONG = 400
"""A longer sentence is a table or a list."""
_OFTEN, _SHARE = 4, 0.7
"""How often, and in what share of all, a fuel must be named to be the article's."""

_BURNS = re.compile(
    r"\b(?:burn|burns|burnt|burned|burning|run|runs|running|fuelled|fueled|fired|fed|use|uses|using|powered|works?)\b"
    r"[^.;]{0,50}$"
)


def assign_fuels(text: str, mentions: Mentions, plants: Sequence[PlantEntity]) -> tuple[PlantEntity, ...]:
    """Return the plants with fuels where the article settles them.

    Args:
        text: The article's text.
        mentions: What the matchers found; its sentences and paragraphs are used.
        plants: Plants after coreference.
    """
    fuels = {p.index: p.fuels for p in plants}
    for plant in plants:
        for fuel in () if plant.fuels else _stated(text, mentions, plant):
            _give(plants, fuels, plant, (fuel,))
    for _ in range(2):
        for plant in plants:
            fuels[plant.index] = fuels[plant.index] or _of_kin(plant, plants, fuels)
    for plant in plants:
        fuels[plant.index] = fuels[plant.index] or _beside(text, mentions, plant, plants)
    for plant in plants:
        fuels[plant.index] = fuels[plant.index] or _of_kin(plant, plants, fuels)
    shared = {f for p in plants if (f := fuels[p.index])}
    lead = shared.pop() if len(shared) == 1 else _of_lead(text, mentions) if not shared else ()
    lead = lead or _dominant(text)
    return tuple(replace(p, fuels=fuels[p.index] or lead) for p in plants)


def _give(
    plants: Sequence[PlantEntity], fuels: dict[int, tuple[str, ...]], plant: PlantEntity, own: tuple[str, ...]
) -> None:
    """Set a stated fuel on a plant and, where it is a group, on its members that have none."""
    fuels[plant.index] = fuels[plant.index] or own
    for index in plant.members:
        fuels[index] = fuels[index] or own


def _of_kin(
    plant: PlantEntity, plants: Sequence[PlantEntity], fuels: dict[int, tuple[str, ...]]
) -> tuple[str, ...]:
    if plant.parent is not None and fuels[plant.parent]:
        return fuels[plant.parent]
    for group in plants:
        if plant.index in group.members and len(fuels[group.index]) == 1:
            return fuels[group.index]
    of_members = {fuels[m] for m in plant.members if fuels[m]}
    if len(of_members) == 1:
        return of_members.pop()
    if len(of_members) > 1 and all(fuels[m] for m in plant.members):
        return tuple(dict.fromkeys(f for m in plant.members for f in fuels[m]))
    return ()


def _stated(text: str, mentions: Mentions, plant: PlantEntity) -> tuple[str, ...]:
    """Return the one fuel of a sentence that says what the plant burns."""
    for mention in plant.mentions:
        sentence = next((s for s in mentions.sentences if s.contains(mention.span)), None)
        if sentence is None:
            continue
        behind = text[mention.span.end : min(sentence.end, mention.span.end + _LONG)]
        named = fuels_in(behind)
        if len(named) == 1 and _BURNS.search(behind[: _first(behind, named[0])]):
            return named
    return ()


def _beside(
    text: str, mentions: Mentions, plant: PlantEntity, plants: Sequence[PlantEntity]
) -> tuple[str, ...]:
    """Return the one fuel a sentence about this plant alone names."""
    for mention in plant.mentions:
        sentence = next((s for s in mentions.sentences if s.contains(mention.span)), None)
        if sentence is None or sentence.end - sentence.start > _LONG:
            continue
        others = any(
            sentence.contains(m.span) and p.index != plant.index and not p.aggregate
            for p in plants
            for m in p.mentions
        )
        named = fuels_in(sentence.of(text))
        if len(named) == 1 and not others:
            return named
    return ()


def _dominant(text: str) -> tuple[str, ...]:
    """Return the fuel that most of an article's fuel words name, () where none stands out."""
    counts = Counter(fuel for line in re.split(r"[.;,\n]", text) for fuel in fuels_in(line))
    if not counts:
        return ()
    (fuel, most), total = counts.most_common(1)[0], sum(counts.values())
    return (fuel,) if most >= _OFTEN and most >= _SHARE * total else ()


def _first(text: str, fuel: str) -> int:
    """Return where a fuel is first named."""
    for end in range(1, len(text) + 1):
        if (end == len(text) or not text[end].isalnum()) and fuel in fuels_in(text[:end]):
            return end - 1
    return len(text)


def _of_lead(text: str, mentions: Mentions) -> tuple[str, ...]:
    """Return the one fuel that headline and first paragraph name."""
    spans: Sequence[Span] = mentions.paragraphs[:2]
    named = {f for span in spans for f in fuels_in(span.of(text))}
    return tuple(named) if len(named) == 1 else ()
