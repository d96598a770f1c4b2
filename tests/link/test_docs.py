"""The how-to pages: queries run on both databases, the pairs file is one, Datasette knows our columns."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from extract.link.pairs import read_pairs
from extract.link.run import link_database
from tests.emit.backends import emit, new_schema
from tests.link.helpers import mention, records_of

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "one-row-a-plant.md").read_text(encoding="utf-8")
QUERIES = [
    q.strip() for block in re.findall(r"```sql\n(.*?)```", PAGE, re.S) for q in block.split(";") if q.strip()
]
RECORDS = records_of([mention("Rogun HPP", key=("a", "p"), country="TJ", fuel="hydro", capacity=3600.0)])


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_query_of_the_page_runs(query: str, kind: str, tmp_path: Path) -> None:
    target = str(tmp_path / "plants.db") if kind == "sqlite" else new_schema(tmp_path)
    emit(target, RECORDS)
    link_database(target)
    if kind == "sqlite":
        with closing(sqlite3.connect(target)) as file:
            file.execute(query).fetchall()
    else:
        with psycopg.connect(target) as server:
            server.execute(query).fetchall()


def test_the_pairs_file_of_the_page_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    assert set(tomllib.loads(text)) == {"must_link", "cannot_link"}
    path = tmp_path / "pairs.toml"
    path.write_text(text, encoding="utf-8")
    read = read_pairs(path, lambda given: ("x", given))
    assert len(read.must) == len(read.cannot) == 1


def test_datasette_is_told_of_columns_there_are(tmp_path: Path) -> None:
    path = str(tmp_path / "plants.db")
    emit(path, RECORDS)
    told = json.loads((DOCS / "datasette.json").read_text(encoding="utf-8"))["databases"]["plants"]
    with closing(sqlite3.connect(path)) as file:
        for table, about in told["tables"].items():
            columns = {row[1] for row in file.execute(f"PRAGMA table_info({table})")}
            named = {*about.get("facets", ()), *about.get("columns", ())} | {about.get("label_column")} - {
                None
            }
            assert columns and named <= columns, table
        for query in told["queries"].values():
            file.execute(query["sql"], {"run": 0, "plant_id": "P1"}).fetchall()
