"""Readers: one function a rule, what its pattern found in, the expression it states (or None) out."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.normalize.date_expression import OPEN, Expression, Found, YearRef
from extract.normalize.date_filters import is_bare_month, is_bare_quarter, is_year
from extract.normalize.date_reading import count_of, make_expression, step_ref
from extract.normalize.date_words import data_of
from extract.normalize.numbers import parse_number

__all__ = [
    "read_day",
    "read_decade",
    "read_decade_end",
    "read_first_months",
    "read_fiscal",
    "read_fiscal_ending",
    "read_fiscal_step",
    "read_half",
    "read_iso",
    "read_month",
    "read_numeric",
    "read_quarter",
    "read_season",
    "read_slash_month",
    "read_spoken_year",
    "read_year",
    "read_year_end",
]


def _digits(form: str) -> int:
    return int(re.sub(r"\D", "", form) or 0)


def _ordinal(found: Found, count: int) -> tuple[int, int]:
    """Return the first and last quarter or half named; "last" is number `count`, no second one is 0."""
    if form := found.get("ordinal"):
        second = found.get("ordinal2")
        last = (int(data_of("ordinal", second)["value"]) or count) if second else 0
        return int(data_of("ordinal", form)["value"]) or count, last
    return int(found.get("q") or found.get("qb")), int(found.get("q2") or 0)


def _continues_number(found: Found) -> bool:
    """Tell whether the match is the tail of a longer figure: "1.2.2024" in "3.1.2.2024"."""
    return bool(re.search(r"[\d/.,:-]$", found.text[max(0, found.start - 1) : found.start]))


def read_iso(found: Found) -> Expression | None:
    """Read 2026-04-07."""
    if _continues_number(found):
        return None
    return replace(make_expression(found, "iso-date", "day", int(found.get("m"))), day=int(found.get("d")))


def read_numeric(found: Found) -> Expression | None:
    """Read 07.04.2026 day first; a slash date only where it has one reading."""
    first, second = int(found.get("a")), int(found.get("b"))
    if _continues_number(found):
        return None
    if found.get("sep") == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return replace(make_expression(found, "numeric-date", "day", month), day=day)


def read_slash_month(found: Found) -> Expression | None:
    """Read 04/2026."""
    if _continues_number(found):
        return None
    return make_expression(found, "numeric-month", "month", int(found.get("m")))


def read_day(found: Found) -> Expression | None:
    """Read "7 April 2026", "April 7", "the 14th to 16th of March last year"."""
    day, last = _digits(found.get("d")), _digits(found.get("d2"))
    if last and last <= day:
        return None
    month = int(data_of("month", found.get("m"))["value"])
    if (
        re.search(r"\d\w*\s+(?:and|or|&)\s+\d", found.get("days"))
        and last > day + 1
        and not _is_between(found)
    ):
        day, last = last, 0  # "on 3 and 17 March": the day next to the month
    return replace(make_expression(found, "day", "day", month), day=day, day_last=last)


def _is_between(found: Found) -> bool:
    return found.text[max(0, found.start - 8) : found.start].casefold() == "between "


def read_month(found: Found) -> Expression | None:
    """Read "March 2027", "March of that year", "next March" or, in a date's place, "March"."""
    name = found.get("m")
    start = found.start
    expression = make_expression(found, "month", "month", int(data_of("month", name)["value"]))
    if step := found.get("pre"):
        return replace(expression, rule="month-step", year=step_ref(step, nearest=True))
    if expression.year == OPEN and not is_bare_month(found.text, start, start + len(name)):
        return None
    return expression


def read_quarter(found: Found) -> Expression | None:
    """Read "first quarter of 2029", "Q1-Q2 2029", "1Q29", "the third quarter"."""
    first, last = _ordinal(found, 4)
    expression = replace(make_expression(found, "quarter", "quarter", first), last=last)
    if expression.year != OPEN:
        return expression
    if not (is_bare_quarter(found.text, found.start) or _is_attributive(found)):
        return None
    if (found.get("ordinal") or "").casefold() == "last":
        return replace(expression, rule="quarter-step", number=0, year=YearRef("published", -1))
    return expression


def _is_attributive(found: Found) -> bool:
    """Tell whether a quarter stands before a noun: "third-quarter results"."""
    written = found.text[found.start : found.end + 2]
    return bool(re.fullmatch(r"[a-z0-9]+-quarter\s[a-z]", written, re.IGNORECASE))


