"""How fast the sinks load: N article records into SQLite and PostgreSQL, against the database's bulk loader.

`python -m benchmarks.loading [N]` multiplies the records of a file, a content hash for an id each, writes
them with the sink, lets the database dump what it got, and loads that with `sqlite3 .import` or
PostgreSQL's COPY into fresh tables of ours. The sink starts from records, the loader from ready files.
`.import` runs twice: as it comes, and as careful as the sink (references checked, the write-ahead log that
lets others read meanwhile); COPY is always so. Clock seconds, and of SQLite processor seconds in brackets,
which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from extract.domain.record import ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import all_tables

__all__ = ["main"]

_BLOCK = 1 << 16


def _records(number: int, templates: Sequence[ArticleRecord]) -> Iterator[ArticleRecord]:
    """Yield records of articles of their own that say what the templates say, in turn."""
    for count in range(number):
        template = templates[count % len(templates)]
        given = sha256(str(count).encode()).hexdigest()[:16]
        yield template.model_copy(update={"article": template.article.model_copy(update={"id": given})})


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds on the clock, and of processor in this process and its children."""

    clock: float
    processor: float


def _spent(work: Callable[[], object]) -> _Spent:
    start, worked = time.perf_counter(), _processor()
    work()
    return _Spent(time.perf_counter() - start, _processor() - worked)


def _processor() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


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


def _import_sqlite(folder: Path, path: Path, *, careful: bool) -> None:
    imports = [f".import --csv {folder / table.name}.csv {table.name}" for table in all_tables()]
    if careful:
        settings = ("PRAGMA journal_mode = wal;", "PRAGMA synchronous = NORMAL;", "PRAGMA foreign_keys = ON;")
        imports = [*settings, "BEGIN;", *imports, "COMMIT;", "PRAGMA journal_mode = delete;"]
    _sqlite(path, *imports)


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


def _compared(what: str, sink: _Spent, loads: str, loader: _Spent, *, processor: bool) -> None:
    times = sink.clock / loader.clock
    line = f"{what}: sink {sink.clock:.1f} s, {loads} {loader.clock:.1f} s: {times:.2f} times"
    if processor:
        line += (
            f" ({sink.processor:.1f} s, {loader.processor:.1f} s: {sink.processor / loader.processor:.2f})"
        )
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Print the times and the factor between sink and loader."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.loading", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("number", nargs="?", type=int, default=100_000)
    parser.add_argument("--like", type=Path, default=Path("build/loading.jsonl"), help="records to multiply")
    options = parser.parse_args(argv)
    templates = [record for record in read_records(options.like) if record.plants]

    def made() -> Iterator[ArticleRecord]:
        return _records(options.number, templates)

    made_in = _spent(lambda: sum(1 for _ in made())).clock
    sys.stdout.write(f"{options.number} records like {len(templates)} real ones, made in {made_in:.1f} s\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, plain, careful = (folder / f"{kind}.db" for kind in ("sink", "plain", "careful"))
        sink = _spent(lambda: _emit(str(database), made()))
        _dump_sqlite(database, folder)
        for path in (plain, careful):
            _emit(str(path), iter(()))
        loader = _spent(lambda: _import_sqlite(folder, plain, careful=False))
        _compared("SQLite", sink, ".import", loader, processor=True)
        loader = _spent(lambda: _import_sqlite(folder, careful, careful=True))
        _compared("SQLite", sink, "careful .import", loader, processor=True)
    with tempfile.TemporaryDirectory() as name, _schemas("sink", "loader") as (first, second):
        folder = Path(name)
        sink = _spent(lambda: _emit(first, made()))
        rows = _dump_postgres(first, folder)
        _emit(second, iter(()))
        loader = _spent(lambda: _copy_postgres(folder, second))
        _compared(f"PostgreSQL ({rows} rows)", sink, "COPY", loader, processor=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
