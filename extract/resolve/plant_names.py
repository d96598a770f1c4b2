"""Names of plants: comparison keys, fuels that agree, coordinated names, printed names. Pure on text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extract.domain.mention import PlantMention
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon

__all__ = [
    "bracket_alias",
    "coordinated",
    "core_key",
    "fuels_agree",
    "is_generic_name",
    "printed_name",
    "same_core",
]

_NAME = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŻŽČİŞ][\w’'-]*(?: (?:de |la |el |del )?[A-ZÀ-ÖØ-Þ][\w’'-]*){0,3}"
_COORDINATED = re.compile(rf"((?:{_NAME}, ){{0,6}}{_NAME},? (?:and|&) )$")
_ALIAS = re.compile(r"\s?\((?:the |or |known as )?[\"“']?([A-Z][\w-]{1,11})[\"”']?\)")
# Fuels that one plant may well combine; any other two fuels are two plants unless said of one phrase.
_TOGETHER = (
    {"solar", "storage"}, {"wind", "storage"}, {"hydro", "storage"}, {"gas", "oil"}, {"gas", "hydrogen"},
    {"biomass", "waste"}, {"solar", "wind"}, {"solar", "wind", "storage"}, {"gas", "storage"},
)  # fmt: skip


@cache
def _generic() -> frozenset[str]:
    entries = load_lexicon("plant_words").by_id()
    return frozenset(f.lower() for key in ("generic", "name_stop") for f in entries[key].forms)


def is_generic_name(word: str) -> bool:
    """Return True for words that are no name by themselves ('Capacity', 'The', 'Construction')."""
    return word.lower() in _generic()


def core_key(name: str) -> str:
    """Return a name's comparison form: accents and case folded, punctuation as spaces.

    >>> core_key("Alto  Vale-Norte")
    'alto vale norte'
    """
    folded = unicodedata.normalize("NFKD", name)
    folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[^\w.]+", " ", folded).split())


def same_core(left: str, right: str) -> bool:
    """Return True where two keys name one thing: equal, or one is a word-wise part of the other.

    >>> same_core("rio verde", "verde"), same_core("upper vale", "vale")
    (True, False)
    """
    if left == right:
        return True
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    short, long = sorted((left.split(), right.split()), key=len)
    if not short or len(short[-1]) < 4:
        return False
    # "Upper Vale" is another plant than "Vale": a qualifier in front makes a different name.
    qualifiers = {
        "upper",
        "lower",
        "middle",
        "new",
        "old",
        "north",
        "south",
        "east",
        "west",
        "greater",
        "nova",
    }
    rest = long[: len(long) - len(short)] if long[-len(short) :] == short else long[len(short) :]
    if long[: len(short)] != short and long[-len(short) :] != short:
        return False
    return not qualifiers & set(rest)


def fuels_agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Return False where both sides name fuels that one plant would hardly combine."""
    if not left or not right or set(left) & set(right):
        return True
    both = set(left) | set(right)
    return any(both <= pair for pair in _TOGETHER)


def coordinated(text: str, span: Span) -> list[tuple[Span, str]]:
    """Return further names joined to a plural name: for 'the A, B and C plants' at C's span, A and B.

    >>> [n for _, n in coordinated("the Pavlodar and Ekibastuz plants", Span(17, 33))]
    ['Pavlodar']
    """
    window = text[max(0, span.start - 120) : span.start]
    found = _COORDINATED.search(window)
    if not found:
        return []
    base = span.start - len(window) + found.start(1)
    names: list[tuple[Span, str]] = []
    for match in re.finditer(_NAME, found.group(1)):
        start, name = match.start(), match.group()
        while " " in name and is_generic_name(name.split(" ", 1)[0]):
            first, name = name.split(" ", 1)
            start += len(first) + 1
        if not is_generic_name(name):
            names.append((Span(base + start, base + match.end()), name))
    return names


def bracket_alias(text: str, span: Span) -> str | None:
    """Return the short form in brackets right after a name: 'Orlova Power Project (OPP)'."""
    found = _ALIAS.match(text, span.end)
    if not found or found.group(1) in {"MW", "GW", "MWp", "Pty", "UK", "US", "PV", "CHP", "NPP"}:
        return None
    return found.group(1)


def printed_name(mention: PlantMention) -> str | None:
    """Return a named mention's name without line breaks and doubled white space."""
    return " ".join(mention.name.split()) if mention.name else None
