"""SQL text made from the table description: tables, inserts, the summary view. Shared by the SQL sinks.

Identifiers come from our own models and are quoted all the same; values never enter SQL text.
"""

from __future__ import annotations

from collections.abc import Mapping

from extract.domain.linked import LAYOUT
from extract.domain.record import SCHEMA_VERSION
from extract.emit.columns import ROOT, Kind, Table, all_tables

__all__ = [
    "LINKED_COMMENT",
    "OWNER_COMMENT",
    "SUMMARY",
    "create_statements",
    "create_table",
    "delete_from",
    "delete_statements",
    "insert_from",
    "insert_statement",
    "quoted",
    "summary_query",
    "version_number",
]

# Written as the comment of the articles table where a database knows comments; tells ours from others'.
OWNER_COMMENT = f"plantwire schema {SCHEMA_VERSION}"
# Of a database that has linking's tables, too; layout 1 carried the comment above.
LINKED_COMMENT = f"{OWNER_COMMENT}, layout {LAYOUT}"
SUMMARY = "plant_summary"


def version_number() -> int:
    """Return schema version and layout as one integer: "1.0" with layout 1 was 100, with layout 2 is 101."""
    major, minor = SCHEMA_VERSION.split(".")
    return int(major) * 100 + int(minor) * 10 + LAYOUT - 1


def quoted(name: str) -> str:
    """Return an identifier in double quotes.

    >>> quoted("precision")
    '"precision"'
    """
    return '"' + name.replace('"', '""') + '"'


def create_statements(
    types: Mapping[Kind, str], *, references: bool = True, create_view: str = "CREATE VIEW IF NOT EXISTS"
) -> list[str]:
    """Return CREATE TABLE statements, owners first, and the view.

    Args:
        types: The dialect's name for each kind of column.
        references: Whether rows refer to their owner and go with it.
        create_view: How the dialect makes a view that may be there already.
    """
    created = [create_table(table, types, references) for table in all_tables()]
    return [*created, f"{create_view} {quoted(SUMMARY)} AS\n{summary_query()}"]


def create_table(table: Table, types: Mapping[Kind, str], references: bool = False) -> str:
    """Return the CREATE TABLE of one table; `references`: rows refer to their owner and go with it."""
    lines = [
        f"{quoted(column.name)} {types[column.kind]}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    lines.append(f"PRIMARY KEY ({_list(table.key)})")
    owner = next((other for other in all_tables() if other.name == table.owner), None)
    if references and owner is not None:
        lines.append(
            f"FOREIGN KEY ({_list(table.owner_key)}) REFERENCES {quoted(owner.name)} ({_list(owner.key)}) "
            "ON DELETE CASCADE"
        )
    body = ",\n  ".join(lines)
    return f"CREATE TABLE IF NOT EXISTS {quoted(table.name)} (\n  {body}\n)"


def insert_statement(table: Table, mark: str = "?", rows: int = 1) -> str:
    """Return an INSERT of so many rows, a mark a cell; a row of articles replaces the one of its key."""
    marks = ", ".join([f"({', '.join([mark] * len(table.names))})"] * rows)
    text = f"INSERT INTO {quoted(table.name)} ({_list(table.names)}) VALUES {marks}"
    return text + _upsert(table) if table.name == ROOT else text


def insert_from(table: Table, source: str) -> str:
    """Return an INSERT of all rows of a staging table with the same columns; articles replace their own.

    In the order of keys, so that two runs which lock the same articles never wait for each other crosswise.

    Args:
        table: The table to fill.
        source: The staging table, quoted.
    """
    names = _list(table.names)
    order = f" ORDER BY {_list(table.key)}"
    text = f"INSERT INTO {quoted(table.name)} ({names}) SELECT {names} FROM {source}{order}"
    return text + _upsert(table) if table.name == ROOT else text


def _upsert(table: Table) -> str:
    """The clause that makes an INSERT replace all but the key."""
    changes = ", ".join(f"{quoted(n)} = excluded.{quoted(n)}" for n in table.names if n not in table.key)
    return f" ON CONFLICT ({_list(table.key)}) DO UPDATE SET {changes}"


def delete_statements(mark: str = "?") -> list[str]:
    """Return one DELETE for each table but articles, owned before owners, by what `mark` stands for."""
    return [f"{text} = {mark}" for text in _deletes()]


def delete_from(source: str) -> list[str]:
    """Return one DELETE for each table but articles, owned before owners, by the ids of a staging table."""
    return [f"{text} IN (SELECT {quoted('id')} FROM {source})" for text in _deletes()]


def _deletes() -> list[str]:
    owned = reversed([table for table in all_tables() if table.name != ROOT])
    return [f"DELETE FROM {quoted(table.name)} WHERE {quoted(table.owner_key[0])}" for table in owned]


def summary_query() -> str:
    """Return the query of the view plant_summary: a line for each plant with its leading figures.

    Capacity is the largest electric one in MW; cost the first project cost still valid; commissioning the
    first date of that event still valid.
    """
    return f"""SELECT p.article_id, p.id AS plant_id, p.name,
  p.location_country AS country, p.status_value AS status,
  (SELECT MAX(c.normalized_value) FROM capacities c
    WHERE c.article_id = p.article_id AND c.plant_id = p.id AND c.kind = 'electric') AS capacity_mw,
  {_first("costs", "COALESCE(x.amount, x.amount_max)", "x.kind = 'project'")} AS cost,
  {_first("costs", "x.currency", "x.kind = 'project'")} AS currency,
  {_first("dates", "x.edtf", "x.event = 'commissioning'")} AS commissioning,
  a.published, a.title, a.url
FROM plants p JOIN articles a ON a.id = p.article_id"""


def _first(table: str, value: str, where: str) -> str:
    """A scalar subquery: the value in the first row of the plant that is not superseded."""
    mine = f"x.article_id = p.article_id AND x.plant_id = p.id AND NOT x.superseded AND {where}"
    return f"(SELECT {value} FROM {table} x WHERE {mine} ORDER BY x.position LIMIT 1)"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)
