"""Worlds of plants for scoring `plantwire link`: hand-written lists, and the mentions generated from them.

Deterministic: the same list gives the same mentions. Articles leave things out (country, fuel, place, owner,
size) as real ones do; what they say is right. How often is set below, once, for all worlds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict

from extract.link.mention import Mention

__all__ = ["Said", "World", "load_world", "mentions_of"]

_FOLDER = Path(__file__).parent
_SAYS = {"country": 0.9, "fuels": 0.8, "place": 0.5, "region": 0.4, "owners": 0.5, "mw": 0.6}
"""Share of mentions that say each thing, unless the entry says it always."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    names: tuple[str, ...]


class _Plant(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    names: tuple[str, ...]
    site: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    country: str
    region: str | None = None
    place: str | None = None
    places: tuple[str, ...] = ()
    fuels: tuple[str, ...]
    mw: float
    owners: tuple[str, ...]
    always: tuple[str, ...] = ()
    parts: tuple[_Part, ...] = ()
    note: str = ""


class World(BaseModel):
    """A list of plants and the seed their mentions are drawn with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: str
    plants: tuple[_Plant, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A mention with the truth: the plant it means, None for an aggregate, and that plant's fuels."""

    mention: Mention
    plant: str | None
    fuels: frozenset[str]


def load_world(name: str) -> World:
    """Return a world by the name of its file."""
    return World.model_validate(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def mentions_of(world: World) -> list[Said]:
    """Return the mentions of a world, in the order of their articles."""
    random = Random(f"plantwire {world.seed}")
    said = [one for plant in world.plants for one in _said_of(plant, random)]
    random.shuffle(said)
    return [*_in_articles(said, random), *_aggregates(world.plants)]


def _said_of(plant: _Plant, random: Random) -> Iterator[Said]:
    fuels = frozenset(plant.fuels)
    for _ in range(random.randint(5, 9)):
        yield Said(_mention(plant, plant.names, random), plant.id, fuels)
    for former in plant.former:
        # One article tells of the renaming, others know one of the two names.
        first = _mention(plant, plant.names, random)
        both = _changed(first, names=(*first.names, former), country=plant.country, fuels=fuels)
        yield Said(both, plant.id, fuels)
        for _ in range(3):
            yield Said(_mention(plant, (former,), random), plant.id, fuels)
    for part in plant.parts:
        for _ in range(random.randint(3, 5)):
            yield Said(_mention(plant, part.names, random, whole=False), f"{plant.id} {part.id}", fuels)


def _mention(plant: _Plant, names: Sequence[str], random: Random, *, whole: bool = True) -> Mention:
    says = {what: what in plant.always or random.random() < share for what, share in _SAYS.items()}
    size = plant.mw * random.choice((1.0, 1.0, 1.0, 0.98, 1.05)) if whole else plant.mw / 2
    place = random.choice((plant.place, *plant.places)) if plant.place else None
    aliases = [alias for alias in plant.aliases if random.random() < 0.3]
    return Mention(
        article="",
        record="",
        names=(random.choice(names), *aliases),
        country=plant.country if says["country"] else None,
        region=plant.region if says["region"] else None,
        place=place if says["place"] else None,
        fuels=frozenset(plant.fuels) if says["fuels"] else frozenset(),
        owners=(random.choice(plant.owners),) if says["owners"] else (),
        capacity=round(size) if says["mw"] else None,
        published=f"20{random.randint(15, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
    )


def _changed(mention: Mention, **fields: object) -> Mention:
    from dataclasses import replace

    return replace(mention, **fields)  # type: ignore[arg-type]


def _in_articles(said: Sequence[Said], random: Random) -> Iterator[Said]:
    """Share the mentions out among articles of one to three."""
    at = article = 0
    while at < len(said):
        size = random.choice((1, 1, 1, 2, 3))
        for place, one in enumerate(said[at : at + size]):
            key = {"article": f"article-{article:04}", "record": f"p{place}"}
            yield Said(_changed(one.mention, **key), one.plant, one.fuels)
        at += size
        article += 1


def _aggregates(plants: Sequence[_Plant]) -> Iterator[Said]:
    """Two plants of one owner taken together, named after both."""
    for number, (one, two) in enumerate(zip(plants[::7], plants[1::7], strict=False)):
        mention = Mention(
            article=f"aggregate-{number:02}",
            record="p0",
            names=(f"{one.names[0]} and {two.names[0]}", one.names[0]),
            country=one.country,
            fuels=frozenset(one.fuels),
            aggregate=True,
        )
        yield Said(mention, None, frozenset(one.fuels))
