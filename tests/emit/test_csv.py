"""CSV: a folder of tables no spreadsheet runs, the same bytes for the same records."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.emit.columns import all_tables
from extract.emit.csv import csv_cell, harmless
from extract.errors import SinkError
from tests.emit.backends import emit, unescaped
from tests.emit.records import full_record, plant, record


def test_the_folder_has_a_file_for_each_table_and_nothing_else(tmp_path: Path) -> None:
    emit(str(tmp_path / "o.csv"), [full_record()])
    assert {path.name for path in (tmp_path / "o.csv").iterdir()} == {f"{t.name}.csv" for t in all_tables()}
    assert [path.name for path in tmp_path.iterdir()] == ["o.csv"]


def test_same_records_same_bytes_in_whatever_order(tmp_path: Path) -> None:
    some = [full_record(id="b"), record(id="a"), record(plant(), id="c")]
    emit(str(tmp_path / "1.csv"), some)
    emit(str(tmp_path / "2.csv"), some[::-1])
    for table in all_tables():
        assert (tmp_path / "1.csv" / f"{table.name}.csv").read_bytes() == (
            tmp_path / "2.csv" / f"{table.name}.csv"
        ).read_bytes()


def test_texts_are_quoted_numbers_bare_null_empty(tmp_path: Path) -> None:
    emit(str(tmp_path / "o.csv"), [record(plant())])
    lines = (tmp_path / "o.csv" / "costs.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"article_id","plant_id","position","confidence","amount","amount_min"')
    assert lines[1] == '"article-1","p1",0,0.9,,1200000000.5,1300000000,"EUR","project",false,,"exact"'
    plants = (tmp_path / "o.csv" / "plants.csv").read_text(encoding="utf-8")
    assert ",-31.25," in plants, "a negative number is no formula"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'),
        ("+1 555", '"\'+1 555"'),
        ("-2", '"\'-2"'),
        ("@cmd", '"\'@cmd"'),
        ("\tx", '"\'\tx"'),
        ("\rx", '"\'\rx"'),
        ("＝1+1", '"\'＝1+1"'),
        ("3 = 4", '"3 = 4"'),
        ("'quoted' headline", "\"'quoted' headline\""),
        ("", '""'),
        (" =1", '" =1"'),
    ],
)
def test_no_text_starts_a_formula(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


@given(st.text() | st.text(alphabet="'=+-@\t\r a"))
def test_the_apostrophe_can_be_taken_off_again(text: str) -> None:
    assert unescaped(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("file", [True, False])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, file: bool) -> None:
    target = tmp_path / "o.csv"
    if file:
        target.write_text("a,b\n")
    else:
        target.mkdir()
        (target / "notes.txt").write_text("mine")
    with pytest.raises(SinkError, match=r"is a file|holds notes\.txt"):
        emit(str(target), [record()])
    assert (target if file else target / "notes.txt").read_text() in ("a,b\n", "mine")
