"""Very long texts are cut into parts that lose nothing and hold no more than a bounded work."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.normalize.parts import _MARK, MOST_CHARACTERS, MOST_MARKS, parts
from extract.pipeline import Pipeline

RUNS = [
    "7",
    "1,",
    "(",
    "a",
    "A",
    "Aa ",
    "MW ",
    "A. ",
    "| ",
    "\n",
    " ",
    "KANO POWER PLANT ",
    "the plant ",
    "ü.",
]


def test_what_is_no_longer_than_news_is_one_part(fixture_articles: list[Article]) -> None:
    assert all(len(parts(article.text)) == 1 for article in fixture_articles)


@pytest.mark.parametrize("run", RUNS)
def test_every_part_of_a_megabyte_is_bounded_and_none_is_tiny(run: str) -> None:
    text = (run * (1_000_000 // len(run) + 1))[:1_000_000]
    found = parts(text)
    assert "".join(part.of(text) for part in found) == text
    assert max(part.end - part.start for part in found) <= MOST_CHARACTERS
    assert max(len(_MARK.findall(part.of(text))) for part in found) <= MOST_MARKS + 1
    assert len(found) <= 2 * len(text) / MOST_CHARACTERS + 2 * len(_MARK.findall(text)) / MOST_MARKS + 2


@given(st.text(alphabet="Aa1. \n(", max_size=300), st.integers(1, 40), st.integers(1, 20))
def test_parts_follow_each_other_without_a_gap(text: str, characters: int, marks: int) -> None:
    found = parts(text, characters, marks)
    assert "".join(part.of(text) for part in found) == text
    assert all(
        part.end - part.start <= max(characters, len(text) if len(found) == 1 else 0) for part in found
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two. Three\nfour.\n\nFive six seven.", "One two. Three\nfour.\n\n"),
        ("One two. Three four.\nFive six seven.", "One two. Three four.\n"),
        ("One two three. Four five six seven.", "One two three. "),
        ("one two three four five six seven", "one two three four five "),
        ("onetwothreefourfivesixseven", "onetwothreefourfivesixsev"),
        ("A.\n\none two three four five six seven", "A.\n\none two three four "),  # too early a cut
    ],
)
def test_the_best_place_to_cut(text: str, first: str) -> None:
    assert parts(text, most_characters=25)[0].of(text) == first


def test_a_long_article_tells_in_each_part_what_the_part_tells_alone(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence points into the whole text, ids are unique, nothing said late is lost."""
    monkeypatch.setattr("extract.pipeline.parts", partial(parts, most_characters=100))
    told = "The 240 MW Orlova wind farm in Peru will cost $300 million, Acme Corp. said in May 2024.\n\n"
    article = Article(id="x", source="x", text=told * 3, published="2024-06-01")
    alone = pipeline.extract(article.model_copy(update={"text": told}))
    record, reasons = pipeline.explain(article)
    assert isinstance(record, ArticleRecord)
    assert isinstance(alone, ArticleRecord)
    assert [plant.name for plant in record.plants] == [alone.plants[0].name] * 3
    assert len({plant.id for plant in record.plants}) == 3
    for number, plant in enumerate(record.plants):
        assert [c.value for c in plant.capacities] == [240]
        assert plant.evidence[0].start // len(told) == number
        for capacity in plant.capacities:
            evidence = capacity.evidence[0]
            assert article.text[evidence.start : evidence.end] == evidence.text
            assert (plant.id, "capacity", evidence.start) in reasons
