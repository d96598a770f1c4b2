"""The rules of the date grammar as patterns over lexicon words. Reads nothing: `date_readers` does.

A rule's pattern starts with a literal (a month name, "quarter", a digit), so that scanning a text is cheap;
what stands before that word is matched backwards from it by `behind`. Patterns run on the text in lower
case, save those of the month rules: "may" and "march" are verbs.
"""

from __future__ import annotations

import re
from functools import cache

from extract.normalize import date_readers as read
from extract.normalize import date_relative_readers as relative
from extract.normalize.date_duration_patterns import duration_rules
from extract.normalize.date_rule import Rule, make_rule
from extract.normalize.date_words import YEAR, alternation, month_name, not_a_unit, weekday_name

__all__ = ["left_context", "right_context", "rules"]

_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!:?\d|[.,]\d)"
_JOIN = r"\s*(?:-|–|to|and|or|&)\s*"


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
    two_days = rf"(?P<days>(?P<d>{_DAY})(?:{_JOIN}(?P<d2>{_DAY}))?)"
    return [
        make_rule(
            "", rf"(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>\d\d)(?!\d|-)", read.read_iso
        ),
        make_rule(
            ".19|.20|/19|/20|-19|-20",
            rf"(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR})(?!\w|[./-]\d)",
            read.read_numeric,
        ),
        make_rule("/19|/20", rf"(?P<m>0[1-9]|1[0-2])/(?P<y>{YEAR})(?![\w/])", read.read_slash_month),
        make_rule(
            "",
            rf"{month}{tail}",
            read.read_day,
            behind=rf"{day_of_week}?(?<![\w$€£¥₹.,'’])(?<!\d-){two_days}(?:\s+(?:of\s+)?|-)",
            needed=True,
            cased=True,
        ),
        make_rule(
            "",
            rf"{month}\s+(?:(?i:the)\s+)?(?P<days>(?P<d>{_DAY}){not_a_unit()}(?:{_JOIN}(?P<d2>{_DAY}){not_a_unit()})?){tail}",
            read.read_day,
            behind=day_of_week,
            cased=True,
        ),
        make_rule("", rf"{month}{tail}", read.read_month, behind=pre, cased=True),
        make_rule(
            "day",
            rf"{weekday}(?i:\s+(?:of\s+)?(?P<post>{step})\s+week\b)?",
            relative.read_weekday,
            behind=pre,
            cased=True,
        ),
        make_rule(
            "day|night|morning|noon|evening|tomorrow",
            rf"(?P<form>{alternation('day')})\b",
            relative.read_near_day,
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
    unit = rf"(?P<unit>day|week|month|quarter|year|decade|{season[3:-1]})\b(?!\s+of\b|-)"
    units = "week|month|quarter|year|decade"
    return [
        make_rule("quarter", rf"quarters?\b{tail}", read.read_quarter, behind=nth, needed=True),
        make_rule(
            "q1|q2|q3|q4|1q|2q|3q|4q",
            rf"(?:q(?P<q>[1-4])|(?P<qb>[1-4])q)(?:\s?[-–/&]\s?q?(?P<q2>[1-4])q?\b)?(?!\d{{3}}\b){tail}(?!\w)",
            read.read_quarter,
            behind=year,
        ),
        make_rule("half", rf"half\b{tail}", read.read_half, behind=nth, needed=True),
        make_rule("h1|h2|1h|2h", rf"(?:h(?P<q>[12])|(?P<qb>[12])h){tail}(?!\w)", read.read_half, behind=year),
        make_rule(
            "year-end|year end|year's end|year’s end|mid-year|midyear|mid year|end-of-year",
            rf"(?:year(?:['’]s\s+|-|\s)end|(?P<mid>mid)[-\s]?year|end-of-year)\b"
            rf"(?:\s+(?:of\s+)?(?P<y>{YEAR}){not_a_unit()})?",
            read.read_year_end,
            behind=rf"\b(?:(?P<y0>{YEAR})|(?P<step>{step}))\s+",
        ),
        make_rule(
            "",
            unit,
            relative.read_step,
            behind=rf"\b(?:the\s+)?(?P<pre>{step})\s+(?:calendar\s+)?",
            needed=True,
        ),
        make_rule(units, rf"of\s+(?P<core>(?:the\s+)?(?P<unit>{units})\b)", relative.read_context_unit),
        make_rule(units, rf"in\s+(?P<core>the\s+(?P<unit>{units})\b)", relative.read_context_unit),
        make_rule("decade", r"decade['’]s\s+end\b", read.read_decade_end),
        make_rule(
            "months of ",
            rf"months\s+of\s+(?:(?:the\s+year\s+)?(?P<y>{YEAR})|(?:the\s+)?(?P<step>{step})\s+year\b"
            r"|the\s+(?P<context>year)\b)",
            read.read_first_months,
            behind=rf"\bfirst\s+(?P<num>\d{{1,2}}|{alternation('number')})\s+",
            needed=True,
        ),
        make_rule(
            " before| after",
            r"(?P<unit>week|month|year)\s+(?P<side>before|after)(?:\s+(?P<twice>last|next)\b|(?=\s*[,.;]))",
            relative.read_beside,
            behind=r"\bthe\s+",
            needed=True,
        ),
        make_rule("of it", r"of\s+(?P<core>(?P<unit>it)\b)", relative.read_context_unit),
        make_rule(
            "",
            rf"(?P<season>{season})(?:(?:\s+of|,)?\s+(?P<y>{YEAR}){not_a_unit()}"
            rf"(?:[-–/](?P<y2>\d\d(?:\d\d)?)\b)?|\s+(?:of\s+)?(?P<step>{step})\s+year\b)?(?!\w)",
            read.read_season,
        ),
        make_rule("0s|0’s|0's", r"(?P<decade>(?:18|19|20)\d0)['’]?s\b", read.read_decade),
        make_rule("0s", r"['’](?P<decade>[2-9]0)s\b", read.read_decade, behind=r"\bthe\s+", needed=True),
    ]


def _spoken_year() -> str:
    """Return a year in words, as transcripts have it: "nineteen ninety-six", "two thousand and five"."""
    tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    ones = "one|two|three|four|five|six|seven|eight|nine"
    teens = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    return (
        rf"(?:(?P<century>nineteen|twenty)\s(?P<rest>(?:{tens})(?:[\s-](?:{ones}))?|{teens})"
        rf"|two\sthousand(?:\s(?:and\s)?(?P<few>{ones}|{teens}))?)\b(?!-){not_a_unit()}(?!\s(?:million|thousand)\b)"
    )


def _year_rules() -> list[Rule]:
    month, step = alternation("month"), alternation("step")
    return [
        make_rule(
            "fy|fiscal|financial",
            r"(?P<fiscal>fy\s?|(?:fiscal|financial)\s+(?:year\s+)?)['’]?(?P<fy>(?:20|19)?\d\d)"
            r"(?:\s?[-–/]\s?(?P<fy2>(?:20)?\d\d))?(?!\w|[.,]\d)",
            read.read_fiscal,
        ),
        make_rule(
            "year ending|year ended|year to |year ends",
            rf"year\s+(?:ending|ended|to|ends)\s+(?:in\s+|on\s+)?(?:(?:the\s+)?{_DAY}\s+)?"
            rf"(?P<m>{month})\.?(?:\s+{_DAY},?)?,?\s+(?P<y>{YEAR})",
            read.read_fiscal_ending,
        ),
        make_rule(
            "fiscal|financial",
            r"(?P<fiscal>fiscal|financial)(?:\s+year)?\b",
            read.read_fiscal_step,
            behind=rf"\b(?:the\s+)?(?P<step>{step})\s+",
            needed=True,
        ),
        make_rule("nineteen|twenty|two thousand", _spoken_year(), read.read_spoken_year),
        make_rule(
            "",
            rf"(?P<y>{YEAR})(?:\s?(?P<dash>[-–/])\s?(?P<y2>\d{{4}}|\d\d)(?![\d%]|[.,]\d))?(?![\w%/]|[.,]\d|-\d)",
            read.read_year,
        ),
    ]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, compiled once."""
    return (*_day_rules(), *_period_rules(), *_year_rules(), *duration_rules())


@cache
def left_context() -> re.Pattern[str]:
    """Return the pattern of what may stand before an expression, anchored at its start.

    Groups: `qualifier` ("by", "after about"), and one of `part` ("early", "mid-"), `noun` ("beginning of")
    and `end` ("end-2027").
    """
    part, noun, qualifier = alternation("part"), alternation("part_noun"), alternation("qualifier")
    fill = r"(?:(?:the|at|in|sometime|some\s+time|about|around|roughly|year)\s+){0,4}"
    return re.compile(
        rf"(?:(?<![\w-])(?P<qualifier>{qualifier})\s+{fill})?"
        rf"(?:\b(?:the\s+)?(?:(?P<part>{part})(?:\s+(?:in|of)(?:\s+the)?)?[\s-]+(?:the\s+)?"
        rf"|(?P<noun>{noun})\s+of\s+(?:the\s+)?|(?<!to )(?<!will )(?P<end>end)[\s-]))?$"
    )


@cache
def right_context() -> re.Pattern[str]:
    """Return the pattern of what may stand behind an expression: "at the latest", "onwards"."""
    return re.compile(rf",?\s+(?P<behind>{alternation('behind')})\b")
