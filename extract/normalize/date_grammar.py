"""The date grammar: finds calendar expressions and says what stands in them. Places none of them in time.

Each rule is a pattern over lexicon words with cheap triggers: the pattern runs only where one of them
occurs. What stands to the left of an expression ("by the end of", "early", "since about") is read
backwards from it, once for all rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from extract.domain.span import Span, drop_overlaps
from extract.domain.values import Qualifier
from extract.normalize import date_readers as read
from extract.normalize.date_expression import Expression
from extract.normalize.date_words import YEAR, alternation, data_of, month_name, not_a_unit, weekday_name

__all__ = ["find_expressions"]

_WINDOW = 64
"""Characters looked back from an expression: room for "by no later than the latter part of the"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the lower-case words without one of which it cannot match, and its reader."""

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    reader: Callable[[re.Match[str]], Expression | None]


_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|[.,]\d)"
_JOIN = r"\s*(?:-|–|to|and|&)\s*"


def _month_tail() -> str:
    """Return the year behind a month or day: "2027", ", 2027", "of last year", "'27", "in 2027"."""
    return (
        rf"(?:(?:(?:,?\s+|,)(?:(?:of|in)\s+)?(?:the\s+(?:calendar\s+)?year\s+)?|[-/])(?P<y>{YEAR}){not_a_unit()}"
        rf"|\s*['’](?P<yy>\d\d)\b"
        rf"|,?\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<step>{alternation('step')})\s+(?:calendar\s+)?year\b"
        rf"|,?\s+of\s+the\s+(?P<context>year)\b)?"
    )


def _period_tail() -> str:
    """Return the year behind a quarter or half, fiscal years among them."""
    return (
        rf"(?:[\s,/-]*(?:of\s+|in\s+)?(?:the\s+)?"
        rf"(?P<fiscal>FY\s?|(?:fiscal|financial)\s+(?:year\s+)?)?(?:calendar\s+)?(?:year\s+)?['’]?"
        rf"(?:(?P<y>{YEAR}){not_a_unit()}(?:[-–/](?P<y_last>\d\d)\b)?|(?P<yy>[2-4]\d)(?![\w%]|[.,]\d){not_a_unit()})"
        rf"|,?\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<step>{alternation('step')})\s+(?:calendar\s+)?year\b"
        rf"|,?\s+of\s+(?:the\s+)?(?P<context>year)\b)?"
    )


def _day_rules() -> list[tuple[tuple[str, ...], str, Callable[[re.Match[str]], Expression | None]]]:
    month, weekday, tail = month_name(), weekday_name(), _month_tail()
    day_before = rf"(?:{weekday},?\s+(?:the\s+)?)?"
    return [
        (("-",), rf"(?<![\w/.-])(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>\d\d)(?!\d|-)", read.read_iso),
        (
            (".19", ".20", "/19", "/20", "-19", "-20"),
            rf"(?<![\w/.-])(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{YEAR})(?!\w|[./-]\d)",
            read.read_numeric,
        ),
        (
            (),
            rf"(?<![\w$€£¥₹.,'’])(?<!\d-){day_before}(?P<d>{_DAY})(?:{_JOIN}(?P<d2>{_DAY}))?"
            rf"(?:\s+(?:of\s+)?|-)(?P<m>{month}){tail}",
            read.read_day_month,
        ),
        (
            (),
            rf"\b{day_before}(?P<m>{month})\s+(?P<d>{_DAY}){not_a_unit()}"
            rf"(?:{_JOIN}(?P<d2>{_DAY}){not_a_unit()})?{tail}",
            read.read_day_month,
        ),
        ((), rf"\b(?:(?:the\s+)?(?P<pre>{alternation('step')})\s+)?(?P<m>{month}){tail}", read.read_month),
        (
            ("day",),
            rf"\b(?:(?:the\s+)?(?P<pre>{alternation('step')})\s+)?(?P<w>{weekday})"
            rf"(?:\s+(?:of\s+)?(?P<post>{alternation('step')})\s+week\b)?",
            read.read_weekday,
        ),
        (("day", "night", "morning", "noon", "evening", "tomorrow"),
         rf"\b(?P<form>{alternation('day')})\b", read.read_near_day),
    ]  # fmt: skip


def _period_rules() -> list[tuple[tuple[str, ...], str, Callable[[re.Match[str]], Expression | None]]]:
    ordinal, tail = alternation("ordinal"), _period_tail()
    before = rf"(?:(?:(?P<y0>{YEAR})|(?:this|(?P<step0>{alternation('step')}))\s+year)['’]s\s+)?"
    steps = r"|".join(("week", "month", "quarter", "year", "decade", alternation("season")))
    year_before = rf"(?:(?P<y0>{YEAR})[\s-]?)?"
    return [
        (
            ("quarter",),
            rf"\b{before}(?P<ordinal>{ordinal})(?:{_JOIN}(?:the\s+)?(?P<ordinal2>{ordinal}))?[\s-]+quarters?\b{tail}",
            read.read_quarter,
        ),
        (
            ("q",),
            rf"(?<![\w-]){year_before}(?:Q(?P<q>[1-4])|(?P<qb>[1-4])Q)(?:\s?[-–/&]\s?Q?(?P<q2>[1-4])Q?\b)?"
            rf"(?!\d{{3}}\b){tail}(?!\w)",
            read.read_quarter,
        ),
        (("half",), rf"\b{before}(?P<ordinal>{ordinal})[\s-]+half\b{tail}", read.read_half),
        (("h1", "h2", "1h", "2h"),
         rf"(?<![\w-]){year_before}(?:H(?P<q>[12])|(?P<qb>[12])H){tail}(?!\w)", read.read_half),
        (
            ("year-end", "year end", "year's end", "year’s end"),
            rf"\b(?:(?P<y0>{YEAR})\s+|(?P<step>{alternation('step')})\s+)?year(?:['’]s\s+|-|\s)end\b"
            rf"(?:\s+(?:of\s+)?(?P<y>{YEAR}){not_a_unit()})?",
            read.read_year_end,
        ),
        (("week", "month", "quarter", "year", "decade", "spring", "summer", "autumn", "fall", "winter"),
         rf"\b(?:the\s+)?(?P<pre>{alternation('step')})\s+(?:calendar\s+)?(?P<unit>{steps})\b(?!\s+of\b)", read.read_step),
        ((" of", " in the"),
         r"\b(?:of\s+|in\s+(?=the))(?P<core>(?:the\s+)?(?P<unit>year|month|week|quarter|decade))\b", read.read_context_unit),
        ((" of it",), r"\bof\s+(?P<core>it)\b", read.read_it),
        (
            ("spring", "summer", "autumn", "fall", "winter"),
            rf"\b(?P<season>{alternation('season')})(?:(?:\s+of|,)?\s+(?P<y>{YEAR}){not_a_unit()}"
            rf"(?:[-–/](?P<y2>\d\d(?:\d\d)?)\b)?|\s+(?:of\s+)?(?P<step>{alternation('step')})\s+year\b)?(?!\w)",
            read.read_season,
        ),
        (("0s", "0’s", "0's"), r"\b(?P<decade>(?:18|19|20)\d0)['’]?s\b", read.read_decade),
    ]  # fmt: skip


def _year_rules() -> list[tuple[tuple[str, ...], str, Callable[[re.Match[str]], Expression | None]]]:
    month, fiscal = month_name(), r"(?:fiscal|financial)"
    return [
        (
            ("fy", "fiscal", "financial"),
            rf"\b(?P<fiscal>FY\s?|{fiscal}\s+(?:year\s+)?)['’]?(?P<fy>(?:20|19)?\d\d)"
            rf"(?:\s?[-–/]\s?(?P<fy2>(?:20)?\d\d))?(?!\w|[.,]\d)",
            read.read_fiscal,
        ),
        (
            ("year",),
            rf"\b(?P<fiscal>(?:(?:fiscal|financial)\s+)?year\s+(?:ending|ended|to|ends)\s+(?:in\s+|on\s+)?)"
            rf"(?:(?:the\s+)?{_DAY}\s+)?(?P<m>{month})(?:\s+{_DAY},?)?,?\s+(?P<y>{YEAR})",
            read.read_fiscal_ending,
        ),
        (("fiscal", "financial"),
         rf"\b(?:the\s+)?(?P<step>{alternation('step')})\s+(?P<fiscal>{fiscal})(?:\s+year)?\b", read.read_fiscal_step),
        (("18", "19", "20", "2100"),
         rf"(?<![\w$€£¥₹.,+#/])(?P<y>{YEAR})(?:\s?(?P<dash>[-–/])\s?(?P<y2>\d{{4}}|\d\d)(?![\d%]|[.,]\d))?"
         rf"(?![\w%/]|[.,]\d|-\d)", read.read_year),
    ]  # fmt: skip


def _duration_rules() -> list[tuple[tuple[str, ...], str, Callable[[re.Match[str]], Expression | None]]]:
    number, unit = alternation("number"), alternation("unit")
    length = rf"(?P<num>\d{{1,3}}|{number})(?P<half>\s+and\s+a\s+half)?[\s-]+(?P<unit>{unit})\b"
    fuzzy = r"(?:about\s+|around\s+|some\s+|almost\s+|nearly\s+|over\s+|more\s+than\s+|the\s+next\s+|another\s+|a\s+further\s+)?"
    return [
        ((" ago",), rf"\b{length}\s+ago\b", read.read_duration("ago")),
        ((" now", " today", "hence"), rf"\b{length}(?:\s+from\s+(?:now|today)|\s+hence)\b", read.read_duration("from-now")),
        ((" later",), rf"\b{length}\s+later\b(?!\s+than)", read.read_duration("later")),
        (("within ", "in ", "over "),
         rf"\b(?P<lead>within|in|over\s+the\s+next)\s+{fuzzy}{length}['’]?(?:\s+time\b)?"
         r"(?!\s+(?:of|from|after|following|earlier|ago|later|and|to|before)\b|-)", read.read_duration("within")),
        (("after", "from", "of ", "following"),
         rf"\b(?:(?P<lead>within)\s+{fuzzy})?{length}\s+(?:of|after|from|following)\b"
         r"(?=[^.,;:\d\n]{0,60}\s(?:in|on|of)\s)", read.read_duration("after-date")),
        ((" by ",), rf"\bby\s+{fuzzy}{length}\b(?!\s+(?:of|ago))", read.read_duration("moved-by")),
    ]  # fmt: skip


@cache
def _rules() -> tuple[Rule, ...]:
    table = [*_day_rules(), *_period_rules(), *_year_rules(), *_duration_rules()]
    return tuple(
        Rule(triggers, re.compile(pattern, re.IGNORECASE), reader) for triggers, pattern, reader in table
    )


@cache
def _left() -> re.Pattern[str]:
    """Return the pattern of what may stand before an expression, anchored at its start."""
    part, noun, qualifier = alternation("part"), alternation("part_noun"), alternation("qualifier")
    fill = r"(?:(?:the|at|in|sometime|some\s+time|about|around|roughly)\s+){0,3}"
    return re.compile(
        rf"(?:\b(?P<qualifier>{qualifier})\s+{fill})?"
        rf"(?:\b(?:the\s+)?(?:(?P<part>{part})(?:\s+(?:in|of)(?:\s+the)?)?[\s-]+(?:the\s+)?"
        rf"|(?P<noun>{noun})\s+of\s+(?:the\s+)?|(?<!to )(?<!will )(?P<end>end)[\s-]))?$",
        re.IGNORECASE,
    )


def _with_left(text: str, expression: Expression) -> Expression | None:
    """Add the part and qualifier in front of an expression; None where one is needed and absent."""
    start = expression.span.start
    match = _left().search(text, max(0, start - _WINDOW), start)
    part, qualifier = expression.part, expression.qualifier
    if match and match[0]:
        start = match.start()
        if form := match["part"]:
            part = str(data_of("part", form)["value"])
        elif form := match["noun"] or match["end"]:
            part = str(data_of("part_noun", form)["value"])
        if form := match["qualifier"]:
            qualifier = _qualifier(form)
    if part is None and expression.rule in (
        "the-year",
        "the-month",
        "the-week",
        "the-quarter",
        "the-decade",
        "the-it",
    ):
        return None
    span = Span(start, expression.span.end)
    return replace(expression, span=span, part=part, qualifier=qualifier)


def _qualifier(form: str) -> Qualifier:
    value: Qualifier = data_of("qualifier", form)["value"]
    return value


def find_expressions(text: str) -> list[Expression]:
    """Find all calendar expressions of a text.

    Args:
        text: Any text.

    Returns:
        Expressions in text order, none overlapping another; of overlapping ones the longest.
    """
    lower = text.lower()
    found: list[tuple[Span, Expression]] = []
    for rule in _rules():
        if rule.triggers and not any(trigger in lower for trigger in rule.triggers):
            continue
        for match in rule.pattern.finditer(text):
            expression = rule.reader(match)
            if expression is not None:
                found.append((expression.span, expression))
    cores = [expression for _, expression in drop_overlaps(found)]
    whole = [_with_left(text, expression) for expression in cores]
    return [expression for _, expression in drop_overlaps((e.span, e) for e in whole if e is not None)]
