"""What lines of an article's text say about it: byline, date line, agency dateline, closing credits.

A date within a sentence is never the publication date. A line counts where the date stands alone, behind a
label ("Published"), or behind a desk or place; a first paragraph where it opens as an agency dateline does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.read.dates import Found, find_dates
from extract.read.words import pattern

__all__ = ["Credits", "credits_of", "is_credit_line", "line_date"]

MAX_LINE = 140
"""Characters of a line that can still be a byline or date line; paragraphs of prose are longer."""
MAX_LABEL = 90
"""Characters in front of a labelled date: names and an earlier date of change, no sentence."""
TOP = 6
"""Paragraphs below the headline that are looked at, as long as no prose has begun."""

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?"
_HOUR = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s{0,3}(?:[ap]\.?m\.?)?\s{0,3}(?:\(?[a-z]{2,5}\)?)?"
_BEFORE = re.compile(rf"(?:{_HOUR},?\s{{0,3}}(?:on\s{{1,3}})?)?(?:{_DAY})?\s*$", re.IGNORECASE)
_AFTER = re.compile(
    rf"^[\s,|@–—-]{{0,5}}(?:at\s{{1,3}}|/\s{{0,3}})?{_HOUR}(?:\s{{0,3}}[+-]\d{{1,2}}:?\d{{0,2}})?",
    re.IGNORECASE,
)
_START = r"(?:^|[|,;:(–—•·-])\s{0,3}"
_LABEL = re.compile(r"([\w' ]{2,40}):\s*$")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_UPPER = "A-Z\u00c0-\u00de"
_CAPITALS = rf"[{_UPPER}][{_UPPER}'’.-]+"
_TITLE = rf"[{_UPPER}][\w\u00c0-\u024f'’.-]*"
_TITLES = rf"{_TITLE}(?:\s{_TITLE}){{0,3}}"
_PARTICLES = "de|del|la|el|al|of|am|an|der|and"
_PLACE = rf"{_TITLE}(?:[ /-]{{1,3}}(?:{_TITLE}|{_PARTICLES})){{0,5}}(?:,\s{{1,3}}{_TITLES}){{0,2}}"
_DATELINE_HEAD = re.compile(rf"^(?:\([A-Z][\w &.-]{{1,30}}\)\s*)?(?P<place>{_PLACE})\s*[,(:]?\s*\(?$")
_DATELINE_TAIL = re.compile(
    r"^\)?\s*(?:\((?P<agency>[A-Z][^()]{1,40})\)\s*)?(?:/(?P<slashed>[A-Z][\w .-]{1,30})/\.?\s*)?"
    r"(?:[-–—:|/]{1,3}|\.\s(?=\S)|\.$)"
)
_AGENCY = re.compile(
    rf"^(?:\((?P<first>{_TITLES})\)\s*[-–—]{{1,2}}"
    rf"|{_CAPITALS}(?:[ ,/]{{1,2}}{_TITLE}){{0,4}}[^()/\n]{{0,24}}"
    rf"(?:\((?P<round>{_TITLES})\)|/(?P<slash>{_TITLE})/))"
)
_SOLE_AGENCY = re.compile(rf"^\((?P<name>{_TITLES})\)(?=\s*(?:\d|$))")
_GIVEN = rf"[{_UPPER}][\w\u00c0-\u024f'’-]+"
_NAME = rf"{_GIVEN}(?:\s{{1,3}}(?:[A-Z]\.|(?:de|van|von|der|al|bin|del|da)\s{_GIVEN}|{_GIVEN})){{1,3}}"
_BYLINE = re.compile(
    r"^(?:[Bb]y|BY|[Ww]ritten\s+by|[Aa]uthor:|[Rr]eported\s+by|[Tt]ext:|From)\s+"
    rf"(?P<names>{_NAME}(?:(?:,\s{{1,3}}|\s{{1,3}}and\s{{1,3}}|\s{{0,3}}&\s{{0,3}}){_NAME}){{0,4}})"
    r"(?=\s*(?:$|[,|–—-]|\bin\s[A-Z]|\.|\())"
)
_SPLIT = re.compile(r",\s+|\s+and\s+|\s*&\s*")
_ADDRESS = re.compile(
    r"^(?:(?:source|url|link|original|read\s+at)\s*:?\s*)?<?(https?://[^\s<>]{4,1000}?)>?\s*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^\(?(?:reporting|editing|writing|additional\s+reporting|source|text)\s*(?:by|:)", re.IGNORECASE
)
_NOT_NAMES = frozenset(
    {"our", "staff", "correspondent", "desk", "agencies", "reporter", "reporters", "editor", "news"}
)


@dataclass(frozen=True, slots=True)
class Credits:
    """What an article's own lines say: date with the line as evidence, authors, agency, address."""

    published: str | None = None
    evidence: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None


