"""From a database's record tables to mentions: a few ordered streams merged, so that a million fit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from extract.link.mention import Mention, MentionKey
from extract.link.store import Store

__all__ = ["Children", "read_mentions"]

_PLANTS = """
SELECT p.article_id, p.id, p.name, p.aggregate, p.location_country, p.location_region, p.location_place,
  p.location_latitude, p.location_longitude, a.published
FROM plants p JOIN articles a ON a.id = p.article_id WHERE {where} ORDER BY {order}"""
_ALIASES = "SELECT article_id, plant_id, alias FROM plant_aliases WHERE {where} ORDER BY {order}, position"
_FUELS = "SELECT article_id, plant_id, fuel FROM plant_fuels WHERE {where} ORDER BY {order}, position"
_OWNERS = """
SELECT article_id, plant_id, name FROM partners
WHERE {where} AND role IN ('owner', 'developer', 'operator') AND status <> 'dropped'
ORDER BY {order}, position"""
_SIZES = """
SELECT article_id, plant_id, MAX(normalized_value) FROM capacities WHERE {where} AND kind = 'electric'
GROUP BY article_id, plant_id ORDER BY {order}"""


class Children:
    """A stream of (article, record, value) rows in the order of keys, asked for the values of rising keys."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next: tuple[Any, ...] | None = next(rows, None)

    def of(self, key: MentionKey) -> tuple[Any, ...]:
        """Return the values of a key; rows of smaller keys are passed over."""
        found: list[Any] = []
        while self._next is not None and (self._next[0], self._next[1]) <= key:
            if (self._next[0], self._next[1]) == key:
                found.append(self._next[2])
            self._next = next(self._rows, None)
        return tuple(found)


def read_mentions(store: Store, article: str | None = None) -> Iterator[Mention]:
    """Yield the plant records of the database, or of one article, as mentions in the order of their keys."""
    where, values = ("1 = 1", []) if article is None else (f"article_id = {store.mark}", [article])
    order = store.order("article_id", "plant_id")
    aliases, fuels, owners, sizes = (
        Children(store.rows(query.format(order=order, where=where), values))
        for query in (_ALIASES, _FUELS, _OWNERS, _SIZES)
    )
    query = _PLANTS.format(order=store.order("p.article_id", "p.id"), where=where)
    for source, record, name, aggregate, country, region, place, north, east, published in store.rows(
        query, values
    ):
        key = (source, record)
        size = next(iter(sizes.of(key)), None)
        yield Mention(
            article=source,
            record=record,
            names=(name, *aliases.of(key)),
            country=country,
            region=region,
            place=place,
            latitude=north,
            longitude=east,
            fuels=_fuel_set(fuels.of(key)),
            owners=tuple(dict.fromkeys(owners.of(key))),
            capacity=None if size is None else float(size),
            aggregate=bool(aggregate),
            published=published,
        )


@cache
def _fuel_set(fuels: tuple[str, ...]) -> frozenset[str]:
    """One set for the thousand records that say the same."""
    return frozenset(fuels)
