"""Lexicon views the plant matchers share: head nouns, fuels and technologies inside a phrase, name words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicons.loader import load_lexicon

__all__ = [
    "Head",
    "heads",
    "is_generic",
    "ordinal_value",
    "word_set",
]

_MONEY_LIKE = re.compile(r"[a-z]{1,3}[\d.,]+(?:trn|tn|bn|mn)")
_CODES = {"EUR", "USD", "GBP", "PLN", "SEK", "MW", "GW", "MWh", "GWh", "MWp", "US", "EU", "UK", "Rs", "Tk"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun of plant phrases with what it says by itself."""

    form: str
    kind: str
    fuels: tuple[str, ...]
    technology: str | None
    chp: bool
    plural: bool
    exact_case: bool


def _is_plural(form: str) -> bool:
    last = form.rsplit(maxsplit=1)[-1]
    return last.endswith("s") and not last.endswith(("ss", "TETs", "GRES", "CFS")) and last not in {
        "BESS", "TPS", "PSS", "STPS",
    }  # fmt: skip


@cache
def heads() -> dict[str, Head]:
    """Return the head nouns keyed by lower-cased form."""
    found: dict[str, Head] = {}
    for entry in load_lexicon("plant_nouns").entries:
        for form in entry.forms:
            acronym = form.split()[0].isupper() or form in {"TETs", "CHPPs", "CHPs", "CCGTs", "NPPs"}
            found[form.lower()] = Head(
                form=form,
                kind=str(entry.data.get("class", "power")),
                fuels=tuple(entry.data.get("fuels", ())),
                technology=entry.data.get("technology"),
                chp=bool(entry.data.get("chp", False)),
                plural=_is_plural(form),
                exact_case=acronym and " " not in form,
            )
    return found


@cache
def word_set(entry_id: str) -> frozenset[str]:
    """Return the forms of one plant_words entry, lower-cased unless the entry keeps case."""
    entry = load_lexicon("plant_words").by_id()[entry_id]
    return frozenset(f if entry.case_sensitive else f.lower() for f in entry.forms)


def is_generic(word: str) -> bool:
    """Return True for words that make no proper name: 'Power', 'New', '600', 'coal-fired'."""
    low = word.lower().strip("'’\"“”.,()")
    if not low or low[0].isdigit() or low in word_set("generic") or _MONEY_LIKE.fullmatch(low):
        return True
    if word in _CODES:
        return True
    return all(part in word_set("generic") for part in re.split(r"[-–/]", low)) or _fuel_word(low)


@cache
def _fuel_word(low: str) -> bool:
    return any(low == f.lower() for entry in load_lexicon("fuels").entries for f in entry.forms)


def ordinal_value(token: str) -> str | None:
    """Return the designator of a unit or phase in one spelling, or None.

    >>> [ordinal_value(t) for t in ("3", "III", "third", "B3", "one", "MW")]
    ['3', '3', '3', 'B3', '1', None]
    """
    low = token.lower().strip(".,;:()")
    if low.isdigit() and len(low) <= 2:
        return str(int(low))
    if low in _ROMAN and (token.isupper() or token.strip(".,;:()").isupper()):
        return str(_ROMAN[low])
    if low in _ORDINALS:
        return str(_ORDINALS[low])
    if re.fullmatch(r"[A-D](?:[1-9])?", token.strip(".,;:()")):
        return token.strip(".,;:()")
    return None
