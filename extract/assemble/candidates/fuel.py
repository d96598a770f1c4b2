"""Questions about fuels: does this plant burn or use this?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.encoder_features import fuel_reading
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.encode.heads import FUELS

__all__ = ["fuel_candidates"]


def fuel_candidates(scene: Scene) -> Iterator[Candidate[str]]:
    """Yield one question per plant that counts and fuel that the article names anywhere."""
    named = {c.value for cues in scene.cues.values() for c in cues if c.slot == "fuel"}
    named |= {fuel for plant in scene.plants for fuel in plant.fuels}
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        own = {fuel for m in plant.mentions for fuel in m.fuels}
        for fuel in FUELS:
            if fuel not in named:
                continue
            features: Features = {f"f.{fuel}": 1.0, **fuel_reading(scene, plant.index, fuel)}
            given = fuel in plant.fuels
            features[f"a.given.{given}"] = 1.0
            features[f"a.own.{fuel in own}.{bool(own)}"] = 1.0
            features[f"a.named.{min(len(named), 3)}.{given}"] = 1.0
            features[f"f.{fuel}.{given}"] = 1.0
            if given and len(plant.fuels) > 1:
                features["a.several"] = 1.0
            if plant.aggregate:
                features[f"a.group.{given}"] = 1.0
            yield Candidate(fuel, plant, features)
