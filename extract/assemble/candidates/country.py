"""Questions about countries: does this plant stand there?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.assemble.candidates.base import Candidate
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import PlaceMention
from extract.domain.plant_entity import PlantEntity

__all__ = ["country_candidates"]

_MOST = 12
"""Countries asked about; in an article that names more, those it names most."""


def country_candidates(scene: Scene) -> Iterator[Candidate[PlaceMention]]:
    """Yield one question per plant that counts and country that a place of the article lies in.

    Its value is the place that speaks for the country: what the plain reading took, else the nearest.
    """
    places: dict[str, list[PlaceMention]] = {}
    for place in scene.mentions.places:
        if place.country:
            places.setdefault(place.country, []).append(place)
    ranked = sorted(places, key=lambda code: (-len(places[code]), code))[:_MOST]
    whole = {code: _spoken_of(scene, code, places[code], len(places)) for code in ranked}
    for code, features in whole.items():
        features["c.share"] = len(places[code]) / sum(map(len, places.values()))
        features[f"c.top.{code == ranked[0]}"] = 1.0
    for plant in scene.plants:
        if plant.index in scene.active:
            for code in ranked:
                near = _nearest(scene, plant, places[code])
                read = next((p for c, p in scene.countries.get(plant.index, ()) if c == code), near)
                yield Candidate(read, plant, {**whole[code], **_of_plant(scene, plant, code, near)})


def _spoken_of(scene: Scene, code: str, places: Sequence[PlaceMention], countries: int) -> Features:
    """Return how the article speaks of a country, whatever the plant."""
    plain = any(p.level == "country" and not p.demonym for p in places)
    how = "named" if plain else "people" if any(p.demonym for p in places) else "places"
    found: Features = {
        f"c.{how}": 1.0, f"c.of{min(countries, 4)}": 1.0, f"c.{how}.of{min(countries, 4)}": 1.0,
        f"c.times{min(len(places), 4)}": 1.0,
    }  # fmt: skip
    if any(p.rule == "place.dateline" for p in places):
        found["c.dateline"] = 1.0
    if any(scene.sentence(p.span.start) == 0 for p in places):
        found["c.headline"] = 1.0
    if scene.home == code:
        found["c.home"] = 1.0
    return found


def _nearest(scene: Scene, plant: PlantEntity, places: Sequence[PlaceMention]) -> PlaceMention:
    """Return the place that stands nearest to a mention of the plant."""
    return min(places, key=lambda p: (min(m.span.gap(p.span) for m in plant.mentions), p.span))


def _of_plant(scene: Scene, plant: PlantEntity, code: str, near: PlaceMention) -> Features:
    """Return what speaks for a plant's being in a country: plain readings, its place, what stands near."""
    readings = Counter(c for c, _ in scene.countries.get(plant.index, ()))
    first = next((c for c, _ in scene.countries.get(plant.index, ())), None)
    found: Features = {
        f"a.first.{first == code}": 1.0,
        "a.readings": readings[code] / max(1, readings.total()),
    }
    if plant.place is not None and plant.place.country is not None:
        found[f"a.place.{plant.place.country == code}"] = 1.0
    apart = min(abs(scene.sentence(m.span.start) - scene.sentence(near.span.start)) for m in plant.mentions)
    gap = min(m.span.gap(near.span) for m in plant.mentions)
    step = "inside" if gap == 0 else "beside" if gap < 25 else f"sentence{min(apart, 3)}"
    found |= {f"d.{step}": 1.0, f"d.{step}.{near.rule}": 1.0, f"d.{step}.{near.level}.{near.demonym}": 1.0}
    if first == code:
        found |= {f"a.first.{near.level}.{near.demonym}": 1.0, f"a.first.{step}": 1.0}
    return found
