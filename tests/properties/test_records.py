"""What holds for every record: grounded, valid, the same bytes each time; and the pipeline never raises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.domain.article import Article, article_id
from extract.domain.record import ArticleRecord
from extract.pipeline import Pipeline

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "article-record.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def records(pipeline: Pipeline, fixture_articles: list[Article]) -> list[ArticleRecord]:
    made = [pipeline.extract(article) for article in fixture_articles]
    return [record for record in made if isinstance(record, ArticleRecord)]


def evidence_in(value: Any) -> list[dict[str, Any]]:
    """Return every evidence anywhere in a record's JSON form."""
    if isinstance(value, list):
        return [found for item in value for found in evidence_in(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if set(value) == {"start", "end", "text", "rule"} else []
    return own + [found for item in value.values() for found in evidence_in(item)]


def test_no_fixture_is_refused(records: list[ArticleRecord], fixture_articles: list[Article]) -> None:
    assert len(records) == len(fixture_articles) > 15


def test_every_evidence_is_grounded(records: list[ArticleRecord]) -> None:
    seen = 0
    for record in records:
        text = record.article.text
        assert text is not None
        for evidence in evidence_in(record.model_dump(mode="json")):
            seen += 1
            assert text[evidence["start"] : evidence["end"]] == evidence["text"], record.article.id
            assert evidence["rule"]
    assert seen > 500


def test_every_record_fits_the_committed_schema(records: list[ArticleRecord]) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    for record in records:
        validator.validate(record.model_dump(mode="json"))


def test_members_and_conversions_point_into_the_record(records: list[ArticleRecord]) -> None:
    for record in records:
        ids = {plant.id for plant in record.plants}
        assert len(ids) == len(record.plants)
        for plant in record.plants:
            assert set(plant.members) <= ids
            for cost in plant.costs:
                assert cost.converted_from is None or cost.converted_from < len(plant.costs)


def test_a_second_run_gives_the_same_bytes(
    pipeline: Pipeline, fixture_articles: list[Article], records: list[ArticleRecord]
) -> None:
    again = [pipeline.extract(article) for article in fixture_articles[:8]]
    assert [r.model_dump_json() for r in again] == [r.model_dump_json() for r in records[:8]]


PIECES = st.sampled_from([
    "The", "Orlova", "power plant", "Unit 3", "both", "respectively", "2x660 MW", "$1.2 billion", "(", ")",
    "in March 2026", "Acme Corp.", "and", ",", ".", "\n\n", "will build", "the latter", "three wind farms",
    "Kenya", "–", "Q4", "the two", "from", "to", "%", "820 Gcal/h", "Phase II", ":", "|",
])  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(PIECES, min_size=1, max_size=60), loose=st.text(max_size=40))
def test_any_text_gives_a_record(pipeline: Pipeline, words: list[str], loose: str) -> None:
    text = " ".join(words) + "\n\n" + loose.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    article = Article(id=article_id(text), source="any", text=text, published="2026-04-07")
    made = pipeline.extract(article)
    assert isinstance(made, ArticleRecord), made
