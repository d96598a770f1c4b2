"""Whether a text can tell of a power plant at all. Cheap, and sure only where it says no.

A power plant is not told of without a word of power engineering: its kind by name ("wind farm", "CHPP"), its
make ("hydroelectric", "gas-fired") or a unit of power. "Plant", "power" and "station" alone are the words of
gardeners, politicians and railways. Many-pattern search: one pass, whatever the number of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import ahocorasick_rs

from extract.lexicons.loader import load_lexicon

__all__ = ["can_tell_of_plants"]

_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_MARKS = "-_/"
_BLANKED = str.maketrans(dict.fromkeys("‐‑‒–—\xa0\u202f\u2009", " "))
_AFTER_UNIT = re.compile(r"(?:p|e|el|th|ac|dc|a|t|i)?(?:hrs?|hs?|s)?(?![a-z])")
"""What may follow the letters of a unit: MWp, MWe, MWth, MWac, kWh, MWhr, MWs."""

Finder = Callable[[str], list[tuple[int, int, int]]]


@cache
def _tables() -> tuple[Finder, Finder, frozenset[int], frozenset[int]]:
    """Return the finders of words and of acronyms, and which words are unit beginnings or letters."""
    strong = [
        form
        for entry in load_lexicon("plant_nouns").entries
        if entry.data.get("class") == "strong"
        for form in entry.forms
    ]
    acronyms = sorted({form for form in strong if _is_acronym(form)})
    words = load_lexicon("relevance").by_id()
    units, letters = words["unit"].forms, words["unit_letters"].forms
    plain = {_folded(form) for form in strong if not _is_acronym(form)}
    plain.update(_folded(f) for key in ("kind", "nuclear", "machine") for f in words[key].forms)
    ordered = [*units, *letters, *sorted(plain - {*units, *letters})]
    return (
        _finder(ordered),
        _finder(acronyms),
        frozenset(range(len(units))),
        frozenset(range(len(units), len(units) + len(letters))),
    )


def _is_acronym(form: str) -> bool:
    return " " not in form and sum(map(str.isupper, form)) >= 2


def _finder(patterns: list[str]) -> Finder:
    automaton = ahocorasick_rs.AhoCorasick(patterns)
    found: Finder = lambda text: automaton.find_matches_as_indexes(text, overlapping=True)  # noqa: E731
    return found


def _spaced(text: str) -> str:
    """Return the text with single blanks for white space, hyphens and slashes, soft hyphens gone."""
    if not text.isascii():
        text = _HIDDEN.sub("", text).translate(_BLANKED)
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _spaced(text).lower()


def can_tell_of_plants(text: str) -> bool:
    """Return False only where no power plant can be told of.

    Args:
        text: An article, or anything that holds all its words.

    >>> can_tell_of_plants("A 240 MW solar plant opened in Kano.")
    True
    >>> can_tell_of_plants("The car plant near the station lost power, the company said.")
    False
    """
    any_case, exact, unit_starts, unit_letters = _tables()
    spaced = _spaced(text)
    lowered = spaced.lower()
    for pattern, start, end in any_case(lowered):
        if start and lowered[start - 1].isalpha():
            continue
        if pattern in unit_starts:
            return True
        if pattern in unit_letters:
            if _AFTER_UNIT.match(lowered, end):
                return True
        elif not lowered[end : end + 1].isalnum():
            return True
    return any(
        not (start and spaced[start - 1].isalnum()) and not spaced[end : end + 1].isalpha()
        for _, start, end in exact(spaced)
    )
