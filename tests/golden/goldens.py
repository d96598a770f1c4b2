"""Exact expected records of the fixtures: `expected.json` beside each article that may be looked at.

python -m tests.golden.goldens    write them anew (`make goldens`); the diff is reviewed like code
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from extract.domain.rejection import Rejection
from extract.pipeline import Pipeline
from extract.read import read_path

__all__ = ["FIXTURES", "expected_text", "open_fixtures"]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "articles"


def open_fixtures() -> list[Path]:
    """Return the fixture folders that are not scored-only: those stay unseen, their records too."""
    return [
        path.parent
        for path in sorted(FIXTURES.glob("*/meta.toml"))
        if not tomllib.loads(path.read_text(encoding="utf-8"))["scored_only"]
    ]


def expected_text(folder: Path, pipeline: Pipeline) -> str:
    """Return what `expected.json` should hold: every record without text and provenance, every rejection.

    Provenance changes with each lexicon and weight; the text is in the article beside it.
    """
    found: list[dict[str, Any]] = []
    for given in read_path(next(iter(sorted(folder.glob("article*.*"))))):
        made = given if isinstance(given, Rejection) else pipeline.extract(given)
        record = made.model_dump(mode="json", exclude={"provenance": True, "article": {"text"}})
        where = record if isinstance(made, Rejection) else record["article"]
        where["source"] = str(Path(where["source"]).relative_to(ROOT))
        found.append(record)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write every golden anew."""
    pipeline = Pipeline()
    for folder in open_fixtures():
        (folder / "expected.json").write_text(expected_text(folder, pipeline), encoding="utf-8")


if __name__ == "__main__":
    write()
