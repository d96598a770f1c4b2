"""`plantwire link` on real databases: any order and split, reruns, replacements, pairs, bad input, a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.worlds import load_world, mentions_of
from extract.cli import app
from extract.domain.record import ArticleRecord
from extract.emit.linked import VIEWS, link_tables
from extract.errors import ConfigError, SinkError
from extract.link.run import link_database
from extract.link.store import SqliteStore, open_store
from extract.link.why import why
from tests.emit.backends import emit, new_schema
from tests.link.helpers import mention, records_of

ROOT = Path(__file__).parents[2]
WORLD = records_of(said.mention for said in mentions_of(load_world("open")))
SOME = WORLD[:60]
Tables = dict[str, list[tuple[Any, ...]]]
# The runs and what each changed are history, everything else is a function of the articles.
LASTING = [name for name in link_tables() if name not in ("link_runs", "plant_changes")]


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "o.db") if request.param == "sqlite" else new_schema(tmp_path)


def query(target: str, sql: str) -> list[tuple[Any, ...]]:
    if target.startswith("postgresql"):
        with psycopg.connect(target) as server:
            return server.execute(sql).fetchall()
    with closing(sqlite3.connect(target)) as file:
        return file.execute(sql).fetchall()


def contents(target: str, names: list[str] = LASTING) -> Tables:
    return {name: sorted(query(target, f"SELECT * FROM {name}"), key=repr) for name in names}


@pytest.fixture(scope="module")
def whole() -> Iterator[Tables]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "whole.db")
        emit(path, SOME)
        link_database(path)
        yield contents(path)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_split_gives_the_same_plants(whole: Tables, data: st.DataObject) -> None:
    order = data.draw(st.permutations(SOME))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=3)))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "o.db")
        for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True):
            emit(path, order[start:end])
            link_database(path)
        assert contents(path) == whole


def test_pairs_give_the_same_in_any_split_and_are_undone(whole: Tables, tmp_path: Path) -> None:
    """Named in the middle of three runs, and kept; an empty file leaves no trace of them."""
    first, *rest = [record.article.id for record in SOME[:4]]
    file = tmp_path / "pairs.toml"
    lines = [f'[[must_link]]\na = "{first}/p0"\nb = "{rest[0]}/p0"\n']
    lines += [f'[[cannot_link]]\na = "{first}/p0"\nb = "{other}/p0"\n' for other in rest[1:]]
    file.write_text("".join(lines))
    at_once, split = (str(tmp_path / f"{name}.db") for name in ("at_once", "split"))
    emit(at_once, SOME)
    link_database(at_once, file)
    assert contents(at_once) != whole
    for start, end, pairs in ((0, 10, None), (10, 40, file), (40, len(SOME), None)):
        emit(split, SOME[start:end])
        link_database(split, pairs)
    assert contents(split) == contents(at_once)
    file.write_text("")
    link_database(split, file)
    assert contents(split) == whole


def test_postgres_gives_what_sqlite_gives(whole: Tables, tmp_path: Path) -> None:
    url = new_schema(tmp_path)
    for some in (SOME[40:], SOME[:40]):
        emit(url, some)
        link_database(url)
    assert contents(url) == whole


def test_a_rerun_changes_nothing(target: str) -> None:
    emit(target, SOME)
    first = link_database(target)
    before = contents(target, list(link_tables()))
    emit(target, SOME[:10])
    again = link_database(target)
    assert (again.run, again.changed) == (first.run, 0)
    assert contents(target, list(link_tables())) == before


def rogun(id_: str, published: str, name: str = "Rogun HPP", mw: float = 3600) -> ArticleRecord:
    one = mention(name, key=(id_, "p"), country="TJ", fuel="hydro", capacity=mw, published=published)
    return records_of([one])[0]


def test_a_changed_article_changes_its_own_rows_and_is_news(target: str) -> None:
    emit(target, [*SOME, rogun("x", "2030-01-01", mw=3500)])
    link_database(target)
    others = [row for row in contents(target)["plant_values"] if row[0] != "x"]
    emit(target, [rogun("x", "2030-01-01", mw=3700)])
    summary = link_database(target)
    kept = [row for row in contents(target)["plant_values"] if row[0] != "x"]
    assert kept == others
    news = query(target, f"SELECT field, before, after FROM changes WHERE run = {summary.run}")
    assert news == [("capacity_mw", "3500", "3700")]


def test_what_is_new_since_a_run(target: str) -> None:
    emit(target, [rogun("a", "2025-01-01")])
    link_database(target)
    emit(target, [rogun("b", "2026-01-01", "Roghun Dam", 3780)])
    link_database(target)
    news = query(target, "SELECT run, field, before, after FROM changes WHERE run > 1")
    assert news == [(2, "capacity_mw", "3600", "3780")]
    rows = query(target, "SELECT capacity_mw, articles, sources, last_published FROM plants_current")
    assert rows == [(3780, 2, 2, "2026-01-01")]
    history = query(
        target, "SELECT published, value, status FROM plant_history WHERE slot = 'capacities' ORDER BY 1"
    )
    assert history == [("2025-01-01", "3600 MW", "superseded"), ("2026-01-01", "3780 MW", "current")]


def test_conflicts_name_both_values_and_the_evidence(target: str) -> None:
    emit(target, [rogun("a", "2026-01-01"), rogun("b", "2026-01-05", mw=4000), rogun("c", "2026-01-02")])
    link_database(target)
    columns = "current_value, disputed_value, evidence, article_id"
    assert query(target, f"SELECT {columns} FROM conflicts") == [("3600 MW", "4000 MW", "Rogun HPP", "b")]
    assert query(target, "SELECT conflicts FROM plants_current") == [(1,)]


def test_an_article_that_is_gone_takes_its_plants_along(target: str) -> None:
    emit(target, [rogun("a", "2025-01-01"), rogun("b", "2026-01-01", "Sangtuda 1")])
    link_database(target)
    gone = query(target, "SELECT plant_id FROM plant_mentions WHERE article_id = 'b'")[0][0]
    if target.startswith("postgresql"):
        with psycopg.connect(target, autocommit=True) as server:
            server.execute("DELETE FROM articles WHERE id = 'b'")
    else:
        with closing(sqlite3.connect(target, isolation_level=None)) as file:
            file.execute("PRAGMA foreign_keys = ON")
            file.execute("DELETE FROM articles WHERE id = 'b'")
    link_database(target)
    assert query(target, "SELECT plant_id, field, before, after FROM changes WHERE run = 2") == [
        (gone, "id", gone, None)
    ]


def test_an_older_article_renames_the_plant_and_the_feed_says_so(target: str) -> None:
    emit(target, [rogun("b", "2026-01-01")])
    link_database(target)
    old = query(target, "SELECT plant_id FROM plants_current")[0][0]
    emit(target, [rogun("a", "2020-01-01")])
    link_database(target)
    new = query(target, "SELECT plant_id FROM plants_current")[0][0]
    assert old != new
    assert (old, "id", old, new) in query(
        target, "SELECT plant_id, field, before, after FROM changes WHERE run = 2"
    )


def test_pairs_are_kept_replaced_and_undone(target: str, tmp_path: Path) -> None:
    emit(target, [rogun("a", "2025-01-01"), rogun("b", "2026-01-01"), rogun("c", "2026-02-01", "Vakhsh")])
    link_database(target)
    plain = contents(target)
    file = tmp_path / "pairs.toml"
    file.write_text('[[cannot_link]]\na = "a/p"\nb = "b/p"\nnote = "two dams"\n')
    assert link_database(target, file).plants == 3
    assert link_database(target).plants == 3, "kept without naming the file again"
    plant = query(target, "SELECT plant_id FROM plant_mentions WHERE article_id = 'c'")[0][0]
    file.write_text(f'[[must_link]]\na = "a/p"\nb = "{plant}"\n')
    assert link_database(target, file).plants == 1
    assert any("the pairs file says so" in line for line in why(target, "a/p", "c/p"))
    file.write_text("")
    link_database(target, file)
    assert contents(target) == plain


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[must_link]]\na = 'a/p'\nb = 'nobody/p'\n", "nobody/p: no such mention"),
        ("[[must_link]]\na = 'a/p'\n", r"must_link\.0\.b: Field required"),
        ("[[never_link]]\n", "never_link: Extra inputs"),
        ("not toml", "cannot be read"),
        (
            "[[must_link]]\na='a/p'\nb='b/p'\n[[cannot_link]]\na='b/p'\nb='a/p'\n",
            "keeps a/p and b/p apart and joins them",
        ),
    ],
)
def test_a_wrong_pairs_file_changes_nothing(tmp_path: Path, text: str, message: str) -> None:
    target, file = str(tmp_path / "o.db"), tmp_path / "pairs.toml"
    emit(target, [rogun("a", "2025-01-01"), rogun("b", "2026-01-01")])
    file.write_text(text)
    with pytest.raises(ConfigError, match=message):
        link_database(target, file)
    assert query(target, "SELECT * FROM plant_mentions") == []


def test_why_names_the_reasons(target: str) -> None:
    emit(
        target,
        [
            rogun("a", "2025-01-01"),
            rogun("b", "2026-01-01", "Roghun Dam"),
            rogun("c", "2026-01-01", "Rogun unit 3"),
        ],
    )
    link_database(target)
    same = "\n".join(why(target, "a/p", "b/p"))
    assert "one plant" in same and "name roghun ~ rogun" in same and "country TJ (+1.5)" in same
    parts = "\n".join(why(target, "a/p", "c/p"))
    assert "two plants" in parts and "parts of a site: the whole is not unit 3" in parts
    with pytest.raises(ConfigError, match="no such mention"):
        why(target, "a/p", "z/p")


def test_every_view_can_be_read_before_the_first_run(target: str) -> None:
    emit(target, [])
    assert [query(target, f"SELECT * FROM {view}") for view in VIEWS] == [[]] * len(VIEWS)


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


def test_the_command(tmp_path: Path) -> None:
    path = str(tmp_path / "o.db")
    emit(path, SOME)
    done = CliRunner().invoke(app, ["link", path, "--json"])
    assert done.exit_code == 0 and '"run": 1' in done.stdout
    again = CliRunner().invoke(app, ["link", path])
    assert again.exit_code == 0 and "nothing changed" in again.output
    first, second = [record.article.id for record in SOME if not record.plants[0].aggregate][:2]
    told = CliRunner().invoke(app, ["link", path, "--why", f"{first}/p0", f"{second}/p0"])
    assert told.exit_code == 0 and "compared directly" in told.stdout
    assert os.access(path, os.W_OK)
