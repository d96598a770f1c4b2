"""Shared by the reader tests: cases, and short ways to read one thing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.read import read_bytes

CASES = Path(__file__).parent.parent / "cases"
PAGES = Path(__file__).parent / "pages"
BODY = "The plant opened in Lowtown after four years of work on both units."
TEXT = f"Plant opens in Lowtown\n\n{BODY}\n"


def cases(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def read_one(data: bytes, suffix: str | None = None) -> Article:
    found = list(read_bytes(data, "input", suffix))
    assert len(found) == 1, found
    assert isinstance(found[0], Article), found[0]
    return found[0]


def refusals(data: bytes, suffix: str | None = None) -> list[Rejection]:
    found = list(read_bytes(data, "input", suffix))
    assert all(isinstance(item, Rejection) for item in found), found
    return [item for item in found if isinstance(item, Rejection)]


def page(body: str, head: str = "") -> str:
    title = "<title>A headline of five words</title>"
    return f"<!doctype html><html><head>{title}{head}</head><body>{body}</body></html>"
