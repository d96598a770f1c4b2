from __future__ import annotations

from pathlib import Path

import pytest

from extract.pipeline import Pipeline
from tests.golden.goldens import expected_text, fixtures


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("folder", fixtures(), ids=lambda folder: folder.name)
def test_the_record_is_the_golden_to_the_byte(folder: Path, pipeline: Pipeline) -> None:
    """Changed on purpose? `make goldens`, and read the diff."""
    assert expected_text(folder, pipeline) == (folder / "expected.json").read_text(encoding="utf-8")
