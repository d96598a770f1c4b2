"""What looks like a date and is none: figures with units, names with a number, "may" and "march"."""

from __future__ import annotations

import re
from functools import cache

from extract.normalize.date_context import tense_at
from extract.normalize.date_words import alternation, counted, month_name

__all__ = ["is_bare_month", "is_bare_quarter", "is_year"]

_LAST_WORD = re.compile(r"([^\s\d]*[^\s\w]?)([\s\u00a0]*)$")
_NOT_A_STOP = re.compile(r"\b(?:Rs|Nos?|Art|Fig|Vol|pp|Tk|approx)\.\s*$", re.IGNORECASE)
_FIGURE_BEFORE = tuple("$€£¥₹.,+#/")
_HABIT = re.compile(
    r"\b(?:above all|mainly|mostly|especially|particularly|usually|only)\s+(?:in|during)\s+(?:the\s+)?$"
)
_MARKS = "'’\"“”‘(),:;.-–—"
_HYPHENED = ("mid", "end", "early", "late", "pre", "post")


@cache
def _one_of(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(kind), re.IGNORECASE)


@cache
def _direct() -> re.Pattern[str]:
    """Return the pattern of a unit or thing counted right behind a figure."""
    return re.compile(rf"[-\s\u00a0]{{0,2}}(?:{counted()})\b|\s?%")


@cache
def _further() -> re.Pattern[str]:
    """Return the pattern of a thing counted one word, or the second figure of a range, further on."""
    return re.compile(
        rf"\s+[A-Za-z][a-z-]{{1,14}}\s+(?:{counted()})\b"
        rf"|\s*(?:to|and|or|-|–)\s*\d[\d,.]{{0,9}}[\s-]?(?:{counted()})\b"
    )


def _before(text: str, start: int) -> tuple[str, str]:
    """Return the word before a position with the mark that ends it, and the blanks between."""
    match = _LAST_WORD.search(text, max(0, start - 24), start)
    return (match[1], match[2]) if match else ("", "")


def _starts_line(text: str, start: int) -> bool:
    """Tell whether only bullets and blanks stand before a position in its line or table cell."""
    return (
        text[max(0, start - 8) : start].rstrip(" \t\u00a0*•-–|")[-1:] in ("", "\n")
        or "|" in text[max(0, start - 3) : start]
    )


def _is_figure(text: str, start: int, end: int, core: str) -> bool:
    """Tell whether what stands around a number shows it to be a quantity or a serial number."""
    if text[max(0, start - 1) : start] in _FIGURE_BEFORE or _direct().match(text, end):
        return True
    if _further().match(text, end) and core not in ("in", "since", "by", "until"):
        return True
    if text[start + 2 : end] in ("00", "50") and text[max(0, start - 2) : start] == "| ":
        return True
    return bool(_NOT_A_STOP.search(text, max(0, start - 8), start))


def is_year(text: str, start: int, end: int) -> bool:
    """Tell whether the four digits at `start` are a year rather than a quantity or part of a name.

    >>> is_year("about 2000 homes", 6, 10), is_year("in 2017 prices", 3, 7), is_year("Energia 2000", 8, 12)
    (False, True, False)
    """
    word, blanks = _before(text, start)
    core = word.strip(_MARKS).casefold()
    if _is_figure(text, start, end, core):
        return False
    if word and not blanks and word.endswith(("-", "–")):
        return core in _HYPHENED or not core
    closed = word[-1:].isalpha()
    if re.search(r"\b(?:later|earlier|sooner)\s+than\s+$", text[max(0, start - 16) : start], re.IGNORECASE):
        return True
    if closed and _one_of("numbered").fullmatch(core):
        return False
    if (closed and _one_of("before_year").fullmatch(core)) or _starts_line(text, start):
        return True
    named = word[:1].isupper() and closed and not word.endswith(("ed", "'s", "’s"))
    return not named and not re.search(r"\d[\s.-]$", text[max(0, start - 2) : start])


def is_bare_month(text: str, start: int, end: int) -> bool:
    """Tell whether a month name without day or year is the month: "in May", not "Theresa May".

    >>> is_bare_month("signed in May", 10, 13), is_bare_month("Theresa May said", 8, 11)
    (True, False)
    """
    name = text[start:end]
    if (len(name) <= 3 and name != "May") or name in ("MAY", "MARCH"):
        return False
    word, blanks = _before(text, start)
    core = word.strip(_MARKS).casefold()
    if word[-1:].isalpha() and _one_of("before_year").fullmatch(core):
        return True
    if not blanks and word.endswith(("-", "–", "/")):
        return core in _HYPHENED or bool(re.fullmatch(month_name(), word[:-1]))
    if re.fullmatch(rf"(?:{month_name()}),?", word):
        return True
    named = word[:1].isupper() and word[-1:].isalpha()
    ambiguous = name in ("May", "March") or core in ("each", "every") or named
    return not ambiguous and not re.match(r"\s+[A-Z][a-z]", text[end : end + 4])


def is_bare_quarter(text: str, start: int, *, season: bool = False) -> bool:
    """Tell whether a quarter, half or season without a year is a date: "in the first half", "by spring".

    A season behind "in" is a habit ("in winter demand doubles") unless the sentence speaks of what is to
    come.
    """
    match = re.search(
        r"\b(in|during|by|until|till|since|from|for|over|before|after|end of|start of|early|late)\s+"
        r"(?:(?:the|its|their|our)\s+)?(?:fiscal\s+)?$",
        text[max(0, start - 24) : start],
        re.IGNORECASE,
    )
    if match is None:
        return False
    word = match[1].casefold()
    if not season:
        return True
    if word in ("in", "during"):
        if _HABIT.search(text, max(0, start - 24), start):
            return False
        return tense_at(text, start, start) == "future"
    return word in ("by", "until", "till", "since", "before", "after")
