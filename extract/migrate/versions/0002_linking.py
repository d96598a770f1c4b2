"""Layout 2: the tables and views of `plantwire link`, empty.

Frozen as of plantwire 0.2; never made to follow the models.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INTEGER: sa.types.TypeEngine[Any] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REAL: sa.types.TypeEngine[Any] = sa.Double().with_variant(sa.REAL(), "sqlite")

# Table: key, then columns as name, type, whether null is allowed.
_TABLES: dict[str, tuple[tuple[str, ...], tuple[tuple[str, sa.types.TypeEngine[Any], bool], ...]]] = {
    "linked_plants": (
        ("id",),
        (
            ("id", sa.Text(), False),
            ("site_id", sa.Text(), False),
            ("kind", sa.Text(), False),
            ("part", sa.Text(), True),
            ("name", sa.Text(), False),
            ("country", sa.Text(), True),
            ("region", sa.Text(), True),
            ("place", sa.Text(), True),
            ("latitude", _REAL, True),
            ("longitude", _REAL, True),
            ("location_accuracy", sa.Text(), True),
            ("fuels", sa.Text(), True),
            ("technology", sa.Text(), True),
            ("status", sa.Text(), True),
            ("capacity_mw", _REAL, True),
            ("capacity_mwth", _REAL, True),
            ("storage_mwh", _REAL, True),
            ("cost", _REAL, True),
            ("currency", sa.Text(), True),
            ("construction_start", sa.Text(), True),
            ("commissioning", sa.Text(), True),
            ("retirement", sa.Text(), True),
            ("owners", sa.Text(), True),
            ("developers", sa.Text(), True),
            ("contractors", sa.Text(), True),
            ("lenders", sa.Text(), True),
            ("articles", _INTEGER, False),
            ("sources", _INTEGER, False),
            ("first_published", sa.Text(), True),
            ("last_published", sa.Text(), True),
            ("conflicts", _INTEGER, False),
        ),
    ),
    "plant_mentions": (
        ("article_id", "record_id"),
        (
            ("article_id", sa.Text(), False),
            ("record_id", sa.Text(), False),
            ("plant_id", sa.Text(), True),
            ("to_article", sa.Text(), True),
            ("to_record", sa.Text(), True),
            ("score", _REAL, True),
            ("reasons", sa.Text(), True),
        ),
    ),
    "plant_values": (
        ("article_id", "record_id", "slot", "position"),
        (
            ("article_id", sa.Text(), False),
            ("record_id", sa.Text(), False),
            ("slot", sa.Text(), False),
            ("position", _INTEGER, False),
            ("plant_id", sa.Text(), False),
            ("kind", sa.Text(), False),
            ("value", sa.Text(), False),
            ("number", _REAL, True),
            ("unit", sa.Text(), True),
            ("status", sa.Text(), False),
            ("sources", _INTEGER, False),
        ),
    ),
    "article_stories": (
        ("article_id",),
        (
            ("article_id", sa.Text(), False),
            ("story_id", sa.Text(), False),
        ),
    ),
    "link_pairs": (
        ("article_a", "record_a", "article_b", "record_b"),
        (
            ("article_a", sa.Text(), False),
            ("record_a", sa.Text(), False),
            ("article_b", sa.Text(), False),
            ("record_b", sa.Text(), False),
            ("kind", sa.Text(), False),
        ),
    ),
    "link_runs": (
        ("run",),
        (
            ("run", _INTEGER, False),
            ("articles", _INTEGER, False),
            ("mentions", _INTEGER, False),
            ("plants", _INTEGER, False),
        ),
    ),
    "plant_changes": (
        ("run", "plant_id", "field"),
        (
            ("run", _INTEGER, False),
            ("plant_id", sa.Text(), False),
            ("field", sa.Text(), False),
            ("before", sa.Text(), True),
            ("after", sa.Text(), True),
        ),
    ),
}
_INDEXES = (
    ("plant_values", "plant_id"),
    ("plant_mentions", "plant_id"),
    ("linked_plants", "site_id"),
)
_VIEWS = {
    "plants_current": """
SELECT p.id AS plant_id, CASE WHEN p.site_id <> p.id THEN p.site_id END AS part_of,
  p.name, p.kind, p.part, p.country, p.region, p.place, p.latitude, p.longitude, p.location_accuracy,
  p.fuels, p.technology, p.status, p.capacity_mw, p.capacity_mwth, p.storage_mwh, p.cost, p.currency,
  p.construction_start, p.commissioning, p.retirement, p.owners, p.developers, p.contractors, p.lenders,
  p.articles, p.sources, p.conflicts, p.first_published, p.last_published
FROM linked_plants p""",
    "plant_history": """
SELECT v.plant_id, p.name, v.slot, v.kind, v.value, v.number, v.unit, v.status, v.sources,
  a.published, a.publisher, a.title, a.url, e.text AS evidence, e.start_char, e.end_char, e.rule,
  v.article_id, v.record_id, v.position
FROM plant_values v JOIN linked_plants p ON p.id = v.plant_id JOIN articles a ON a.id = v.article_id

LEFT JOIN evidence e ON e.article_id = v.article_id AND e.position = (
  SELECT MIN(x.position) FROM evidence x WHERE x.article_id = v.article_id AND x.plant_id = v.record_id
    AND x.slot = v.slot AND COALESCE(x.entry, 0) = v.position)""",
    "conflicts": """
SELECT DISTINCT d.plant_id, d.name, d.slot, d.kind, c.value AS current_value, c.sources AS current_sources,
  d.value AS disputed_value, d.sources AS disputed_sources, d.published, d.publisher, d.url, d.evidence,
  d.article_id, d.record_id
FROM plant_history d LEFT JOIN plant_values c
  ON c.plant_id = d.plant_id AND c.slot = d.slot AND c.kind = d.kind AND c.status = 'current'
WHERE d.status = 'disputed' AND NOT EXISTS (SELECT 1 FROM plant_values o WHERE o.plant_id = d.plant_id
  AND o.slot = d.slot AND o.kind = d.kind AND o.status = 'current' AND o.article_id = d.article_id)""",
    "changes": """
SELECT c.run, c.plant_id, p.name, c.field, c.before, c.after
FROM plant_changes c LEFT JOIN linked_plants p ON p.id = c.plant_id""",
    "plant_sources": """
SELECT m.plant_id, p.name, r.name AS name_in_article, a.published, a.publisher, a.title, a.url, s.story_id,
  m.article_id, m.record_id, m.to_article, m.to_record, m.score, m.reasons
FROM plant_mentions m JOIN articles a ON a.id = m.article_id
JOIN plants r ON r.article_id = m.article_id AND r.id = m.record_id
LEFT JOIN linked_plants p ON p.id = m.plant_id
LEFT JOIN article_stories s ON s.article_id = m.article_id""",
}


def upgrade() -> None:
    """Make the tables, indexes and views."""
    for name, (key, columns) in _TABLES.items():
        made = [sa.Column(column, kind, nullable=nullable) for column, kind, nullable in columns]
        op.create_table(name, *made, sa.PrimaryKeyConstraint(*key))
    for table, column in _INDEXES:
        op.create_index(f"{table}_{column}", table, [column])
    for name, query in _VIEWS.items():
        op.execute(sa.text(f'CREATE VIEW "{name}" AS{query}'))


def downgrade() -> None:
    """Take them away again; what the articles say is untouched."""
    for name in reversed(_VIEWS):
        op.execute(sa.text(f'DROP VIEW "{name}"'))
    for name in reversed(_TABLES):
        op.drop_table(name)
