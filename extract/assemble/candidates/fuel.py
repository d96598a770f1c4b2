"""Questions about fuels: does this plant burn or use this?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.assemble.candidates.base import Candidate
from extract.assemble.encoder_features import fuel_reading
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene, once
from extract.domain.plant_entity import PlantEntity
from extract.encode.heads import FUELS
from extract.normalize.fuels import fuel_words

__all__ = ["fuel_candidates"]

_FAR = 4
"""Sentences beyond which a fuel's name is no nearer to one plant than to another."""


def fuel_candidates(scene: Scene) -> Iterator[Candidate[str]]:
    """Yield one question per plant that counts and fuel.

    Every fuel is asked about: of those that were missed, three in four stood in no phrase for a plant
    ("modules", "the dam", "Stage-II of the thermal station"), and half of these the encoder was sure of
    (2026-11).
    """
    given_to_any = {fuel for plant in scene.plants for fuel in plant.fuels}
    named = _named(scene)
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        own = {fuel for m in plant.mentions for fuel in m.fuels}
        near = _nearest(scene, plant)
        for fuel in FUELS:
            given, times = fuel in plant.fuels, len(named.get(fuel, ()))
            rival = min((step for other, step in near.items() if other != fuel), default=_FAR)
            features: Features = {
                f"f.{fuel}": 1.0, f"f.{fuel}.{given}": 1.0,
                f"a.given.{given}": 1.0, f"a.own.{fuel in own}.{bool(own)}": 1.0,
                f"a.named.{fuel in given_to_any}.{min(len(given_to_any), 3)}.{given}": 1.0,
                f"w.times{min(times, 3)}": 1.0, f"w.{fuel}.{times > 0}": 1.0,
                f"w.near{near.get(fuel, _FAR)}.{near.get(fuel, _FAR) <= rival}": 1.0,
                **fuel_reading(scene, plant.index, fuel),
            }  # fmt: skip
            if times:
                features["w.share"] = times / sum(map(len, named.values()))
            if given and len(plant.fuels) > 1:
                features["a.several"] = 1.0
            if plant.aggregate:
                features[f"a.group.{given}"] = 1.0
            yield Candidate(fuel, plant, features)


@once
def _named(scene: Scene) -> Mapping[str, list[int]]:
    """Return by fuel the sentences that name it, once a word, in order."""
    found: dict[str, list[int]] = {}
    for start, fuel in fuel_words(scene.text):
        found.setdefault(fuel, []).append(scene.sentence(start))
    return found


def _nearest(scene: Scene, plant: PlantEntity) -> dict[str, int]:
    """Return by fuel how many sentences off it is named next to the plant, where that is near."""
    told = {scene.sentence(m.span.start) for m in plant.mentions}
    found: dict[str, int] = {}
    for fuel, sentences in _named(scene).items():
        lines = set(sentences)
        step = next((n for n in range(_FAR) if any({at - n, at + n} & lines for at in told)), None)
        if step is not None:
            found[fuel] = step
    return found
