"""`plantwire link` on databases that are not ours, held, full or lost: an error, nothing half done."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from extract.emit.linked import link_tables
from extract.errors import ConfigError, SinkError
from extract.link.run import link_database
from extract.link.store import SqliteStore, open_store
from tests.emit.backends import emit, new_schema
from tests.link.databases import SOME, WORLD, contents, query

ROOT = Path(__file__).parents[2]


def test_a_missing_or_foreign_or_other_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    with pytest.raises(SinkError, match="no such database"):
        link_database(str(path))
    assert not path.exists()
    path.write_text("nonsense, and long enough to be looked at as a database header by SQLite" * 20)
    with pytest.raises(SinkError, match="not a database"):
        link_database(str(path))
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE articles (id)")
    with pytest.raises(SinkError, match="another application"):
        link_database(str(path))
    with pytest.raises(ConfigError, match=r"\.db or \.sqlite"):
        link_database("records.jsonl")


@pytest.mark.parametrize(
    ("version", "message"), [(100, "older plantwire.*plantwire migrate"), (109, "newer plantwire.*update")]
)
def test_another_release_is_refused(tmp_path: Path, version: int, message: str) -> None:
    path = str(tmp_path / "o.db")
    emit(path, [])
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(SinkError, match=message):
        link_database(path)
    with pytest.raises(SinkError, match=message):
        emit(path, SOME[:1])


def test_postgres_without_our_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="has no tables of ours"):
        link_database(new_schema(tmp_path))


def test_a_held_database_is_an_error_and_the_rerun_completes(tmp_path: Path) -> None:
    path = str(tmp_path / "o.db")
    emit(path, SOME[:5])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store = SqliteStore(path, timeout=0.1)
        with pytest.raises(SinkError, match="locked"):
            store.open()
    assert link_database(path).changed > 0


def test_two_runs_at_once_wait_for_each_other(target: str) -> None:
    emit(target, SOME)
    errors: list[SinkError] = []

    def run() -> None:
        try:
            link_database(target)
        except SinkError as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert query(target, "SELECT run FROM link_runs") == [(1,)]


def test_a_full_disk_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "o.db")
    emit(path, SOME)
    link_database(path)
    before = contents(path, list(link_tables()))
    emit(path, WORLD)
    opened = SqliteStore.open

    def small(store: SqliteStore) -> None:
        opened(store)
        (pages,) = next(store.rows("PRAGMA page_count"))
        list(store.rows(f"PRAGMA max_page_count = {pages + 1}"))

    monkeypatch.setattr(SqliteStore, "open", small)
    with pytest.raises(SinkError, match="disk is full"):
        link_database(path)
    monkeypatch.undo()
    assert contents(path, list(link_tables())) == before
    link_database(path)


def test_a_server_out_of_space_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """A trigger on the table written last says what the server says of a full disk."""
    url = new_schema(tmp_path)
    emit(url, SOME[:10])
    link_database(url)
    before = contents(url, list(link_tables()))
    emit(url, SOME)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END$$"
        )
        server.execute("CREATE TRIGGER full_disk BEFORE INSERT ON link_runs EXECUTE FUNCTION full_disk()")
        with pytest.raises(SinkError, match="No space left on device"):
            link_database(url)
        assert contents(url, list(link_tables())) == before
        server.execute("DROP TRIGGER full_disk ON link_runs")
    assert link_database(url).run == 2


def test_a_lost_connection_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    url = new_schema(tmp_path)
    emit(url, SOME)
    with pytest.raises(SinkError, match="PostgreSQL"), open_store(url) as store:
        ((pid,),) = list(store.rows("SELECT pg_backend_pid()"))
        store.execute("DELETE FROM plant_mentions")
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(%s)", [pid])
        store.commit()
    assert link_database(url).run == 1


KILLED = """
import os, signal, sys
from extract.link.run import link_database
from extract.link.store import SqliteStore
SqliteStore.commit = lambda self: os.kill(os.getpid(), signal.SIGKILL)
try:
    from extract.link.postgres import PostgresStore
    PostgresStore.commit = SqliteStore.commit
finally:
    link_database(sys.argv[1])
"""


def test_a_killed_run_leaves_nothing_half_done(target: str) -> None:
    emit(target, SOME)
    done = subprocess.run([sys.executable, "-c", KILLED, target], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert query(target, "SELECT count(*) FROM plant_mentions") == [(0,)]
    assert link_database(target).run == 1
