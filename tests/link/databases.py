"""What the tests of linked databases have in common: the records in them, and what is asked of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from benchmarks.worlds import load_world, mentions_of
from extract.emit.linked import link_tables
from tests.link.helpers import records_of

WORLD = records_of(said.mention for said in mentions_of(load_world("open")))
SOME = WORLD[:60]
Tables = dict[str, list[tuple[Any, ...]]]
# The runs and what each changed are history, everything else is a function of the articles.
LASTING = [name for name in link_tables() if name not in ("link_runs", "plant_changes")]


def query(target: str, sql: str) -> list[tuple[Any, ...]]:
    if target.startswith("postgresql"):
        with psycopg.connect(target) as server:
            return server.execute(sql).fetchall()
    with closing(sqlite3.connect(target)) as file:
        return file.execute(sql).fetchall()


def contents(target: str, names: list[str] = LASTING) -> Tables:
    return {name: sorted(query(target, f"SELECT * FROM {name}"), key=repr) for name in names}
