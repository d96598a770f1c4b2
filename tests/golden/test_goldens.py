from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import Pipeline
from tests.golden.goldens import expected_text, fixtures

TOLERANCE = 0.03
"""Confidences rest on the encoder's sums, whose last bits differ between processors (decision 15)."""


@pytest.mark.parametrize("folder", fixtures(), ids=lambda folder: folder.name)
def test_the_record_is_the_golden(folder: Path, pipeline: Pipeline) -> None:
    """Changed on purpose? `make goldens`, and read the diff."""
    made = json.loads(expected_text(folder, pipeline))
    golden = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert _without_confidence(made) == _without_confidence(golden)
    assert _confidences(made) == pytest.approx(_confidences(golden), abs=TOLERANCE)


def _without_confidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_confidence(v) for k, v in value.items() if k != "confidence"}
    return [_without_confidence(v) for v in value] if isinstance(value, list) else value


def _confidences(value: Any) -> list[float]:
    if isinstance(value, dict):
        own = [float(value["confidence"])] if "confidence" in value else []
        return own + [c for v in value.values() for c in _confidences(v)]
    return [c for v in value for c in _confidences(v)] if isinstance(value, list) else []
