"""What an article is about: other works yield nothing, their twins of power plants do."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.assemble.candidates import plant_candidates
from extract.assemble.same import joined
from extract.assemble.scene import Scene
from extract.decide.subject import Subject, SubjectModel
from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.pipeline import Pipeline

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "subject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES["cases"]])
def test_other_works_yield_nothing(case: dict[str, Any], pipeline: Pipeline) -> None:
    record = pipeline.extract_text(case["text"].strip(), published="2026-03-01")
    assert [plant.name for plant in record.plants] == case["plants"]


def test_without_their_words_some_of_them_would() -> None:
    """The table would prove nothing if nothing in it depended on them."""
    pipeline = Pipeline()
    pipeline._weights = replace(pipeline._weights, subject=None)
    records = [
        pipeline.extract_text(c["text"].strip(), published="2026-03-01")
        for c in CASES["cases"]
        if not c["plants"]
    ]
    assert sum(bool(record.plants) for record in records) >= 3


def scene(subject: Subject | None) -> Scene:
    text = "The Orlova plant opened. Beltran followed."
    spans = (Span(0, 24), Span(25, 42))
    plants = tuple(
        PlantEntity(index=i, name=s.of(text), aliases=(), mentions=(PlantMention(s, "test", form="name"),))
        for i, s in enumerate((Span(4, 16), Span(25, 32)))
    )
    return Scene(text, Mentions(sentences=spans, paragraphs=(Span(0, 42),)), plants, (), subject=subject)


@pytest.mark.parametrize(("odds", "counts"), [(-4.0, 0.0), (-1.0, 0.0), (0.5, 1.5)])
def test_having_no_plant_counts_only_where_it_is_likely(odds: float, counts: float) -> None:
    for asked in plant_candidates(scene(Subject(odds, 3.0))):
        assert (asked.features["t.none"], asked.features["t.many"]) == (counts, 1.5)


def test_where_nobody_asked_the_words_nothing_is_said_of_them() -> None:
    assert not [f for q in plant_candidates(scene(None)) for f in q.features if f.startswith("t.")]


def test_the_subject_stays_when_plants_are_joined_or_left_out() -> None:
    subject = Subject(0.5, 3.0)
    whole = scene(None).about(subject)
    assert joined(whole, [[0, 1]]).subject == whole.only(frozenset({1})).subject == subject


def test_a_word_said_often_counts_more_and_names_do_not_count() -> None:
    model = SubjectModel((0.0, 0.0), {"port": (1.0, 2.0, -1.0), "turbine": (1.0, 0.0, 0.0)})
    once, often = model.read("turbine port"), model.read("turbine port port port Turbine")
    assert 0 < once.none < often.none and often.many < once.many < 0
    assert model.read("Port PORT x").none == 0.0
