"""How the shared sink suite reaches each destination: where it is, and how to read its tables back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extract.domain.record import ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import Kind, all_tables
from extract.emit.rows import Row, rows_of

Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Backend:
    """A kind of destination; `read` returns its tables, None where nothing is there."""

    name: str
    target: Callable[[Path], str]
    read: Callable[[str], Tables | None]
    file: bool = False


def emit(target: str, records: Sequence[ArticleRecord]) -> None:
    with open_sink(target) as sink:
        for record in records:
            sink.write(record)


def expected(records: Sequence[ArticleRecord]) -> Tables:
    """The tables of the records: of each article the last one, in the order of the tables' keys."""
    last = {record.article.id: record for record in records}
    return sorted_tables(
        {
            table.name: [row for record in last.values() for row in rows_of(record)[table.name]]
            for table in all_tables()
        }
    )


def sorted_tables(found: Tables) -> Tables:
    """Every table in the order of its key, every cell in the type its column stands for."""
    out: Tables = {}
    for table in all_tables():
        kinds = [column.kind for column in table.columns]
        key = [table.names.index(name) for name in table.key]
        typed = [tuple(map(typed_cell, row, kinds)) for row in found[table.name]]
        out[table.name] = sorted(typed, key=lambda row: [row[place] for place in key])
    return out


def typed_cell(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind in ("number", "real"):
        return float(value)
    if kind == "boolean":
        return bool(value)
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


def read_jsonl(target: str) -> Tables | None:
    path = Path(target)
    return expected(list(read_records(path))) if path.exists() else None


def read_sqlite(target: str) -> Tables | None:
    if not Path(target).exists():
        return None
    with closing(sqlite3.connect(target)) as connection:
        return sorted_tables(
            {t.name: connection.execute(f'SELECT * FROM "{t.name}"').fetchall() for t in all_tables()}
        )


BACKENDS = [
    Backend("jsonl", lambda folder: str(folder / "out.jsonl"), read_jsonl, file=True),
    Backend("sqlite", lambda folder: str(folder / "out.db"), read_sqlite),
]
