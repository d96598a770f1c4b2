"""What one plant's own sentences say of its status and events, as tables of short texts with near-misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.assemble.dated_events import decide_dates
from extract.assemble.scene import Scene
from extract.assemble.status import decide_statuses
from extract.domain.article import Article
from extract.pipeline import Pipeline

CASES = Path(__file__).parents[1] / "cases"


def table(name: str) -> list[Any]:
    cases = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in cases]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def scene_of(pipeline: Pipeline, text: str) -> Scene:
    text = "Energy news of the day\n\n" + text
    return pipeline.understand(Article(id="case", source="case", text=text, published="2026-03-10"))


@pytest.mark.parametrize("case", table("status.toml"))
def test_status(case: dict[str, Any], pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, case["text"])
    found = {status.value for plant, status in decide_statuses(scene) if plant.parent is None}
    assert found == {case["status"]}


@pytest.mark.parametrize("case", table("events.toml"))
def test_events(case: dict[str, Any], pipeline: Pipeline) -> None:
    found = {
        f"{d.event} {d.mention.period.edtf}"
        for d in decide_dates(scene_of(pipeline, case["text"]))
        if d.mention.period
    }
    assert sorted(found) == case["events"]
