"""Coreference of plants: which phrases mean one plant, as a table of short texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.analyze.nlp import Analyzer
from extract.domain.article import Article
from extract.match import match_all
from extract.resolve.plants import resolve_plants

PATH = Path(__file__).parents[1] / "cases" / "coreference.toml"
CASES = tomllib.loads(PATH.read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_coreference(case: dict[str, Any], analyzer: Analyzer) -> None:
    # A headline of its own, so that the rules for headlines do not apply to the case.
    text = "Energy news of the day\n\n" + case["text"]
    analysis = analyzer.analyze(Article(id="case", source="case", text=text))
    plants = resolve_plants(text, match_all(analysis))
    found = [["*"] * p.aggregate + [m.span.of(text) for m in p.mentions] for p in plants]
    assert sorted(found) == sorted(case["groups"])


def test_units_know_their_plant_and_groups_their_members(analyzer: Analyzer) -> None:
    text = "News\n\nThe Orlova and Vale wind farms were sold. Unit 3 of the Kano power plant burned."
    plants = resolve_plants(text, match_all(analyzer.analyze(Article(id="x", source="x", text=text))))
    by_name = {p.core: p for p in plants if p.core and not p.unit}
    (group,) = [p for p in plants if p.aggregate]
    assert {plants[m].core for m in group.members} == {"orlova", "vale"}
    (unit,) = [p for p in plants if p.unit == "3"]
    assert unit.core == by_name["kano"].core
