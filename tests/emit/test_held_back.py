"""Databases that may not be written, are of a newer release, or that two runs write at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from extract.emit import batch
from extract.emit.sqlite import APPLICATION_ID
from extract.errors import SinkError
from extract.link.run import link_database
from tests.emit.backends import (
    BACKENDS,
    emit,
    expected,
    new_schema,
    read_duckdb,
    read_postgres,
    read_sqlite,
    run_at_once,
)
from tests.emit.records import full_record, record

ROOT = Path(__file__).parents[2]
FOUND = {backend.name: backend for backend in BACKENDS}

# Root may write everything, so it becomes nobody; what is imported late is imported before.
NOBODY = """
import os, sys, tempfile
from extract.emit import open_sink
from extract.errors import SinkError
from extract.link.run import link_database
from tests.emit.backends import emit
from tests.emit.records import record
work, target = sys.argv[1:]
suffix = os.path.splitext(target)[1]
with tempfile.TemporaryDirectory() as folder:
    emit(f"{folder}/first{suffix}", [record()])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    {"emit": lambda: emit(target, [record(id="b")]), "link": lambda: link_database(target)}[work]()
except SinkError as error:
    sys.exit(f"SinkError: {error}")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder every user reaches, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def done_by_nobody(work: str, target: Path) -> str:
    command = [sys.executable, "-c", NOBODY, work, str(target)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("work", "name", "message"),
    [
        ("emit", "o.db", "readonly database"),
        ("link", "o.db", "readonly database"),
        ("emit", "o.duckdb", "Permission denied"),
    ],
)
def test_a_file_that_may_not_be_written(folder: Path, work: str, name: str, message: str) -> None:
    target = folder / name
    emit(str(target), [full_record(id="a")])
    target.chmod(0o444)
    folder.chmod(0o555)
    before = target.read_bytes()
    said = done_by_nobody(work, target)
    assert said.startswith(f"SinkError: {target}: ") and message in said
    assert list(folder.iterdir()) == [target] and target.read_bytes() == before
    folder.chmod(0o755)
    target.chmod(0o644)
    emit(str(target), [record(id="b")])
    read = read_sqlite if name == "o.db" else read_duckdb
    assert read(str(target)) == expected([full_record(id="a"), record(id="b")])


@pytest.mark.parametrize("name", ["o.db", "o.duckdb"])
def test_a_folder_that_may_not_be_written(folder: Path, name: str) -> None:
    folder.chmod(0o555)
    said = done_by_nobody("emit", folder / name)
    assert said.startswith(f"SinkError: {folder / name}: ")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("work", ["emit", "link"])
def test_a_server_where_we_may_only_read(tmp_path: Path, work: str) -> None:
    url = new_schema(tmp_path)
    schema = url.rpartition("%3D")[2]
    emit(url, [full_record(id="a")])
    reader = f"{url}%20-crole%3Dreader_{schema}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE ROLE reader_{schema}")
        server.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader_{schema}")
        server.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}")
    with pytest.raises(SinkError, match="permission denied"):
        emit(reader, [record(id="b")]) if work == "emit" else link_database(reader)
    assert read_postgres(url) == expected([full_record(id="a")])


def newer(target: str) -> None:
    """Let the database say that it is of the release after this one."""
    comment = "COMMENT ON TABLE articles IS 'plantwire schema 1.0, layout 9'"
    if target.endswith(".db"):
        with closing(sqlite3.connect(target)) as file:
            file.execute("PRAGMA user_version = 109")
    elif target.endswith(".duckdb"):
        with duckdb.connect(target) as base:
            base.execute(comment)
    else:
        with psycopg.connect(target, autocommit=True) as server:
            server.execute(comment)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb", "postgresql"])
def test_a_newer_release_is_left_alone(kind: str, tmp_path: Path) -> None:
    target = FOUND[kind].target(tmp_path)
    emit(target, [full_record()])
    newer(target)
    with pytest.raises(SinkError, match=r"newer plantwire \(layout 10[89].*update plantwire"):
        emit(target, [record(id="b")])
    assert FOUND[kind].read(target) == expected([full_record()])
    if kind != "duckdb":
        with pytest.raises(SinkError, match="newer plantwire"):
            link_database(target)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("is_new", [True, False])
def test_two_runs_at_once_leave_one_of_each_article(
    kind: str, is_new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_BATCH", 2)
    target = FOUND[kind].target(tmp_path)
    some = [full_record(id=f"a{number}") for number in range(12)]
    if not is_new:
        emit(target, some[:3])
    assert run_at_once(target, [some, some[::-1], some]) == []
    assert FOUND[kind].read(target) == expected(some)
    if kind == "sqlite":
        assert list(tmp_path.iterdir()) == [Path(target)]


def test_a_run_that_makes_its_tables_meanwhile_is_no_other_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, connect = str(tmp_path / "a.db"), sqlite3.connect

    def make_tables(statement: str) -> None:
        if statement == "PRAGMA user_version":
            with suppress(sqlite3.OperationalError), closing(connect(target, timeout=0)) as other:
                other.executescript(f"PRAGMA application_id = {APPLICATION_ID}; CREATE TABLE articles (id);")

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **named)
        connection.set_trace_callback(make_tables)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    emit(target, [full_record()])
    monkeypatch.undo()
    assert FOUND["sqlite"].read(target) == expected([full_record()])
