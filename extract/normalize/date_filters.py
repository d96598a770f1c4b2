"""What looks like a date and is none: figures with units, names with a number, "may" and "march"."""

from __future__ import annotations

import re
from functools import cache

from extract.normalize.date_context import tense_at
from extract.normalize.date_words import alternation, counted, month_name

__all__ = ["is_bare_month", "is_bare_quarter", "is_year"]

_LAST_WORD = re.compile(r"([^\s\d]*[^\s\w]?)([\s\u00a0]*)$")
_NO_SENTENCE_END = re.compile(r"\b(?:Rs|Nos?|Art|Fig|Vol|pp|Tk|approx)\.\s*$", re.IGNORECASE)


@cache
def _one_of(kind: str) -> re.Pattern[str]:
    return re.compile(alternation(kind), re.IGNORECASE)


@cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for what a number counts: right behind it, and one word or one number further."""
    direct = re.compile(rf"[-\s\u00a0]{{0,2}}(?:{counted()})\b|\s?%")
    further = re.compile(
        rf"\s+[A-Za-z][a-z-]{{1,14}}\s+(?:{counted()})\b"
        rf"|\s*(?:to|and|or|-|–)\s*\d[\d,.]{{0,9}}[\s-]?(?:{counted()})\b"
    )
    return direct, further


def _before(text: str, start: int) -> tuple[str, str]:
    """Return the word before a position with the mark that ends it, and the blanks between."""
    match = _LAST_WORD.search(text, max(0, start - 24), start)
    return (match[1], match[2]) if match else ("", "")


def _starts_line(text: str, start: int) -> bool:
    return text[:start].rstrip(" \t\u00a0*•-–|")[-1:] in ("", "\n", "|")


def is_year(text: str, start: int, end: int) -> bool:
    """Tell whether the four digits at `start` are a year rather than a quantity or part of a name.

    >>> is_year("about 2000 homes", 6, 10), is_year("in 2017 prices", 3, 7), is_year("Energia 2000", 8, 12)
    (False, True, False)
    """
    direct, further = _counts()
    if direct.match(text, end):
        return False
    word, blanks = _before(text, start)
    core = word.strip("'’\"“”‘(),:;.-–—").casefold()
    dated = bool(_one_of("before_year").fullmatch(core)) and word[-1:].isalpha()
    if further.match(text, end) and core not in ("in", "since", "by", "until"):
        return False
    if _one_of("numbered").fullmatch(core) and word[-1:] not in ",;:.)":
        return False
    if not blanks and word.endswith(("-", "–", "#", "+")) and word:
        return core in ("mid", "end", "early", "late", "pre", "post") or word[:1] in "-–"
    if _NO_SENTENCE_END.search(text, max(0, start - 8), start):
        return False
    if dated or _starts_line(text, start):
        return True
    if re.search(r"\d[\s.-]$", text[max(0, start - 2) : start]):
        return False
    return not (word[:1].isupper() and word[-1:].isalpha() and not word.endswith("ed"))


def is_bare_month(text: str, start: int, end: int) -> bool:
    """Tell whether a month name without day or year is the month: "in May", not "Theresa May".

    >>> is_bare_month("signed in May", 10, 13), is_bare_month("Theresa May said", 8, 11)
    (True, False)
    """
    name = text[start:end]
    if (len(name.rstrip(".")) <= 3 and name != "May") or name in ("MAY", "MARCH"):
        return False
    word, blanks = _before(text, start)
    core = word.strip("'’\"“”‘(),:;.–—-").casefold()
    if core in ("each", "every"):
        return False
    if _one_of("before_year").fullmatch(core) and not word.endswith("."):
        return True
    if not blanks and word.endswith(("-", "–", "/")):
        return bool(re.fullmatch(month_name(), word[:-1]) or core in ("mid", "end", "early", "late"))
    if re.fullmatch(rf"(?:{month_name()}),?", word):
        return True
    if name in ("May", "March"):
        return False
    capital_before = word[:1].isupper() and word[-1:].isalpha()
    return not capital_before and not re.match(r"\s+[A-Z][a-z]", text[end : end + 4])


def is_bare_quarter(text: str, start: int, *, season: bool = False) -> bool:
    """Tell whether a quarter, half or season without a year is a date: "in the first half", "by spring".

    A season behind "in" is a habit ("in winter demand doubles") unless the sentence speaks of what is to
    come or is over.
    """
    match = re.search(
        r"\b(in|during|by|until|till|since|from|for|over|before|after|of|early|late)\s+(?:the\s+)?$",
        text[max(0, start - 16) : start],
        re.IGNORECASE,
    )
    if match is None:
        return False
    if not season:
        return match[1].lower() != "of" or "end of" in text[max(0, start - 20) : start].lower()
    if match[1].lower() in ("in", "during"):
        return tense_at(text, start, start) == "future"
    return match[1].lower() in ("by", "until", "till", "since", "before", "after")
