"""`plantwire link` on real databases: any order and split, reruns, replacements, pairs."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from extract.cli import app
from extract.domain.record import ArticleRecord
from extract.emit.linked import VIEWS, link_tables
from extract.errors import ConfigError
from extract.link.run import link_database
from extract.link.why import why
from tests.emit.backends import emit, new_schema
from tests.link.databases import SOME, Tables, contents, query
from tests.link.helpers import mention, records_of


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
