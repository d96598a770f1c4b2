"""The shape of a question, and what questions about values share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from extract.assemble.link_features import Features, link_features
from extract.assemble.scene import Scene
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

__all__ = ["Candidate", "pairs"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One question: does `value` belong to `plant`, and as what?"""

    value: T
    plant: PlantEntity
    features: Features


def pairs(scene: Scene, span: Span, own: Features) -> Iterator[tuple[PlantEntity, Features]]:
    """Yield every plant with the value's own features and those of the pair."""
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        yield plant, {**own, **link_features(scene, span, plant)}
