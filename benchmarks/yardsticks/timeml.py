"""TimeML: newspaper texts with their time expressions (TempEval-3, UzZaman and others, SemEval 2013).

Scored as there: a found expression that overlaps a gold one matches it, and counts where the value is the
same. TIMEX3 asks for durations ("two years"), sets ("every week"), times of day and vague references
("recently") as well; plantwire looks for calendar dates, so these are scored by themselves, and what it says
where gold has one of the others is then left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from benchmarks.yardsticks.core import Outcome, Task, half_of, read_bytes
from benchmarks.yardsticks.timex import timexes
from extract.domain.span import Span
from extract.errors import ReadError
from extract.normalize.dates import find_dates

__all__ = ["Document", "Timex", "measure", "read_document", "score"]

_CALENDAR = re.compile(r"\d{3}|\d{4}(?:-(?:\d\d(?:-\d\d)?|Q[1-4]|H[12]|SP|SU|FA|WI|W\d\d))?")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: where it stands, its type and its value."""

    span: Span
    type: str
    value: str

    @property
    def is_date(self) -> bool:
        """Return True for a date of the calendar, a day or coarser."""
        return self.type == "DATE" and bool(_CALENDAR.fullmatch(self.value))


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the day it was published, and its expressions; that day itself is not one of them."""

    name: str
    text: str
    published: str
    gold: tuple[Timex, ...]


def measure(paths: Iterable[Path]) -> list[Task]:
    """Score dates of the calendar, and every expression, over all documents together.

    Args:
        paths: TimeML files, or folders of them.

    Raises:
        ReadError: A file is no TimeML.
    """
    documents = [read_document(path) for path in _files(paths)]
    found = [find(document) for document in documents]
    published = "HeidelTime 77.6 (te3-platinum)"
    return [
        Task(
            "TimeML: calendar dates",
            tuple(score(d, f, dates_only=True) for d, f in zip(documents, found, strict=True)),
            True,
        ),
        Task(
            "TimeML: every expression",
            tuple(score(d, f) for d, f in zip(documents, found, strict=True)),
            False,
            published,
        ),
    ]


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.tml")) if path.is_dir() else [path]
    if not found:
        raise ReadError("no TimeML file (*.tml) in the paths given")
    return found


def read_document(path: Path) -> Document:
    """Return text, publication date and gold of a TimeML file.

    Raises:
        ReadError: It is no XML, or has no TEXT or no dated DCT.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(read_bytes(path), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"not TimeML ({error})", path=str(path)) from error
    body, created = root.find("TEXT"), root.find("DCT/TIMEX3")
    if body is None or created is None or "value" not in created.attrib:
        raise ReadError("not TimeML: no TEXT, or no DCT with a dated TIMEX3", path=str(path))
    text, gold = _flatten(body)
    return Document(path.name, text, str(created.attrib["value"])[:10], tuple(gold))


def _flatten(body: etree._Element) -> tuple[str, list[Timex]]:
    """Return the plain text of an element and the expressions in it."""
    parts: list[str] = []
    gold: list[Timex] = []
    length = 0
    begun: dict[etree._Element, int] = {}
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            begun[element] = length
            piece = element.text or ""
        else:
            if element.tag == "TIMEX3":
                span = Span(begun[element], length)
                gold.append(Timex(span, element.get("type", ""), element.get("value", "")))
            piece = "" if element is body else element.tail or ""
        parts.append(piece)
        length += len(piece)
    return "".join(parts), [timex for timex in gold if timex.span.start < timex.span.end]


def find(document: Document) -> list[Timex]:
    """Return plantwire's dates of a document in TIMEX3 terms."""
    found: list[Timex] = []
    for mention in find_dates(document.text, document.published):
        found += [Timex(span, "DATE", value) for span, value in timexes(document.text, mention)]
    return found


def _overlaps(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def score(document: Document, found: Sequence[Timex], *, dates_only: bool = False) -> Outcome:
    """Match by overlap, each expression once; `dates_only` leaves out all but dates of the calendar."""
    gold = [timex for timex in document.gold if timex.is_date or not dates_only]
    aside = [timex for timex in document.gold if dates_only and not timex.is_date]
    kept = [
        said
        for said in found
        if any(_overlaps(said.span, timex.span) for timex in gold)
        or not any(_overlaps(said.span, timex.span) for timex in aside)
    ]
    free = list(kept)
    matched = right = 0
    lines: list[str] = []
    for timex in gold:
        meeting = [said for said in free if _overlaps(said.span, timex.span)]
        said = next((one for one in meeting if one.value == timex.value), next(iter(meeting), None))
        if said is not None:
            free.remove(said)
            matched += 1
            right += said.value == timex.value
        if said is None or said.value != timex.value:
            verdict = f"read as {said.value}" if said else "missed"
            lines.append(_line(document, timex, f"{timex.type} {timex.value} {verdict}"))
    lines += [_line(document, said, f"spurious {said.value}") for said in free]
    return Outcome(half_of(document.text), len(gold), len(kept), matched, right, tuple(lines))


def _line(document: Document, timex: Timex, verdict: str) -> str:
    text, span = document.text, timex.span
    before, behind = text[max(0, span.start - 50) : span.start], text[span.end : span.end + 30]
    around = f"{before}[{text[span.start : span.end]}]{behind}"
    return f"{document.name} ({document.published}): {verdict}  |  {' '.join(around.split())}"
