"""Weighs one capitalised sequence: is it an organisation's name, of which kind, and by which rule.

Looks at the words themselves (lexicon names, legal forms, heads) first, at the model's label and at the
words around it last. Returns None for places, people, plants, papers and words that only open a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.domain.mention import OrganizationKind
from extract.lexicons.loader import load_lexicon
from extract.match.organization_chunks import MOST_WORDS, Chunk, subchunk
from extract.match.organization_context import (
    Surroundings,
    has_title,
    is_person,
    is_place,
    is_place_name,
    is_state_word,
    place_precedes,
    plant_follows,
    titled,
)
from extract.match.organization_cues import STRONG, WEAK, is_cued
from extract.match.organization_tokens import Word, head_kind, in_class
from extract.normalize.names import acronyms_of, fold, known_organization, word_class

__all__ = ["Finding", "inner_known", "judge", "plausible", "thing_tail"]

_FRONTS: tuple[tuple[str, OrganizationKind], ...] = (("bank_front", "bank"), ("company_front", "company"))
_COMPANY_SUFFIX = re.compile(
    r"(?:energo|enerji|energ[iy]a|energie|energy|power|export|eksport|stroy|gaz|neft|bank"
    r"|tech|watt|elec|elektro|electric|hydro|solar|petrol|invest|corp|group|chem|tek)$"
)
_CAMEL = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]+)+|[a-z]{1,3}[A-Z][a-z]{2,}")
_UNIT_LIKE = re.compile(r"[A-Z]|[A-Z]?\d{1,3}[A-Z]?|[IVX]{1,4}|(?:CHPP?|TPP|NPP|HPP|GRES|TETs|Unit)-?\d{0,2}")
_LOOSE_LEGAL = frozenset({"Public", "Private", "AS", "SE", "SA", "AD", "CV", "AO", "Companies"})
_OF = re.compile(r"\s(?:of|for)\s")
_MAX_NAME_WORDS = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """What the weighing says of a chunk. `sure` findings rest on the name itself or a strong cue."""

    chunk: Chunk
    rule: str
    kind: OrganizationKind
    sure: bool
    entity: str | None = None


def _head_texts(chunk: Chunk) -> tuple[str, ...]:
    """Return the head of a name, two words and one: those before "of" or "for", else the last."""
    match = _OF.search(chunk.text)
    words = chunk.words
    if match is not None:
        at = words[0].start + match.start()
        words = tuple(w for w in words if w.end <= at)
    return (*((" ".join(w.text for w in words[-2:]),) if len(words) > 1 else ()), words[-1].text)


def thing_tail(chunk: Chunk) -> bool:
    """Return True where the last words say plant, place, paper or event."""
    words = (
        chunk.words[:-1]
        if len(chunk.words) > 1 and _UNIT_LIKE.fullmatch(chunk.words[-1].text)
        else chunk.words
    )
    texts = (words[-1].text, " ".join(w.text for w in words[-2:]))
    return any(
        in_class(text, name) for text in texts for name in ("plant_tail", "document_tail", "place_tail")
    )


def plausible(chunk: Chunk) -> bool:
    """Return False for what can be no name: too long, a state, a date, a term, a lone head or opener."""
    words = chunk.words
    if (
        len(words) > _MAX_NAME_WORDS
        or is_state_word(chunk.text)
        or fold(chunk.text) in word_class("not_name")
    ):
        return False
    if len(words) > 1:
        return not all(in_class(w, "calendar") or in_class(w, "opener") or w.text.isdigit() for w in words)
    word = words[0]
    if len(word.text) < (2 if word.text.isupper() else 3) or word.text[0].isdigit():
        return False
    if word.text in _terms() or re.fullmatch(r"[A-Z]{1,4}[-–]?\d+[A-Za-z]?", word.text):
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
    return not any(in_class(word, name) for name in names) and head_kind(word.text) is None


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
    by_words = _by_name(chunk, around) if len(chunk.words) > 1 else _by_word(chunk, around)
    return by_words or _by_surroundings(chunk, around)


def _by_word(chunk: Chunk, around: Surroundings) -> Finding | None:
    """One word: endings that companies take, capitals inside."""
    if around.heading or plant_follows(around) or is_place_name(chunk.text) or is_person(chunk, around):
        return None
    text = chunk.text
    if _CAMEL.fullmatch(text) and not text.startswith(("Mc", "Mac")):
        return Finding(chunk, "partner.camel", "company", False)
    if _COMPANY_SUFFIX.search(fold(text)) and len(text) > 6:
        return Finding(chunk, "partner.suffix", "company", False)
    return None


def _by_name(chunk: Chunk, around: Surroundings) -> Finding | None:
    """Several words: legal forms, heads, a lexicon name with a place, a trade's word at the end."""
    first, last = chunk.words[0], chunk.words[-1]
    if _legal(last) or (in_class(first, "legal_prefix") and first.text.isupper()):
        return Finding(chunk, "partner.legal_form", "company", True)
    if around.heading and around.label != "ORG":
        return None
    front = next((k for name, k in _FRONTS if in_class(first, name)), None)
    if front is not None and not thing_tail(chunk):
        return Finding(chunk, "partner.head", front, True)
    kind = next((k for k in map(head_kind, _head_texts(chunk)) if k), None)
    thing = thing_tail(chunk) and not _OF.search(chunk.text)
    if kind is not None and not thing and not _titles_only(chunk):
        return Finding(chunk, "partner.head", kind, True)
    defined = re.match(r"['’]?s?\s\(([A-Z][\w&-]{1,8})\)", around.after)
    if kind is not None and defined and fold(defined.group(1)) in acronyms_of(chunk.text):
        return Finding(chunk, "partner.head", kind, True)
    if _CAMEL.fullmatch(first.text) and not thing and not first.text.startswith(("Mc", "Mac")):
        return Finding(chunk, "partner.camel", "company", False)
    if _subsidiary(chunk):
        return Finding(chunk, "partner.subsidiary", "company", True)
    return _by_weak_head(chunk, around) if in_class(last, "weak_head") else None


