"""Marks: which phrases of the open articles mean which plant, written down by readers who saw no output.

One article a line of `marks.jsonl`: its id, a digest of its text, and [start, end, label] of each phrase.
Labels: the number of a gold project counted from 1, an aggregate's where a phrase means the plants it stands
for; several joined by + where there is no such record; x1, x2 ... for plants that gold has no project for;
- for a phrase that looks like a plant and means none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.domain.span import Span
from extract.encode.phrases import Phrase
from extract.errors import ConfigError
from extract.evaluate import GoldProject
from extract.resolve.plant_names import core_key, same_core

__all__ = ["MARKS", "NOTHING", "Mark", "Marks", "has_name", "load_marks", "marks_of", "meaning_of"]

MARKS = Path(__file__).parent / "marks.jsonl"
NOTHING = "-"
_PLAIN = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "both", "all", "each", "its", "their",
    "another", "one", "two", "three", "four", "five", "six", "either", "neither", "new", "first",
    "second", "third", "fourth", "it", "they", "he", "she", "mw", "gw", "mwp", "kw", "mwh", "gwh",
    "chp", "ccgt", "lng", "pv", "hpp", "npp", "tpp", "spp", "epc", "phase", "unit", "units", "stage",
    "block", "reactor",
})  # fmt: skip
_ENOUGH = 0.5
"""Share of the two phrases together that must be common to both for them to be one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase and the label of what it means."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Marks:
    """An article's marks, in text order.

    `whole` where whoever wrote the article marked every plant in it: what is not marked then means none.
    """

    marks: tuple[Mark, ...]
    whole: bool


@cache
def load_marks(path: Path = MARKS) -> dict[str, tuple[str, Marks]]:
    """Return by article the digest of its text and its marks."""
    found = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            marks = tuple(Mark(Span(start, end), label) for start, end, label in row["marks"])
            found[row["id"]] = (row["text"], Marks(marks, row.get("whole", False)))
    return found


def marks_of(article: str, text: str) -> Marks | None:
    """Return an article's marks; None where nobody marked it.

    Raises:
        ConfigError: The text is no longer the one that was marked.
    """
    if article not in load_marks():
        return None
    digest, marks = load_marks()[article]
    if digest != text_digest(text):
        raise ConfigError("marks were made on another text; mark the article anew", path=article)
    return marks


def text_digest(text: str) -> str:
    """Return what a text is known by in marks.jsonl."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def has_name(words: str) -> bool:
    """Return True where a phrase holds a proper name.

    >>> [has_name(w) for w in ("Orlova", "the Orlova plant", "The 600 MW unit", "It", "both CHP plants")]
    [True, True, False, False, False]
    """
    return any(
        w[0].isupper() and w.strip("-.,'’").lower() not in _PLAIN and not (w[0].isupper() and len(w) == 1)
        for w in words.replace("-", " ").split()
    )


def meaning_of(phrase: Phrase, known: Marks, projects: Sequence[GoldProject]) -> str | None:
    """Return the label of a phrase that rules found, None where marks do not tell.

    A phrase within a marked one means the same, unless that one means several: then its name tells.
    """
    touching = [m for m in known.marks if m.span.overlaps(phrase.span)]
    if not touching and known.whole and phrase.form != "anaphor":
        return NOTHING
    for mark in touching:
        if mark.span == phrase.span and ("+" in mark.label) <= phrase.together:
            return mark.label
    several = [m for m in touching if "+" in m.label or _is_group(m.label, projects)]
    if several and not phrase.together:
        return _by_name(phrase.core, projects) or next(
            (m.label for m in touching if m not in several and m.span.contains(phrase.span)), None
        )
    best = max(touching, key=lambda m: _common(m.span, phrase.span), default=None)
    if best is None:
        return None
    if _common(best.span, phrase.span) >= _ENOUGH or best.span.contains(phrase.span) or len(touching) == 1:
        return best.label
    return None


def _is_group(label: str, projects: Sequence[GoldProject]) -> bool:
    return label.isdigit() and projects[int(label) - 1].aggregate


def _by_name(core: str, projects: Sequence[GoldProject]) -> str | None:
    """Return the one single project that a name is the name of."""
    fitting = [
        str(number)
        for number, project in enumerate(projects, start=1)
        if core and not project.aggregate and any(same_core(core_key(name), core) for name in project.names)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _common(left: Span, right: Span) -> float:
    shared = min(left.end, right.end) - max(left.start, right.start)
    return shared / (max(left.end, right.end) - min(left.start, right.start))