def read_half(found: Found) -> Expression | None:
    """Read "second half of 2028", "H2 2027", "1H26", "the first half"."""
    number, _ = _ordinal(found, 2)
    if number > 2:
        return None
    expression = make_expression(found, "half", "half", number)
    if expression.year != OPEN:
        return expression
    share = re.match(r"\s+(?:of|an?|as)\b", found.text[found.end : found.end + 5])
    return expression if not share and is_bare_quarter(found.text, found.start) else None


def read_year(found: Found) -> Expression | None:
    """Read a year, years joined by a dash ("2026-27") or an ISO month ("2026-04")."""
    first, second = int(found.get("y")), found.get("y2")
    if not is_year(found.text, found.start, found.end):
        return None
    fiscal = bool(re.match(r"\s+(?:fiscal|financial)\b", found.text[found.end : found.end + 12]))
    expression = make_expression(found, "year", "year", first)
    if not second:
        return replace(expression, fiscal=fiscal)
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if fiscal and last == first + 1:
        return replace(expression, fiscal=True, split=True)
    if first < last <= first + 40:
        return replace(expression, rule="years", unit="years", last=last)
    if len(second) == 2 and found.get("dash") == "-" and 1 <= int(second) <= 12:
        return replace(expression, rule="iso-month", unit="month", number=int(second))
    return None


_BEFORE_SPOKEN = re.compile(
    r"\b(?:year|in|since|by|until|of|during|early|late|spring|summer|autumn|fall|winter)\s+(?:the\s+year\s+)?$",
    re.IGNORECASE,
)
_BEHIND_SPOKEN = re.compile(
    r"\s*(?:[.,;:)?!]|$|(?:and|but|when|with|on|to|that|as|for|or|at|because|has|was|is|will)\b)"
)


def read_spoken_year(found: Found) -> Expression | None:
    """Read "in nineteen ninety-six" and "by twenty thirty"; nothing may be counted behind.

    "Two thousand" alone is a year only where it is called one.
    """
    before = found.text[max(0, found.start - 24) : found.start]
    if not _BEFORE_SPOKEN.search(before) or not _BEHIND_SPOKEN.match(found.text, found.end):
        return None
    rest = found.get("rest") or found.get("few")
    if not rest and not re.search(r"\byear\s+$", before):
        return None
    century = 1900 if found.get("century") == "nineteen" else 2000
    year = century + int(parse_number(rest or "zero") or 0)
    return replace(make_expression(found, "year", "year", year), year=YearRef("stated", year))


def read_fiscal(found: Found) -> Expression:
    """Read FY27, fiscal 2026-27, financial year 2027."""
    first = _digits(found.get("fy"))
    first += 2000 if first < 100 else 0
    return replace(make_expression(found, "fiscal-year", "year", first), year=YearRef("stated", first))


def read_fiscal_ending(found: Found) -> Expression:
    """Read "the year ending March 2027": the twelve months up to that one."""
    month = int(data_of("month", found.get("m"))["value"])
    return replace(make_expression(found, "fiscal-year-ending", "year", month), fiscal=True)


def read_fiscal_step(found: Found) -> Expression:
    """Read "the current fiscal year", "next fiscal"."""
    return make_expression(found, "fiscal-step", "year")


def read_year_end(found: Found) -> Expression:
    """Read "year-end", "year-end 2026", "the year's end", "mid-year"."""
    part = "middle" if found.get("mid") else "end"
    expression = replace(make_expression(found, "year-end", "year"), part=part)
    return replace(expression, year=YearRef("context")) if expression.year == OPEN else expression


def read_season(found: Found) -> Expression | None:
    """Read "spring 2023", "the summer of last year", "winter 2026-27", "by autumn"."""
    number = int(data_of("season", found.get("season"))["value"])
    expression = make_expression(found, "season", "season", number)
    if second := found.get("y2"):
        return replace(expression, last=int(second[-2:]))
    if expression.year == OPEN and not is_bare_quarter(found.text, found.start, season=True):
        return None
    return expression


def read_decade(found: Found) -> Expression:
    """Read "the 1990s" and "the '90s", which is of the last century."""
    first = int(found.get("decade"))
    first += 1900 if first < 100 else 0
    return replace(make_expression(found, "decade", "decade", first), year=YearRef("stated", first))


def read_decade_end(found: Found) -> Expression:
    """Read "the decade's end"."""
    return replace(make_expression(found, "decade", "decade"), part="end", year=YearRef("published"))


def read_first_months(found: Found) -> Expression:
    """Read "the first nine months of 2024"."""
    return replace(make_expression(found, "first-months", "year"), months=count_of(found.get("num")))
