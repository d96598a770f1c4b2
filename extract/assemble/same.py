"""Joins plants that coreference kept apart and the weights take for one: 'a 240 MW plant' and 'Orlova'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.assemble.candidates.same import same_candidates
from extract.assemble.scene import Scene
from extract.decide.linear import LinearModel
from extract.domain.plant_entity import PlantEntity

__all__ = ["join_same", "joined"]

_NEVER = 0.12
"""A pair less likely than this keeps their whole clusters apart."""


def join_same(scene: Scene, model: LinearModel) -> Scene:
    """Return the article with plants joined that are one, most likely pairs first.

    Args:
        scene: The article, every plant counting.
        model: The weights of "same"; its threshold says from which probability on two plants are one.
    """
    odds = {(q.first, q.second): model.probabilities(q.features)["yes"] for q in same_candidates(scene)}
    groups = {plant.index: [plant.index] for plant in scene.plants}
    for (left, right), probability in sorted(odds.items(), key=lambda pair: (-pair[1], pair[0])):
        if probability < model.threshold:
            break
        if groups[left] is groups[right] or not _fit(groups[left], groups[right], odds):
            continue
        whole = sorted(groups[left] + groups[right])
        for index in whole:
            groups[index] = whole
    return joined(scene, [list(g) for g in {id(g): g for g in groups.values()}.values()])


def _fit(left: Sequence[int], right: Sequence[int], odds: Mapping[tuple[int, int], float]) -> bool:
    return all(odds.get((min(a, b), max(a, b)), 0.0) >= _NEVER for a in left for b in right)


def joined(scene: Scene, groups: Sequence[Sequence[int]]) -> Scene:
    """Return the article with each group of plant indices as one plant.

    Args:
        scene: The article, every plant counting.
        groups: Every plant in just one group.
    """
    if all(len(group) == 1 for group in groups):
        return scene
    ordered = sorted((sorted(group, key=lambda i: _rank(scene, i)) for group in groups), key=min)
    new = {old: index for index, group in enumerate(ordered) for old in group}
    plants = [_one(scene, index, group, new) for index, group in enumerate(ordered)]
    told = {
        index: tuple(found for old in group for found in scene.countries.get(old, ()))
        for index, group in enumerate(ordered)
    }
    scores = None if scene.scores is None else scene.scores.joined(ordered)
    return Scene(
        scene.text, scene.mentions, plants, scene.organizations, scene.published,
        scores=scores, countries=told, home=scene.home, subject=scene.subject,
    )  # fmt: skip


def _rank(scene: Scene, index: int) -> tuple[int, float, int]:
    """Return a key that puts the plant first whose name is to be printed: named, sure, early."""
    plant = scene.plants[index]
    looks = scene.reading.names[index][0] if scene.reading is not None else 0.0
    bare = all(m.form == "bare" for m in plant.mentions)
    return (0 if plant.core and not bare else 1 if plant.core else 2, -looks, index)


def _one(scene: Scene, index: int, group: Sequence[int], new: Mapping[int, int]) -> PlantEntity:
    """Return the plant that several are, by the name of the first of them."""
    plants = [scene.plants[old] for old in group]
    first = plants[0]
    parent = next((new[p.parent] for p in plants if p.parent is not None and new[p.parent] != index), None)
    names = dict.fromkeys(n for p in plants for n in (p.name, *p.aliases) if n != first.name)
    return replace(
        first,
        index=index,
        aliases=tuple(names),
        mentions=tuple(
            sorted({m.span: m for p in plants for m in p.mentions}.values(), key=lambda m: m.span)
        ),
        core=next((p.core for p in plants if p.core), None),
        fuels=next((p.fuels for p in plants if p.fuels), ()),
        technology=next((p.technology for p in plants if p.technology), None),
        chp=any(p.chp for p in plants),
        count=next((p.count for p in plants if p.count), None),
        members=tuple(dict.fromkeys(new[m] for p in plants for m in p.members if new[m] != index)),
        parent=parent,
        place=next((p.place for p in plants if p.place), None),
        place_name=next((p.place_name for p in plants if p.place_name), None),
    )
