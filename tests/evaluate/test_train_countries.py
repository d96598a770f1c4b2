"""Learning the country decision by itself: what is written, and what stays as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import lessons, train_countries
from benchmarks.corpora import corpora
from extract.decide.linear import WEIGHTS, load_weights


def test_it_learns_the_countries_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = {"corpus": corpora()["corpus"][:20], "corpus scored-only": corpora()["corpus scored-only"][:1]}
    monkeypatch.setattr(lessons, "corpora", lambda: few)
    path = tmp_path / "weights.json"
    shutil.copy(WEIGHTS, path)
    before = load_weights(path)

    assert train_countries.main(["--dry-run"], path) == 0
    assert path.read_bytes() == WEIGHTS.read_bytes()
    assert capsys.readouterr().out.startswith("20 articles, ")

    assert train_countries.main([], path) == 0
    load_weights.cache_clear()
    after = load_weights(path)
    changed = {name for name, model in after.models.items() if model != before.models[name]}
    assert changed == {"country"} and set(after.models) == set(before.models)
    assert {slot for slot, table in after.calibration.items() if table != before.calibration[slot]} == {
        "country"
    }
