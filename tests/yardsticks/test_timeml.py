"""TimeML: reading it, periods in TIMEX3 terms, and the scoring of TempEval-3."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.yardsticks import timeml
from benchmarks.yardsticks.core import totals
from benchmarks.yardsticks.timeml import Document, Timex, read_document, score
from benchmarks.yardsticks.timex import timexes
from extract.domain.span import Span
from extract.errors import ReadError
from extract.normalize.dates import find_dates

SAMPLE = """<?xml version="1.0" ?><TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2026-03-18">March 18, 2026</TIMEX3></DCT>
<TEXT>
It <EVENT eid="e1">opened</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2026-03-16">Monday</TIMEX3> after
<TIMEX3 tid="t2" type="DURATION" value="P2Y">two years</TIMEX3> &amp; will close in
<TIMEX3 tid="t3" type="DATE" value="2031">late 2031</TIMEX3>. A sum was due in 1999.
</TEXT></TimeML>"""


def write(folder: Path, content: str = SAMPLE) -> Path:
    path = folder / "gold.tml"
    path.write_text(content, encoding="utf-8")
    return path


def test_text_and_expressions_are_read_and_the_publication_date_is_none_of_them(tmp_path: Path) -> None:
    document = read_document(write(tmp_path))
    assert document.published == "2026-03-18"
    phrases = [document.text[t.span.start : t.span.end] for t in document.gold]
    assert phrases == ["Monday", "two years", "late 2031"]
    assert "& will" in document.text


def test_dates_are_scored_apart_from_everything(tmp_path: Path) -> None:
    write(tmp_path)
    dates, everything = (totals(task.outcomes) for task in timeml.measure([tmp_path]))
    assert (dates.gold, dates.found, dates.right) == (2, 3, 2)
    assert (everything.gold, everything.found, everything.right) == (3, 3, 2)


def test_matching_is_by_overlap_and_each_counts_once() -> None:
    gold = (Timex(Span(3, 9), "DATE", "2026"), Timex(Span(20, 24), "DURATION", "P1Y"))
    document = Document("a", "x" * 30, "2026-01-01", gold)
    said = [
        Timex(Span(0, 4), "DATE", "2026"),
        Timex(Span(5, 8), "DATE", "2026"),
        Timex(Span(20, 22), "DATE", "2025"),
    ]
    outcome = score(document, said)
    assert (outcome.gold, outcome.found, outcome.values, outcome.right) == (2, 3, 2, 1)
    only_dates = score(document, said, dates_only=True)
    assert (only_dates.gold, only_dates.found, only_dates.right) == (1, 2, 1)


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("DATE", "2026-03-18", True),
        ("DATE", "2026-Q1", True),
        ("DATE", "2026-W12", True),
        ("DATE", "199", True),
        ("DATE", "2026-WI", True),
        ("DATE", "PRESENT_REF", False),
        ("DATE", "XXXX-WI", False),
        ("TIME", "2026-03-18TMO", False),
        ("DURATION", "P2Y", False),
        ("SET", "P1W", False),
    ],
)
def test_what_counts_as_a_date_of_the_calendar(type_: str, value: str, expected: bool) -> None:
    assert Timex(Span(0, 1), type_, value).is_date is expected


@pytest.mark.parametrize(
    ("phrase", "values"),
    [
        ("on 16 March 2026", ["2026-03-16"]),
        ("in the first quarter of 2029", ["2029-Q1"]),
        ("in the second half of 2028", ["2028-H2"]),
        ("by the end of 2029", ["2029"]),
        ("in late March 2023", ["2023-03"]),
        ("by the end of the first quarter of 2026", ["2026-03"]),
        ("in summer 2027", ["2027-SU"]),
        ("in the 1990s", ["199"]),
        ("last week", ["2026-W11"]),
        ("in 2009-2010", ["2009", "2010"]),
        ("between 2027 and 2029", ["2027", "2029"]),
        ("on 31 April 2025", []),
    ],
)
def test_periods_in_timex_terms(phrase: str, values: list[str]) -> None:
    text = f"It opened {phrase}."
    found = [one for mention in find_dates(text, "2026-03-18") for one in timexes(text, mention)]
    assert [value for _, value in found] == values
    assert all(0 <= span.start < span.end <= len(text) for span, _ in found)


@pytest.mark.parametrize(
    "content",
    [
        "<TimeML><TEXT>no date</TEXT></TimeML>",
        '<TimeML><DCT><TIMEX3 value="2026-01-01"/></DCT></TimeML>',
        "<TimeML><TEXT>",
    ],
)
def test_broken_timeml_is_refused_by_name(content: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gold\.tml: not TimeML"):
        timeml.measure([write(tmp_path, content)])


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no TimeML file"):
        timeml.measure([tmp_path])
