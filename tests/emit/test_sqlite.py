"""SQLite: whose file it is, its keys, its view, and what happens when it is held or full."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extract.emit import batch, sqlite
from extract.emit.sqlite import APPLICATION_ID, SqliteSink
from extract.errors import SinkError
from tests.emit.backends import emit, expected, read_sqlite
from tests.emit.records import full_record, plant, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "o.db"


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    emit(str(path), [full_record()])
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_the_header_says_whose_it_is(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert database.execute("PRAGMA user_version").fetchone() == (101,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_removing_an_article_removes_all_of_it(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("DELETE FROM articles")
    for table in ("plants", "plant_fuels", "capacities", "partner_aliases", "evidence", "diagnostics"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_the_sink_itself_keeps_to_the_references(path: Path) -> None:
    with SqliteSink(str(path)) as sink:
        assert sink._connection is not None
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            sink._connection.execute("INSERT INTO article_authors VALUES ('no such article', 0, 'A')")


def test_the_view_shows_a_line_for_each_plant(database: sqlite3.Connection) -> None:
    rows = database.execute(
        "SELECT plant_id, name, country, status, capacity_mw, cost, currency, commissioning "
        "FROM plant_summary"
    ).fetchall()
    assert rows[0] == (
        "p1", "Tidal Ridge power plant", "NO", "construction", 1320, 1300000000, "EUR", "2029-33",
    )  # fmt: skip
    assert rows[1][0] == "p2" and rows[1][7] is None
    assert rows[2][0] == "p0" and rows[2][4] is None


def test_evidence_joins_its_entry(database: sqlite3.Connection) -> None:
    rows = database.execute(
        "SELECT e.text, substr(a.text, e.start_char + 1, e.end_char - e.start_char) FROM evidence e "
        "JOIN articles a ON a.id = e.article_id JOIN costs c ON c.article_id = e.article_id "
        "AND c.plant_id = e.plant_id AND c.position = e.entry WHERE e.slot = 'costs' AND c.plant_id = 'p1'"
    ).fetchall()
    assert rows == [("$1.4 billion", "$1.4 billion")] * 2


def test_another_applications_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE articles (title)")
    before = path.read_bytes()
    with pytest.raises(SinkError, match=r"o\.db: is a database of another application"):
        emit(str(path), [record()])
    assert path.read_bytes() == before


def test_a_database_of_another_schema_version_is_left_alone(path: Path) -> None:
    emit(str(path), [record()])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 90")
    with pytest.raises(
        SinkError, match=r"o\.db: is of an older plantwire .*layout 90, this is 101.*plantwire migrate"
    ):
        emit(str(path), [record()])


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.write_text("these are notes, " * 100)
    with pytest.raises(SinkError, match="not a database"):
        emit(str(path), [record()])
    assert path.read_text().startswith("these are notes")


def test_a_held_file_is_a_sink_error(path: Path, database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    with pytest.raises(SinkError, match="locked"), SqliteSink(str(path), timeout=0.05) as sink:
        sink.write(record())


def test_a_full_database_keeps_the_articles_written_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own limit on pages stands in for a full disk."""
    monkeypatch.setattr(batch, "_BATCH", 1)
    with pytest.raises(SinkError, match="full"), SqliteSink(str(path)) as sink:
        sink.write(record(id="first"))
        assert sink._connection is not None
        pages = sink._connection.execute("PRAGMA page_count").fetchone()[0]
        sink._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        sink.write(record(*(plant(id=f"p{n}") for n in range(60)), id="second"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT id FROM articles").fetchall() == [("first",)]
        assert connection.execute("SELECT count(*) FROM plants").fetchone() == (0,)


def test_one_plain_file_is_left(path: Path) -> None:
    emit(str(path), [record()])
    emit(str(path), [record(id="b")])
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes()[18:20] == b"\1\1", "the header says rollback journal, which any reader can open"


def test_a_reader_does_not_stop_the_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH", 1)
    monkeypatch.setattr(sqlite, "_SPAN", 1)
    with SqliteSink(str(path), timeout=0.05) as sink, closing(sqlite3.connect(path)) as reader:
        sink.write(record(id="a"))
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        sink.write(record(id="b"))
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (2,)


@pytest.mark.parametrize(
    ("pause", "seen"), [(1e9, [1, 1, 1, 4, 4, 4]), (-1.0, [1, 2, 3, 4, 5, 6])], ids=["fast", "slow"]
)
def test_a_fast_source_has_several_batches_in_a_transaction(
    path: Path, monkeypatch: pytest.MonkeyPatch, pause: float, seen: list[int]
) -> None:
    """And a run that fails keeps what it wrote of whole batches."""
    monkeypatch.setattr(batch, "_BATCH", 1)
    monkeypatch.setattr(sqlite, "_SPAN", 3)
    monkeypatch.setattr(sqlite, "_PAUSE", pause)
    found = []
    with (
        closing(sqlite3.connect(path)) as reader,
        pytest.raises(RuntimeError),
        SqliteSink(str(path)) as sink,
    ):
        for number in range(6):
            sink.write(full_record(id=f"a{number}"))
            found.append(reader.execute("SELECT count(*) FROM articles").fetchone()[0])
        raise RuntimeError("the run fails here")
    assert found == seen
    assert read_sqlite(str(path)) == expected([full_record(id=f"a{number}") for number in range(6)])


@pytest.mark.parametrize("number", [1, 39, 40, 41, 80, 85])
def test_rows_written_together_are_all_rows(path: Path, number: int) -> None:
    some = [full_record(id=f"a{at:02}") for at in range(number)]
    emit(str(path), some)
    assert read_sqlite(str(path)) == expected(some)


def test_a_batch_is_written_in_the_order_of_ids(path: Path) -> None:
    emit(str(path), [full_record(id=given) for given in ("b", "c", "a")])
    with closing(sqlite3.connect(path)) as connection:
        for table, key in (("articles", "id"), ("partner_aliases", "article_id"), ("evidence", "article_id")):
            found = connection.execute(f"SELECT DISTINCT {key} FROM {table} ORDER BY rowid").fetchall()
            assert found == [("a",), ("b",), ("c",)], table


@pytest.mark.parametrize("field", ["title", "name", "alias"])
def test_a_text_of_any_table_that_is_no_unicode_is_refused(path: Path, field: str) -> None:
    """The other articles of the batch are not lost by it."""
    broken = "half \ud800 a pair"
    bad = full_record(id="bad")
    one = bad.plants[0]
    changed: dict[str, dict[str, Any]] = {
        "title": {"article": bad.article.model_copy(update={"title": broken})},
        "name": {"plants": (one.model_copy(update={"name": broken}),)},
        "alias": {"plants": (one.model_copy(update={"aliases": (broken,)}),)},
    }
    with SqliteSink(str(path)) as sink:
        sink.write(record(id="a"))
        with pytest.raises(SinkError, match="'bad' holds half of a surrogate pair"):
            sink.write(bad.model_copy(update=changed[field]))
    assert read_sqlite(str(path)) == expected([record(id="a")])


def test_a_reader_that_was_there_before_is_waited_for(path: Path, database: sqlite3.Connection) -> None:
    database.execute("BEGIN")
    database.execute("SELECT count(*) FROM articles").fetchone()
    with pytest.raises(SinkError, match="locked"), SqliteSink(str(path), timeout=0.05) as sink:
        sink.write(record(id="b"))
    database.execute("COMMIT")
    emit(str(path), [record(id="b")])
    assert database.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_a_url_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    emit("sqlite:///relative%20name.db", [record()])
    emit(f"sqlite:///{tmp_path}/absolute", [record()])
    assert {path.name for path in tmp_path.iterdir()} == {"relative name.db", "absolute"}
