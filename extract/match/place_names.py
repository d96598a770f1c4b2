"""Spans that may name a place, and the look-up that finds them. Decides nothing: see `location.py`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extract.domain.span import Span
from extract.lexicons.gazetteer import Place, demonyms, fold_name, load_gazetteer
from extract.match import place_words as words

__all__ = ["BIG", "Context", "Name", "holders", "organization_run", "scan"]

# Population from which a city needs little support, since newsrooms name it without saying where it is.
BIG = 100_000
_TOKEN = re.compile(rf"(?<![^\W_])(?:{words.CAP}|[^\W\d_]{{1,20}})")
_JOINT = re.compile(r"(?: |\u00a0|-|‑|\. ?|'|’|/)")
_MAX_TOKENS = 6
_ABBREVIATED = re.compile(r",\s((?:[A-Z][a-z]{0,4}\.\s?){1,2}|[A-Z]{2,3})(?![\w.])")
_RUN_GAP = re.compile(r"[ \u00a0-](?:(?:&|and|of|for) )?")
_RUN_WORD = re.compile(r"[\w&'’]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A span that may name a place, with what is known before it is accepted.

    `places` are the gazetteer's readings, `codes` the countries of a demonym, `country` what a frame or the
    lexicon of waters says.
    """

    start: int
    end: int
    places: tuple[Place, ...] = ()
    level: str = ""
    rule: str = "place.name"
    country: str | None = None
    codes: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The characters the name covers."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Context:
    """What acceptance of a name looks at besides the name.

    `lead` is where the opening paragraphs end, `headed` True where paragraphs open with a country as their
    heading, `named` the countries the article speaks of, `titled` its lines in title case.
    """

    text: str
    entities: tuple[tuple[Span, str], ...]
    lead: int
    headed: bool
    named: frozenset[str]
    titled: tuple[tuple[Span, str], ...]

    def around(self, span: Span) -> list[tuple[Span, str]]:
        """Return the entities that share a character with a span."""
        return _overlapping(self.entities, span)

    def is_titled(self, span: Span) -> bool:
        """Return True inside a line in title case."""
        return any(line.contains(span) for line, _ in _overlapping(self.titled, span))


def _overlapping(found: tuple[tuple[Span, str], ...], span: Span) -> list[tuple[Span, str]]:
    """Return the members of a sorted, non-overlapping sequence that overlap a span."""
    first = bisect_left(found, span.start + 1, key=lambda pair: pair[0].end)
    last = bisect_left(found, span.end, key=lambda pair: pair[0].start)
    return list(found[first:last])


def scan(text: str) -> Iterator[Name]:
    """Yield possible names, longest first at each word, not overlapping; demonyms and waters included.

    Args:
        text: An article's text.

    Yields:
        Names with all their readings, in text order.
    """
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    national = {match.start(): match for match in words.demonym_pattern().finditer(text)}
    index = 0
    while index < len(tokens):
        start = tokens[index][0]
        if not text[start].isupper():
            index += 1
            continue
        name, used = _longest(text, tokens, index)
        demonym = national.get(start)
        if demonym and (name is None or demonym.end() >= name.end):
            codes = demonyms()[demonym.group()]
            name = Name(start, demonym.end(), level="country", rule="place.demonym", codes=codes)
            used = sum(1 for begin, _ in tokens[index : index + 4] if begin < demonym.end())
        if name:
            yield name
        index += max(1, used)
        if region := _abbreviated(text, tokens[index - 1][1], name):
            yield region
            index += sum(1 for begin, _ in tokens[index : index + 3] if begin < region.end)


def _longest(text: str, tokens: list[tuple[int, int]], index: int) -> tuple[Name | None, int]:
    """Return the longest known name that begins at a token and how many tokens it takes."""
    last = index
    while last + 1 < len(tokens) and last - index < _MAX_TOKENS - 1:
        if not _JOINT.fullmatch(text, tokens[last][1], tokens[last + 1][0]):
            break
        last += 1
    start = tokens[index][0]
    for final in range(last, index - 1, -1):
        end = tokens[final][1]
        if not text[tokens[final][0]].isupper():
            continue
        key = fold_name(text[start:end])
        if key in words.not_places():
            return None, final - index + 1
        if key in words.waters():
            return Name(start, end, level="water", country=words.waters()[key]), final - index + 1
        if places := _readings(text, start, end):
            if text[end : end + 1] == "." and "." in text[start:end]:
                end += 1
            return Name(start, end, places, places[0].level), final - index + 1
    return None, 1


def _readings(text: str, start: int, end: int) -> tuple[Place, ...]:
    """Return the gazetteer's readings of a span; "US$" is money, "New" in front makes another name."""
    if text[end : end + 1] in {"$", "€", "£"} or text[end : end + 2] == " $":
        return ()
    if text[max(0, start - 4) : start] == "New ":
        return ()
    return load_gazetteer().lookup(text[start:end])


def _abbreviated(text: str, position: int, before: Name | None) -> Name | None:
    """Return the region abbreviated right behind a name: ", Calif."; a postal code only behind its city."""
    match = _ABBREVIATED.match(text, position)
    if not match:
        return None
    places = load_gazetteer().abbreviated(match[1].strip())
    if not match[1].endswith("."):
        cities = before.places if before and before.end == position else ()
        places = tuple(place for place in places if any(city.region == place.region for city in cities))
    if not places:
        return None
    return Name(match.start(1), match.end(1), places, "region", "place.framed")


def holders(phrase: str) -> tuple[Place, ...]:
    """Return the countries and regions that the longest beginning of a phrase names.

    >>> [place.country for place in holders("Uttar Pradesh Power")]
    ['IN']
    """
    parts = phrase.split(" ")
    for count in range(len(parts), 0, -1):
        piece = " ".join(parts[:count])
        found = tuple(p for p in load_gazetteer().lookup(piece.rstrip(".")) if p.level != "city")
        if count == 1 and not found and (piece.endswith(".") or piece.isupper()):
            found = load_gazetteer().abbreviated(piece)
        if found:
            return found
    return ()


def organization_run(text: str, position: int) -> bool:
    """Return True where capitalised words follow at once and one of them heads an organisation's name."""
    for _ in range(5):
        gap = _RUN_GAP.match(text, position)
        if gap is None or not text[gap.end() : gap.end() + 1].isupper():
            return False
        if words.starts_with("organization_head", text, gap.end()):
            return True
        word = _RUN_WORD.match(text, gap.end())
        position = word.end() if word else gap.end()
    return False
