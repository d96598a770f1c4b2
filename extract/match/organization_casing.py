"""Gives text in capitals the small letters that running text has, so that names stand out again.

Old wire copy and headings come in capitals throughout. English words become small, other words get a
capital, short unknown ones stay as acronyms. Length never changes, so offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Any

from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import fold, word_class

__all__ = ["is_capitals", "recased"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHARE = 0.9
_ACRONYM = 5
_BIG_CITY = 500_000
_NAME_CLASSES = (
    "legal",
    "company_head",
    "bank_head",
    "weak_head",
    "government_head",
    "other_head",
    "media_head",
)


def is_capitals(text: str) -> bool:
    """Return True where nine of ten letters are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= _SHARE * len(letters)


@cache
def _known_words() -> dict[str, str]:
    """Return words of lexicon names and of states by their folded form, in their written case."""
    words: dict[str, str] = {}
    for name in ("organizations", "countries"):
        for entry in load_lexicon(name).entries:
            for form in (*entry.forms, *entry.data.get("demonyms", ())):
                for word in _WORD.findall(form):
                    if word[0].isupper() and len(word) > 3:
                        words.setdefault(fold(word), word)
    return words


def recased(text: str, english: Container[Any]) -> str:
    """Return text of the same length with small letters where English words stand.

    Args:
        text: Text in capitals.
        english: Words known in small letters.
    """
    words = list(_WORD.finditer(text))
    proper = [_is_proper(m.group(), english) for m in words]
    for i, match in enumerate(words):
        if proper[i] or not any(fold(match.group()) in word_class(name) for name in _NAME_CLASSES):
            continue
        beside = i > 0 and proper[i - 1] and text[words[i - 1].end() : match.start()] in {" ", " & "}
        proper[i] = beside
    pieces, at = [], 0
    for match, name in zip(words, proper, strict=True):
        pieces += [text[at : match.start()], _written(match.group(), name)]
        at = match.end()
    return "".join([*pieces, text[at:]])


def _is_proper(word: str, english: Container[Any]) -> bool:
    """Not an English word, or one that a known name or a big city has as a word of its own."""
    lowered = word.lower()
    if lowered not in english:
        return True
    if any(fold(word) in word_class(name) for name in (*_NAME_CLASSES, "generic", "topic", "stop", "opener")):
        return False
    if len(word) < _ACRONYM or lowered.capitalize() not in english:
        return False
    places = load_gazetteer().lookup(word)
    big = any(p.population > _BIG_CITY or p.level == "country" for p in places)
    return fold(word) in _known_words() or big


def _written(word: str, proper: bool) -> str:
    """Return the word in its likely case, of equal length."""
    if not proper:
        small = word.lower()
    elif len(word) <= _ACRONYM and fold(word) not in _known_words():
        small = word
    else:
        small = _known_words().get(fold(word), word[0] + word[1:].lower())
    return small if len(small) == len(word) else word
