"""Every value the articles state of linked plants, read as one stream in the order of plants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from extract.lexicons.gazetteer import fold_name
from extract.link.history import Claim, day_of
from extract.link.mention import Mention, MentionKey
from extract.link.site import site_names
from extract.link.store import Store
from extract.normalize.names import organization_key

__all__ = ["ArticleFacts", "read_articles", "read_claims"]

_NO_NUMBER, _NO_TEXT = "CAST(NULL AS DOUBLE PRECISION)", "CAST(NULL AS TEXT)"
_SELECT = (
    "SELECT m.plant_id, m.article_id, m.record_id, '{slot}' AS slot, {position} AS position, {kind} AS kind, "
    "{value} AS value, {number} AS number, {unit} AS unit, {start} AS first_day, {end} AS last_day, "
    "{qualifier} AS qualifier, {gone} AS gone, {confidence} AS confidence "
    "FROM plant_mentions m JOIN {table} x ON x.article_id = m.article_id AND x.{record} = m.record_id "
    "WHERE m.plant_id IS NOT NULL{where}"
)
_OWN = {
    "record": "plant_id",
    "where": "",
    "position": "x.position",
    "unit": _NO_TEXT,
    "start": _NO_TEXT,
    "end": _NO_TEXT,
    "qualifier": "x.qualifier",
    "confidence": "x.confidence",
    "gone": "CASE WHEN x.superseded THEN 1 ELSE 0 END",
}
_NESTED = _OWN | {
    "record": "id",
    "position": "0",
    "table": "plants",
    "number": _NO_NUMBER,
    "kind": "''",
    "gone": "0",
    "qualifier": "'exact'",
}
# A mention's largest capacity is its claim of the plant's; smaller ones are of its parts.
_CAPACITY_KIND = """CASE WHEN EXISTS (SELECT 1 FROM capacities y WHERE y.article_id = x.article_id
  AND y.plant_id = x.plant_id AND y.kind = x.kind AND (y.normalized_value > x.normalized_value
  OR (y.normalized_value = x.normalized_value AND y.position < x.position))) THEN 'part' ELSE x.kind END"""
# One entry a slot: where its values stand and how they are read.
_SLOTS: tuple[dict[str, str], ...] = (
    _NESTED
    | {
        "slot": "status",
        "value": "x.status_value",
        "confidence": "x.status_confidence",
        "where": " AND x.status_value IS NOT NULL",
    },
    _NESTED | {"slot": "technology", "value": "x.technology", "where": " AND x.technology IS NOT NULL"},
    _OWN
    | {
        "slot": "capacities",
        "table": "capacities",
        "value": _NO_TEXT,
        "unit": "x.normalized_unit",
        "number": "CAST(x.normalized_value AS DOUBLE PRECISION)",
        "gone": "0",
        "kind": _CAPACITY_KIND,
    },
    _OWN
    | {
        "slot": "costs",
        "table": "costs",
        "value": _NO_TEXT,
        "unit": "x.currency",
        "number": "CAST(COALESCE(x.amount, x.amount_max) AS DOUBLE PRECISION)",
        "kind": "CASE WHEN x.converted_from IS NOT NULL THEN 'converted' ELSE x.kind END",
    },
    _OWN
    | {
        "slot": "dates",
        "table": "dates",
        "value": "x.edtf",
        "number": _NO_NUMBER,
        "kind": "x.event",
        "start": "CAST(x.start_date AS TEXT)",
        "end": "CAST(x.end_date AS TEXT)",
    },
    _OWN
    | {
        "slot": "partners",
        "table": "partners",
        "value": "x.name",
        "kind": "x.role",
        "qualifier": "'exact'",
        "number": "CAST(x.share AS DOUBLE PRECISION)",
        "gone": "CASE WHEN x.status = 'dropped' THEN 1 ELSE 0 END",
    },
)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What weighing a claim needs to know of its article."""

    published: str | None
    publisher: str | None
    title: str | None
    story: str
    plants: int


def read_articles(
    store: Store, stories: Mapping[str, str], mentions: Mapping[MentionKey, Mention]
) -> dict[str, ArticleFacts]:
    """Return the facts of every article that mentions a plant."""
    plants: dict[str, int] = {}
    for mention in mentions.values():
        plants[mention.article] = plants.get(mention.article, 0) + (not mention.aggregate)
    found = store.rows("SELECT id, published, publisher, title FROM articles")
    return {
        article: ArticleFacts(published, publisher, title, stories.get(article, article), plants[article])
        for article, published, publisher, title in found
        if article in plants
    }


def read_claims(
    store: Store, articles: Mapping[str, ArticleFacts], mentions: Mapping[MentionKey, Mention]
) -> Iterator[tuple[str, list[Claim]]]:
    """Yield each plant's id with its claims, in the order of ids; plants without any are passed over.

    The table `plant_mentions` must say already what is whose.
    """
    union = " UNION ALL ".join(_SELECT.format(**slot) for slot in _SLOTS)
    rows = store.rows(f"SELECT * FROM ({union}) u ORDER BY {store.order('plant_id')}")
    for plant, some in groupby(rows, key=lambda row: row[0]):
        yield str(plant), [_claim(row, articles[row[1]], mentions[row[1], row[2]]) for row in some]


def _claim(row: tuple[Any, ...], facts: ArticleFacts, mention: Mention) -> Claim:
    _, article, record, slot, position, kind, value, number, unit, start, end, qualifier, gone, sure = row
    is_partner = slot == "partners"
    return Claim(
        article=article,
        record=record,
        slot=slot,
        position=position,
        kind=kind,
        value=value if value is not None else _shown(number, unit, slot),
        number=number,
        unit="percent" if is_partner and number is not None else unit,
        key=_partner_key(value) if is_partner else "",
        period=(start, end) if start is not None else None,
        hedged=qualifier != "exact",
        gone=bool(gone),
        confidence=sure,
        published=day_of(facts.published),
        story=facts.story,
        publisher=facts.publisher,
        direct=facts.plants == 1 or _is_about(facts.title, mention.names),
    )


def _shown(number: float, unit: str, slot: str) -> str:
    figure = f"{int(number)}" if float(number).is_integer() else f"{number:.12g}"
    return f"{unit} {figure}" if slot == "costs" else f"{figure} {unit}"


@lru_cache(maxsize=200_000)
def _partner_key(name: str) -> str:
    return organization_key(name)


@lru_cache(maxsize=200_000)
def _is_about(title: str | None, names: tuple[str, ...]) -> bool:
    """True where the headline names the plant."""
    if not title:
        return False
    folded = f" {fold_name(title)} "
    return any(f" {' '.join(name.core)} " in folded for name in site_names(names))
