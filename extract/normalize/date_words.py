"""The date lexicon as fragments of regular expressions and look-ups. Knows no grammar and no calendar."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from extract.lexicons.loader import load_lexicon

__all__ = [
    "YEAR",
    "alternation",
    "counted",
    "data_of",
    "fiscal_calendar",
    "month_name",
    "not_a_unit",
    "postponing",
    "weekday_name",
]

YEAR = r"(?:18[89]\d|19\d\d|20\d\d|2100)(?!\d)"
"""A four-digit year, 1880 to 2100; the lower bound leaves out other calendars' years such as 1398."""


@cache
def _table(kind: str) -> dict[str, dict[str, Any]]:
    """Return form (folded) to data for all entries of one kind."""
    return {
        form.casefold(): entry.data
        for entry in load_lexicon("date_words").entries
        if entry.data["kind"] == kind
        for form in entry.forms
    }


def data_of(kind: str, form: str) -> dict[str, Any]:
    """Return the data of a form found in the text; blanks and a final stop aside.

    Raises:
        KeyError: The form is not in the lexicon, so the grammar and the lexicon have come apart.
    """
    return _table(kind)[re.sub(r"\s+", " ", form).strip(" .").casefold()]


@cache
def alternation(kind: str) -> str:
    """Return the forms of a kind as a non-capturing group, longest first, any blank between words."""
    forms = sorted(_table(kind), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms) + ")"


_STOP = r"(?:(?:(?<=\b\w{3})(?<!May)(?<!MAY)|(?<=\b[ST]\w{3})|(?<=\bThurs)|(?<=\bTHURS))\.)?"
"""The stop behind a short form; "in March." ends a sentence instead."""


def _names(kind: str) -> str:
    """Return a kind's forms as alternatives that heed case: "March" and "MARCH", not "march"."""
    forms = [
        form
        for entry in load_lexicon("date_words").entries
        if entry.data["kind"] == kind
        for form in entry.forms
    ]
    both = sorted({*forms, *(form.upper() for form in forms)}, key=lambda form: (-len(form), form))
    return "|".join(both)


@cache
def month_name() -> str:
    """Return a pattern for month names and their short forms (group m), with the stop where there is one."""
    return rf"(?P<m>{_names('month')})\b{_STOP}"


@cache
def weekday_name() -> str:
    """Return a pattern for weekday names and their short forms (group w)."""
    return rf"(?P<w>{_names('weekday')})\b{_STOP}"


@cache
def postponing() -> re.Pattern[str]:
    """Return a pattern for words of postponement."""
    return re.compile(rf"\b{alternation('postponed')}\b", re.IGNORECASE)


@cache
def counted() -> str:
    """Return alternatives for what a figure counts or measures: "homes", "MW"."""
    words = [form for e in load_lexicon("date_words").entries if e.id == "counted" for form in e.forms]
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def not_a_unit() -> str:
    """Return a look-ahead that refuses a figure followed by what it counts or measures."""
    return rf"(?![-\s\u00a0]{{0,2}}(?-i:{counted()})\b|\s?%)"


@cache
def _country_cues() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (re.compile(r"\b(?:" + "|".join(map(re.escape, entry.forms)) + r")\b"), entry.data)
        for entry in load_lexicon("date_words").entries
        if entry.data["kind"] == "fiscal"
    ]


def fiscal_calendar(text: str, country: str | None) -> tuple[int, str] | None:
    """Return the first month of the fiscal year and which year names it ("start" or "end").

    Args:
        text: The article; the country most spoken of decides where `country` is not given.
        country: ISO 3166-1 alpha-2, or None where unknown.

    Returns:
        None where neither country nor text tells: the fiscal year is then taken as the calendar year.
    """
    counts: list[tuple[int, dict[str, Any]]] = []
    for pattern, data in _country_cues():
        if country == data["country"]:
            return data["start"], data["named"]
        counts.append((len(pattern.findall(text)), data))
    best = max(counts, key=lambda pair: pair[0])
    if country is not None or best[0] == 0:
        return None
    return best[1]["start"], best[1]["named"]
