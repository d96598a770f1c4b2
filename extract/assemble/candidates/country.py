"""Questions about countries: does this plant stand there?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extract.assemble.candidates.base import Candidate
from extract.assemble.candidates.country_context import (
    Namesakes,
    known_by_name,
    money_of,
    mostly_readable,
    namesakes_of,
    paid_in,
    readable,
)
from extract.assemble.candidates.country_local import local_features
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import PlaceMention
from extract.domain.plant_entity import PlantEntity

__all__ = ["country_candidates"]

_MOST = 12
"""Countries asked about; in an article that names more, those it names most."""
_TOWN = 5_000
"""People from which on a place a plant is named after is no chance village."""
_SUPPOSED = frozenset({"place.money", "place.readable", "place.known_plant", "place.namesake"})
"""Rules of places that only stand for a country nobody names."""
_WHERE = frozenset({"place.in", "place.framed", "place.in_plant", "place.head", "place.heading"})
"""Rules of places that say where something is."""


def country_candidates(scene: Scene) -> Iterator[Candidate[PlaceMention]]:
    """Yield one question per plant that counts and country that a place or a sum of the article speaks of.

    Its value is the place that speaks for the country: what the plain reading took, else the nearest; of a
    country that only its money tells, a sum.
    """
    places: dict[str, list[PlaceMention]] = {}
    for place in scene.mentions.places:
        if place.country:
            places.setdefault(place.country, []).append(place)
    for told in (money_of(scene), mostly_readable(scene), known_by_name(scene)):
        for code, supposed in told.items():
            places.setdefault(code, supposed)
    ranked = sorted(places, key=lambda code: (-len(places[code]), code))[:_MOST]
    whole = {code: _spoken_of(scene, code, places[code], len(places)) for code in ranked}
    for code, said in whole.items():
        said["c.share"] = len(places[code]) / sum(map(len, places.values()))
        said[f"c.top.{code == ranked[0]}"] = 1.0
        said.update(_beside_others(places, code))
    read_first = (found[:1] for index, found in scene.countries.items() if index in scene.active)
    firsts = Counter(code for found in read_first for code, _ in found)
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        namesakes = namesakes_of(scene, plant.index)
        near = {code: _nearest(scene, plant, places[code]) for code in ranked}
        steps = {code: _sentences_off(scene, plant, place) for code, place in near.items()}
        local = local_features(scene, plant, ranked)
        for code, place in near.items():
            features = {**whole[code], **local[code], **_of_plant(scene, plant, code, place, steps[code])}
            features |= _of_others(scene, plant, code, firsts)
            features |= _of_namesakes(namesakes, code)
            if steps[code] == min(steps.values()):
                features["d.first"] = 1.0
            read = next((p for c, p in scene.countries.get(plant.index, ()) if c == code), place)
            yield Candidate(read, plant, features)


def _of_namesakes(namesakes: Namesakes, code: str) -> Features:
    """Return what a plant's namesakes say for a country: is one there, of places also how large, alone?"""
    found: Features = {}
    if namesakes.plants:
        found[f"g.{code in namesakes.plants}.{len(namesakes.plants)}"] = 1.0
    if not namesakes.places:
        return found
    rival = max((people for other, people in namesakes.places.items() if other != code), default=-1)
    own = namesakes.places.get(code, -1)
    alone = "alone" if rival < 0 else "largest" if own > rival else "smaller"
    size = "town" if max(own, rival) >= _TOWN else "village"
    return found | {f"k.{own >= 0}.{alone}": 1.0, f"k.{own >= 0}.{alone}.{size}": 1.0}


