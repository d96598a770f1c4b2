"""Periods in TIMEX3 terms.

TIMEX3 keeps the unit that is named ("late 2026" is 2026, mod END), a period is narrowed to its part; a run
of dates ("2009-10") is two expressions there and one period here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.domain.mention import DateMention
from extract.domain.span import Span
from extract.domain.values import Period

__all__ = ["timexes"]

_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_PARTS = re.compile(
    r"\b(?:early|earlier|late|later|latter|mid|middle|end|start|beginning|first\s\w+\smonths|close|year-end|opening)\b",
    re.I,
)
_JOINT = re.compile(r"\s?[-–—/]\s?|\s+(?:and|to)\s+", re.IGNORECASE)


def timexes(text: str, mention: DateMention) -> Iterator[tuple[Span, str]]:
    """Yield the TIMEX3 expressions that a mention amounts to, none where its period is open.

    Args:
        text: The text it stands in.
        mention: A date.
    """
    period, span = mention.period, mention.span
    if period is None:
        return
    phrase = text[span.start : span.end].casefold()
    ends = period.edtf.replace("~", "").split("/")
    if value := _named_unit(phrase, period):
        yield span, value
    elif len(ends) == 2:
        cut = next(iter(_JOINT.finditer(text, span.start + 1, span.end)), None)
        if cut:
            yield Span(span.start, cut.start()), _value(ends[0])
            yield Span(cut.end(), span.end), _value(ends[1])
        else:
            yield span, _value(ends[0])
    else:
        yield span, _value(ends[0])


def _named_unit(phrase: str, period: Period) -> str | None:
    """Return the value of a unit that is named and is not what the period spells: weeks, seasons, parts."""
    start = period.start
    if re.search(r"\bweeks?\b", phrase) and period.precision == "range":
        year, week, _ = start.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if season := next((code for word, code in _SEASONS.items() if re.search(rf"\b{word}\b", phrase)), None):
        return f"{start.year:04d}-{season}"
    if period.precision == "range" and re.search(r"\bdecades?\b|0['’]?s\b", phrase):
        return f"{start.year // 10:03d}"
    if _PARTS.search(phrase) and period.precision not in ("day", "year"):
        return _containing(phrase, period)
    return None


def _containing(phrase: str, period: Period) -> str | None:
    """Return the month, quarter or year a part was taken of, None where the period is the whole of it."""
    named_month = re.search(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\bmonth\b", phrase)
    if named_month or re.search(r"\bquarter|\bhalf\b|\bq[1-4]\b|\bh[12]\b", phrase):
        return None
    return f"{period.start.year:04d}"


def _value(edtf: str) -> str:
    """Return one end of an EDTF period as TIMEX3 spells it: quarters as Q1, half-years as H1."""
    match = re.fullmatch(r"(\d{4})-(3[3-6]|4[01])", edtf)
    if match is None:
        return edtf
    code = int(match[2])
    return f"{match[1]}-Q{code - 32}" if code < 40 else f"{match[1]}-H{code - 39}"
