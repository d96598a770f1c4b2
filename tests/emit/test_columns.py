"""One table description: derived from the models, complete, and the same for every sink."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import BaseModel

from extract.domain.record import ArticleRecord, Evidence, Location
from extract.emit import columns, open_sink
from extract.emit.columns import all_tables
from extract.emit.rows import rows_of
from extract.errors import ConfigError
from tests.emit.plain_rows import rows_of as plain_rows_of
from tests.emit.records import cost, full_record, plant, record, records

EMIT = Path(columns.__file__).parent
BASE = {"base", "batch", "columns", "files", "jsonform", "linked", "ownership", "rows", "sql", "__init__"}


def test_the_tables() -> None:
    assert [table.name for table in all_tables()] == [
        "articles", "article_authors", "plants", "plant_aliases", "plant_members", "plant_fuels",
        "capacities", "costs", "partners", "partner_aliases", "dates", "diagnostics", "evidence",
    ]  # fmt: skip
    keys = {table.name: table.key for table in all_tables()}
    assert keys["articles"] == ("id",)
    assert keys["plants"] == ("article_id", "id")
    assert keys["partner_aliases"] == ("article_id", "plant_id", "partner_position", "position")


def test_every_field_of_the_record_reaches_a_table() -> None:
    """Looks for each text of a full record among the cells, so that no new field can be forgotten."""
    some = full_record()
    cells = [c for rows in rows_of(some).values() for row in rows for c in row if isinstance(c, str)]
    for text in _texts(some):
        assert text in cells, text


def _texts(value: Any) -> list[str]:
    if isinstance(value, BaseModel):
        return [text for name in type(value).model_fields for text in _texts(getattr(value, name))]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_keys_are_unique_and_owners_exist() -> None:
    rows = rows_of(full_record())
    for table in all_tables():
        places = [table.names.index(name) for name in table.key]
        keys = [tuple(row[place] for place in places) for row in rows[table.name]]
        assert len(keys) == len(set(keys)), table.name
        if table.owner is not None:
            owner = next(other for other in all_tables() if other.name == table.owner)
            mine = {
                tuple(row[table.names.index(name)] for name in table.owner_key) for row in rows[table.name]
            }
            theirs = {tuple(row[owner.names.index(name)] for name in owner.key) for row in rows[owner.name]}
            assert mine <= theirs, table.name


def test_evidence_says_whose_it_is() -> None:
    table = all_tables()[-1]
    places = [table.names.index(name) for name in ("plant_id", "slot", "entry", "text")]
    found = [tuple(row[place] for place in places) for row in rows_of(record(plant()))["evidence"]]
    assert found == [
        ("p1", "location", None, "Norvia"),
        ("p1", "status", None, "Site work began"),
        ("p1", "plants", None, "Tidal Ridge power plant"),
        ("p1", "capacities", 0, "2x660 MW"),
        ("p1", "costs", 0, "$1.4 billion"),
        ("p1", "costs", 1, "$1.4 billion"),
        ("p1", "partners", 0, "Ondrő Építő Zrt."),
        ("p1", "partners", 1, "東風電力"),
        ("p1", "dates", 0, "first quarter of 2029"),
    ]


def test_a_new_field_becomes_a_column_and_a_table() -> None:
    class Site(BaseModel):
        hectares: int | float
        evidence: tuple[Evidence, ...]

    class Root(BaseModel):
        id: str
        note: str | None
        site: Site | None
        sites: tuple[Site, ...]
        marks: tuple[int, ...]

    table = columns._table("roots", Root, None, ())
    assert [(c.name, c.kind, c.nullable) for c in table.columns] == [
        ("id", "text", False), ("note", "text", True), ("site_hectares", "number", True),
    ]  # fmt: skip
    assert [e.slot for e in table.evidenced] == ["site"]
    assert [(t.name, t.names) for t in table.children] == [
        ("sites", ("root_id", "position", "hectares")), ("root_marks", ("root_id", "position", "mark")),
    ]  # fmt: skip


def test_a_field_no_database_knows_is_an_error() -> None:
    class Root(BaseModel):
        id: str
        odd: complex

    with pytest.raises(TypeError, match="no column type"):
        columns._table("roots", Root, None, ())


def test_no_sink_imports_another_and_none_names_a_field() -> None:
    fields = {name for table in all_tables() for name in table.names} - {"id", "text", "position", "rule"}
    for path in EMIT.glob("*.py"):
        if path.stem in BASE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        rooms = {name.removeprefix("extract.emit.") for name in imported if name.startswith("extract.emit.")}
        assert rooms <= BASE, f"{path.name} imports {rooms - BASE}"
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert not texts & fields, f"{path.name} names {texts & fields}"


@pytest.mark.parametrize(
    ("target", "package", "extra"),
    [
        ("o.parquet", "pyarrow", "parquet"),
        ("o.duckdb", "duckdb", "duckdb"),
        ("postgresql://h/d", "psycopg", "postgres"),
    ],
)
def test_a_missing_package_names_the_extra(
    target: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"extract.emit.{extra}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=rf"plantwire\[{extra}\]"):
        open_sink(target)


@settings(max_examples=60, deadline=None)
@given(records())
def test_the_fast_way_to_rows_gives_what_the_plain_one_does(some: ArticleRecord) -> None:
    assert rows_of(some) == plain_rows_of(some)


def test_the_fast_way_knows_every_kind_of_field() -> None:
    bare = plant(id="p3", status=None, location=Location(), costs=(cost(amount=12.5),))
    for some in (full_record(), record(bare), record()):
        assert rows_of(some) == plain_rows_of(some)
