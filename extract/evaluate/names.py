"""How alike two names are. Plants: by what is left of the name; organisations: legal forms aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from rapidfuzz import fuzz

from extract.lexicons.loader import load_file

__all__ = ["fold", "organization_key", "organization_likeness", "plant_key", "plant_likeness"]

# Letters with a stroke or ligature, which Unicode does not take apart.
_UNDECOMPOSED = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_WORDS = Path(__file__).parent / "generic_words.toml"


@cache
def _forms(*entry_ids: str) -> frozenset[str]:
    """Return the forms of some entries of the measure's own word list."""
    entries = load_file(_WORDS).by_id()
    return frozenset(form for entry_id in entry_ids for form in entries[entry_id].forms)


def fold(name: str) -> str:
    """Return the name in small letters without accents; every run of other signs becomes one space.

    >>> fold("Çayırhan-B Power Plant")
    'cayirhan b power plant'
    """
    small = unicodedata.normalize("NFKD", name).casefold()
    plain = unicodedata.normalize("NFKD", small).casefold().translate(_UNDECOMPOSED)
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", "".join(letters)).strip()


@cache
def _size_pattern() -> re.Pattern[str]:
    """A number with a power unit; the number alone ("Unit 3") is part of the name."""
    units = "|".join(sorted(_forms("power_units"), key=len, reverse=True))
    return re.compile(rf"\b\d+(?: \d+){{0,3}} ?(?:{units})\b")


@cache
def plant_key(name: str) -> str:
    """Return what is left of a plant's name without generic words and sizes; may be empty.

    >>> plant_key("1,200 MW Akkuyu nuclear power plant, Unit 3")
    'akkuyu 3'
    """
    generic = _forms("plant_words", "fuel_words", "joining_words", "power_units")
    return " ".join(word for word in _size_pattern().sub(" ", fold(name)).split() if word not in generic)


@cache
def _one_likeness(left: str, right: str) -> float:
    """Likeness of two plant names, 0 to 1."""
    whole = fuzz.token_sort_ratio(fold(left), fold(right))
    left_key, right_key = plant_key(left), plant_key(right)
    rest = fuzz.token_set_ratio(left_key, right_key) if left_key and right_key else 0.0
    return max(whole, rest) / 100


def plant_likeness(left: Sequence[str], right: Sequence[str], *, same_kind: bool = True) -> float:
    """Return the best likeness over all names of two plants, 0 to 1.

    Args:
        left: Names of the one.
        right: Names of the other.
        same_kind: False where only one of the two is an aggregate; that halves the likeness.

    >>> plant_likeness(["Akkuyu NPP"], ["Akkuyu nuclear plant", "the plant"])
    1.0
    """
    best = max((_one_likeness(a, b) for a, b in product(left, right)), default=0.0)
    return best if same_kind else best / 2


@cache
def organization_key(name: str) -> str:
    """Return an organisation's name folded, without legal forms at either end (never empty for a name).

    >>> organization_key("Northmoor Turbines Co., Ltd.")
    'northmoor turbines'
    """
    words = fold(name).split()
    legal = _forms("legal_forms")
    longest = max(len(form.split()) for form in legal)
    changed = True
    while changed:
        changed = False
        for size in range(min(longest, len(words) - 1), 0, -1):
            if " ".join(words[-size:]) in legal:
                words, changed = words[:-size], True
                break
            if " ".join(words[:size]) in legal:
                words, changed = words[size:], True
                break
    return " ".join(words)


def organization_likeness(left: Iterable[str], right: Iterable[str]) -> float:
    """Return the best ratio, 0 to 100, over the names of two organisations."""
    pairs = product(left, right)
    return max((fuzz.ratio(organization_key(a), organization_key(b)) for a, b in pairs), default=0.0)