def _is_published_label(before: str) -> bool:
    """Return True where what stands right in front of a date says that the article appeared then."""
    between = (
        rf"\b(?:\s{{1,3}}(?:on|at|in))?\s{{0,3}}[:–—|-]?\s{{0,3}}(?:{_HOUR},?\s{{0,3}}(?:on\s{{1,3}})?)?"
    )
    end = rf"{between}(?:{_DAY}\s{{1,3}})?$"
    return bool(
        pattern("published", r"\b", end).search(before) or pattern("dated", _START, end).search(before)
    )


def _updated_label() -> re.Pattern[str]:
    """Return what says, in front of a date, that the page changed then."""
    return pattern("updated", r"\b", r"\b[^.;|]{0,30}$")


def line_date(line: str) -> Found | None:
    """Return the publication date a line of its own states, None where it is prose or another event's date.

    >>> line_date("Data sheet, Wednesday 8 January 2025").value
    '2025-01-08'
    >>> line_date("Work on site begins on 3 May 2021") is None
    True
    """
    line = line.strip()
    if len(line) > MAX_LINE:
        return None
    found = list(find_dates(line))
    for date in found:
        before = line[: date.start]
        if _is_published_label(before) and not _updated_label().search(before) and len(before) < MAX_LABEL:
            return date
    if len({date.value for date in found}) != 1 or _updated_label().search(line[: found[0].start]):
        return None
    date = found[0]
    return date if _bare_before(line[: date.start]) and _bare_after(line[date.end :]) else None


def _bare_before(before: str) -> bool:
    """Return True for what may stand in front of a date line's date: nothing, a weekday, a desk, a place."""
    before = _BEFORE.sub("", before).rstrip()
    if not before:
        return True
    if before[-1] not in ",.|-–—•·()/:;\u2022*":
        return False
    if label := _LABEL.search(before):
        return any(pattern(name).fullmatch(label.group(1).strip()) for name in ("published", "dated"))
    words = _WORD.findall(before)
    small = sum(word[0].islower() for word in words)
    return len(words) <= 9 and small <= 4 and not re.search(r"\d", before.replace(":", ""))


def _bare_after(after: str) -> bool:
    """Return True for what may follow it: nothing, a time of day, a note in brackets, a short tag."""
    after = _AFTER.sub("", after).strip()
    if not after or re.fullmatch(r"\([^()]{1,60}\)\.?", after):
        return True
    words = _WORD.findall(after)
    return after[0] in ".|–—-•·,;/" and len(words) <= 6 and not re.search(r"\d{3}", after)


