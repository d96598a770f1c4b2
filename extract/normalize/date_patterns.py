"""The rules of the date grammar as patterns over lexicon words. Reads nothing: `date_readers` does.

A rule's pattern starts with a literal (a month name, "quarter", a digit), so that scanning a text is cheap;
what stands before that word is matched backwards from it by `behind`. Patterns run on the text in lower
case, save those of the month rules: "may" and "march" are verbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from extract.normalize import date_readers as read
from extract.normalize.date_expression import Expression, Found
from extract.normalize.date_words import YEAR, alternation, month_name, not_a_unit, weekday_name

__all__ = ["Rule", "left_context", "rules"]

Reader = Callable[[Found], Expression | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date.

    Attributes:
        triggers: Lower-case strings without one of which the rule cannot match; empty for always.
        pattern: Starts with the word the rule hangs on; a group `core` narrows the span.
        reader: Turns what was found into an expression, or None.
        behind: What stands before the pattern, anchored at its start.
        needed: Whether `behind` has to match.
        cased: Whether the pattern runs on the text as it is.
    """

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    reader: Reader
    behind: re.Pattern[str] | None = None
    needed: bool = False
    cased: bool = False


def _rule(
    triggers: str,
    pattern: str,
    reader: Reader,
    *,
    behind: str = "",
    needed: bool = False,
    cased: bool = False,
) -> Rule:
    """Compile a rule; `triggers` are separated by bars."""
    flags = re.IGNORECASE if cased else 0
    before = re.compile(rf"(?:{behind})$", flags) if behind else None
    words = tuple(triggers.split("|")) if triggers else ()
    return Rule(words, re.compile(pattern), reader, before, needed, cased)


_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|[.,]\d)"
_JOIN = r"\s*(?:-|–|to|and|or|&)\s*"
_FUZZY = (
    r"(?P<fuzzy>(?:(?:about|around|some|almost|nearly|over|more\s+than|less\s+than|just|another|a\s+further|"
    r"(?:the\s+)?(?:next|coming))\s+){0,2})"
)


def _month_tail() -> str:
    """Return the year behind a month or day: "2027", ", 2027", "of last year", "'27", "in 2027"."""
    return (
        rf"(?i:(?:(?:,?\s+|,)(?:(?:of|in)\s+)?(?:the\s+(?:calendar\s+)?year\s+)?|[-/])(?P<y>{YEAR}){not_a_unit()}"
        rf"|\s*['’](?P<yy>\d\d)\b"
        rf"|,?\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<step>{alternation('step')})\s+(?:calendar\s+)?year\b"
        rf"|,?\s+of\s+the\s+(?P<context>year)\b)?"
    )


def _period_tail() -> str:
    """Return the year behind a quarter or half, fiscal years among them."""
    return (
        rf"(?:[\s,/-]*(?:of\s+|in\s+)?(?:the\s+)?"
        rf"(?P<fiscal>fy\s?|(?:fiscal|financial)\s+(?:year\s+)?)?(?:calendar\s+)?(?:year\s+)?['’]?"
        rf"(?:(?P<y>{YEAR}){not_a_unit()}(?:[-–/](?P<y_last>\d\d)\b)?"
        rf"|(?P<yy>[2-4]\d)(?![\w%]|[.,]\d){not_a_unit()})"
        rf"|,?\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<step>{alternation('step')})\s+(?:calendar\s+)?year\b"
        rf"|,?\s+of\s+(?:the\s+)?(?P<context>year)\b)?"
    )


