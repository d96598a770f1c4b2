"""How fast the sinks load: N article records into SQLite and PostgreSQL, against the database's bulk loader.

`python -m benchmarks.loading [N]` writes the same rows with the sink and with `sqlite3 .import` (the tables
made beforehand, keys and references as ours) or PostgreSQL's COPY, each into a fresh database, and prints
processor and clock seconds of both. The sink starts from records, the loader from ready CSV files.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from extract.domain.record import ArticleInfo, ArticleRecord
from extract.emit import open_sink, read_records
from extract.emit.columns import all_tables
from extract.emit.csv import csv_cell
from extract.emit.rows import rows_of

__all__ = ["main"]

_FIXTURES = Path(__file__).parents[1] / "fixtures" / "articles"


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
        ["sqlite3", str(path)], input="\n".join([*script, "COMMIT;"]), text=True, check=True, capture_output=True
    )


def _copy_postgres(folder: Path, url: str) -> None:
    import psycopg
    from psycopg.sql import SQL, Identifier

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


def _timed(name: str, work: object, *given: object) -> float:
    start = time.perf_counter()
    work(*given)  # type: ignore[operator]
    seconds = time.perf_counter() - start
    sys.stdout.write(f"{name}: {seconds:.1f} s\n")
    sys.stdout.flush()
    return seconds


def main(argv: Sequence[str] | None = None) -> int:
    """Print the times and the factor between sink and loader."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.loading", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("number", nargs="?", type=int, default=100_000)
    parser.add_argument("--like", type=Path, default=Path("build/records.jsonl"), help="records to multiply")
    parser.add_argument("--postgres", metavar="URL", help="an empty database; a server of our own otherwise")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _write_csv(_records(options.number, options.like), folder)
        sys.stdout.write(f"{options.number} records, {rows} rows\n")
        records = list(_records(options.number, options.like))
        loader = _timed("sqlite3 .import", _import_sqlite, folder, folder / "import.db")
        sink = _timed("SQLite sink", _emit, str(folder / "sink.db"), iter(records))
        sys.stdout.write(f"factor {sink / loader:.2f}\n")
        for schema, url in _servers(options.postgres):
            loader = _timed("COPY", _copy_postgres, folder, url.format("loader", schema))
            sink = _timed("PostgreSQL sink", _emit, url.format("sink", schema), iter(records))
            sys.stdout.write(f"factor {sink / loader:.2f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
