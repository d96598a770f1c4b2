from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.read.bylines import credits_of, line_date
from extract.read.dates import find_dates, from_address, from_value
from extract.read.metadata import Candidate, chosen_date, meta_dates
from extract.read.text import read_text
from tests.read.helpers import cases

ALL = cases("read_dates")
PROSE = (
    "The unit was built by a consortium and reached full load in its first week, the owner said in a "
    "statement to the press. It feeds two towns."
)


def named(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["text"][:40]) for case in ALL[kind]]


@pytest.mark.parametrize("case", named("line"))
def test_line_below_headline(case: dict[str, Any]) -> None:
    article = read_text(f"Plant opens\n\n{case['text']}\n\n{PROSE}\n", "x")
    assert (article.published or "") == case["published"]
    assert list(article.authors) == case.get("authors", [])
    assert article.publisher == case.get("publisher")


@pytest.mark.parametrize("case", named("paragraph"))
def test_dateline_opens_first_paragraph(case: dict[str, Any]) -> None:
    article = read_text(f"Plant opens\n\n{case['text']}\n\n{PROSE}\n", "x")
    assert (article.published or "") == case["published"]
    assert article.publisher == case.get("publisher")


@pytest.mark.parametrize("case", named("closing"))
def test_closing_line(case: dict[str, Any]) -> None:
    article = read_text(f"Plant opens\n\n{PROSE}\n\n{PROSE[::-1]}\n\n{case['text']}\n", "x")
    assert (article.published or "") == case["published"]


@pytest.mark.parametrize("case", named("address"))
def test_address(case: dict[str, Any]) -> None:
    assert (from_address(case["text"]) or "") == case["published"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2026-04-07T23:30:00+05:30", "2026-04-07"),
        ("2026-04-07 10:00:00", "2026-04-07"),
        ("Tue, 07 Apr 2026 10:00:00 GMT", "2026-04-07"),
        ("20260407", "2026-04-07"),
        ("20260407T101500Z", "2026-04-07"),
        ("1775556000", "2026-04-07"),
        ("1775556000000", "2026-04-07"),
        ("2026-04", "2026-04"),
        ("2026", "2026"),
        ("April 7th, 2026", "2026-04-07"),
        ("7 avril 2026", "2026-04-07"),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("2026-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_metadata_value(raw: str, value: str | None) -> None:
    found = from_value(raw)
    assert (found.value if found else None) == value


def test_swappable_date_needs_confirmation() -> None:
    """04/07/2026 alone is nobody's date; beside 7 April it is that day, and 25/12 has one reading."""
    assert chosen_date([Candidate("time", "04/07/2026")]) == (None, None)
    confirmed = chosen_date(
        [Candidate("time", "04/07/2026"), Candidate("url", "https://x.example/2026/04/07/a")]
    )
    assert confirmed == ("2026-04-07", "time: 04/07/2026")
    assert chosen_date([Candidate("time", "25/12/2023")])[0] == "2023-12-25"


def test_coarse_date_is_refined_by_one_that_agrees() -> None:
    assert chosen_date([Candidate("meta date", "2026"), Candidate("url", "https://x.example/2026/04/07/a")])[
        0
    ] == ("2026-04-07")
    assert chosen_date([Candidate("meta date", "2026"), Candidate("url", "https://x.example/2025/04/07/a")])[
        0
    ] == ("2026")


def test_meta_dates_take_publication_before_creation_and_never_change() -> None:
    meta = {
        "article:modified_time": "2026-05-01",
        "last-modified": "2026-05-02",
        "dc.date": "2026-04-08",
        "article:published_time": "2026-04-07",
    }
    assert [candidate.raw for candidate in meta_dates(meta)] == ["2026-04-07", "2026-04-08"]


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_written_dates_come_back(day: date) -> None:
    if (day.year, day.month, day.day) == (1970, 1, 1):
        return
    for form in ("%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y-%m-%d", "%A, %d %b %Y"):
        assert [found.value for found in find_dates(day.strftime(form))] == [day.isoformat()], form


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_nothing_raises_on_any_text(text: str) -> None:
    credits_of([text, text])
    line_date(text)
    from_value(text)
    from_address(text)
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