def _day_rules() -> list[Rule]:
    month, weekday, tail, step = month_name(), weekday_name(), _month_tail(), alternation("step")
    day_of_week = rf"(?:\b(?-i:{weekday}),?\s+(?:the\s+)?)"
    pre = rf"\b(?:the\s+)?(?P<pre>{step})\s+"
    two_days = rf"(?P<d>{_DAY})(?:{_JOIN}(?P<d2>{_DAY}))?"
    return [
        _rule("-", rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>\d\d)(?!\d|-)", read.read_iso),
        _rule(
            ".19|.20|/19|/20|-19|-20",
            rf"(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR})(?!\w|[./-]\d)",
            read.read_numeric,
        ),
        _rule(
            "",
            rf"{month}{tail}",
            read.read_day,
            behind=rf"{day_of_week}?(?<![\w$€£¥₹.,'’])(?<!\d-){two_days}(?:\s+(?:of\s+)?|-)",
            needed=True,
            cased=True,
        ),
        _rule(
            "",
            rf"{month}\s+(?P<d>{_DAY}){not_a_unit()}(?:{_JOIN}(?P<d2>{_DAY}){not_a_unit()})?{tail}",
            read.read_day,
            behind=day_of_week,
            cased=True,
        ),
        _rule("", rf"{month}{tail}", read.read_month, behind=pre, cased=True),
        _rule(
            "day",
            rf"{weekday}(?i:\s+(?:of\s+)?(?P<post>{step})\s+week\b)?",
            read.read_weekday,
            behind=pre,
            cased=True,
        ),
        _rule(
            "day|night|morning|noon|evening|tomorrow",
            rf"(?P<form>{alternation('day')})\b",
            read.read_near_day,
        ),
    ]


def _period_rules() -> list[Rule]:
    ordinal, step, tail, season = (
        alternation("ordinal"),
        alternation("step"),
        _period_tail(),
        alternation("season"),
    )
    whose = rf"(?:\b(?:(?P<y0>{YEAR})|(?P<step0>{step})\s+year)['’]s\s+)?"
    nth = rf"{whose}\b(?P<ordinal>{ordinal})(?:{_JOIN}(?:the\s+)?(?P<ordinal2>{ordinal}))?[\s-]+"
    year = rf"\b(?P<y0>{YEAR})[\s-]?"
    unit = rf"(?P<unit>week|month|quarter|year|decade|{season[3:-1]})\b(?!\s+of\b|-)"
    units = "week|month|quarter|year|decade"
    return [
        _rule("quarter", rf"quarters?\b{tail}", read.read_quarter, behind=nth, needed=True),
        _rule(
            "q1|q2|q3|q4|1q|2q|3q|4q",
            rf"(?:q(?P<q>[1-4])|(?P<qb>[1-4])q)(?:\s?[-–/&]\s?q?(?P<q2>[1-4])q?\b)?(?!\d{{3}}\b){tail}(?!\w)",
            read.read_quarter,
            behind=year,
        ),
        _rule("half", rf"half\b{tail}", read.read_half, behind=nth, needed=True),
        _rule("h1|h2|1h|2h", rf"(?:h(?P<q>[12])|(?P<qb>[12])h){tail}(?!\w)", read.read_half, behind=year),
        _rule(
            "year-end|year end|year's end|year’s end",
            rf"year(?:['’]s\s+|-|\s)end\b(?:\s+(?:of\s+)?(?P<y>{YEAR}){not_a_unit()})?",
            read.read_year_end,
            behind=rf"\b(?:(?P<y0>{YEAR})|(?P<step>{step}))\s+",
        ),
        _rule(
            "", unit, read.read_step, behind=rf"\b(?:the\s+)?(?P<pre>{step})\s+(?:calendar\s+)?", needed=True
        ),
        _rule(units, rf"of\s+(?P<core>(?:the\s+)?(?P<unit>{units})\b)", read.read_context_unit),
        _rule(units, rf"in\s+(?P<core>the\s+(?P<unit>{units})\b)", read.read_context_unit),
        _rule("of it", r"of\s+(?P<core>(?P<unit>it)\b)", read.read_context_unit),
        _rule(
            "",
            rf"(?P<season>{season})(?:(?:\s+of|,)?\s+(?P<y>{YEAR}){not_a_unit()}"
            rf"(?:[-–/](?P<y2>\d\d(?:\d\d)?)\b)?|\s+(?:of\s+)?(?P<step>{step})\s+year\b)?(?!\w)",
            read.read_season,
        ),
        _rule("0s|0’s|0's", r"(?P<decade>(?:18|19|20)\d0)['’]?s\b", read.read_decade),
    ]


