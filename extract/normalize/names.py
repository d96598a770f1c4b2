"""Names of organisations as text: cleaned, folded to comparison keys, compared. Knows no article."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extract.lexicons.loader import load_lexicon
from extract.lexicons.models import Entry

__all__ = [
    "MOST_KEPT",
    "acronyms_of",
    "clean_name",
    "fold",
    "is_acronym_of",
    "known_organization",
    "organization_key",
    "same_organization",
    "word_class",
]

_TRANSLATE = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"}
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|our|this|that|both|messrs\.?|m/s\.?)\s+", re.IGNORECASE)
_EDGE = ' \t\n\u00a0,;:!?"“”«»()[]–—-|*•'
_DOTTED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?")
_TOKEN = re.compile(r"[^\W_]+")
_CONNECTORS = frozenset(
    [
        "of",
        "and",
        "for",
        "the",
        "de",
        "del",
        "la",
        "las",
        "los",
        "du",
        "des",
        "di",
        "da",
        "do",
        "dos",
        "y",
        "e",
        "et",
        "ve",
        "und",
        "in",
        "&",
        "à",
        "on",
        "to",
    ]
)
_LIKENESS = 85.0
_MOST_WORDS = 15
"""Spaces above which a text is no name of the lexicon; looking it up would only cost time."""
_WORD_LIKENESS = 70.0
MOST_KEPT = 1 << 14
"""Answers about single names that are kept: news repeats its names, a year of it has no end of others."""


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the folded words of one entry of the lexicon organization_words."""
    return frozenset(fold(form) for form in load_lexicon("organization_words").by_id()[name].forms)


@lru_cache(maxsize=MOST_KEPT)
def fold(text: str) -> str:
    """Return the text in lower case without accents; letters that carry no accent mark are mapped too.

    >>> fold("Çalık Enerji")
    'calik enerji'
    """
    if text.isascii():
        return text.lower()
    lowered = text.translate(_TRANSLATE).casefold().translate(_TRANSLATE)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@cache
def _legal_tokens() -> frozenset[str]:
    """Return legal forms as they look in a key: one token each, without dots."""
    forms = load_lexicon("organization_words").by_id()["legal"].forms
    return frozenset(token for form in forms for token in _tokens(form))


@cache
def _prefix_tokens() -> frozenset[str]:
    """Return legal forms that stand in front, as they look in a key."""
    return frozenset(token for form in word_class("legal_prefix") for token in _tokens(form))


def _tokens(text: str) -> tuple[str, ...]:
    """Return folded words; "S.A." is one of them, "&" is "and", apostrophes vanish."""
    joined = _DOTTED.sub(lambda m: m.group().replace(".", ""), text)
    joined = re.sub(r"['’‘´`]", "", joined).replace("&", " and ").replace("+", " plus ")
    return tuple(_TOKEN.findall(fold(joined)))


@lru_cache(maxsize=MOST_KEPT)
def clean_name(text: str) -> str:
    """Return a name as it should be printed: no determiner, possessive or stray punctuation; one space.

    >>> clean_name("the  Acme Power's")
    'Acme Power'
    """
    name = re.sub(r"\s+", " ", text).strip(_EDGE)
    previous = ""
    while previous != name:
        previous = name
        name = _POSSESSIVE.sub("", _DETERMINER.sub("", name)).strip(_EDGE)
    if name.endswith(".") and not re.search(r"(?:\b\w{1,4}|\.\w)\.$", name):
        name = name.rstrip(".")
    return name


@lru_cache(maxsize=MOST_KEPT)
def organization_key(name: str) -> str:
    """Return the comparison form of a name: folded, without "the", legal forms and punctuation.

    "Ministry of Energy" and "Energy Ministry" get one key. A name made of legal forms only keeps them.

    >>> organization_key("The Acme Power Co., Ltd.")
    'acme power'
    >>> organization_key("Ministry of Energy") == organization_key("the energy ministry")
    True
    """
    tokens = list(_tokens(clean_name(name)))
    legal = _legal_tokens()
    end = len(tokens)
    while end > 1 and tokens[end - 1] in legal:
        end -= 1
    start = 0
    while start < end - 1 and (tokens[start] in _prefix_tokens() or tokens[start] == "the"):
        start += 1
    core = tokens[start:end]
    while len(core) > 1 and core[-1] in {"and", "ve", "et"}:
        core = core[:-1]
    if "ministry" in core[:-1] and len(core) > 2 and core[core.index("ministry") + 1] in {"of", "for"}:
        at = core.index("ministry")
        core = [*core[:at], *(t for t in core[at + 2 :] if t != "the"), "ministry"]
    return " ".join(core)


@lru_cache(maxsize=MOST_KEPT)
def acronyms_of(name: str) -> frozenset[str]:
    """Return the folded acronyms a name may go by: initials with and without small words and legal forms.

    >>> "adb" in acronyms_of("Asian Development Bank")
    True
    """
    tokens = _acronym_tokens(name)
    found: set[str] = set()
    bare = _acronym_tokens(clean_name(name))
    legal = _legal_tokens()
    end = len(bare)
    while end > 2 and bare[end - 1] in legal:
        end -= 1
    for words in (tokens, bare[:end]):
        strong = [w for w in words if w not in _CONNECTORS]
        found.add("".join(w[0] for w in words))
        found.add("".join(w[0] for w in strong))
        found.add("".join(w[0] for w in strong if w not in legal))
        found.add("".join(w[0] for w in words if w == "and" or w not in _CONNECTORS))
    return frozenset(a for a in found if len(a) >= 2)


