"""Where a mention is, by the gazetteer: a spot to compare with another. Knows no names of plants."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from extract.lexicons.gazetteer import Place, fold_name, load_gazetteer

__all__ = ["Spot", "distance", "places_named", "spot_of"]

_EARTH = 6371.0
_FAR_LARGER = 10
_NEAR = 60.0
"""Kilometres within which a stated position and a gazetteer place are taken for one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a plant is said to be: a town (`key` of the gazetteer, position) or only a region.

    `words` are the folded words of what was stated, so that a name may repeat them.
    """

    key: int | None
    latitude: float | None
    longitude: float | None
    region: str | None
    words: frozenset[str]


@lru_cache(maxsize=100_000)
def spot_of(
    place: str | None,
    region: str | None,
    country: str | None,
    latitude: float | None,
    longitude: float | None,
) -> Spot | None:
    """Return the spot a record's location stands for, None where it says no more than the country.

    The record's own position wins over the gazetteer's; without a country a town counts only where the
    gazetteer knows one of that name.
    """
    if place is None and region is None and latitude is None:
        return None
    words = frozenset(fold_name(f"{place or ''} {region or ''}").split())
    town = _town(place, region, country, latitude, longitude)
    known = town.region if town is not None and town.region else None
    folded = fold_name(known or region) if known or region else None
    if town is not None and latitude is None:
        latitude, longitude = town.latitude, town.longitude
    if town is None and place is None:
        latitude = longitude = None  # The middle of a region is no place to measure from.
    return Spot(town.key if town else None, latitude, longitude, folded, words)


def _town(
    place: str | None,
    region: str | None,
    country: str | None,
    latitude: float | None,
    longitude: float | None,
) -> Place | None:
    if place is None:
        return None
    found = [p for p in load_gazetteer().lookup(place) if p.level == "city"]
    if country is not None:
        found = [p for p in found if p.country == country]
    if latitude is not None and longitude is not None:
        at = (latitude, longitude)
        found = [p for p in found if p.latitude is not None and _apart(at, p) <= _NEAR]
    elif region is not None:
        inside = [p for p in found if p.region and fold_name(p.region) == fold_name(region)]
        found = inside or found
    ranked = sorted(found, key=lambda p: (-p.population, p.key))
    if not ranked or (country is None and len(ranked) > 1):
        return None
    # Of two Waynesboros either may be meant, unless one is by far the larger.
    if len(ranked) > 1 and latitude is None and ranked[0].population < _FAR_LARGER * ranked[1].population:
        return None
    return ranked[0]


def _apart(at: tuple[float, float], place: Place) -> float:
    return distance(at, (place.latitude or 0.0, place.longitude or 0.0))


def distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the distance of two positions (degrees north, degrees east) in kilometres.

    >>> round(distance((52.52, 13.40), (48.85, 2.35)))
    878
    """
    north, east, other_north, other_east = map(math.radians, (*one, *two))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half))


@lru_cache(maxsize=200_000)
def places_named(core: tuple[str, ...], country: str | None) -> frozenset[int]:
    """Return the gazetteer's towns of this name, by any of their names, in a country.

    >>> places_named(("oskemen",), "KZ") == places_named(("ust", "kamenogorsk"), "KZ")
    True
    """
    if country is None or not core:
        return frozenset()
    found = load_gazetteer().lookup(" ".join(core))
    return frozenset(p.key for p in found if p.level == "city" and p.country == country)
