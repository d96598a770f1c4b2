"""Questions about capacities: is this size that of this plant?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate, pairs
from extract.assemble.context_features import context_features, word_features
from extract.assemble.scene import Scene
from extract.domain.mention import CapacityMention

__all__ = ["capacity_candidates"]


def capacity_candidates(scene: Scene) -> Iterator[Candidate[CapacityMention]]:
    """Yield every (capacity, plant) question."""
    slots = frozenset({"context", "stage"})
    for number, mention in enumerate(scene.mentions.capacities):
        own = context_features(scene, mention.span, slots) | word_features(scene, mention.span)
        value = mention.value
        own[f"v.kind.{value.kind}"] = 1.0
        own[f"v.unit.{value.unit}"] = 1.0
        own[f"v.rule.{mention.rule}"] = 1.0
        if value.count:
            own["v.count"] = 1.0
        size = float(value.normalized)
        own[f"v.size.{_size(size)}"] = 1.0
        for plant, features in pairs(scene, mention.span, own, "capacity", number):
            features[f"x.{value.kind}.{'storage' if 'storage' in plant.fuels else 'other'}"] = 1.0
            yield Candidate(mention, plant, features)


def _size(megawatts: float) -> str:
    """Return a name for an order of size, in MW or MWh."""
    for limit, name in ((5, "xs"), (50, "s"), (500, "m"), (3000, "l")):
        if megawatts < limit:
            return name
    return "xl"
