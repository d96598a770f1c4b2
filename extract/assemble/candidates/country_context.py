"""What an article says of countries without naming them: its money, its place names, its plants' names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from extract.assemble.scene import Scene, once
from extract.domain.mention import CostMention, PlaceMention
from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.known_plants import known_countries
from extract.lexicons.loader import load_lexicon

__all__ = [
    "Namesakes",
    "known_by_name",
    "money_of",
    "mostly_readable",
    "namesakes_of",
    "paid_in",
    "payers",
    "readable",
]

_WORLDWIDE = frozenset({"USD", "EUR"})
"""Money that newsrooms of any country count in."""

_FEW = 2
"""Countries that share a currency and are asked about for it."""

_ENOUGH = 0.5
"""The share of an article's place names from which a country is asked about in which they can lie."""


@cache
def _payers() -> Mapping[str, tuple[str, ...]]:
    """Return by currency the countries that pay in it."""
    return {e.id: tuple(e.data.get("countries", ())) for e in load_lexicon("currencies").entries}


def payers(mention: CostMention) -> tuple[str, ...]:
    """Return the countries that pay in a sum's money; none where its word leaves a choice or all use it."""
    currency = mention.value.currency
    if not currency or currency in _WORLDWIDE or (mention.open and currency != "GBP"):
        return ()
    return _payers().get(currency, ())


@once
def _sums(scene: Scene) -> Mapping[str, list[PlaceMention]]:
    """Return by currency the sums that can be meant in no other, each as a place that names its country."""
    found: dict[str, list[PlaceMention]] = {}
    for mention in scene.mentions.costs:
        currency, countries = mention.value.currency, payers(mention)
        if currency and countries:
            found.setdefault(currency, []).append(PlaceMention(
                mention.span, "place.money", mention.span.of(scene.text), "country", countries[0]
            ))  # fmt: skip
    return found


def money_of(scene: Scene) -> dict[str, list[PlaceMention]]:
    """Return by country the sums counted in its money; of currencies that many countries share, none."""
    return {
        code: [replace(s, country=code) for s in sums]
        for currency, sums in _sums(scene).items()
        for code in _payers()[currency]
        if len(_payers()[currency]) <= _FEW or (currency == "GBP" and code == "GB")
    }


def paid_in(scene: Scene, code: str) -> tuple[float, float]:
    """Return what share of the sums is in a country's money, and what share in that of others."""
    counts = Counter({currency: len(sums) for currency, sums in _sums(scene).items()})
    own = sum(n for currency, n in counts.items() if code in _payers()[currency])
    return own / max(1, counts.total()), (counts.total() - own) / max(1, counts.total())


@once
def _readings(scene: Scene) -> Mapping[str, frozenset[str]]:
    """Return by place name of the article the countries of all its readings, demonyms and countries aside."""
    gazetteer = load_gazetteer()
    names = {p.name for p in scene.mentions.places if not p.demonym and p.level != "country"}
    read = {name: frozenset(place.country for place in gazetteer.lookup(name)) for name in sorted(names)}
    return {name: found for name, found in read.items() if found}


@once
def _shares(scene: Scene) -> Mapping[str, float]:
    """Return by country what share of the article's place names can lie there.

    A name that many countries have says less: it weighs one over their number.
    """
    weights: dict[str, float] = {}
    for found in _readings(scene).values():
        for code in found:
            weights[code] = weights.get(code, 0.0) + 1.0 / len(found)
    total = sum(1.0 / len(found) for found in _readings(scene).values())
    return {code: weight / total for code, weight in weights.items()}


def readable(scene: Scene, code: str) -> float | None:
    """Return what share of the article's place names can lie in a country; None where it has none."""
    return _shares(scene).get(code, 0.0) if _shares(scene) else None


def mostly_readable(scene: Scene) -> dict[str, list[PlaceMention]]:
    """Return the country in which most of an article's place names can lie, with those places."""
    shares = _shares(scene)
    best = max(sorted(shares), key=lambda code: shares[code], default=None)
    if best is None or shares[best] < _ENOUGH:
        return {}
    named = [p for p in scene.mentions.places if best in _readings(scene).get(p.name, ())]
    return {best: [PlaceMention(p.span, "place.readable", p.name, p.level, best) for p in named]}


@dataclass(frozen=True, slots=True)
class Namesakes:
    """What else has a plant's name.

    Attributes:
        plants: The countries that have a plant of one of its names.
        places: The countries that have a place it is named after, each with the people of the largest.
    """

    plants: frozenset[str]
    places: Mapping[str, int]


@once
def namesakes_of(scene: Scene, index: int) -> Namesakes:
    """Return the namesakes of the plant of an index."""
    plant = scene.plants[index]
    names = {plant.name, *plant.aliases, plant.core or ""}
    places: dict[str, int] = {}
    for name in {n for n in (plant.core, plant.place_name, plant.place and plant.place.name) if n}:
        for place in load_gazetteer().lookup(name):
            places[place.country] = max(place.population, places.get(place.country, 0))
    return Namesakes(frozenset(code for name in names for code in known_countries(name)), places)


@once
def known_by_name(scene: Scene) -> dict[str, list[PlaceMention]]:
    """Return by country the phrases of plants whose name, or its place's, no other country has."""
    found: dict[str, list[PlaceMention]] = {}
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        own = namesakes_of(scene, plant.index)
        for rule, codes in (("place.known_plant", own.plants), ("place.namesake", own.places)):
            if len(codes) == 1:
                (code,), span = codes, plant.mentions[0].span
                found.setdefault(code, []).append(
                    PlaceMention(span, rule, span.of(scene.text), "country", code)
                )
    return found
