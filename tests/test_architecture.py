"""The shape the documents promise: tables agree with folders, files stay readable, nothing prints."""

from __future__ import annotations

import re
from pathlib import Path

from extract.domain.mention import Mentions
from extract.emit import SINKS
from extract.match import MATCHERS

ROOT = Path(__file__).parents[1] / "extract"
HELPERS = re.compile(r"(?:__init__|cost_\w+|place_\w+|plant_\w+|organization_\w+)")


def test_every_matcher_of_the_folder_is_in_the_table() -> None:
    modules = {p.stem for p in (ROOT / "match").glob("*.py") if not HELPERS.fullmatch(p.stem)}
    listed = {function.__module__.rsplit(".", 1)[1] for function in MATCHERS.values()}
    assert listed == modules


def test_every_matcher_fills_a_field_of_mentions() -> None:
    assert set(MATCHERS) <= set(Mentions.__dataclass_fields__)


def test_every_kind_of_sink_can_be_named() -> None:
    assert {".jsonl", ".db", ".sqlite", ".csv", ".parquet", ".duckdb"} <= {str(kind) for kind in SINKS}


def test_files_stay_short() -> None:
    long = {p.name: n for p in ROOT.rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_the_library_does_not_print() -> None:
    printing = [p.name for p in ROOT.rglob("*.py") if re.search(r"^\s*print\(", p.read_text("utf-8"), re.M)]
    assert printing == []


def test_no_bare_except() -> None:
    bare = [p.name for p in ROOT.rglob("*.py") if re.search(r"except(?: Exception)?:", p.read_text("utf-8"))]
    assert bare == []
