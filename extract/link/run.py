"""One run of linking: read the database, link, weigh, write what changed, in one transaction.

Whatever the database held from earlier runs, afterwards it holds what linking its articles from nothing
would give; rows that need no change are not touched, and a run that changes nothing leaves no trace.
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extract.domain.linked import LinkedPlant
from extract.emit.linked import link_tables
from extract.emit.sql import quoted
from extract.link.changes import changes
from extract.link.claims import ArticleFacts, read_articles, read_claims
from extract.link.current import current_row
from extract.link.history import Resolved, resolve
from extract.link.linking import Linking, link, plant_id
from extract.link.mention import Mention, MentionKey
from extract.link.pairs import Pairs, read_pairs
from extract.link.reading import read_mentions
from extract.link.store import Store, open_store
from extract.link.stories import read_stories

__all__ = ["Summary", "link_database", "read_current"]

Mentions = Mapping[MentionKey, Mention]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run found; `run` is the number of the last run that changed something, 0 for none."""

    run: int
    articles: int
    mentions: int
    plants: int
    changed: int

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


def link_database(target: str, pairs_file: Path | None = None) -> Summary:
    """Link the plant records of a database.

    Args:
        target: A `.db` or `.sqlite` file or a `postgresql://` URL that `plantwire run` has written.
        pairs_file: What a human decided, in place of what an earlier file did; None keeps that.

    Raises:
        ConfigError: The pairs file is wrong, or the target is no such database.
        SinkError: The database is not ours, of another release, or cannot be written; it is as it was.
    """
    with _no_collecting(), open_store(target) as store:
        mentions = {mention.key: mention for mention in read_mentions(store)}
        pairs = _pairs(store, pairs_file, mentions.keys())
        linking = link(mentions.values(), pairs)
        stories = read_stories(store)
        old = read_current(store)
        homes = _homes(store, old.keys() - {plant.id for plant in linking.plants})
        changed = _write_links(store, linking, mentions, pairs, stories)
        articles = read_articles(store, stories, mentions)
        rows: dict[str, LinkedPlant] = {}
        changed += _replace(store, "plant_values", _weighed(store, linking, mentions, articles, rows))
        changed += _replace(store, "linked_plants", (_cells(rows[id_]) for id_ in sorted(rows)))
        run = _last_run(store)
        if changed:
            run += 1
            moved = _moved(homes, linking)
            news = ((run, *change) for change in changes(old, rows, moved))
            store.insert(link_tables()["plant_changes"], news)
            counts = (run, len(articles), len(mentions), len(rows))
            store.insert(link_tables()["link_runs"], [counts])
        store.commit()
    return Summary(run, len(articles), len(mentions), len(rows), changed)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the cycle collector still: it would go over millions of values without a cycle, time and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _replace(store: Store, table: str, rows: Iterator[tuple[Any, ...]]) -> int:
    return store.replace(link_tables()[table], rows)


def _cells(row: BaseModel) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in type(row).model_fields)


def _pairs(store: Store, file: Path | None, known: Collection[MentionKey]) -> Pairs:
    """The pairs of the file, or those an earlier run kept."""
    if file is not None:

        def resolve_text(text: str) -> MentionKey | None:
            article, _, record = text.rpartition("/")
            if (article, record) in known:
                return article, record
            return next((key for key in known if plant_id(key) == text), None)

        return read_pairs(file, resolve_text)
    kept: dict[str, set[tuple[MentionKey, MentionKey]]] = defaultdict(set)
    for article, record, other, other_record, kind in store.rows(
        "SELECT article_a, record_a, article_b, record_b, kind FROM link_pairs"
    ):
        kept[kind].add(((article, record), (other, other_record)))
    return Pairs(frozenset(kept["must_link"]), frozenset(kept["cannot_link"]))


def _write_links(
    store: Store, linking: Linking, mentions: Mentions, pairs: Pairs, stories: Mapping[str, str]
) -> int:
    """Write who is linked to whom; return how many rows changed."""
    home = {key: plant.id for plant in linking.plants for key in plant.mentions}

    def linked() -> Iterator[tuple[Any, ...]]:
        for key in sorted(mentions):
            link_ = linking.links.get(key)
            to = (*link_.to, link_.score, link_.reasons) if link_ else (None, None, None, None)
            yield (*key, home.get(key), *to)

    decided = [(*a, *b, "must_link") for a, b in sorted(pairs.must)]
    decided += [(*a, *b, "cannot_link") for a, b in sorted(pairs.cannot)]
    changed = _replace(store, "plant_mentions", linked())
    changed += _replace(store, "article_stories", iter(sorted(stories.items())))
    return changed + _replace(store, "link_pairs", iter(decided))


def _weighed(
    store: Store,
    linking: Linking,
    mentions: Mentions,
    articles: Mapping[str, ArticleFacts],
    rows: dict[str, LinkedPlant],
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of plant_values, a plant at a time; fills `rows` with the plants beside it."""
    claimed = read_claims(store, articles, mentions)
    upcoming = next(claimed, None)
    for plant in linking.plants:
        claims = []
        if upcoming is not None and upcoming[0] == plant.id:
            claims = upcoming[1]
            upcoming = next(claimed, None)
        resolved, current = resolve(claims)
        yield from (_value_row(plant.id, one) for one in resolved)
        rows[plant.id] = current_row(
            plant, [mentions[key] for key in plant.mentions], articles, resolved, current
        )


def _value_row(plant: str, one: Resolved) -> tuple[Any, ...]:
    claim = one.claim
    where = (claim.article, claim.record, claim.slot, claim.position, plant, claim.kind)
    return (*where, claim.value, claim.number, claim.unit, one.status, one.sources)


def read_current(store: Store) -> dict[str, LinkedPlant]:
    """Return the plants as the last run left them, by id."""
    names = list(LinkedPlant.model_fields)
    found = store.rows(f"SELECT {', '.join(map(quoted, names))} FROM linked_plants")
    plants = (LinkedPlant.model_validate(dict(zip(names, row, strict=True))) for row in found)
    return {plant.id: plant for plant in plants}


def _homes(store: Store, gone: Collection[str]) -> dict[MentionKey, str]:
    """The mentions of plants that are about to go, with the plant they were in."""
    if not gone:
        return {}
    found = store.rows(
        "SELECT article_id, record_id, plant_id FROM plant_mentions WHERE plant_id IS NOT NULL"
    )
    return {(article, record): plant for article, record, plant in found if plant in gone}


def _moved(homes: Mapping[MentionKey, str], linking: Linking) -> dict[str, str]:
    """Where most mentions of a plant that is gone are now."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for plant in linking.plants:
        for key in plant.mentions:
            if key in homes:
                votes[homes[key]][plant.id] += 1
    return {old: min(found, key=lambda new: (-found[new], new)) for old, found in votes.items()}


def _last_run(store: Store) -> int:
    return next((run for (run,) in store.rows("SELECT MAX(run) FROM link_runs") if run), 0)
