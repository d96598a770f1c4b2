"""Dates: the case table, properties, and agreement with dateparser on full dates."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.mention import DateMention
from extract.normalize.date_calendar import add_months, days_period, shift, spell, year_period
from extract.normalize.date_context import sentence_at, tense_at
from extract.normalize.date_filters import is_year
from extract.normalize.dates import find_dates

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "date.toml").read_text(encoding="utf-8")
)["cases"]


def shown(text: str, mention: DateMention) -> list[str]:
    """Return phrase and period of a mention as the case file writes them."""
    if mention.period is None:
        return [mention.span.of(text), "?"]
    qualifier = mention.period.qualifier
    return [mention.span.of(text), mention.period.edtf + ("" if qualifier == "exact" else f" {qualifier}")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = find_dates(case["text"], case.get("published"))
    assert [shown(case["text"], mention) for mention in found] == case["dates"]


def test_every_case_has_its_own_name() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_a_near_miss_yields_nothing() -> None:
    misses = [case for case in CASES if case.get("origin") == "near-miss"]
    assert len(misses) >= 9
    assert all(case["dates"] == [] for case in misses)


@pytest.mark.parametrize(
    ("phrase", "start", "end", "precision"),
    [
        ("by the end of 2029", date(2029, 10, 1), date(2029, 12, 31), "quarter"),
        ("by 2029", date(2029, 1, 1), date(2029, 12, 31), "year"),
        ("in the first quarter of 2029", date(2029, 1, 1), date(2029, 3, 31), "quarter"),
        ("in the second half of 2028", date(2028, 7, 1), date(2028, 12, 31), "half"),
        ("between 2027 and 2029", date(2027, 1, 1), date(2029, 12, 31), "range"),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29), "month"),
    ],
)
def test_periods_of_the_contract(phrase: str, start: date, end: date, precision: str) -> None:
    (mention,) = find_dates(f"The plant is due {phrase}.", None)
    assert mention.period is not None
    assert (mention.period.start, mention.period.end, mention.period.precision) == (start, end, precision)


def test_relative_marks_what_needed_another_date() -> None:
    text = "Signed in May 2024, due next year."
    assert [mention.relative for mention in find_dates(text, "2025-01-01")] == [False, True]


def test_country_decides_the_fiscal_year() -> None:
    def fiscal(country: str | None) -> str:
        (mention,) = find_dates("Due in FY2027.", None, country=country)
        assert mention.period is not None
        return mention.period.edtf

    assert fiscal("IN") == "2026-04/2027-03"
    assert fiscal("JP") == "2027-04/2028-03"
    assert fiscal("AU") == "2026-07/2027-06"
    assert fiscal("DE") == fiscal(None) == "2027"


@pytest.mark.parametrize("published", ["", "yesterday", "2024-13", "2024-02-31", "20240101"])
def test_a_broken_publication_date_counts_as_none(published: str) -> None:
    (mention,) = find_dates("It was signed yesterday.", published)
    assert mention.period is None


def test_dateline_is_told_apart_from_a_list_heading() -> None:
    text = "Five plants\n\nLIMA, 2 June 2020 - Start.\n\n1. Myanmar, March 2019. Sold."
    assert [mention.rule for mention in find_dates(text, "2020-06-02")] == ["date.dateline", "date.month"]


def test_sentence_does_not_end_at_a_short_month() -> None:
    text = "Work began on Aug. 27 in Lima. It ended."
    assert text[slice(*sentence_at(text, 10))] == "Work began on Aug. 27 in Lima. "


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The plant will be opened in X.", "future"),
        ("The plant was opened in X.", "past"),
        ("It was due to open in X.", "past"),
        ("He said in X that it would open.", "past"),
        ("It will start in X, the owner said.", "future"),
        ("It will be linked in May and opened in X.", "future"),
        ("It will grow. Work ended in X.", "past"),
        ("Offers were read in X, and should be open by May.", "past"),
        ("Rain in X.", None),
    ],
)
def test_tense(text: str, tense: str | None) -> None:
    start = text.index("X")
    assert tense_at(text, start, start + 1) == tense


def test_year_at_the_very_start() -> None:
    assert is_year("2019 was a good year", 0, 4)
    assert not is_year("2019 MW were built", 0, 4)


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FORMS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%A, %B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%b. %d, %Y")


@settings(max_examples=60, deadline=None)
@given(DAYS, st.sampled_from(FORMS))
def test_a_written_day_is_read_back(day: date, form: str) -> None:
    text = f"It was signed on {day.strftime(form)} in Lima."
    if form.startswith("%b.") and day.month == 5:
        text = text.replace("May.", "May")
    (mention,) = find_dates(text, None)
    assert mention.period is not None
    assert (mention.period.start, mention.period.end, mention.period.edtf) == (day, day, day.isoformat())
    assert mention.span.of(text) == text[17:-9]


@settings(max_examples=25, deadline=None)
@given(DAYS, st.sampled_from(FORMS[:4]))
def test_full_dates_agree_with_dateparser(day: date, form: str) -> None:
    written = day.strftime(form)
    parsed = dateparser.parse(
        written, languages=["en"], settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True}
    )
    (mention,) = find_dates(f"On {written} it opened.", None)
    assert parsed is not None
    assert mention.period is not None
    assert mention.period.start == parsed.date()


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 60))
def test_months_ago_agree_with_dateparser(published: date, count: int) -> None:
    base = datetime(published.year, published.month, published.day)
    parsed = dateparser.parse(f"{count} months ago", languages=["en"], settings={"RELATIVE_BASE": base})
    (mention,) = find_dates(f"It was signed {count} months ago.", published.isoformat())
    assert parsed is not None
    assert mention.period is not None
    assert (mention.period.start.year, mention.period.start.month) == (parsed.year, parsed.month)


WORDS = st.sampled_from(
    [
        "2027",
        "2024-25",
        "the",
        "of",
        "in",
        "by",
        "next",
        "last",
        "year",
        "March",
        "May",
        "3",
        "14",
        "first",
        "half",
        "quarter",
        "Q3",
        "end",
        "late",
        "mid-",
        "ago",
        "months",
        "two",
        "Monday",
        "yesterday",
        "FY25",
        "fiscal",
        "winter",
        "decade",
        "'s",
        "-",
        "–",
        ",",
        ".",
        "\n",
        "from",
        "to",
        "between",
        "and",
        "within",
        "later",
        "2000",
        "MW",
        "$",
        "|",
        "(",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=25), st.sampled_from([None, "2025", "2025-03", "2025-03-31"]))
def test_any_heap_of_words_is_read_without_fail(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    found = find_dates(text, published)
    ends = [0]
    for mention in found:
        assert ends[-1] <= mention.span.start < mention.span.end <= len(text)
        ends.append(mention.span.end)
        if mention.period is not None:
            assert mention.period.start <= mention.period.end
    assert found == find_dates(text, published)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_fail(text: str) -> None:
    for mention in find_dates(text + " in 2027", "2025-03-31"):
        assert mention.span.of(text + " in 2027")


@pytest.mark.parametrize(
    "unit",
    ["1", "(", "a", "2027 ", "May ", "in May ", "Monday ", "first ", " \t", "the end of ", "12.", "half "],
)
def test_long_runs_are_read(unit: str) -> None:
    find_dates(unit * (60_000 // len(unit)), None)


def test_an_unrelated_sentence_changes_nothing() -> None:
    text = "Work began in March 2024. It ends in 2027."
    alone = [mention.period for mention in find_dates(text, "2025-03-31")]
    with_more = [mention.period for mention in find_dates(f"{text} The road is wide.", "2025-03-31")]
    assert alone == with_more


def test_arithmetic() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert spell(date(2026, 7, 1), 6).edtf == "2026-41"
    assert shift(year_period(2024), 2, "year") == year_period(2026)
    with pytest.raises(ValueError, match="cannot end before"):
        days_period(date(2026, 1, 2), date(2026, 1, 1))


def test_a_sentence_that_ends_in_a_month_is_no_dateline() -> None:
    text = "Peak demand\n\nThe ministry had prepared for more in May. OSLO, it said, has less."
    assert [mention.rule for mention in find_dates(text, "2024-05-24")] == ["date.month"]
