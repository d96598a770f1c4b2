"""A plant's name taken apart: what names the site, what tells its parts, what only says it is a plant.

"Matarbari coal power plant, Unit 2" is the site "matarbari" and the part unit 2; "the plant" names
nothing. Pure; knows no other plant and no place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extract.lexicons.gazetteer import fold_name
from extract.link.words import fuel_words, number_words, opposites, word_set

__all__ = ["Part", "PartKind", "PlantName", "parse_name"]

PartKind = Literal["unit", "phase", "number", "letter"]

_WORD = re.compile(r"[^\W_]+")
_SIZE = re.compile(
    r"\b(?:\d+ ?x ?)?\d+(?: \d{3})*(?: \d+)? ?"
    r"(?:kw|mw|gw|mwp|mwe|mwth|mwac|mwdc|mwh|gwh|megawatts?|gigawatts?)\b"
)
_RANGE = re.compile(r"\b(\d{1,2})\s*[-–—]\s*(\d{1,2})\b")
_RELEASE = re.compile(r"(?<=\s)(\d)\.0\b")  # "Snowy 2.0"
_LETTERS = frozenset("abcdefgh")
_LEAST_GLUED = 5
_MOST = 60
"""A part's number above this is a size, a year or a route."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """What tells a part from its siblings: unit 3, phase 2, a bare number ("Noor II") or letter."""

    kind: PartKind
    label: str


@dataclass(frozen=True, slots=True)
class PlantName:
    """A name taken apart.

    `core` are the words that name the site, in order; empty where the name says only what kind of thing
    it is; `fuels` what it says of that. `marks` are words like north, upper, new: a site has all of them or
    none. `parts` is empty for the plant as a whole; "units 3 and 4" has two of one kind.
    """

    core: tuple[str, ...]
    marks: frozenset[str]
    parts: frozenset[Part]
    fuels: frozenset[str]


@lru_cache(maxsize=400_000)
def parse_name(name: str) -> PlantName:
    """Take a name apart.

    >>> parsed = parse_name("1,200 MW Matarbari coal power plant, Unit 2")
    >>> parsed.core, sorted(parsed.parts)
    (('matarbari',), [Part(kind='unit', label='2')])
    >>> parse_name("Noor III").parts == frozenset({Part("number", "3")})
    True
    >>> parse_name("the combined-cycle plant").core
    ()
    """
    ranged = _RANGE.sub(r"\1 to \2", _RELEASE.sub(r"\1", name.replace("&", " and ")))
    words = _WORD.findall(_SIZE.sub(" ", fold_name(ranged)))
    fuels = frozenset(fuel_words()[word] for word in words if word in fuel_words())
    parts, rest = _take_parts(words)
    core, marks = _core(rest)
    bare = _bare_part(core)
    if bare is not None:
        core, parts = core[:-1], parts | {bare}
    return PlantName(core, frozenset(marks if core else ()), frozenset(parts), fuels)


def _take_parts(words: list[str]) -> tuple[set[Part], list[str]]:
    """Take "unit 2", "second phase", "units 3 and 4" out of the words."""
    parts: set[Part] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        kind = _part_kind(words[at])
        if words[at] in word_set("extension"):
            parts.add(Part("phase", "extension"))
            at += 1
            continue
        if kind is None:
            rest.append(words[at])
            at += 1
            continue
        labels, end = _labels_after(words, at + 1)
        if not labels and rest and rest[-1] in number_words("ordinal"):
            labels = [str(number_words("ordinal")[rest.pop()])]
        elif not labels and rest and rest[-1].isdecimal() and int(rest[-1]) <= _MOST:
            labels = [rest.pop()]
        parts.update(Part(kind, label) for label in labels)
        at = end
    return parts, [word for word in rest if word != "no"] if parts else rest


def _part_kind(word: str) -> PartKind | None:
    if word in word_set("unit"):
        return "unit"
    return "phase" if word in word_set("phase") else None


def _labels_after(words: list[str], at: int) -> tuple[list[str], int]:
    """The labels that follow "units": numbers, romans or one letter, joined by "and"; where they end."""
    labels: list[str] = []
    while at < len(words):
        if words[at] == "to" and labels and labels[-1].isdecimal() and words[at + 1 : at + 2]:
            end = _label(words[at + 1], roman=True)
            if end is not None and end.isdecimal():
                labels.extend(str(number) for number in range(int(labels[-1]) + 1, int(end) + 1))
                at += 2
                continue
        if words[at] in ("and", "no", "nos") and at + 1 < len(words) and _label(words[at + 1], roman=True):
            at += 1
            continue
        label = _label(words[at], roman=True)
        if label is None:
            break
        labels.append(label)
        at += 1
    return labels, at


def _label(word: str, *, roman: bool) -> str | None:
    if word.isdecimal():
        return str(int(word)) if int(word) <= _MOST else None
    if roman and word in number_words("roman"):
        return str(number_words("roman")[word])
    glued = re.fullmatch(r"([a-h])(\d)", word)
    if glued:
        return word
    return word if word in _LETTERS else None


def _core(words: Sequence[str]) -> tuple[tuple[str, ...], set[str]]:
    """What is left without generic words; direction, age and size words apart."""
    named = [_unglued(word) for word in words if word not in word_set("generic")]
    last = len(named) - 1
    # A letter that closes the name is a part ("Elbistan A"), elsewhere it is "a plant" or Spanish "y".
    joining = word_set("joining")
    kept = [word for at, word in enumerate(named) if word not in joining or (len(word) == 1 and at == last)]
    marks = {opposites()[word] for word in kept if word in opposites()}
    core = tuple(word for word in kept if word not in opposites())
    if all(word in word_set("vague") or word.isdecimal() for word in core):
        # "the second plant", "another 24": nothing in it names a site.
        return (), set()
    return tuple(word for word in core if word not in word_set("article")) or core, marks


def _unglued(word: str) -> str:
    """The site's name without what is glued in front of it: "hidroituango" is Ituango."""
    for opening in word_set("glued"):
        rest = word.removeprefix(opening)
        if rest != word and len(rest) >= _LEAST_GLUED:
            return rest
    return word


def _bare_part(core: tuple[str, ...]) -> Part | None:
    """A number, roman number or letter that closes the name: "Datteln 4", "Noor II", "Callide B"."""
    if len(core) < 2:
        return None
    last = core[-1]
    if last in number_words("roman") and last not in _LETTERS:
        return Part("number", str(number_words("roman")[last]))
    if last in number_words("ordinal"):
        return Part("number", str(number_words("ordinal")[last]))
    if len(last) == 1 and last.isalpha():
        return Part("letter", last)
    if last.isdecimal() and int(last) <= _MOST:
        return Part("number", str(int(last)))
    return None
