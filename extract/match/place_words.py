"""Lexicon views the place matcher shares: words around place names, waters, organisations, plant heads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.lexicons.alternatives import either
from extract.lexicons.gazetteer import demonyms, fold_name
from extract.lexicons.loader import compile_forms, load_lexicon
from extract.lexicons.models import Entry

__all__ = [
    "CAP",
    "Head",
    "after_heads",
    "before_heads",
    "common_words",
    "demonym_pattern",
    "ends_with",
    "has_plant_before",
    "is_plant_ahead",
    "is_plant_word",
    "not_places",
    "organization_names",
    "starts_with",
    "waters",
]

PlaceLevel = Literal["region", "city", "water", "other"]

# A capitalised word with inner apostrophes: "N'Djamena", "Hawke's"; a possessive 's stays outside.
CAP = r"[A-ZÀ-ÖØ-ÞĀ-ŽȘȚ‘ʻ](?:(?!['’]s\b)[^\W_]|[^\W\d_]|['’ʻ](?!s\b)(?=[^\W\d_])){0,30}"
_GAP = re.compile(r"[ \u00a0-]")
_PLANT_FILL = re.compile(
    r"(?:[A-Z0-9][\w.&/()-]{0,24}|(?:coal|gas|oil|diesel|lignite|wood|fuel|waste|wind|solar|hydro|nuclear|thermal|"
    r"geothermal|biomass|biogas|pumped|storage|battery|combined|open|cycle|heat|power|photovoltaic|offshore|onshore|"
    r"floating|renewable|energy|electricity|electric|peaking|dual|multi|floating|steam|turbine|hybrid|new|small)"
    r"[\w-]{0,20}|and|&|to|plus)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A word that makes a place of the name beside it: "province", "Lake"."""

    form: str
    level: PlaceLevel


def _entry(identifier: str) -> Entry:
    return load_lexicon("place_words").by_id()[identifier]


@cache
def _forms(identifier: str) -> tuple[str, ...]:
    return tuple(sorted(_entry(identifier).forms, key=len, reverse=True))


@cache
def _heads(side: str) -> dict[str, Head]:
    return {
        form.casefold(): Head(form, entry.data["level"])
        for entry in load_lexicon("place_words").entries
        if entry.data.get("side") == side
        for form in entry.forms
    }


def _alternation(forms: tuple[str, ...], *, fold_case: bool = False) -> str:
    return either(forms, r"\s", fold_case=fold_case)


@cache
def _after_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"[ \u00a0-](?P<head>{_alternation(tuple(_heads('after')), fold_case=True)})\b", re.IGNORECASE
    )


def after_heads(text: str, position: int) -> tuple[Head, int] | None:
    """Return the head word right behind a position and where it ends: " province" behind "Sindh"."""
    match = _after_pattern().match(text, position)
    if not match:
        return None
    return _heads("after")[match["head"].casefold()], match.end()


@cache
def _before_pattern() -> re.Pattern[str]:
    # Several heads are common nouns in lower case ("port", "mount"): their spelling counts.
    forms = tuple(head.form for head in _heads("before").values())
    return re.compile(rf"(?<![\w-])(?P<head>{_alternation(forms)})\s(?:the\s)?$")


def before_heads(text: str, position: int) -> tuple[Head, int] | None:
    """Return the head phrase right before a position and where it begins: "Lake " before "Ohrid"."""
    match = _before_pattern().search(text, max(0, position - 30), position)
    if not match:
        return None
    return _heads("before")[match["head"].casefold()], match.start()


@cache
def common_words() -> frozenset[str]:
    """Return folded words and surnames that name a place only where their surroundings say so."""
    return frozenset(fold_name(form) for form in _forms("common"))


@cache
def not_places() -> frozenset[str]:
    """Return folded names larger than a country, or no places at all."""
    return frozenset(fold_name(form) for form in _forms("not_place"))


@cache
def waters() -> dict[str, str | None]:
    """Return seas, lakes and rivers by folded name with their country, None where several share one."""
    return {
        fold_name(form): entry.data.get("country")
        for entry in load_lexicon("place_words").entries
        if entry.id.startswith("water_")
        for form in entry.forms
    }


@cache
def organization_names() -> frozenset[str]:
    """Return folded names of organisations that the organisations lexicon knows."""
    return frozenset(
        fold_name(form) for entry in load_lexicon("organizations").entries for form in entry.forms
    )


@cache
def _edge_pattern(identifier: str, at_end: bool) -> re.Pattern[str]:
    body = _alternation(_forms(identifier))
    return re.compile(rf"(?<![\w-])(?:{body})\s+(?:the\s+)?$" if at_end else rf"(?:{body})\b")


def ends_with(identifier: str, text: str, position: int) -> bool:
    """Return True where the text before a position ends with a form of the entry and maybe "the"."""
    start = max(0, position - 50)
    found = _edge_pattern(identifier, True).search(text, start, position)
    if found or identifier != "locative":
        return found is not None
    return (
        re.search(
            r"(?:\A|[.!?\n]\s*)(?:In|Near|At|Outside|Off|Across|Around)\s(?:the\s)?$", text[start:position]
        )
        is not None
    )


def starts_with(identifier: str, text: str, position: int) -> bool:
    """Return True where the text at a position is a form of the entry."""
    return _edge_pattern(identifier, False).match(text, position) is not None


@cache
def demonym_pattern() -> re.Pattern[str]:
    """Return the pattern of demonyms as whole words; "Russian-language" is none."""
    body = _alternation(tuple(demonyms()))
    return re.compile(rf"(?<![\w])(?:{body})(?![\w]|-(?:language|speaking))")


def is_plant_ahead(text: str, position: int) -> bool:
    """Return True where the words right behind a position lead up to a head noun of a plant.

    Only capitalised words, numbers and words of fuels and technologies may stand between, and none that
    makes the whole an organisation's name ("China Power Hub Generation Company").
    """
    heads = compile_forms("plant_nouns")
    found = False
    for _ in range(7):
        gap = _GAP.match(text, position)
        if gap is None or starts_with("organization_form", text, gap.end()):
            return found and gap is None
        head = heads.match(text, gap.end())
        fill = _PLANT_FILL.match(text, gap.end())
        found = found or head is not None
        step = head or fill
        if step is None or (found and not text[gap.end()].isupper() and not head):
            return found
        position = step.end()
    return found


def is_plant_word(text: str, position: int) -> bool:
    """Return True where a plant's head noun or a word of a fuel or technology begins at a position."""
    if compile_forms("plant_nouns").match(text, position):
        return True
    fuels = (compile_forms("fuels"), compile_forms("technologies"))
    return any(pattern.match(text, position) for pattern in fuels)


@cache
def _plant_then_locative() -> re.Pattern[str]:
    body = compile_forms("plant_nouns").pattern
    return re.compile(rf"(?:{body})\s(?:in|at|near|on)\s(?:the\s)?$", re.IGNORECASE)


def has_plant_before(text: str, position: int) -> bool:
    """Return True behind a plant's head noun with "in", "at", "near" or "on": "a power plant at "."""
    return _plant_then_locative().search(text, max(0, position - 60), position) is not None
