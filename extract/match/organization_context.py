"""What stands around a capitalised sequence, and what tells a place, a plant or a person by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.loader import load_lexicon
from extract.match.organization_chunks import Chunk
from extract.match.organization_tokens import in_class
from extract.normalize.names import MOST_KEPT, fold, word_class

__all__ = [
    "Surroundings",
    "has_title",
    "is_demonym",
    "is_person",
    "is_place",
    "is_place_name",
    "is_state_word",
    "place_precedes",
    "plant_follows",
    "titled",
]

_PLACE_CITY_SIZE = 5000

_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|near|at|outside|around|into|across|off|throughout|within|reach|reached|via)\s+(?:the\s+)?$",
    re.I,
)
_PLACE_NOUN = re.compile(
    r"\s+(?:region|province|district|county|oblast|river|valley|island|peninsula|bay|lake|reservoir|basin|sea|"
    r"coast|port|city|town|village|area|mountains?|hills|territory|prefecture|governorate|upazila|state)\b"
)
_CITY_SIZE = 5000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Text before and after a chunk inside its sentence, the model's label, surnames of the article.

    `heading` is True in headings of capitals and title-case headlines, where capitals say nothing; `common`
    for a
    lone word that opens the sentence and is an English word in small letters.
    """

    before: str
    after: str
    label: str | None
    surnames: frozenset[str]
    heading: bool
    common: bool = False


@cache
def _states() -> frozenset[str]:
    """Return folded names and demonyms of states."""
    entries = load_lexicon("countries").entries
    forms = {form for entry in entries for form in (*entry.forms, *entry.data.get("demonyms", ()))}
    return frozenset(fold(form) for form in forms)


@cache
def _demonyms() -> frozenset[str]:
    """Return folded demonyms of states."""
    entries = load_lexicon("countries").entries
    return frozenset(fold(word) for entry in entries for word in entry.data.get("demonyms", ()))


@lru_cache(maxsize=MOST_KEPT)
def is_demonym(text: str) -> bool:
    """Return True for "Danish", "South Korean", and for "UK", "US", which stand before names like them."""
    return text in {"UK", "US", "U.S.", "U.K.", "UAE"} or fold(text) in _demonyms()


@lru_cache(maxsize=MOST_KEPT)
def is_state_word(text: str) -> bool:
    """Return True for the name or demonym of a state, hyphenated pairs included."""
    folded = fold(text)
    return folded in _states() or all(part in _states() for part in folded.split("-"))


@lru_cache(maxsize=MOST_KEPT)
def is_place_name(text: str) -> bool:
    """Return True for a state, a region, or a city of some size in the gazetteer."""
    if is_state_word(text) or in_class(text.rsplit(maxsplit=1)[-1], "place_tail"):
        return True
    places = load_gazetteer().lookup(text)
    return any(p.level in {"country", "region"} or p.population >= _CITY_SIZE for p in places)


def is_place(chunk: Chunk, around: Surroundings) -> bool:
    """Return True where the chunk is a known place, is labelled one, or stands where only places stand."""
    if is_place_name(chunk.text):
        return True
    if around.label in {"GPE", "LOC", "FAC"} and len(chunk.words) <= 2 and not chunk.text.isupper():
        return True
    return place_precedes(around) and around.label != "ORG"


def place_precedes(around: Surroundings) -> bool:
    """Return True after "in", "near", "at", or before "region", "river"."""
    return bool(_PLACE_PREPOSITION.search(around.before) or _PLACE_NOUN.match(around.after))


def plant_follows(around: Surroundings) -> bool:
    """Return True where a plant noun or a capacity comes next, so that the words rather name the plant."""
    following = re.match(r"\s+(?:\(?[\d.,]+[ -]?[MG]W\w*\)?\s+)?([\w-]+)", around.after)
    if following is None:
        return bool(re.match(r"\s*\(\d[\d.,]*\s?[MG]W", around.after))
    return fold(following.group(1)) in word_class("plant_noun")


def has_title(chunk: Chunk) -> bool:
    """Return True where a word of the chunk is a person's title; "General" alone is a trade's word too."""
    return any(in_class(w, "title") and not in_class(w, "generic") for w in chunk.words)


def is_person(chunk: Chunk, around: Surroundings) -> bool:
    """Return True for a person's name: by label, by a title before it, or a surname met with a first name."""
    if len(chunk.words) == 1 and fold(chunk.text) in around.surnames:
        return True
    if titled(chunk, around):
        return True
    return around.label == "PERSON" and len(chunk.words) in {2, 3}


def titled(_chunk: Chunk, around: Surroundings) -> bool:
    """Return True where a person's title stands before the chunk or in apposition behind it."""
    title = re.search(r"([\w.]+)\s+$", around.before)
    if title and fold(title.group(1).rstrip(".")) in word_class("title"):
        return True
    role = re.match(r",\s+(?:an?|the|its)?\s*([\w-]+(?:\s+[\w-]+)?)", around.after)
    return role is not None and any(word in word_class("title") for word in fold(role.group(1)).split())
