"""How the shared sink suite reaches each destination: where it is, and how to read its tables back."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow.csv
import pyarrow.parquet

from extract.domain.record import ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import Kind, all_tables
from extract.emit.csv import harmless
from extract.emit.duckdb import _ARROW as ARROW
from extract.emit.rows import Row, rows_of
from extract.errors import SinkError

Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Backend:
    """A kind of destination; `read` returns its tables, None where nothing is there."""

    name: str
    target: Callable[[Path], str]
    read: Callable[[str], Tables | None]


def emit(target: str, records: Sequence[ArticleRecord]) -> None:
    with open_sink(target) as sink:
        for record in records:
            sink.write(record)


def run_at_once(target: str, runs: Sequence[Sequence[ArticleRecord]]) -> list[SinkError]:
    """Let each run write its records in a thread of its own, all at the same moment; what failed."""
    failed: list[SinkError] = []
    gate = threading.Barrier(len(runs))

    def run(some: Sequence[ArticleRecord]) -> None:
        gate.wait()
        try:
            emit(target, some)
        except SinkError as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(some,)) for some in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


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


def read_csv(target: str) -> Tables | None:
    """Read with Arrow, which tells an empty text ("") from nothing, and take our apostrophes off."""
    if not Path(target).exists():
        return None
    found: Tables = {}
    for table in all_tables():
        kinds = {column.name: ARROW[column.kind] for column in table.columns}
        convert = pyarrow.csv.ConvertOptions(
            column_types=kinds, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
        )
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        path = Path(target) / f"{table.name}.csv"
        columns = pyarrow.csv.read_csv(path, parse_options=parse, convert_options=convert).to_pydict()
        assert tuple(columns) == table.names
        found[table.name] = [tuple(map(unescaped, row)) for row in zip(*columns.values(), strict=True)]
    return sorted_tables(found)


def unescaped(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith("'") and harmless(cell[1:]) == cell:
        return cell[1:]
    return cell


def read_parquet(target: str) -> Tables | None:
    if not Path(target).exists():
        return None
    rows = pyarrow.parquet.read_table(target).to_pylist()
    return expected([ArticleRecord.model_validate(row) for row in rows])


def read_duckdb(target: str) -> Tables | None:
    if not Path(target).exists():
        return None
    with duckdb.connect(target, read_only=True) as connection:
        return sorted_tables(
            {t.name: connection.execute(f'SELECT * FROM "{t.name}"').fetchall() for t in all_tables()}
        )


@cache
def server() -> str:
    """The URL of a PostgreSQL of our own on a socket, stopped and deleted at exit.

    Under root it runs as the user `pgserver`, which the wheel makes; its folder must then be reachable
    for that user and its name short enough for a socket, so it is not one of pytest's.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Where XDG_RUNTIME_DIR is not set, the wheel says so on import.
        from pgserver.postgres_server import get_server

        return str(get_server(tempfile.mkdtemp(prefix="plantwire-pg-"), cleanup_mode="delete").get_uri())


_schemas = count()


def new_schema(folder: Path) -> str:
    """A URL whose tables go to a schema of their own; below a file, like a file's target, to nowhere."""
    name = f"run_{next(_schemas)}"
    uri = server()
    if folder.name == "below":
        return f"postgresql://ann:secret@/nowhere?host={folder}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{uri}&options=-csearch_path%3D{name}"


def read_postgres(target: str) -> Tables | None:
    with psycopg.connect(target) as connection:
        if connection.execute("SELECT to_regclass('articles')").fetchone() == (None,):
            return None
        return sorted_tables(
            {t.name: connection.execute(f'SELECT * FROM "{t.name}"').fetchall() for t in all_tables()}
        )


BACKENDS = [
    Backend("jsonl", lambda folder: str(folder / "out.jsonl"), read_jsonl),
    Backend("csv", lambda folder: str(folder / "out.csv"), read_csv),
    Backend("parquet", lambda folder: str(folder / "out.parquet"), read_parquet),
    Backend("sqlite", lambda folder: str(folder / "out.db"), read_sqlite),
    Backend("duckdb", lambda folder: str(folder / "out.duckdb"), read_duckdb),
    Backend("postgresql", new_schema, read_postgres),
]
