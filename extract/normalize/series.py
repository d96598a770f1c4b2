"""What numbers of one series share: joints ("500 and 600 million"), qualifiers, labels and years.

Used by money and power alike. Knows numbers and their surroundings, no unit and no currency.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extract.domain.values import Qualifier
from extract.normalize.numbers import Numeral, alternation, scale_entries

__all__ = ["Joint", "is_label", "is_year", "joint", "qualifier_of", "spread"]

Joint = Literal["comma", "and", "dash", "to", "slash"]
Spread = Literal["range", "change"]

_JOINT_SLICE = 24
_BEFORE_SLICE = 48
_AFTER_SLICE = 24
_MAX_LABEL = 100  # "Unit 12", but hardly "generation 500 and 600 MW"
_JOINTS = re.compile(
    r"""\s*(?:(?P<and>,?\s?(?:and|or|&|\+)(?:\sthen)?(?P<cue>\s[a-z][a-z ]{1,14}?)?)
      |(?P<to>to|till|through)
      |(?P<dash>[-‐‑–—]|\sto\s)
      |(?P<slash>/)
      |(?P<comma>,))\s*""",
    re.VERBOSE,
)


def joint(text: str, end: int, start: int) -> Joint | None:
    """Return how two neighbouring numbers are joined, None where they are no series.

    Args:
        text: The text both stand in.
        end: Where the first ends, unit or currency included.
        start: Where the second starts.
    """
    if start - end > _JOINT_SLICE:
        return None
    match = _JOINTS.fullmatch(text, end, start)
    if match is None or "\n\n" in text[end:start]:
        return None
    if match["cue"] and not _qualifier_table().get(" ".join(match["cue"].split()).casefold()):
        return None
    names: tuple[Joint, ...] = ("and", "to", "dash", "slash", "comma")
    return next((name for name in names if match[name] is not None), None)


@cache
def _qualifier_table() -> dict[str, Qualifier]:
    """Return the words in front of a number with what they make of it."""
    return {
        form.casefold(): entry.data["qualifier"]
        for entry in scale_entries("qualifier")
        for form in entry.forms
    }


@cache
def _qualifier_before() -> re.Pattern[str]:
    forms = alternation(set(_qualifier_table()))
    articles = r"(?:an?\s|the\s|its\s|another\s|further\s|additional\s|total\sof\s){0,2}"
    return re.compile(rf"(?<![A-Za-z])(?P<cue>{forms})\s{{0,2}}{articles}$", re.IGNORECASE)


@cache
def _phrasal() -> re.Pattern[str]:
    verbs = alternation({form for entry in scale_entries("phrasal_verb") for form in entry.forms})
    return re.compile(rf"(?<![A-Za-z])(?:{verbs})\s$", re.IGNORECASE)


@cache
def _qualifier_after() -> tuple[dict[str, Qualifier], re.Pattern[str]]:
    table: dict[str, Qualifier] = {
        form: entry.data["qualifier"] for entry in scale_entries("qualifier_after") for form in entry.forms
    }
    return table, re.compile(rf"\s?(?P<cue>{alternation(set(table))})(?![A-Za-z\d]|\s?\d)", re.IGNORECASE)


def qualifier_of(text: str, start: int, end: int) -> Qualifier:
    """Return what the words beside an amount say of it: "about", "up to", "more than", "or so".

    >>> qualifier_of("about 600 MW", 6, 12), qualifier_of("no more than 600 MW", 13, 19)
    ('approximate', 'at_most')
    """
    before = text[max(0, start - _BEFORE_SLICE) : start]
    match = _qualifier_before().search(before)
    if match and not (match["cue"].casefold() == "up to" and _phrasal().search(before[: match.start()])):
        return _qualifier_table()[" ".join(match["cue"].casefold().replace("-", " ").split())]
    table, pattern = _qualifier_after()
    if match := pattern.match(text, end, end + _AFTER_SLICE):
        return table[" ".join(match["cue"].casefold().split())]
    return "exact"


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of "Units 3", "Units 3 and" and "Nos. 1, 2 and" before a number."""
    forms = alternation({form for entry in scale_entries("label") for form in entry.forms})
    more = r"(?:\d{1,3}[A-Z]?(?:,\s?|\s(?:and|or|to|&)\s|\s?[-–&]\s?)){0,4}"
    return re.compile(rf"(?<![A-Za-z])(?:{forms})[\s#-]{{0,2}}{more}$", re.IGNORECASE)


def is_label(text: str, numeral: Numeral) -> bool:
    """Return True where the number names a thing ("Unit 3", "VVER-1000") and counts nothing."""
    if numeral.spelled:
        return False
    before = text[max(0, numeral.start - _BEFORE_SLICE) : numeral.start]
    if before[-1:].isalpha() or (before[-1:] == "-" and before[-2:-1].isalnum()):
        return True
    short = numeral.scale is None and numeral.value < _MAX_LABEL
    return short and bool(_label().search(before))


@cache
def _year_preposition() -> re.Pattern[str]:
    forms = alternation({form for entry in scale_entries("year_preposition") for form in entry.forms})
    return re.compile(rf"(?<![A-Za-z])(?:{forms})[\s-]{{1,2}}(?:\d{{1,2}},?\s)?$", re.IGNORECASE)


def is_year(text: str, numeral: Numeral) -> bool:
    """Return True where four digits are a year: 1900 to 2100, after a preposition or a month."""
    plain = (
        numeral.scale is None and not numeral.grouped and numeral.value == numeral.value.to_integral_value()
    )
    if not plain or not 1900 <= numeral.value <= 2100:
        return False
    return bool(_year_preposition().search(text[max(0, numeral.start - 20) : numeral.start]))


_FROM = re.compile(r"(?<![A-Za-z])(?:from|by)\s[^.;()\d]{0,24}$", re.IGNORECASE)
_FROM_THE = re.compile(
    r"(?<![A-Za-z])from\sthe\s$", re.IGNORECASE
)  # "down from the $89 to $93 billion it foresaw"
_RANGING = re.compile(
    r"(?:rang\w{1,4}|anywhere|somewhere|var\w{1,5}|between|estimat\w{1,4}|put\w{0,4}|extend\w{0,4})\s(?:\w+\s){0,2}from\s",
    re.I,
)
_BETWEEN = re.compile(r"(?<![A-Za-z])between\s[^.;()\d]{0,24}$", re.IGNORECASE)


def spread(text: str, start: int, kind: Joint) -> Spread | None:
    """Return whether two joined amounts are the ends of a range, a change, or neither.

    "500-600", "500 to 600" and "between 500 and 600" are ranges; "from 500 to 600" and "by 100 to 600"
    are changes unless the text says "ranging from", or "from the 500 to 600".

    Args:
        text: The text the amounts stand in.
        start: Where the first begins.
        kind: How they are joined.
    """
    before = text[max(0, start - _BEFORE_SLICE) : start]
    if kind == "and":
        return "range" if _BETWEEN.search(before) else None
    if kind not in ("dash", "to"):
        return None
    if _FROM.search(before) and not _RANGING.search(before) and not _FROM_THE.search(before):
        return "change"
    return "range"