def _year_rules() -> list[Rule]:
    month, step = alternation("month"), alternation("step")
    return [
        _rule(
            "fy|fiscal|financial",
            r"(?P<fiscal>fy\s?|(?:fiscal|financial)\s+(?:year\s+)?)['’]?(?P<fy>(?:20|19)?\d\d)"
            r"(?:\s?[-–/]\s?(?P<fy2>(?:20)?\d\d))?(?!\w|[.,]\d)",
            read.read_fiscal,
        ),
        _rule(
            "year ending|year ended|year to |year ends",
            rf"year\s+(?:ending|ended|to|ends)\s+(?:in\s+|on\s+)?(?:(?:the\s+)?{_DAY}\s+)?"
            rf"(?P<m>{month})\.?(?:\s+{_DAY},?)?,?\s+(?P<y>{YEAR})",
            read.read_fiscal_ending,
        ),
        _rule(
            "fiscal|financial",
            r"(?P<fiscal>fiscal|financial)(?:\s+year)?\b",
            read.read_fiscal_step,
            behind=rf"\b(?:the\s+)?(?P<step>{step})\s+",
            needed=True,
        ),
        _rule(
            "",
            rf"(?P<y>{YEAR})(?:\s?(?P<dash>[-–/])\s?(?P<y2>\d{{4}}|\d\d)(?![\d%]|[.,]\d))?(?![\w%/]|[.,]\d|-\d)",
            read.read_year,
        ),
    ]


def _duration_rules() -> list[Rule]:
    number, unit = alternation("number"), rf"(?P<unit>{alternation('unit')})\b"
    length = (
        rf"(?:(?P<low>\d{{1,3}}|{number})\s*(?:to|or|-|–)\s*)?\b(?P<num>\d{{1,3}}|{number})"
        r"(?P<half>\s+and\s+a\s+half)?[\s-]+"
    )
    plain = rf"\b{length}"
    not_counted = r"(?!\s+(?:of|from|after|following|earlier|ago|later|and|to|before|in|ahead)\b|-)"
    work = alternation("work")
    return [
        _rule(" ago", rf"{unit}\s+ago\b", read.read_duration("ago"), behind=plain, needed=True),
        _rule(
            "from now|from today|hence",
            rf"{unit}\s+(?:from\s+(?:now|today)|hence)\b",
            read.read_duration("from-now"),
            behind=plain,
            needed=True,
        ),
        _rule(
            " later", rf"{unit}\s+later\b(?!\s+than)", read.read_duration("later"), behind=plain, needed=True
        ),
        _rule(
            "within |in |over ",
            rf"{unit}['’]?(?:\s+time\b)?{not_counted}",
            read.read_duration("within"),
            behind=rf"\b(?P<lead>within|in|over)\s+{_FUZZY}{length}",
            needed=True,
        ),
        _rule(
            "after|from|following|within",
            rf"{unit}\s+(?:after|from|following)\b",
            read.read_duration("after-date"),
            behind=rf"\b(?:(?P<lead>within)\s+{_FUZZY})?{length}",
            needed=True,
        ),
        _rule(
            "within ",
            rf"{unit}\s+of\b",
            read.read_duration("after-date"),
            behind=rf"\b(?P<lead>within)\s+{_FUZZY}{length}",
            needed=True,
        ),
        _rule(
            "after ",
            rf"{unit}['’]?\s+(?:of\s+)?{work}\b",
            read.read_duration("after-work"),
            behind=rf"\bafter\s+{_FUZZY}{length}",
            needed=True,
        ),
        _rule(
            " by ",
            rf"{unit}(?!\s+(?:of|ago))",
            read.read_duration("moved-by"),
            behind=rf"\bby\s+{_FUZZY}{length}",
            needed=True,
        ),
    ]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, compiled once."""
    return (*_day_rules(), *_period_rules(), *_year_rules(), *_duration_rules())


@cache
def left_context() -> re.Pattern[str]:
    """Return the pattern of what may stand before an expression, anchored at its start.

    Groups: `qualifier` ("by", "after about"), and one of `part` ("early", "mid-"), `noun` ("beginning of")
    and `end` ("end-2027").
    """
    part, noun, qualifier = alternation("part"), alternation("part_noun"), alternation("qualifier")
    fill = r"(?:(?:the|at|in|sometime|some\s+time|about|around|roughly)\s+){0,3}"
    return re.compile(
        rf"(?:\b(?P<qualifier>{qualifier})\s+{fill})?"
        rf"(?:\b(?:the\s+)?(?:(?P<part>{part})(?:\s+(?:in|of)(?:\s+the)?)?[\s-]+(?:the\s+)?"
        rf"|(?P<noun>{noun})\s+of\s+(?:the\s+)?|(?<!to )(?<!will )(?P<end>end)[\s-]))?$"
    )
