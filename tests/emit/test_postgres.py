"""PostgreSQL: a real server; batches, two runs at once, whose tables, lost connections, passwords."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from extract.emit import batch, open_sink
from extract.emit.postgres import PostgresSink, shown_url
from extract.errors import SinkError
from tests.emit.backends import emit, expected, new_schema, read_postgres, run_at_once, server
from tests.emit.records import cost, full_record, plant, record


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_schema(tmp_path)


@pytest.fixture
def database(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_many_batches_give_what_one_would(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH", 3)
    some = [full_record(id=f"a{number % 7}", title=str(number)) for number in range(20)]
    emit(url, some)
    assert read_postgres(url) == expected(some)


def test_a_batch_is_written_before_the_run_ends(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH", 2)
    with open_sink(url) as sink:
        for name in "abc":
            sink.write(record(id=name))
        assert read_postgres(url) == expected([record(id="a"), record(id="b")])


def test_two_runs_in_opposite_order_do_not_wait_for_each_other_for_ever(url: str) -> None:
    emit(url, [])
    some = [record(id=f"a{number:03}") for number in range(199)]
    for _ in range(3):
        assert run_at_once(url, [some, some[::-1]]) == []


def test_types_and_view(url: str, database: psycopg.Connection) -> None:
    emit(url, [record(plant(costs=(cost(amount=0.1),)))])
    amounts = database.execute("SELECT amount FROM costs").fetchall()
    assert amounts == [(Decimal("0.1"),)]
    row = database.execute(
        "SELECT name, country, capacity_mw, cost, currency, commissioning FROM plant_summary"
    )
    assert row.fetchone() == ("Tidal Ridge power plant", "NO", 1320, Decimal("0.1"), "USD", "2029-33")


def test_removing_an_article_removes_all_of_it(url: str, database: psycopg.Connection) -> None:
    emit(url, [full_record()])
    database.execute("DELETE FROM articles")
    assert database.execute("SELECT count(*) FROM partner_aliases").fetchone() == (0,)
    assert database.execute("SELECT count(*) FROM evidence").fetchone() == (0,)


@pytest.mark.parametrize("name", ["articles", "costs", "plant_summary"])
def test_another_applications_tables_are_left_alone(
    url: str, database: psycopg.Connection, name: str
) -> None:
    database.execute(f"CREATE TABLE {name} (title text)")
    with pytest.raises(SinkError, match=f"has a table {name} of another application"):
        emit(url, [record()])
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    ).fetchall()
    assert tables == [(name,)]


def test_other_tables_do_no_harm(url: str, database: psycopg.Connection) -> None:
    database.execute("CREATE TABLE readings (title text)")
    emit(url, [record()])
    assert read_postgres(url) == expected([record()])


def test_tables_of_another_schema_version_are_left_alone(url: str, database: psycopg.Connection) -> None:
    emit(url, [record()])
    database.execute("COMMENT ON TABLE articles IS 'plantwire schema 0.9'")
    with pytest.raises(SinkError, match=r"of an older plantwire .* run `plantwire migrate`"):
        emit(url, [record()])


def test_a_search_path_to_nowhere_is_refused(tmp_path: Path) -> None:
    url = new_schema(tmp_path).replace("run_", "missing_")
    with pytest.raises(SinkError, match="PostgreSQL: no schema"):
        emit(url, [record()])


def test_a_lost_connection_is_a_sink_error(url: str, database: psycopg.Connection) -> None:
    with pytest.raises(SinkError, match="PostgreSQL"), open_sink(url) as sink:
        sink.write(record())
        assert isinstance(sink, PostgresSink) and sink._connection is not None
        database.execute("SELECT pg_terminate_backend(%s)", [sink._connection.info.backend_pid])
    assert read_postgres(url) == expected([])


def test_a_server_that_may_not_be_written_is_a_sink_error(url: str, database: psycopg.Connection) -> None:
    emit(url, [record(id="a")])
    with pytest.raises(SinkError, match="read-only"):
        emit(f"{url}%20-cdefault_transaction_read_only%3Don", [record(id="b")])
    assert read_postgres(url) == expected([record(id="a")])


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:s3cret@127.0.0.1:1/plants",
        "postgresql://ann@127.0.0.1:1/plants?password=s3cret",
        "postgres://ann:s3cret@[::1:5432/plants",
        "postgresql://ann:s3cret@127.0.0.1:port/plants",
    ],
)
def test_no_message_shows_the_password(url: str) -> None:
    with pytest.raises(SinkError) as caught:
        emit(url, [record()])
    chain: list[BaseException | None] = [caught.value, caught.value.__cause__]
    assert not any("s3cret" in repr(error) or "s3cret" in str(error) for error in chain)


def test_a_database_is_named_by_its_place() -> None:
    assert (
        shown_url("postgresql://ann:s3cret@db.example.org:5433/plants")
        == "postgresql://ann@db.example.org:5433/plants"
    )
    assert shown_url(server()).startswith("postgresql://postgres@/tmp")
