"""How fast the sinks load: N article records into SQLite and PostgreSQL, against the database's bulk loader.

`python -m benchmarks.loading [N]` writes the same rows with the sink and with `sqlite3 .import` (the tables
made beforehand, keys and references as ours) or PostgreSQL's COPY, each into a fresh database, and prints
clock and processor seconds of both. The sink starts from records, the loader from ready CSV files.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from extract.domain.record import ArticleInfo, ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import all_tables
from extract.emit.csv import csv_cell
from extract.emit.rows import rows_of

__all__ = ["main"]


def _records(number: int, like: Path) -> Iterator[ArticleRecord]:
    """Yield records of articles of their own that say what the fixtures' records say, in turn."""
    templates = [record for record in read_records(like) if record.plants]
    for count in range(number):
        template = templates[count % len(templates)]
        info: ArticleInfo = template.article.model_copy(update={"id": f"article-{count:07}", "text": None})
        yield template.model_copy(update={"article": info})


def _write_csv(records: Iterator[ArticleRecord], folder: Path) -> int:
    files = {table.name: (folder / f"{table.name}.csv").open("w", encoding="utf-8") for table in all_tables()}
    rows = 0
    for record in records:
        for name, some in rows_of(record).items():
            files[name].writelines(",".join(map(csv_cell, row)) + "\n" for row in some)
            rows += len(some)
    for file in files.values():
        file.close()
    return rows


def _import_sqlite(folder: Path, path: Path) -> None:
    with open_sink(str(path)):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
    script = ["PRAGMA foreign_keys = ON;", "BEGIN;"]
    script += [f".import --csv {folder / table.name}.csv {table.name}" for table in all_tables()]
    subprocess.run(
        ["sqlite3", str(path)],
        input="\n".join([*script, "COMMIT;"]),
        text=True,
        check=True,
        capture_output=True,
    )


def _copy_postgres(folder: Path, url: str) -> None:
    with open_sink(url):
        pass
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in all_tables():
            statement = SQL("COPY {} FROM STDIN (FORMAT csv)").format(Identifier(table.name))
            with cursor.copy(statement) as copy, (folder / f"{table.name}.csv").open("rb") as file:
                while block := file.read(1 << 16):
                    copy.write(block)


def _emit(target: str, records: Iterator[ArticleRecord]) -> None:
    with open_sink(target) as sink:
        for record in records:
            sink.write(record)


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


def _compared(what: str, loader: Callable[[], None], sink: Callable[[], None]) -> None:
    """Run both and print clock and processor seconds, a database's own processes aside."""
    seconds = []
    for name, work in ((f"{what} loader", loader), (f"{what} sink", sink)):
        clock, worked = time.perf_counter(), _processor()
        work()
        seconds.append(time.perf_counter() - clock)
        used = _processor() - worked
        sys.stdout.write(f"{name}: {seconds[-1]:.1f} s, {used:.1f} s of processor here\n")
    sys.stdout.write(f"{what}: {seconds[1] / seconds[0]:.2f} times the loader by the clock\n")
    sys.stdout.flush()


def _processor() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the times and the factor between sink and loader."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.loading", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("number", nargs="?", type=int, default=100_000)
    parser.add_argument("--like", type=Path, default=Path("build/records.jsonl"), help="records to multiply")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _write_csv(_records(options.number, options.like), folder)
        sys.stdout.write(f"{options.number} records, {rows} rows\n")

        def emit(target: str) -> Callable[[], None]:
            return lambda: _emit(target, _records(options.number, options.like))

        _compared("SQLite", lambda: _import_sqlite(folder, folder / "import.db"), emit(f"{folder}/sink.db"))
        with _schemas("loader", "sink") as (first, second):
            _compared("PostgreSQL", lambda: _copy_postgres(folder, first), emit(second))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