def _acronym_tokens(name: str) -> tuple[str, ...]:
    """Split humps as well, so that "PowerChina" counts as two words."""
    return _tokens(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def is_acronym_of(short: str, name: str) -> bool:
    """Return True where `short` is made of the first letters of the words of `name`, in order.

    Every word gives one letter or more ("KOWEPO": KOrea WEstern POwer); connectors, legal forms and one
    other word may be left out.
    """
    letters = "".join(_tokens(short))
    if not 2 <= len(letters) <= 12 or " " in short.strip():
        return False
    words = _acronym_tokens(name)[:12]
    if len(words) < 2:
        return False
    return letters in acronyms_of(name) or _blend(letters, words)


def _blend(letters: str, words: tuple[str, ...]) -> bool:
    """Check by dynamic programming that letters are prefixes of the words, one word may be skipped."""
    free = _CONNECTORS | _legal_tokens()
    reached: dict[int, int] = {0: 0}
    for word in words:
        following: dict[int, int] = {}
        for at, skipped in reached.items():
            cost = skipped + (0 if word in free else 1)
            if cost <= 1:
                following[at] = min(cost, following.get(at, 9))
            for size in range(1, min(4, len(word), len(letters) - at) + 1):
                if letters[at : at + size] != word[:size]:
                    break
                following[at + size] = min(skipped, following.get(at + size, 9))
        reached = following
    return len(letters) in reached


@cache
def _known() -> dict[str, Entry]:
    """Return lexicon entries by folded form and by key; acronyms are kept in their written case too."""
    table: dict[str, Entry] = {}
    for entry in load_lexicon("organizations").entries:
        for form in entry.forms:
            table[form] = entry
            if not _short(form):
                table.setdefault("key:" + organization_key(form), entry)
    return table


def _short(form: str) -> bool:
    """Forms whose case decides: acronyms, and words of up to four letters."""
    return len(form) <= 4 or (form.isupper() and len(form) <= 6)


@lru_cache(maxsize=MOST_KEPT)
def known_organization(name: str) -> Entry | None:
    """Return the lexicon entry of a name, or None. Acronyms count only in their written case."""
    if name.count(" ") > _MOST_WORDS:
        return None
    table = _known()
    cleaned = clean_name(name)
    found = table.get(cleaned) or table.get(name)
    if found is None and not _short(cleaned):
        found = table.get("key:" + organization_key(cleaned))
    return found


def same_organization(a: str, b: str) -> bool:
    """Return True where two names of one article stand for one organisation.

    Equal keys, an acronym and its name, a short form and a longer one that adds only words telling no two
    organisations apart, or spellings that differ by letters. Two entries of the lexicon are never one.

    >>> same_organization("Bank of China", "Export-Import Bank of China")
    False
    >>> same_organization("Acme Industries Ltd", "Acme")
    True
    """
    key_a, key_b = organization_key(a), organization_key(b)
    if not key_a or not key_b:
        return False
    known_a, known_b = known_organization(a), known_organization(b)
    if known_a is not None and known_b is not None:
        return known_a.id == known_b.id
    if key_a == key_b or key_a.replace(" ", "") == key_b.replace(" ", ""):
        return True
    short, long = sorted((a, b), key=len)
    if is_acronym_of(short, long) and sum(c.isupper() for c in short) * 2 >= len(short):
        return True
    one, two = key_a.split(), key_b.split()
    if len(one) == len(two):
        return _respelled(one, two)
    shorter, longer = sorted((one, two), key=len)
    return _short_form(shorter, longer, known_a or known_b)


def _respelled(one: list[str], two: list[str]) -> bool:
    """Two keys of equal length whose words differ by a few letters only, never by digits."""
    if fuzz.ratio(" ".join(one), " ".join(two)) < _LIKENESS:
        return False
    for a, b in zip(one, two, strict=True):
        if a == b:
            continue
        if re.sub(r"\D", "", a) != re.sub(r"\D", "", b) or min(len(a), len(b)) < 4:
            return False
        if fuzz.ratio(a, b) < _WORD_LIKENESS or {a, b} <= word_class("generic"):
            return False
    return True


def _short_form(shorter: list[str], longer: list[str], known: Entry | None) -> bool:
    """The short key opens the long one, says something of its own, and the rest adds little."""
    generic = word_class("generic")
    if longer[: len(shorter)] != shorter:
        return False
    if not any(len(w) >= 3 and w not in generic and w not in _demonyms() for w in shorter):
        return False
    rest = longer[len(shorter) :]
    soft = {"group", "holding", "holdings", "company", "corporation", "and"} | _legal_tokens()
    if known is not None:
        return all(word in soft for word in rest)
    return all(word in generic or word in soft for word in rest)


@cache
def _demonyms() -> frozenset[str]:
    """Return folded names and demonyms of states: alone they name no organisation."""
    entries = load_lexicon("countries").entries
    return frozenset(
        fold(word) for entry in entries for word in (*entry.forms, *entry.data.get("demonyms", ()))
    )
