"""DuckDB: whose tables they are, the view, a file another process holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from extract.emit import batch
from extract.errors import SinkError
from tests.emit.backends import emit, expected, read_duckdb
from tests.emit.records import full_record, record


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "o.duckdb")


def test_many_batches_give_what_one_would(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH", 3)
    some = [full_record(id=f"a{number % 7}", title=str(number)) for number in range(20)]
    emit(target, some)
    assert read_duckdb(target) == expected(some)


def test_the_view_shows_a_line_for_each_plant(target: str) -> None:
    emit(target, [full_record()])
    with duckdb.connect(target) as connection:
        rows = connection.execute(
            "SELECT plant_id, capacity_mw, cost, currency, commissioning FROM plant_summary ORDER BY plant_id"
        ).fetchall()
    assert rows[1] == ("p1", 1320.0, 1_300_000_000.0, "EUR", "2029-33")
    assert [row[0] for row in rows] == ["p0", "p1", "p2"]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("CREATE TABLE costs (id INT)", "has a table costs of another application"),
        ("CREATE VIEW plants AS SELECT 1", "has a table plants of another application"),
        (
            "CREATE TABLE articles (id INT); COMMENT ON TABLE articles IS 'plantwire schema 0.9'",
            "of an older plantwire",
        ),
    ],
)
def test_tables_of_others_are_left_alone(target: str, statement: str, message: str) -> None:
    with duckdb.connect(target) as connection:
        connection.execute(statement)
    with pytest.raises(SinkError, match=message):
        emit(target, [record()])
    with duckdb.connect(target) as connection:
        assert len(connection.execute("SHOW TABLES").fetchall()) == 1


def test_a_file_that_is_no_database_is_left_alone(target: str) -> None:
    Path(target).write_text("these are notes, " * 1000)
    with pytest.raises(SinkError, match="DuckDB"):
        emit(target, [record()])
    assert Path(target).read_text().startswith("these are notes")


def test_a_held_file_is_a_sink_error(target: str) -> None:
    code = f"import duckdb; c = duckdb.connect({target!r}); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(SinkError, match="lock"):
            emit(target, [record()])
        holder.communicate(b"\n")
