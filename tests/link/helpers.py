"""Small builders for mentions and their clusters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from extract.domain.record import ArticleRecord, Capacity, Location, Normalized, Partner, PlantRecord
from extract.link.linking import link
from extract.link.mention import Mention, MentionKey
from extract.link.pairs import Pairs
from tests.emit import records

_numbers = count()


def mention(*names: str, key: MentionKey | None = None, **said: Any) -> Mention:
    """A mention; `fuel` and `owner` may be given as one word."""
    article, record = key or (f"a{next(_numbers):04}", "p")
    fuel, owner = said.pop("fuel", None), said.pop("owner", None)
    fields: dict[str, Any] = {
        "fuels": frozenset([fuel]) if fuel else frozenset(),
        "owners": (owner,) if owner else (),
    }
    return Mention(article, record, names, **(fields | said))


def clusters(mentions: Iterable[Mention], pairs: Pairs | None = None) -> set[frozenset[MentionKey]]:
    """The mentions of each plant."""
    return {frozenset(plant.mentions) for plant in link(mentions, pairs).plants}


def together(one: Mention, two: Mention, *others: Mention, pairs: Pairs | None = None) -> bool:
    """Whether two mentions are one plant, among others."""
    return any({one.key, two.key} <= cluster for cluster in clusters([one, two, *others], pairs))


def records_of(mentions: Iterable[Mention]) -> list[ArticleRecord]:
    """Article records that say what the mentions say, one an article, in the order of article ids."""
    by_article: dict[str, list[Mention]] = {}
    for one in mentions:
        by_article.setdefault(one.article, []).append(one)
    return [_record_of(article, some) for article, some in sorted(by_article.items())]


def _record_of(article: str, mentions: list[Mention]) -> ArticleRecord:
    text = "\n".join(name for one in mentions for name in one.names)
    published = min((one.published for one in mentions if one.published), default=None)
    plants = [_plant_of(one, text) for one in sorted(mentions, key=lambda one: one.record)]
    return records.record(*plants, text=text, id=article, published=published)


def _plant_of(one: Mention, text: str) -> PlantRecord:
    said = records.evidence(text, one.names[0])
    capacities: tuple[Capacity, ...] = ()
    if one.capacity:
        mw = one.capacity
        normalized = Normalized(value=mw, unit="MW")
        rest: dict[str, Any] = {
            "kind": "electric",
            "normalized": normalized,
            "evidence": said,
            "confidence": 0.9,
        }
        capacities = (Capacity(value=mw, unit="MW", **rest),)
    return PlantRecord(
        id=one.record,
        name=one.names[0],
        aliases=one.names[1:],
        aggregate=one.aggregate,
        location=Location(place=one.place, region=one.region, country=one.country),
        fuels=tuple(sorted(one.fuels)),
        capacities=capacities,
        partners=tuple(
            Partner(name=owner, role="owner", evidence=said, confidence=0.9) for owner in one.owners
        ),
        evidence=said,
        confidence=0.9,
    )
