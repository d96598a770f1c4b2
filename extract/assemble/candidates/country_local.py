"""What a plant's own item of an article says of its country: in a round-up each has another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.assemble.candidates.country_context import payers
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene, once
from extract.domain.plant_entity import PlantEntity
from extract.lexicons.gazetteer import load_gazetteer

__all__ = ["local_features"]

_ASIDE = frozenset({"place.of_party", "place.in_name", "place.demonym", "place.dateline"})
"""Rules of places that tell of parties, people and newsrooms rather than of where something stands."""
_LONG = 8
"""Sentences from which on a paragraph may be a whole article, as in files without blank lines."""
_MANY = 4
"""Countries from which on an article is a round-up."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What some sentences say of countries, counted by country.

    Attributes:
        told: Places that tell where something stands.
        aside: Places of parties, peoples and newsrooms.
        readable: Place names that can lie there, and under "" all names that the gazetteer knows.
        paid: Sums in its money, and under "" all sums in money that is not used worldwide.
    """

    told: Counter[str]
    aside: Counter[str]
    readable: Counter[str]
    paid: Counter[str]


def local_features(scene: Scene, plant: PlantEntity, countries: Sequence[str]) -> dict[str, Features]:
    """Return, by country, what a plant's own items say for it.

    Args:
        scene: The article.
        plant: The plant asked about.
        countries: The countries asked about.
    """
    said = _of_plant(scene, plant)
    kind = "many" if _countries(scene) >= _MANY else "few"
    found: dict[str, Features] = {}
    for code in countries:
        own: Features = {"l.told": _share(said.told, code), "l.aside": _share(said.aside, code)}
        if said.told:
            own[f"l.only.{set(said.told) == {code}}"] = 1.0
            own[f"l.some.{code in said.told}"] = 1.0
        if said.readable:
            own["l.readable"] = said.readable[code] / said.readable[""]
        if said.paid:
            own["l.paid"] = said.paid[code] / said.paid[""]
            own["l.paid.other"] = 1.0 - own["l.paid"]
        found[code] = own | {f"{name}.{kind}": value for name, value in own.items()}
    return found


@once
def _countries(scene: Scene) -> int:
    return len({p.country for p in scene.mentions.places if p.country})


def _share(counts: Counter[str], code: str) -> float:
    return counts[code] / counts.total() if counts else 0.0


def _of_plant(scene: Scene, plant: PlantEntity) -> _Said:
    """Return what is said where the plant is named; where it is only pointed at if it is named nowhere."""
    named = {scene.sentence(m.span.start) for m in plant.mentions if m.form != "anaphor"}
    own = {_items(scene)[n] for n in named or {scene.sentence(m.span.start) for m in plant.mentions}}
    total = _Said(Counter(), Counter(), Counter(), Counter())
    for item in own & _said(scene).keys():
        part = _said(scene)[item]
        total.told.update(part.told)
        total.aside.update(part.aside)
        total.readable.update(part.readable)
        total.paid.update(part.paid)
    return total


@once
def _items(scene: Scene) -> Sequence[int]:
    """Return for each sentence the first one of its item: a paragraph, a long one cut at other plants' names.

    What stands before a paragraph's first plant belongs to that plant's item.
    """
    found: list[int] = []
    sizes = Counter(scene.paragraph(sentence.start) for sentence in scene.mentions.sentences)
    paragraph, plants = -1, frozenset[int]()
    for number, sentence in enumerate(scene.mentions.sentences):
        named = frozenset(r.entity for r in scene.by_sentence.get(number, ()) if r.mention.form != "anaphor")
        if scene.paragraph(sentence.start) != paragraph:
            paragraph, plants = scene.paragraph(sentence.start), named
            found.append(number)
        elif sizes[paragraph] >= _LONG and plants and named and not plants & named:
            plants = named
            found.append(number)
        else:
            plants |= named
            found.append(found[-1])
    return found or [0]


@once
def _said(scene: Scene) -> Mapping[int, _Said]:
    """Return what each item says that names a place or a sum, by its first sentence."""
    found: dict[int, _Said] = defaultdict(lambda: _Said(Counter(), Counter(), Counter(), Counter()))
    names: dict[int, set[str]] = defaultdict(set)
    for place in scene.mentions.places:
        item = _items(scene)[scene.sentence(place.span.start)]
        if place.country:
            said = found[item]
            (said.aside if place.rule in _ASIDE else said.told)[place.country] += 1
        if not place.demonym and place.level != "country":
            names[item].add(place.name)
    for item, own in names.items():
        for name in own:
            codes = {place.country for place in load_gazetteer().lookup(name)}
            found[item].readable.update(codes and {*codes, ""})
    for mention in scene.mentions.costs:
        codes = set(payers(mention))
        found[_items(scene)[scene.sentence(mention.span.start)]].paid.update(codes and {*codes, ""})
    return found
