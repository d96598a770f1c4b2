"""The shape of a question, and what questions about values share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from extract.assemble.encoder_features import crowd_reading, pair_reading, worth_asking
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


def pairs(
    scene: Scene, span: Span, own: Features, kind: str, number: int
) -> Iterator[tuple[PlantEntity, Features]]:
    """Yield every plant worth asking about with the value's own features and those of the pair.

    Args:
        scene: The article.
        span: Where the value is judged.
        own: Features of the value whatever the plant.
        kind: "capacity", "cost" or "date", as the encoder knows them.
        number: The value's place among those of its kind.
    """
    likely = worth_asking(scene, kind, number)
    for plant in scene.plants:
        if plant.index in likely:
            yield plant, {
                **own, **link_features(scene, span, plant), **pair_reading(scene, kind, number, plant.index),
                **crowd_reading(scene, kind, number, plant.index),
            }  # fmt: skip
