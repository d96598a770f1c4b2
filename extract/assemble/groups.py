"""Gives a counted group its members, once it is known which plants the article is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from extract.assemble.scene import Scene
from extract.domain.plant_entity import PlantEntity

__all__ = ["with_members"]


def with_members(scene: Scene, kept: Collection[int]) -> Scene:
    """Return the article with "three CHP plants" made of the three plants that were found worth a record.

    Members share the group's kind: what "all three" are said to be, each of them is.

    Args:
        scene: The article.
        kept: The plants worth a record, by index.
    """
    plants = list(scene.plants)
    singles = [p for p in plants if p.index in kept and not p.aggregate and p.unit is None]
    for group in scene.plants:
        if not group.aggregate or group.members or not group.count or group.unit is not None:
            continue
        fitting = [p for p in singles if not p.fuels or not group.fuels or set(p.fuels) & set(group.fuels)]
        if len(fitting) == group.count:
            plants[group.index] = replace(group, members=tuple(p.index for p in fitting))
            for member in fitting:
                plants[member.index] = _of_group(plants[member.index], group)
    return scene.of(plants) if plants != list(scene.plants) else scene


def _of_group(member: PlantEntity, group: PlantEntity) -> PlantEntity:
    return replace(member, fuels=member.fuels or group.fuels, chp=member.chp or group.chp)
