"""Exact expected records of the fixtures: `expected.json` beside each article.

python -m tests.golden.goldens    write them anew (`make goldens`); the diff is reviewed like code

Those of scored-only articles are on one line each: held to the byte like the others, and read by nobody
by accident in a diff.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from extract.domain.rejection import Rejection
from extract.pipeline import Pipeline
from extract.read import read_path

__all__ = ["FIXTURES", "expected_text", "fixtures"]

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "articles"


def fixtures() -> list[Path]:
    """Return the folders of all fixtures."""
    return [path.parent for path in sorted(FIXTURES.glob("*/meta.toml"))]


def _scored_only(folder: Path) -> bool:
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    return bool(meta["scored_only"])


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
    return json.dumps(found, indent=None if _scored_only(folder) else 1, ensure_ascii=False) + "\n"


def write() -> None:
    """Write every golden anew."""
    pipeline = Pipeline()
    for folder in fixtures():
        (folder / "expected.json").write_text(expected_text(folder, pipeline), encoding="utf-8")


if __name__ == "__main__":
    write()
