"""Gives text in capitals the small letters that running text has, so that names stand out again.

Old wire copy and headings come in capitals throughout. English words become small, other words get a
capital, short unknown ones stay as acronyms. Length never changes, so offsets hold.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from extract.analyze.nlp import DEFAULT_MODEL
from extract.errors import ConfigError
from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import fold, word_class

__all__ = ["english_words", "is_capitals", "recased"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SHARE = 0.9
_ACRONYM = 5
_BIG_CITY = 500_000
_LEGAL = frozenset({"corp", "inc", "ltd", "co", "plc", "llc", "corporation"})
_NAME_CLASSES = (
    "legal",
    "company_head",
    "bank_head",
    "weak_head",
    "government_head",
    "other_head",
    "media_head",
)


@cache
def english_words() -> frozenset[str]:
    """Return the strings that the default model was trained with: English words in the cases they occur in.

    They are read from the model's package, not from a pipeline: its store grows with every article, and an
    answer must not depend on what was read before. It knows "pulp" and "London", not "Pulp".

    Raises:
        ConfigError: The default model's package is not installed.
    """
    spec = find_spec(DEFAULT_MODEL)
    root = Path(spec.origin).parent if spec and spec.origin else Path()
    stored = next(iter(sorted(root.glob("*/vocab/strings.json"))) if spec else iter(()), None)
    if stored is None:
        raise ConfigError("the package of the default model is not installed", key=DEFAULT_MODEL)
    return frozenset(word for word in json.loads(stored.read_text(encoding="utf-8")) if word.isalpha())


def is_capitals(text: str) -> bool:
    """Return True where nine of ten letters are capitals."""
    letters = "".join(filter(str.isalpha, text))
    return len(letters) > 3 and sum(map(str.isupper, letters)) >= _SHARE * len(letters)


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


def recased(text: str) -> str:
    """Return text of the same length with small letters where English words stand.

    Args:
        text: Text in capitals.
    """
    words = list(_WORD.finditer(text))
    proper = [_is_proper(m.group()) for m in words]
    for i, match in enumerate(words):
        if fold(match.group()) in _LEGAL:
            _raise_trades(words, proper, i, text)
        if proper[i] or not any(fold(match.group()) in word_class(name) for name in _NAME_CLASSES):
            continue
        beside = i > 0 and proper[i - 1] and text[words[i - 1].end() : match.start()] in {" ", " & "}
        proper[i] = beside
    pieces, at = [], 0
    for match, name in zip(words, proper, strict=True):
        pieces += [text[at : match.start()], _written(match.group(), name)]
        at = match.end()
    return "".join([*pieces, text[at:]])


def _raise_trades(words: list[re.Match[str]], proper: list[bool], legal: int, text: str) -> None:
    """Give capitals to the trade's words before a legal form: "National Thermal Power Corp"."""
    at = legal - 1
    classes = ("generic", "topic", *_NAME_CLASSES)
    while at >= 0 and text[words[at].end() : words[at + 1].start()] in {" ", " & "}:
        if not proper[at] and not any(fold(words[at].group()) in word_class(name) for name in classes):
            break
        if fold(words[at].group()) in {"the", "of", "and", "for"}:
            break
        proper[at] = proper[legal] = True
        at -= 1


def _is_proper(word: str) -> bool:
    """Not an English word, or one that a known name or a big city has as a word of its own."""
    lowered, english = word.lower(), english_words()
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
