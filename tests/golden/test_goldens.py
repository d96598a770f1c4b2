from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import Pipeline
from tests.golden.goldens import FIXTURES, expected_text, open_fixtures

GOLDENS = [folder for folder in open_fixtures() if (folder / "expected.json").exists()]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)
def test_the_record_is_the_golden_to_the_byte(folder: Path, pipeline: Pipeline) -> None:
    """Changed on purpose? `make goldens`, and read the diff."""
    assert expected_text(folder, pipeline) == (folder / "expected.json").read_text(encoding="utf-8")


def test_no_scored_only_fixture_has_a_golden() -> None:
    seen = {path.parent for path in FIXTURES.glob("*/expected.json")}
    assert seen <= set(open_fixtures())
