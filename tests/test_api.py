"""The calls of the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import extract
from extract.errors import ConfigError, ReadError
from extract.pipeline import Pipeline

TEXT = "Kano solar plant opens\n\nA 240 MW solar plant in Kano, Nigeria, was commissioned in May 2024."


def test_every_public_name_is_there() -> None:
    assert [name for name in extract.__all__ if getattr(extract, name, None) is None] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_call"):
        _ = extract.no_such_call


def test_importing_the_package_loads_no_spacy() -> None:
    code = "import extract, sys; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_extract_text() -> None:
    (plant,) = extract.extract_text(TEXT, published="2024-06-01").plants
    assert plant.location.country == "NG"
    assert [(c.value, c.unit) for c in plant.capacities] == [(240, "MW")]


def test_empty_text_is_refused() -> None:
    with pytest.raises(ReadError, match="empty"):
        extract.extract_text(" \n ")


def test_extract_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert extract.extract_file(path).article.source == str(path)


def test_extract_batch_keeps_rows_and_order() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"text": [TEXT, "Nothing here."], "id": ["one", "two"], "other": [1, 2]})
    made = extract.extract_batch(table)
    assert [row["article"]["id"] for row in made.to_pylist()] == ["one", "two"]


def test_extract_batch_names_the_row_without_text() -> None:
    pa = pytest.importorskip("pyarrow")
    with pytest.raises(ReadError, match="row 1"):
        extract.extract_batch(pa.table({"text": [TEXT, None]}))
    with pytest.raises(ReadError, match="no column 'text'"):
        extract.extract_batch(pa.table({"body": [TEXT]}))


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ConfigError, match="en_core_web_nowhere"):
        Pipeline(model="en_core_web_nowhere")
