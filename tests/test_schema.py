"""The committed schemas and the data dictionary are what the models say, and say it about every field."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

from extract import schema
from extract.domain.rejection import Rejection
from extract.schema import data_dictionary, generated_files, main, rejection_schema, schema_text, stale_files
from tests.emit.records import full_record

ROOT = Path(__file__).parents[1]


def test_committed_files_are_fresh() -> None:
    assert stale_files() == [], "run: python -m extract.schema --write"


def test_check_passes_on_fresh_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_names_the_stale_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "_ROOT", tmp_path)
    assert main(["--write"]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "docs" / "data-dictionary.md").write_text("old")
    assert main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "stale: docs/data-dictionary.md; run `python -m extract.schema --write`"
    ]


def test_schema_is_a_valid_one_of_its_dialect() -> None:
    for path in generated_files():
        if path.suffix == ".json":
            committed = json.loads((ROOT / path).read_text(encoding="utf-8"))
            assert committed["$schema"].endswith("2020-12/schema")
            jsonschema_rs.Draft202012Validator(committed)


def test_schema_text_is_stable() -> None:
    assert schema_text() == schema_text()
    parsed = json.loads(schema_text())
    assert schema_text() == json.dumps(parsed, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_object_is_closed_and_requires_its_keys() -> None:
    parsed = json.loads(schema_text())
    for node in (parsed, *parsed["$defs"].values()):
        assert node["additionalProperties"] is False
        assert node["required"] == sorted(node["properties"])


def test_bounds_on_numbers_reach_the_schema() -> None:
    """Pydantic leaves `gt` on `int | float` as a keyword nobody reads."""
    value = json.loads(schema_text())["$defs"]["Capacity"]["properties"]["value"]
    assert value["type"] == "number"
    assert value["exclusiveMinimum"] == 0
    assert "gt" not in schema_text().replace('"gte"', "").split('"')


def test_a_rejection_fits_its_schema() -> None:
    validator = jsonschema_rs.Draft202012Validator(rejection_schema())
    assert validator.is_valid(Rejection(source="a", stage="read", reason="empty").model_dump(mode="json"))
    assert not validator.is_valid({"source": "a", "stage": "read"})


def test_data_dictionary_has_each_path_with_a_description() -> None:
    rows = [line.split(" | ") for line in data_dictionary().splitlines() if line.startswith("| `")]
    assert all(len(row) >= 4 and row[2].strip() for row in rows)
    documented = {re.sub(r"\[\]", "", row[0].strip("| `")) for row in rows}
    assert _paths(full_record().model_dump(mode="json")) <= documented


def _paths(data: object, prefix: str = "") -> set[str]:
    if isinstance(data, list):
        return set().union(*(_paths(item, prefix) for item in data)) if data else set()
    if not isinstance(data, dict):
        return set()
    found: set[str] = set()
    for key, value in data.items():
        path = f"{prefix}.{key}" if prefix else key
        found |= {path} | _paths(value, path)
    return found
