"""From one release's database to the next: nothing lost, the same tables as new ones, whole or not at all.

`data/layout-1.db` was written by plantwire 0.1; `layout-1.postgres.sql` is what it made in PostgreSQL.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.domain.linked import LAYOUT
from extract.emit.columns import all_tables
from extract.emit.linked import VIEWS, link_tables
from extract.errors import ConfigError, SinkError
from extract.link.run import link_database
from extract.migrate.upgrade import migrate
from tests.emit.backends import emit, new_schema
from tests.emit.records import record

DATA = Path(__file__).parent / "data"
OLD = [table.name for table in all_tables()]


@pytest.fixture
def old(tmp_path: Path) -> str:
    return str(shutil.copy(DATA / "layout-1.db", str(tmp_path / "old.db")))


@pytest.fixture
def old_server(tmp_path: Path) -> str:
    url = new_schema(tmp_path)
    with psycopg.connect(url) as server:
        server.execute((DATA / "layout-1.postgres.sql").read_text(encoding="utf-8"))
        server.execute("INSERT INTO articles (schema_version, id, source, sha256, provenance_plantwire, "
                       "provenance_model, provenance_lexicons, provenance_weights) "
                       "VALUES ('1.0', 'old', 's', '0', '0.1.0', 'm', 'l', 'w')")  # fmt: skip
    return url


def contents(path: str) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as file:
        return {name: file.execute(f"SELECT * FROM {name}").fetchall() for name in OLD}


def sqlite_shape(path: str) -> dict[str, Any]:
    """Columns with type, null and key; indexes; what each view gives."""
    with closing(sqlite3.connect(path)) as file:
        shape: dict[str, Any] = {
            name: [row[1:] for row in file.execute(f"PRAGMA table_info({name})")]
            for name in (*OLD, *link_tables(), *VIEWS)
        }
        shape["indexes"] = sorted(
            file.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        )
        return shape | {
            name: file.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id")
        }


def test_an_old_database_becomes_like_a_new_one_and_keeps_what_it_holds(old: str, tmp_path: Path) -> None:
    before = contents(old)
    assert len(before["articles"]) == 4 and len(before["plants"]) == 14
    assert migrate(old) == (1, LAYOUT)
    assert contents(old) == before
    fresh = str(tmp_path / "fresh.db")
    emit(fresh, [])
    assert sqlite_shape(old) == sqlite_shape(fresh)
    assert link_database(old).mentions == 14
    emit(old, [record(id="new")])
    assert migrate(old) == (LAYOUT, LAYOUT)


def test_old_tables_in_postgres_become_like_new_ones(old_server: str, tmp_path: Path) -> None:
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name <> 'alembic_version' ORDER BY 1, 2"
    )
    assert migrate(old_server) == (1, LAYOUT)
    fresh = new_schema(tmp_path)
    emit(fresh, [])
    with psycopg.connect(old_server) as migrated, psycopg.connect(fresh) as new:
        assert migrated.execute(columns).fetchall() == new.execute(columns).fetchall()
        assert migrated.execute("SELECT id FROM articles").fetchall() == [("old",)]
    emit(old_server, [record(id="new")])
    assert link_database(old_server).articles == 0, "neither article speaks of a plant"
    assert migrate(old_server) == (LAYOUT, LAYOUT)


def test_the_sinks_and_linking_say_what_to_do(old: str, old_server: str) -> None:
    for target in (old, old_server):
        for work in (link_database, lambda t: emit(t, [record()])):
            with pytest.raises(SinkError, match="plantwire migrate"):
                work(target)


def test_a_step_that_fails_leaves_the_database_as_it_was(old: str, old_server: str) -> None:
    """The last view's name is taken by a table of somebody else: all before it is undone."""
    before = contents(old)
    with closing(sqlite3.connect(old)) as file:
        file.execute("CREATE TABLE plant_sources (id)")
        file.commit()
    with psycopg.connect(old_server) as server:
        server.execute("CREATE TABLE plant_sources (id int)")
    for target in (old, old_server):
        with pytest.raises(SinkError, match=r"cannot be migrated.*plant_sources"):
            migrate(target)
    assert contents(old) == before
    with closing(sqlite3.connect(old)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (100,)
        assert file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'linked_plants'").fetchone() == (
            0,
        )
        file.execute("DROP TABLE plant_sources")
    with psycopg.connect(old_server, autocommit=True) as server:
        assert server.execute("SELECT to_regclass('linked_plants')").fetchone() == (None,)
        server.execute("DROP TABLE plant_sources")
    assert migrate(old) == migrate(old_server) == (1, LAYOUT)


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="no such database"):
        migrate(str(tmp_path / "o.db"))
    with closing(sqlite3.connect(tmp_path / "o.db")) as file:
        file.execute("CREATE TABLE articles (id)")
    with pytest.raises(SinkError, match="another application"):
        migrate(str(tmp_path / "o.db"))
    with pytest.raises(SinkError, match="no tables of ours"):
        migrate(new_schema(tmp_path))
    with pytest.raises(ConfigError, match="have migrations"):
        migrate("plants.duckdb")


def test_a_newer_database_is_refused(old: str) -> None:
    with closing(sqlite3.connect(old)) as file:
        file.execute("PRAGMA user_version = 109")
    with pytest.raises(SinkError, match="newer plantwire"):
        migrate(old)


def test_the_command(old: str) -> None:
    done = CliRunner().invoke(app, ["migrate", old])
    assert done.exit_code == 0 and "from layout 1 to 2" in done.output
