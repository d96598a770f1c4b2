"""What stands around a capitalised sequence: cues for an organisation, for a place, a plant, a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.loader import load_lexicon
from extract.match.organization_chunks import Chunk
from extract.match.organization_tokens import in_class
from extract.normalize.names import fold, word_class

__all__ = [
    "Surroundings",
    "is_agent",
    "is_cued",
    "is_made_by",
    "is_person",
    "is_place",
    "is_place_name",
    "is_state_word",
    "is_subject",
    "place_precedes",
    "plant_follows",
    "share_follows",
]

_SHARE = re.compile(
    r"\s*(?::\s*|\(|,\s*|with\s+|has\s+|holds\s+|owns\s+|at\s+)?(?:the other\s+)?\(?"
    r"\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)"
)
_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|near|at|outside|around|into|across|off|throughout|within|reach|reached|via)\s+(?:the\s+)?$",
    re.I,
)
_PLACE_NOUN = re.compile(
    r"\s+(?:region|province|district|county|oblast|river|valley|island|peninsula|bay|lake|reservoir|basin|sea|"
    r"coast|port|city|town|village|area|mountains?|hills|territory|prefecture|governorate|upazila|state)\b"
)
_PREPOSITION = re.compile(
    r"\b(?:by|with|from|to|of|between|for)\s+(?:both\s+|the\s+)?(?:[^\W\d_][\w'’-]*\s+)?$"
)
_MADE_BY = re.compile(  # no "led", "headed", "designed": people lead, head and design
    r"\b(?:built|owned|operated|developed|supplied|delivered|financed|funded|constructed|backed|"
    r"provided|executed|implemented|commissioned|manufactured|made|arranged|"
    r"installed|sponsored|undertaken|carried out|set up|bought|acquired|subsidiary of|unit of|affiliate of|"
    r"arm of|venture of|venture between|consortium of|joint venture with|partnership with|contract with|"
    r"agreement with)\s+(?:jointly\s+|also\s+|partly\s+)?(?:by\s+)?(?:the\s+)?$"
)
_CITY_SIZE = 5000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Text before and after a chunk inside its sentence, the model's label, surnames of the article.

    `heading` is True in headings of capitals and title-case headlines, where capitals say nothing.
    """

    before: str
    after: str
    label: str | None
    surnames: frozenset[str]
    heading: bool


@cache
def _states() -> frozenset[str]:
    """Return folded names and demonyms of states."""
    entries = load_lexicon("countries").entries
    forms = {form for entry in entries for form in (*entry.forms, *entry.data.get("demonyms", ()))}
    return frozenset(fold(form) for form in forms)


@cache
def is_state_word(text: str) -> bool:
    """Return True for the name or demonym of a state, hyphenated pairs included."""
    folded = fold(text)
    return folded in _states() or all(part in _states() for part in folded.split("-"))


@cache
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
    if around.label in {"GPE", "LOC", "FAC"} and len(chunk.words) <= 2:
        return not chunk.text.isupper()
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


def share_follows(around: Surroundings) -> bool:
    """Return True for "X (35%)", "X has 80%", "X: 26 per cent"."""
    return bool(_SHARE.match(around.after))


def is_cued(around: Surroundings) -> bool:
    """Return True for "contractor X", "Owner: X", "X, a Danish developer", "X as its developer", "X-led"."""
    before = re.search(r"([\w-]+)(?::\s*|\s+|,\s+)[\"“(]?$", around.before)
    if before and fold(before.group(1)) in word_class("cue_before"):
        comma = around.before.rstrip().endswith(",")
        if not comma or re.match(r"['’]?s?[.,;]|\s+\(", around.after):
            return True
    after = re.match(
        r"(?:\s*\([^()]{1,20}\))?(?:,|\s+[–-])\s+(?:an?|the|one of|its|their)\s+"
        r"((?:[\w'’&-]+\s+){0,5}[\w-]+)",
        around.after,
    )
    if after and any(word in word_class("cue_apposition") for word in fold(after.group(1)).split()[:6]):
        return True
    role = re.match(r"\s+as\s+(?:its|the|an?|their)?\s*(?:[\w-]+\s+){0,2}?([\w-]+)", around.after)
    if role and fold(role.group(1)) in word_class("cue_apposition"):
        return True
    return bool(
        re.match(r"-(?:led|owned|backed|controlled|built)\b", around.after)
        or re.match(r"\s+(?:group|corporation|conglomerate|holding|subsidiary)\b", around.after)
    )


def is_made_by(around: Surroundings) -> bool:
    """Return True right after "built by", "a subsidiary of", "a contract with": seldom a person."""
    return bool(_MADE_BY.search(around.before))


def is_person(chunk: Chunk, around: Surroundings) -> bool:
    """Return True for a person's name: by label, by a title before it, or a surname met with a first name."""
    if len(chunk.words) == 1 and fold(chunk.text) in around.surnames:
        return True
    title = re.search(r"([\w.]+)\s+$", around.before)
    if title and fold(title.group(1).rstrip(".")) in word_class("title"):
        return True
    role = re.match(r",\s+(?:an?|the|its)?\s*([\w-]+(?:\s+[\w-]+)?)", around.after)
    if role and any(word in word_class("title") for word in fold(role.group(1)).split()):
        return True
    return around.label == "PERSON" and len(chunk.words) in {2, 3}


def is_agent(around: Surroundings) -> bool:
    """Return True after a preposition that a word of making, owning, lending or contracting calls for."""
    match = _PREPOSITION.search(around.before)
    if match is None:
        return False
    nouns = word_class("agent_verb")
    words = re.findall(r"[\w-]+", around.before[max(0, match.start() - 60) : match.start()])[-6:]
    return any(fold(word) in nouns for word in words)


def is_subject(chunk: Chunk, around: Surroundings) -> bool:
    """Return True where a verb or noun follows that organisations have."""
    following = re.match(r"(?:['’]s)?(?:\s+also|\s+then|\s+now)?\s+([\w-]+)", around.after)
    if following is None or fold(following.group(1)) not in word_class("cue_after"):
        return False
    return len(chunk.words) <= 4
