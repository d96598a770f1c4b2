"""The words linking needs, from `words.toml` beside this file. Knows no name and no plant."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from extract.lexicons.loader import load_file

__all__ = ["fuel_words", "number_words", "opposites", "sounds", "word_set"]

_FILE = Path(__file__).parent / "words.toml"


@cache
def word_set(*names: str) -> frozenset[str]:
    """Return the forms of some entries, together.

    >>> "kraftwerk" in word_set("generic"), "unit" in word_set("generic")
    (True, False)
    """
    entries = load_file(_FILE).by_id()
    return frozenset(form for name in names for form in entries[name].forms)


@cache
def _data(name: str) -> dict[str, Any]:
    return load_file(_FILE).by_id()[name].data


@cache
def opposites() -> dict[str, str]:
    """Return each word of direction, age or size with the first of its group: "norte" is "north"."""
    return {word: group[0] for group in _data("opposite")["groups"] for word in group}


@cache
def fuel_words() -> dict[str, str]:
    """Return the words of a name that say its fuel: "kernkraftwerk" is "nuclear"."""
    return {word: fuel for fuel, words in _data("fuel")["fuels"].items() for word in words}


@cache
def number_words(name: str) -> dict[str, int]:
    """Return the numbers of the entry "ordinal" or "roman" by word."""
    return dict(_data(name)["values"])


@cache
def sounds() -> tuple[tuple[str, str], ...]:
    """Return pairs of letters and the plainer spelling that stands for them, in order of use."""
    return tuple((long, short) for long, short in _data("sound")["rules"])