def _spoken_of(scene: Scene, code: str, places: Sequence[PlaceMention], countries: int) -> Features:
    """Return how the article speaks of a country, whatever the plant."""
    plain = any(p.level == "country" and not p.demonym and p.rule not in _SUPPOSED for p in places)
    how = "named" if plain else "people" if any(p.demonym for p in places) else "places"
    found: Features = {
        f"c.{how}": 1.0, f"c.of{min(countries, 4)}": 1.0, f"c.{how}.of{min(countries, 4)}": 1.0,
        f"c.times{min(len(places), 4)}": 1.0,
    }  # fmt: skip
    if any(p.rule == "place.dateline" for p in places):
        found["c.dateline"] = 1.0
        found[f"c.dateline.{how}"] = 1.0
    if any(scene.sentence(p.span.start) == 0 for p in places):
        found["c.headline"] = 1.0
    if scene.home == code:
        found["c.home"] = 1.0
    if any(p.rule in _WHERE for p in places):
        found["c.where"] = 1.0
    own, other = paid_in(scene, code)
    found |= {"m.own": own, "m.other": other}
    share = readable(scene, code)
    if share is not None:
        found["n.readable"] = share
    return found


def _beside_others(places: Mapping[str, Sequence[PlaceMention]], code: str) -> Features:
    """Return how a country is spoken of beside the others."""
    dateline = any(p.rule == "place.dateline" for c, found in places.items() if c != code for p in found)
    where = {c: sum(p.rule in _WHERE for p in found) for c, found in places.items()}
    return {
        "c.dateline.other": float(dateline),
        "c.where.share": where[code] / max(1, sum(where.values())),
    }


def _nearest(scene: Scene, plant: PlantEntity, places: Sequence[PlaceMention]) -> PlaceMention:
    """Return the place that stands nearest to a mention of the plant."""
    return min(places, key=lambda p: (min(m.span.gap(p.span) for m in plant.mentions), p.span))


def _sentences_off(scene: Scene, plant: PlantEntity, near: PlaceMention) -> int:
    return min(abs(scene.sentence(m.span.start) - scene.sentence(near.span.start)) for m in plant.mentions)


def _of_plant(scene: Scene, plant: PlantEntity, code: str, near: PlaceMention, apart: int) -> Features:
    """Return what speaks for a plant's being in a country: plain readings, its place, what stands near."""
    readings = Counter(c for c, _ in scene.countries.get(plant.index, ()))
    first = next((c for c, _ in scene.countries.get(plant.index, ())), None)
    found: Features = {
        f"a.first.{first == code}": 1.0,
        "a.readings": readings[code] / max(1, readings.total()),
    }
    if plant.place is not None and plant.place.country is not None:
        found[f"a.place.{plant.place.country == code}"] = 1.0
    gap = min(m.span.gap(near.span) for m in plant.mentions)
    step = "inside" if gap == 0 else "beside" if gap < 25 else f"sentence{min(apart, 3)}"
    found |= {f"d.{step}": 1.0, f"d.{step}.{near.rule}": 1.0, f"d.{step}.{near.level}.{near.demonym}": 1.0}
    if _is_guessed(near):
        found |= {"d.guessed": 1.0, f"d.guessed.{step}": 1.0}
    if first == code:
        found |= {f"a.first.{near.level}.{near.demonym}": 1.0, f"a.first.{step}": 1.0}
        read = next(p for c, p in scene.countries[plant.index] if c == code)
        found[f"a.read.{read.rule}.{_is_guessed(read)}"] = 1.0
    return found


def _is_guessed(place: PlaceMention) -> bool:
    """Return True for a place whose country is only that of the article's other places."""
    told = place.demonym or place.rule == "place.framed" or place.level in {"country", "water"}
    return place.latitude is None and not told


def _of_others(scene: Scene, plant: PlantEntity, code: str, firsts: Counter[str]) -> Features:
    """Return what share of the article's other plants plain reading puts into a country."""
    own = next((c for c, _ in scene.countries.get(plant.index, ())), None)
    others = firsts.total() - (own is not None)
    return {"o.share": (firsts[code] - (own == code)) / others} if others else {"o.none": 1.0}