def _by_weak_head(chunk: Chunk, around: Surroundings) -> Finding | None:
    """Power, Energy, Solar: company and plant names alike end so; an acronym behind, or no plant, decides."""
    defined = re.match(r"['’]?s?\s\(([A-Z][\w&-]{1,8})\)", around.after)
    if defined and fold(defined.group(1)) in acronyms_of(chunk.text):
        return Finding(chunk, "partner.weak_head", "company", True)
    own = any(not in_class(w, "generic") for w in chunk.words)
    if own and (not plant_follows(around) or around.label == "ORG"):
        return Finding(chunk, "partner.weak_head", "company", False)
    return None


def _titles_only(chunk: Chunk) -> bool:
    """Nothing but titles before the head, "Vice Chairman Group"."""
    return has_title(chunk) and all(in_class(w, "title") for w in chunk.words[:-1])


def _legal(word: Word) -> bool:
    """A legal form as the last word; common words that are legal forms elsewhere do not count."""
    return in_class(word, "legal") and word.text not in _LOOSE_LEGAL


def _subsidiary(chunk: Chunk) -> bool:
    """A lexicon name followed by a place: "Acme Chile"."""
    for size in range(1, min(3, len(chunk.words))):
        place = subchunk(chunk, len(chunk.words) - size, len(chunk.words)).text
        rest = subchunk(chunk, 0, len(chunk.words) - size).text
        if is_place_name(place) and known_organization(rest) is not None:
            return True
    return False


def _by_surroundings(chunk: Chunk, around: Surroundings) -> Finding | None:
    """The words before and after and the model's label; the first rule that holds."""
    if around.heading or _is_thing(chunk, around):
        return None
    if is_cued(chunk, around):
        return Finding(chunk, "partner.cue", "company", not is_place_name(chunk.text))
    if is_place_name(chunk.text) or place_precedes(around) or plant_follows(around):
        return None
    person = is_person(chunk, around)
    if around.common or (person and (len(chunk.words) == 1 or titled(chunk, around))):
        return None
    strong = (cue for cue in STRONG if not person or cue[0] != "partner.agent")
    rules = [rule for rule, holds in strong if holds(chunk, around)]
    if not rules and not person and not is_place(chunk, around):
        rules = [rule for rule, holds in WEAK if holds(chunk, around)]
    return Finding(chunk, rules[0], "company", False) if rules else None


def _is_thing(chunk: Chunk, around: Surroundings) -> bool:
    """A titled person, a numbered unit, a lake, or a name that ends like a plant's or a paper's."""
    first, last = chunk.words[0], chunk.words[-1]
    if has_title(chunk) or in_class(first, "place_start"):
        return True
    if _UNIT_LIKE.fullmatch(last.text) and not re.fullmatch(r"[A-Z]{3,} \d", chunk.text):
        return True
    stations = in_class(last, "plant_tail") and last.text.endswith("s") and around.label == "ORG"
    return thing_tail(chunk) and not (stations and is_cued(chunk, around))


def inner_known(chunk: Chunk) -> Finding | None:
    """Return the longest lexicon name that opens the chunk ("General Electric Frame 9E"), or None."""
    if in_class(chunk.words[-1], "plant_tail"):
        return None
    for end in range(min(len(chunk.words) - 1, MOST_WORDS), 0, -1):
        part = subchunk(chunk, 0, end)
        known = known_organization(part.text)
        if known is not None and len(part.text) > 1:
            return Finding(part, "partner.gazetteer_part", known.data["kind"], True, known.id)
    return None
