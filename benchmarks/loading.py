"""How fast the sinks load: N article records into SQLite and PostgreSQL, against the database's bulk loader.

`python -m benchmarks.loading [N]` multiplies the records of a file, a content hash for an id each, writes
them with the sink, lets the database dump what it got, and loads that with `sqlite3 .import` or
PostgreSQL's COPY into fresh tables with the keys and references of ours. The sink starts from records, the
loader from ready files. One line a database; exit 1 where the sink takes more than twice the loader's time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from extract.domain.record import ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import all_tables

__all__ = ["main"]

GOAL = 2.0
_BLOCK = 1 << 16


def _records(number: int, templates: Sequence[ArticleRecord]) -> Iterator[ArticleRecord]:
    """Yield records of articles of their own that say what the templates say, in turn."""
    for count in range(number):
        template = templates[count % len(templates)]
        given = sha256(str(count).encode()).hexdigest()[:16]
        yield template.model_copy(update={"article": template.article.model_copy(update={"id": given})})


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _emit(target: str, records: Iterator[ArticleRecord]) -> None:
    with open_sink(target) as sink:
        for record in records:
            sink.write(record)


def _sqlite(path: Path, *lines: str) -> None:
    script = "\n".join(lines)
    subprocess.run(["sqlite3", "-bail", str(path)], input=script, text=True, check=True, capture_output=True)


def _dump_sqlite(path: Path, folder: Path) -> None:
    dumps = (f'.once {folder / table.name}.csv\nSELECT * FROM "{table.name}";' for table in all_tables())
    _sqlite(path, ".mode csv", *dumps)


def _import_sqlite(folder: Path, path: Path) -> None:
    """Load the dumps as the shell does it: one transaction, references checked, the log we use, too."""
    imports = (f".import --csv {folder / table.name}.csv {table.name}" for table in all_tables())
    settings = ("PRAGMA journal_mode = wal;", "PRAGMA synchronous = NORMAL;", "PRAGMA foreign_keys = ON;")
    _sqlite(path, *settings, "BEGIN;", *imports, "COMMIT;", "PRAGMA journal_mode = delete;")


def _dump_postgres(url: str, folder: Path) -> int:
    rows = 0
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in all_tables():
            statement = SQL("COPY {} TO STDOUT").format(Identifier(table.name))
            with cursor.copy(statement) as copy, (folder / f"{table.name}.copy").open("wb") as file:
                for block in copy:
                    file.write(block)
            rows += cursor.rowcount
    return rows


def _copy_postgres(folder: Path, url: str) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in all_tables():
            statement = SQL("COPY {} FROM STDIN").format(Identifier(table.name))
            with cursor.copy(statement) as copy, (folder / f"{table.name}.copy").open("rb") as file:
                while block := file.read(_BLOCK):
                    copy.write(block)


@contextmanager
def _schemas(*names: str) -> Iterator[list[str]]:
    """URLs of empty schemas in a PostgreSQL of our own, gone with the block."""
    from pgserver.postgres_server import get_server

    with get_server(tempfile.mkdtemp(prefix="plantwire-bench-"), cleanup_mode="delete") as server:
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            for name in names:
                connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        yield [f"{uri}&options=-csearch_path%3D{name}" for name in names]


def _compared(what: str, sink: float, loader: float, loads: str) -> bool:
    factor = sink / loader
    sys.stdout.write(
        f"{what}: sink {sink:.1f} s, {loads} {loader:.1f} s: {factor:.2f} times (goal {GOAL:g})\n"
    )
    sys.stdout.flush()
    return factor <= GOAL


def main(argv: Sequence[str] | None = None) -> int:
    """Print the times and the factor between sink and loader.

    Returns:
        0 where both databases are within the goal, 1 where one is not.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.loading", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("number", nargs="?", type=int, default=100_000)
    parser.add_argument("--like", type=Path, default=Path("build/loading.jsonl"), help="records to multiply")
    options = parser.parse_args(argv)
    templates = [record for record in read_records(options.like) if record.plants]

    def made() -> Iterator[ArticleRecord]:
        return _records(options.number, templates)

    generator = _seconds(lambda: sum(1 for _ in made()))
    with tempfile.TemporaryDirectory() as name, _schemas("sink", "loader") as (first, second):
        folder = Path(name)
        sink_db, loader_db = folder / "sink.db", folder / "loader.db"
        sqlite_sink = _seconds(lambda: _emit(str(sink_db), made()))
        _dump_sqlite(sink_db, folder)
        _emit(str(loader_db), iter(()))
        sqlite_loader = _seconds(lambda: _import_sqlite(folder, loader_db))
        postgres_sink = _seconds(lambda: _emit(first, made()))
        rows = _dump_postgres(first, folder)
        _emit(second, iter(()))
        postgres_loader = _seconds(lambda: _copy_postgres(folder, second))
    sys.stdout.write(
        f"{options.number} records like {len(templates)} real ones, {rows} rows; the sink's share of making "
        f"them {generator:.1f} s\n"
    )
    good = [
        _compared("SQLite", sqlite_sink, sqlite_loader, ".import"),
        _compared("PostgreSQL", postgres_sink, postgres_loader, "COPY"),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    raise SystemExit(main())
