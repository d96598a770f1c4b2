"""How alike two site names are, over transliterations and misspellings. Pure; knows no place and no plant.

Likeness is 1 for the same words, 0.97 for words that sound the same by the rules of `words.toml`, less for
words a letter or two apart, and `PART` where one name is the opening or a part of the other.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from extract.link.words import sounds, word_set

__all__ = ["PART", "SAME_SOUND", "core_likeness", "is_adjective_of", "skeleton", "sound_form", "stem"]

SAME_SOUND = 0.97
PART = 0.7
_VOWELS = frozenset("aeiou")
_LEAST = 0.78
_SHORT = 4
"""Words of up to this many letters must be equal in sound: "Kano" is not "Kanu"'s variant but its rival."""
_FEW_BONES = 3
"""Words of up to this many consonants must have them all in common: Suralaya is not Surabaya."""


@lru_cache(maxsize=200_000)
def sound_form(word: str) -> str:
    """Return a word's plain spelling: one letter a sound, none doubled.

    >>> sound_form("roghun") == sound_form("rogun"), sound_form("rooppur") == sound_form("ruppur")
    (True, True)
    """
    for long, short in sounds():
        if long in word:
            word = word.replace(long, short)
    kept: list[str] = []
    for letter in word:
        if not kept or kept[-1] != letter:
            kept.append(letter)
    if len(kept) > _SHORT and kept[-1] == "h":  # The closing h of Arabic names: "Dabbah", "Dabba".
        kept.pop()
    return "".join(kept)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return the consonants of a word's sound, its first vowel as a mark: what spellings seldom change.

    >>> skeleton("oskemen"), skeleton("uskemen")
    ('_skmn', '_skmn')
    """
    sound = sound_form(word)
    body = "".join(letter for letter in sound if letter not in _VOWELS)
    return ("_" if sound[:1] in _VOWELS else "") + body


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return what a place and its Russian adjective have in common.

    >>> stem("surgutskaya"), stem("surgut"), stem("boguchanskaya"), stem("boguchany")
    ('surgut', 'surgut', 'boguchan', 'boguchan')
    >>> stem("kurskaya"), stem("kursk")
    ('kursk', 'kursk')
    """
    ending = next(filter(word.endswith, _endings()), "")
    place = word.removesuffix(ending)
    if ending and len(place) < _SHORT:
        return f"{place}sk"
    if place.endswith("sk") and len(place) > _SHORT + 1:
        place = place.removesuffix("sk")
    bare = place.rstrip("aeiouy")
    return bare if len(bare) >= _SHORT else place


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(word_set("adjective")))


def _is_adjective(word: str) -> bool:
    return word.endswith(_endings())


def is_adjective_of(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Return True where one name is the other's Russian adjective.

    >>> is_adjective_of(("surgut",), ("surgutskaya",)), is_adjective_of(("surgut",), ("surgut",))
    (True, False)
    """
    return any(map(_is_adjective, left + right)) and sorted(map(stem, left)) == sorted(map(stem, right))


@lru_cache(maxsize=500_000)
def core_likeness(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Return how alike two site names are, 0 to 1; the order of the arguments does not matter.

    >>> core_likeness(("roghun",), ("rogun",)), core_likeness(("akkuyu",), ("sinop",))
    (0.97, 0.0)
    >>> core_likeness(("noor", "midelt"), ("noor",))
    0.7
    """
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    if sorted(left) == sorted(right) or "".join(left) == "".join(right):
        return 0.99
    one, two = (tuple(map(sound_form, core)) for core in sorted((left, right)))
    if sorted(one) == sorted(two) or "".join(one) == "".join(two):
        return SAME_SOUND
    if is_adjective_of(left, right):
        return SAME_SOUND
    if set(one) < set(two) or set(two) < set(one):
        return PART
    if any(map(_is_adjective, left)) and any(map(_is_adjective, right)):  # What both end in says nothing.
        one, two = (tuple(sound_form(stem(word)) for word in core) for core in sorted((left, right)))
    return _paired(one, two) if len(one) == len(two) else _joined(one, two)


def _joined(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Names of unequal length: alike only as one string ("Ust Ilimsk", "Ustilim")."""
    left, right = "".join(one), "".join(two)
    alike = fuzz.ratio(left, right) / 100
    return alike * 0.95 if alike >= 0.9 and min(len(left), len(right)) > 6 else 0.0


def _paired(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Names of as many words: the mean of the best pairing, 0 where one pair is no spelling of a word."""
    total, weights = 0.0, 0
    rest = list(two)
    for word in sorted(one, key=lambda w: (-len(w), w)):
        best = max(rest, key=lambda other: (_word_likeness(word, other), other))
        alike = _word_likeness(word, best)
        if alike < _LEAST:
            return 0.0
        rest.remove(best)
        size = len(word) + len(best)
        total += alike * size
        weights += size
    return total / weights


@lru_cache(maxsize=500_000)
def _word_likeness(left: str, right: str) -> float:
    if left == right:
        return 1.0
    if any(char.isdecimal() for char in left + right):
        return 0.0
    short = min(len(left), len(right))
    bones = {skeleton(left), skeleton(right)}
    if short <= _SHORT or (len(bones) == 2 and max(map(len, bones)) <= _FEW_BONES):
        return 0.0
    edits = DamerauLevenshtein.distance(left, right, score_cutoff=2)
    if edits > (2 if short >= 8 else 1):
        consonants = len(bones) == 1 and len(skeleton(left)) > _FEW_BONES
        return 0.88 if consonants and edits <= 3 else 0.0
    return min(0.95, JaroWinkler.similarity(left, right) * (0.97 if edits == 1 else 0.94))
