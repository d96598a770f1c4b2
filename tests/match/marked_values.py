"""Reads case files that hold the expected spans as tags: `a <cap v="600 MW">600-megawatt</cap> plant`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"
_TAG = re.compile(
    r"<(?P<tag>cost|cap)(?P<attributes>(?: \w+=\"[^\"]*\")*)>(?P<body>.*?)</(?P=tag)>", re.DOTALL
)


@dataclass(frozen=True)
class Marked:
    """One expected value: where it stands in the plain text and what its tag says."""

    start: int
    end: int
    attributes: dict[str, str]


def unmark(marked: str) -> tuple[str, list[Marked]]:
    """Return the plain text and the expected values."""
    plain, expected, last = "", [], 0
    for match in _TAG.finditer(marked):
        plain += marked[last : match.start()]
        start = len(plain)
        plain += match["body"]
        attributes = dict(re.findall(r"(\w+)=\"([^\"]*)\"", match["attributes"]))
        expected.append(Marked(start, len(plain), attributes))
        last = match.end()
    return plain + marked[last:], expected


def load_cases(name: str) -> list[dict[str, str]]:
    """Return the cases of a file, every name once."""
    cases: list[dict[str, str]] = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["cases"]
    names = [case["name"] for case in cases]
    if len(names) != len(set(names)):
        raise ValueError(f"{name}: a case name is used twice")
    return cases
