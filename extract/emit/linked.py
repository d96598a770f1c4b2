"""The tables and views linking fills, in the databases that have them (SQLite, PostgreSQL).

The sinks make them, empty, with the record tables, so that a reader finds `plants_current` from the start.
Only `extract/link/` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extract.domain.linked import (
    ArticleStory,
    Change,
    LinkedPlant,
    LinkPair,
    LinkRun,
    PlantMention,
    PlantValue,
)
from extract.emit.columns import Kind, Table, flat_table
from extract.emit.sql import create_table, quoted

__all__ = ["VIEWS", "link_tables", "linked_statements"]


@cache
def link_tables() -> Mapping[str, Table]:
    """Return linking's tables by name."""
    listed = (
        flat_table("linked_plants", LinkedPlant, ("id",)),
        flat_table("plant_mentions", PlantMention, ("article_id", "record_id")),
        flat_table("plant_values", PlantValue, ("article_id", "record_id", "slot", "position")),
        flat_table("article_stories", ArticleStory, ("article_id",)),
        flat_table("link_pairs", LinkPair, ("article_a", "record_a", "article_b", "record_b")),
        flat_table("link_runs", LinkRun, ("run",)),
        flat_table("plant_changes", Change, ("run", "plant_id", "field")),
    )
    return {table.name: table for table in listed}


_INDEXES = (("plant_values", "plant_id"), ("plant_mentions", "plant_id"), ("linked_plants", "site_id"))

_CURRENT = """
SELECT p.id AS plant_id, CASE WHEN p.site_id <> p.id THEN p.site_id END AS part_of,
  p.name, p.kind, p.part, p.country, p.region, p.place, p.latitude, p.longitude, p.location_accuracy,
  p.fuels, p.technology, p.status, p.capacity_mw, p.capacity_mwth, p.storage_mwh, p.cost, p.currency,
  p.construction_start, p.commissioning, p.retirement, p.owners, p.developers, p.contractors, p.lenders,
  p.articles, p.sources, p.conflicts, p.first_published, p.last_published
FROM linked_plants p"""

# The first piece of evidence of a value; a nested value (status) has no entry number.
_EVIDENCE = """
LEFT JOIN evidence e ON e.article_id = v.article_id AND e.position = (
  SELECT MIN(x.position) FROM evidence x WHERE x.article_id = v.article_id AND x.plant_id = v.record_id
    AND x.slot = v.slot AND COALESCE(x.entry, 0) = v.position)"""

_HISTORY = f"""
SELECT v.plant_id, p.name, v.slot, v.kind, v.value, v.number, v.unit, v.status, v.sources,
  a.published, a.publisher, a.title, a.url, e.text AS evidence, e.start_char, e.end_char, e.rule,
  v.article_id, v.record_id, v.position
FROM plant_values v JOIN linked_plants p ON p.id = v.plant_id JOIN articles a ON a.id = v.article_id
{_EVIDENCE}"""

# Two values in one article are no conflict of reports: it may well mean both.
_CONFLICTS = """
SELECT DISTINCT d.plant_id, d.name, d.slot, d.kind, c.value AS current_value, c.sources AS current_sources,
  d.value AS disputed_value, d.sources AS disputed_sources, d.published, d.publisher, d.url, d.evidence,
  d.article_id, d.record_id
FROM plant_history d LEFT JOIN plant_values c
  ON c.plant_id = d.plant_id AND c.slot = d.slot AND c.kind = d.kind AND c.status = 'current'
WHERE d.status = 'disputed' AND NOT EXISTS (SELECT 1 FROM plant_values o WHERE o.plant_id = d.plant_id
  AND o.slot = d.slot AND o.kind = d.kind AND o.status = 'current' AND o.article_id = d.article_id)"""

_CHANGES = """
SELECT c.run, c.plant_id, p.name, c.field, c.before, c.after
FROM plant_changes c LEFT JOIN linked_plants p ON p.id = c.plant_id"""

_SOURCES = """
SELECT m.plant_id, p.name, r.name AS name_in_article, a.published, a.publisher, a.title, a.url, s.story_id,
  m.article_id, m.record_id, m.to_article, m.to_record, m.score, m.reasons
FROM plant_mentions m JOIN articles a ON a.id = m.article_id
JOIN plants r ON r.article_id = m.article_id AND r.id = m.record_id
LEFT JOIN linked_plants p ON p.id = m.plant_id
LEFT JOIN article_stories s ON s.article_id = m.article_id"""

# In the order they build on each other.
VIEWS: dict[str, str] = {
    "plants_current": _CURRENT,
    "plant_history": _HISTORY,
    "conflicts": _CONFLICTS,
    "changes": _CHANGES,
    "plant_sources": _SOURCES,
}


def linked_statements(types: Mapping[Kind, str], create_view: str = "CREATE VIEW IF NOT EXISTS") -> list[str]:
    """Return the statements that make linking's tables, indexes and views.

    Args:
        types: The dialect's name for each kind of column.
        create_view: How the dialect makes a view that may be there already.
    """
    made = [create_table(table, types) for table in link_tables().values()]
    for table, column in _INDEXES:
        name = quoted(f"{table}_{column}")
        made.append(f"CREATE INDEX IF NOT EXISTS {name} ON {quoted(table)} ({quoted(column)})")
    return [*made, *(f"{create_view} {quoted(name)} AS{query}" for name, query in VIEWS.items())]
