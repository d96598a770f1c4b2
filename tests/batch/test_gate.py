"""The question of relevance never costs a plant: beside the plain path over all there is, and by property."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.batch.gate import passes
from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.lexicons.loader import load_lexicon
from extract.normalize.relevance import can_tell_of_plants
from extract.pipeline import Pipeline
from extract.read import Document, article_of, documents
from tests.conftest import FIXTURES

DEVSET = Path(__file__).resolve().parents[3] / "shared" / "devset" / "articles"


def all_documents() -> list[Document]:
    paths = [*sorted(FIXTURES.glob("*/article*.*")), *sorted(DEVSET.glob("*.txt"))]
    return [found for path in paths for found in documents(path) if isinstance(found, Document)]


def test_no_plant_is_lost_on_any_article_at_hand(pipeline: Pipeline) -> None:
    """`extract_plainly` takes every article through every stage; only those the gate stops need to be."""
    stopped = 0
    for document in all_documents():
        article = article_of(document)
        assert isinstance(article, Article)
        if passes(document) and can_tell_of_plants(article.text):
            continue
        stopped += 1
        plain = pipeline.extract_plainly(article)
        assert isinstance(plain, ArticleRecord) and plain.plants == (), article.source
        assert pipeline.extract(article) == plain
    assert stopped < 10


@pytest.mark.parametrize("said", [
    "a 240-MW unit", "240MW", "2x660 MWe", "600 megawatts", "40 kW", "3 Gcal/h", "9 GWh", "the CHPP-2",
    "Plant (CHP) works", "a wind\nfarm", "a wind-farm", "hydro­electric", "coal‑fired", "nuclear power plants",
    "THE POWER STATION", "BESS", "a dam", "the reactors", "1,200 m.w.", "pumped\u00a0storage",
])  # fmt: skip
def test_words_of_power_engineering_let_an_article_in(said: str) -> None:
    assert can_tell_of_plants(f"It is {said}, he said.")


@pytest.mark.parametrize("said", [
    "a steel plant", "the police station", "political power", "homework and teamwork", "a hub for startups",
    "plant trees in the park", "the power of love", "a nuclear deal", "unit 4 of the housing estate", "winds",
    "damage", "turbinesque", "the chp of wood", "gas prices rose", "electricity bills", "megabytes",
])  # fmt: skip
def test_near_misses_are_passed_over(said: str) -> None:
    assert not can_tell_of_plants(f"It is {said}, he said.")


def test_every_strong_head_noun_lets_an_article_in() -> None:
    for entry in load_lexicon("plant_nouns").entries:
        if entry.data.get("class") == "strong":
            assert [form for form in entry.forms if not can_tell_of_plants(f"The {form} there.")] == []


FIRST = "The council said that work on the road goes on."
PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<br>", "<script>", "</script>", "<style>", "</style>", "<!--", "-->",
    "&nbsp;", "&#119;", "wind farm", "win", "d farm", "240 MW", "megawatt", "\n", " ", "&shy;", "&amp;nbsp;",
    "The council said that work goes on. ", '<meta property="og:title" content="A wind farm opens">',
    "<title>", "</title>", '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"',
    '"}</script>', "\\u0077ind farm", "<div>", "</div>", "<noscript>", "</noscript>",
    "<textarea>", "</textarea>",
    "<a title='x > y'>", "</a>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_a_page_is_passed_over_only_if_its_article_would_be(pieces: list[str]) -> None:
    page = "".join((f"<html><body><p>{FIRST}</p>", *pieces, "</body></html>"))
    document = Document("x", "html", page.encode())
    if not passes(document):
        article = article_of(document)
        assert not isinstance(article, Article) or not can_tell_of_plants(article.text)


@pytest.mark.parametrize(
    "run", ["<", "<!--", "<script>", "<meta ", "&", "&#", "\\u", "<style><!--", "mw", "a-"]
)
def test_a_hostile_page_takes_time_in_step_with_its_length(run: str) -> None:
    """Not a clock: eight times the length may take sixteen times as long, whatever the machine."""

    def taken(size: int) -> float:
        document = Document("x", "html", b"<html>" + (run * (size // len(run))).encode())
        started = time.process_time()
        passes(document)
        return time.process_time() - started

    small = min(taken(60_000) for _ in range(3))
    assert taken(480_000) < 16 * max(small, 0.002)