def _dateline(paragraph: str) -> tuple[str | None, str | None]:
    """Return date and agency of the dateline a first paragraph opens with; each None if it has none."""
    head = paragraph[:160]
    agency = None
    if match := _AGENCY.match(head):
        agency = match.group("first") or match.group("round") or match.group("slash")
    date = next(find_dates(head), None)
    if date is None or date.other or _updated_label().search(head[: date.start]):
        return None, agency
    before = _BEFORE.sub("", head[: date.start])
    tail = _DATELINE_TAIL.match(head[date.end :])
    place = _DATELINE_HEAD.match(before.rstrip() + ("," if before.rstrip()[-1:].isalnum() else ""))
    if not tail or not place:
        return None, agency
    strong = tail.group(0).strip(") ")[:1] in {"-", "–", "—", ":", "|"} or tail.group("agency")
    if not strong and not re.match(_CAPITALS, place.group("place")):
        return None, agency
    return date.value, tail.group("agency") or tail.group("slashed") or agency


def _authors(line: str) -> tuple[str, ...]:
    """Return the names of a byline."""
    match = _BYLINE.match(line.strip()) if len(line) <= MAX_LINE else None
    if not match:
        return ()
    names = (name.strip() for name in _SPLIT.split(match.group("names")))
    return tuple(n for n in names if n and _NOT_NAMES.isdisjoint(n.lower().split()))


def _is_prose(paragraph: str) -> bool:
    """Return True for a paragraph of sentences: longer than a line of credits and closed by a full stop."""
    return len(paragraph) > MAX_LINE or (len(paragraph) > 90 and paragraph.rstrip()[-1:] in '.!?"”')


def is_credit_line(line: str) -> bool:
    """Return True for a line that is nothing but byline, date line or address: metadata, not body."""
    line = line.strip()
    if not line or len(line) > MAX_LINE:
        return False
    if _ADDRESS.match(line) or line_date(line):
        return True
    byline = _BYLINE.match(line)
    return byline is not None and len(line) - byline.end() < 60 and not line.endswith((".", "?", "!"))


def credits_of(paragraphs: Sequence[str]) -> Credits:
    """Read the credits of an article from its paragraphs, the headline left out.

    Args:
        paragraphs: The article's paragraphs below the headline, in order.

    Returns:
        What the top lines, the first paragraph's dateline and the last lines say, in this order.
    """
    authors: tuple[str, ...] = ()
    published = evidence = publisher = url = None
    for paragraph in paragraphs[:TOP]:
        for line in paragraph.split("\n")[:8]:
            authors = authors or _authors(line)
            url = url or _address(line)
            if match := _SOLE_AGENCY.match(line.strip()):
                publisher = publisher or match.group("name")
            date = None if published else line_date(line)
            if date and not date.other:
                published, evidence = date.value, f"line: {line.strip()}"
        if _is_prose(paragraph):
            break
    for paragraph in paragraphs[:TOP]:
        value, agency = (None, None) if is_credit_line(paragraph) else _dateline(paragraph)
        publisher = publisher or agency
        if value and not published:
            published, evidence = value, f"dateline: {paragraph[:60].strip()}"
        if value or _is_prose(paragraph):
            break
    for paragraph in reversed(paragraphs[TOP:][-3:] if len(paragraphs) > TOP else paragraphs[1:][-2:]):
        line = paragraph.strip()
        url = url or _address(line)
        date = None if published or len(line) > MAX_LINE else _closing_date(line)
        if date and not date.other:
            published, evidence = date.value, f"closing line: {line}"
    return Credits(published, evidence, authors, publisher, url)


def _address(line: str) -> str | None:
    """Return the web address a line consists of."""
    match = _ADDRESS.match(line.strip()) if len(line) < 1200 else None
    return match.group(1) if match else None


def _closing_date(line: str) -> Found | None:
    """Return the date of a closing line: "Published 3 May 2021", "(Reporting by A. Writer; 14 Nov 2023)"."""
    for date in find_dates(line):
        before = line[: date.start]
        if _updated_label().search(before):
            continue
        if _is_published_label(before) and (len(_WORD.findall(before)) < 4 or _CLOSING.match(line)):
            return date
        alone = not line[date.end :].strip(" ).") and (not before.strip(" (") or _CLOSING.match(line))
        if alone:
            return date
    return None
