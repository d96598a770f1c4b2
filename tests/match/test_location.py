"""Places: the case table, the choice of readings, an article's and a plant's country, the compiled file."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zlib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.analyze.nlp import Analyzer
from extract.domain.article import Article
from extract.domain.mention import PlaceMention
from extract.domain.span import Span
from extract.errors import LexiconError
from extract.lexicons.gazetteer import FILE, Gazetteer, demonyms, fold_name, load_gazetteer
from extract.lexicons.loader import DATA, load_lexicon
from extract.match.location import (
    article_country,
    country_near,
    match_places,
    place_country,
    resolve_places,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "location.toml").read_text("utf-8"))["cases"]
HEAD = "Plant news\n\n"
WORDS = (
    "Hub", ",", "in", "the", "of", "Georgia", "(", ")", "-", "Lake", "Niger", "State", "'s", "\n\n", ".",
    "US$", "Bank", "A1",
)  # fmt: skip


@cache
def places_in(text: str) -> tuple[PlaceMention, ...]:
    article = Article(id="case", source="case", text=text)
    return tuple(match_places(Analyzer().analyze(article)))


def span_of(text: str, part: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = HEAD + case["text"]
    mentions = places_in(text)
    by_span = {mention.span: mention for mention in mentions}
    for wanted in case.get("places", []):
        span = span_of(text, wanted["text"], wanted.get("nth", 0))
        assert span in by_span, f"{wanted['text']} not among {[m.name for m in mentions]}"
        for key in ("country", "region", "level", "rule", "demonym"):
            if key in wanted:
                assert getattr(by_span[span], key) == wanted[key], (wanted["text"], key)
    found = {mention.name for mention in mentions}
    assert not found & set(case.get("absent", []))
    if "article" in case:
        assert article_country(mentions) == case["article"]


def test_cases_hold_near_misses() -> None:
    assert sum("absent" in case and "places" not in case for case in CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_mentions_are_grounded_and_apart(case: dict[str, Any]) -> None:
    text = HEAD + case["text"]
    mentions = places_in(text)
    for mention in mentions:
        assert " ".join(mention.span.of(text).split()) == mention.name
        assert mention.rule.startswith("place.")
    for left, right in pairwise(mentions):
        assert left.span.end <= right.span.start


def test_resolving_twice_changes_nothing() -> None:
    for case in CASES:
        mentions = places_in(HEAD + case["text"])
        assert resolve_places(mentions) == mentions


def test_an_undecided_name_stays_undecided() -> None:
    mentions = places_in(HEAD + "A plant near San Isidro will be built, it said.")
    assert [(m.name, m.country, m.latitude) for m in mentions] == [("San Isidro", None, None)]


def test_coordinates_come_with_a_city() -> None:
    (city,) = (m for m in places_in(HEAD + "The plant at Jalingo, Nigeria, is idle.") if m.level == "city")
    assert city.region == "Taraba"
    assert city.latitude is not None and 8 < city.latitude < 10
    assert city.longitude is not None and 10 < city.longitude < 13


# --- countries of articles and plants


def test_article_country_prefers_the_text() -> None:
    mentions = places_in(HEAD + "The dam in Laos will sell power to Thailand. Laos has plenty.")
    assert article_country(mentions, "The Hindu", "https://news.example.in/x") == "LA"


@pytest.mark.parametrize(
    ("publisher", "url", "country"),
    [
        (None, "https://www.example.com.au/news/1", "AU"),
        (None, "https://example.kz/1", "KZ"),
        (None, "https://example.co.uk/1", "GB"),
        (None, "https://example.io/1", None),
        ("Jakarta Daily", "https://example.com/1", "ID"),
        ("Ghanaian Chronicle", None, "GH"),
        ("Power Engineering", None, None),
        (None, None, None),
    ],
)
def test_article_country_falls_back_to_the_newsroom(
    publisher: str | None, url: str | None, country: str | None
) -> None:
    assert article_country((), publisher, url) == country


def near(text: str, part: str) -> str | None:
    found = country_near(span_of(text, part), places_in(text), text)
    return found[0] if found else None


def test_country_of_each_plant_in_a_round_up() -> None:
    text = HEAD + (
        "FRANCE - The Alpha wind farm was bought from Spain's Siemens Gamesa.\n\n"
        "ITALY - The Beta wind farm used turbines of China's Goldwind."
    )
    assert near(text, "Alpha wind farm") == "FR"
    assert near(text, "Beta wind farm") == "IT"


def test_country_of_two_plants_in_one_sentence() -> None:
    text = HEAD + "The group builds the Alpha plant in Nepal, while the Beta plant in Pakistan must wait."
    assert near(text, "Alpha plant") == "NP"
    assert near(text, "Beta plant") == "PK"


def test_country_inside_the_phrase_wins() -> None:
    text = HEAD + "In Germany the company spoke of its Pavlodar CHP plant."
    assert near(text, "Pavlodar CHP plant") == "KZ"


def test_a_bidder_is_no_location() -> None:
    text = HEAD + "Kenya seeks power.\n\nChinese companies want to build the Alpha plant with EDF of France."
    assert near(text, "Alpha plant") == "KE"


def test_no_place_no_country() -> None:
    text = HEAD + "The plant will be built."
    assert country_near(span_of(text, "plant"), (), text) is None


def test_place_country() -> None:
    assert place_country("Punjab", "IN") == "IN"
    assert place_country("Kazakhstan") == "KZ"
    assert place_country("Georgia") is None
    assert place_country("no such place") is None


# --- the gazetteer


@pytest.mark.parametrize(
    ("name", "country", "level"),
    [
        ("Kazakhstan", "KZ", "country"),
        ("Türkiye", "TR", "country"),
        ("Côte d’Ivoire", "CI", "country"),
        ("Semei", "KZ", "city"),
        ("UST-KAMENOGORSK", "KZ", "city"),
        ("Taraba", "NG", "region"),
        ("Baden-Wuerttemberg", "DE", "region"),
        ("Nordrhein-Westfalen", "DE", "region"),
        ("St. Petersburg", "RU", "city"),
    ],
)
def test_lookup(name: str, country: str, level: str) -> None:
    first = load_gazetteer().lookup(name)[0]
    assert (first.country, first.level) == (country, level)


def test_abbreviations_and_codes_are_not_names() -> None:
    gazetteer = load_gazetteer()
    assert [place.region for place in gazetteer.abbreviated("Calif.")] == ["California"]
    assert {place.region for place in gazetteer.abbreviated("CA")} == {"California"}
    assert gazetteer.abbreviated("ca.") == ()
    assert all(place.level == "city" for place in gazetteer.lookup("us"))
    assert gazetteer.lookup("US")[0].country == "US"


def test_every_stored_name_is_found() -> None:
    gazetteer = load_gazetteer()
    for index in range(0, len(gazetteer), 4001):
        name = gazetteer.name_at(index).decode()
        assert name == fold_name(name) or name.startswith("code ") or name.endswith(".")
        if not name.endswith(".") and not name.startswith("code "):
            assert gazetteer.lookup(name) or len(name) <= 4


def test_names_are_sorted() -> None:
    gazetteer = load_gazetteer()
    sample = [gazetteer.name_at(index) for index in range(0, len(gazetteer), 997)]
    assert sample == sorted(sample)


def test_file_belongs_to_the_regions() -> None:
    header = json.loads(zlib.decompress(FILE.read_bytes()).split(b"\n", 1)[0])
    digest = hashlib.sha256((DATA / "regions.toml").read_bytes()).hexdigest()
    assert header["regions_digest"] == digest, "run benchmarks/build_gazetteer.py"
    assert "GeoNames" in header["source"] and "CC BY" in header["licence"]


def test_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "gazetteer.bin"
    for content in (b"", b"no zlib", zlib.compress(b"{}\n"), zlib.compress(b"no header")):
        broken.write_bytes(content)
        with pytest.raises(LexiconError, match=r"gazetteer\.bin.*build_gazetteer"):
            Gazetteer(broken)


def test_countries_are_complete() -> None:
    entries = load_lexicon("countries").by_id()
    assert len(entries) >= 248
    known = load_gazetteer().header["countries"]
    assert set(known) <= set(entries)
    assert demonyms()["Kazakh"] == ("KZ",)
    assert set(demonyms()["Congolese"]) == {"CD", "CG"}
    assert {entry.data["country"] for entry in load_lexicon("regions").entries} <= set(entries)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_fold_and_lookup_take_any_text(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)
    for place in load_gazetteer().lookup(text):
        assert len(place.country) == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_any_mixture_of_words_is_survived(parts: list[str]) -> None:
    text = " ".join(parts)
    for mention in places_in(text):
        assert mention.span.of(text).strip()


@pytest.mark.parametrize("unit", ["A", "(", "1", "Lake ", "A-", "US", "in ", "’s", "Georgia, "])
def test_long_runs_do_not_blow_up(unit: str) -> None:
    text = unit * 3000
    found = resolve_places([])
    assert found == ()
    assert country_near(Span(0, 1), (), text) is None
    from extract.match.place_names import scan

    assert len(list(scan(text))) <= 3000
