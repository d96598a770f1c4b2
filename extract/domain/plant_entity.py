"""PlantEntity: all mentions of one plant (or one group of plants) in an article, after coreference."""

from __future__ import annotations

from dataclasses import dataclass

from extract.domain.mention import PlaceMention, PlantMention

__all__ = ["PlantEntity"]


@dataclass(frozen=True, slots=True)
class PlantEntity:
    """One plant as an article speaks of it.

    `index` is its place in the article's list of entities; `parent` the index of the plant a unit or phase
    belongs to; `members` the indices of the plants a group (`aggregate`) stands for.
    """

    index: int
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[PlantMention, ...]
    core: str | None = None
    unit: str | None = None
    fuels: tuple[str, ...] = ()
    technology: str | None = None
    chp: bool = False
    aggregate: bool = False
    count: int | None = None
    members: tuple[int, ...] = ()
    parent: int | None = None
    place: PlaceMention | None = None
    place_name: str | None = None
