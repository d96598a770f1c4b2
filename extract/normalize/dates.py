"""Dates in text: calendar expressions with their periods, found by our own grammar. The room's way in.

Reading order: `date_words` turns the lexicon into fragments, `date_patterns` and `date_duration_patterns`
hold the rules, the readers (`date_readers`, `date_relative_readers`) turn a match into an `Expression`,
`date_filters` refuse what is no date, `date_grammar` runs them. `date_resolve` places expressions in time:
`date_years` finds the year, `date_parts` narrows, `date_durations` counts. This module puts the steps
together: lists that share a year, ranges, durations beside a date, the dateline.

Which event a date belongs to is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.domain.mention import DateMention
from extract.domain.span import Span
from extract.domain.values import Period
from extract.normalize.date_anchor import Anchor, Placing
from extract.normalize.date_calendar import join, shift, with_qualifier
from extract.normalize.date_durations import counts_on, is_postponement, moved_back
from extract.normalize.date_expression import OPEN, Expression, YearRef
from extract.normalize.date_grammar import find_expressions
from extract.normalize.date_resolve import place

__all__ = ["find_dates"]

_LIST = re.compile(r"\s*(?:-|–|—|/|,|(?:,\s*)?(?:to|and|or|until|through|till)\b)\s*(?:(?:in|by|the)\s+)?")
_DASH = re.compile(r"\s?[-–—]\s?")
_DATELINE = re.compile(
    r"(?:(?:By|Published|Updated|Posted|Last updated|Date|As of)\b[^\n]{0,60}"
    r"|(?!(?:In|On|By|Since|From|Until|After|Before|At|For)\b)[A-Z(][^\n]{0,60}[,|/)(–—-])?[\s,:|/(-]*"
)
"""What stands in a line before its dateline: a credit, or a place with a comma; or nothing."""

_HEAD = 500
"""Characters in which a dateline stands: headline, a line of credits and the first paragraph's start."""


def find_dates(text: str, published: str | None, *, country: str | None = None) -> list[DateMention]:
    """Find the dates of a text and place them in time.

    Args:
        text: The article: headline, blank line, body.
        published: YYYY, YYYY-MM or YYYY-MM-DD; None where unknown. A dateline in the text stands in for it.
        country: ISO 3166-1 alpha-2 code that decides when fiscal years begin; None to go by the text.

    Returns:
        Mentions in text order, none overlapping another. `period` is None where placing would be guessing.

    >>> [m.period.edtf for m in find_dates("It is due by the end of 2029.", None) if m.period]
    ['2029-36']
    """
    expressions = _share_years(text, find_expressions(text))
    datelines = _datelines(text, expressions)
    anchor = Anchor.parse(published) or _anchor_from(datelines)
    placing = Placing(text, anchor, country)
    for expression in expressions:
        placing.placed.append((expression, place(expression, placing)))
    placed = _durations_after(text, placing.placed)
    mentions = [_mention(expression, period, datelines) for expression, period in placed]
    return _join_ranges(text, [mention for mention in mentions if mention is not None])


def _share_years(text: str, expressions: list[Expression]) -> list[Expression]:
    """Give the members of a list or range the year that only one states: "March and June 2026"."""
    shared = list(expressions)
    for index in range(len(shared) - 2, -1, -1):
        first, second = shared[index], shared[index + 1]
        if (
            not _LIST.fullmatch(text, first.span.end, second.span.start)
            or not _dated(first)
            or not _dated(second)
        ):
            continue
        if (
            first.year == OPEN
            and second.year.base in ("stated", "published", "previous")
            and not second.year.nearest
        ):
            wraps = _month(first) > _month(second)
            year = YearRef(second.year.base, second.year.value - wraps)
            shared[index] = replace(first, year=year, fiscal=second.fiscal, split=second.split)
        elif first.year.base == "stated" and second.year == OPEN:
            wraps = _month(first) > _month(second)
            shared[index + 1] = replace(second, year=YearRef("stated", first.year.value + wraps))
    return shared


def _dated(expression: Expression) -> bool:
    return expression.unit in ("day", "month", "quarter", "half", "season") and expression.number > 0


def _month(expression: Expression) -> int:
    """Return the first month an expression covers."""
    return {"quarter": 3, "season": 3, "half": 6}.get(expression.unit, 1) * (expression.number - 1) + 1


def _datelines(text: str, expressions: list[Expression]) -> list[Expression]:
    """Return the dates that head the text rather than tell of an event: "OSLO, 3 May 2024 -"."""
    found = []
    for expression in expressions:
        start, end = expression.span.start, expression.span.end
        if start > _HEAD:
            break
        line = text.rfind("\n", 0, start) + 1
        if line == 0 or expression.unit not in ("day", "month"):
            continue
        ahead, behind = text[line:start], text[end : end + 3]
        ahead = re.sub(r"\b\d\d:\d\d\b", "", ahead)
        if ":" in ahead and not re.match(r"(?:Published|Updated|Posted|Date|Last)", ahead):
            continue
        if _DATELINE.fullmatch(ahead) and (not behind.strip() or re.match(r"\s?[-–—:.)(/|\n]|\s\|", behind)):
            found.append(expression)
    return found


def _anchor_from(datelines: list[Expression]) -> Anchor | None:
    for expression in datelines:
        if expression.year.base == "stated":
            return Anchor(expression.year.value, expression.number, expression.day or None)
    return None


def _durations_after(
    text: str, placed: list[tuple[Expression, Period | None]]
) -> list[tuple[Expression, Period | None]]:
    """Place durations that hang on a date beside them.

    "36 months after signing in June 2025" counts on from the date behind it; "opened in May 2024, two years
    after it was agreed" and "in May 2024, after two years of work" count back from the date before it.
    """
    result: list[tuple[Expression, Period | None]] = []
    base: tuple[int, Period] | None = None  # the end and period of the last date, or of a duration hung on it
    for index, (expression, period) in enumerate(placed):
        counted = period
        if expression.rule in ("after-date", "before-date", "after-work", "moved-by") and period is None:
            following = placed[index + 1] if index + 1 < len(placed) else None
            counted = _counted_on(text, expression, following)
            if counted is None and base is not None and expression.rule.startswith("after"):
                counted = _counted_back(text, expression, base)
                if counted is not None:
                    base = expression.span.end, base[1]
        elif period is not None:
            base = expression.span.end, period
        result.append((expression, counted))
    return result


def _counted_on(
    text: str, duration: Expression, following: tuple[Expression, Period | None] | None
) -> Period | None:
    """Count from the date behind "36 months after", where only a few words of one clause lie between."""
    if following is None or following[1] is None or following[0].unit == "duration":
        return None
    if duration.rule == "after-work" or (duration.rule == "moved-by" and not _is_moved_on(duration, text)):
        return None
    between = text[duration.span.end : following[0].span.start]
    preposition = "" if duration.rule == "moved-by" else r"(?:in|on|of|from)\s(?:the\s)?"
    if len(between) > 60 or not re.fullmatch(rf"[^.,;:\d\n]*\s{preposition}|\s", between):
        return None
    count = -duration.number if duration.rule == "before-date" else duration.number
    counted = shift(following[1], count, duration.length)
    return with_qualifier(counted, duration.qualifier)


def _is_moved_on(duration: Expression, text: str) -> bool:
    return is_postponement(duration, text) and counts_on(duration, text)


def _counted_back(text: str, duration: Expression, base: tuple[int, Period]) -> Period | None:
    """Count back from the date in front, where the sentence goes straight on: ", two years after"."""
    end, period = base
    between = text[end : duration.span.start]
    goes_on = re.fullmatch(r",?\s+(?:just\s+|only\s+|about\s+|some\s+)?", between)
    chained = len(between) < 60 and re.fullmatch(r"[^.,;:\d\n]*\s+and\s+", between)
    if duration.qualifier != "exact" or not (goes_on or chained):
        return None
    return moved_back(period, duration)


def _mention(
    expression: Expression, period: Period | None, datelines: list[Expression]
) -> DateMention | None:
    """Return the mention, None for a duration that leads to no date."""
    if expression.unit == "duration" and period is None:
        return None
    relative = expression.year.base != "stated"
    rule = "dateline" if expression in datelines else expression.rule
    return DateMention(expression.span, f"date.{rule}", period, relative)


def _join_ranges(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Make one range of "between 2027 and 2029" and "January-March 2026".

    "From 2026 to 2028" stays two dates, as the first tells a start and the second an end.
    """
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and (whole := _range(text, before, mention)) is not None:
            joined[-1] = whole
        else:
            joined.append(mention)
    return joined


def _range(text: str, first: DateMention, second: DateMention) -> DateMention | None:
    gap = text[first.span.end : second.span.start]
    between = re.search(
        r"\bbetween\s+(?:the\s+)?$", text[max(0, first.span.start - 14) : first.span.start], re.IGNORECASE
    )
    if not (_DASH.fullmatch(gap) or (between and re.fullmatch(r"\s+and\s+(?:the\s+)?", gap))):
        return None
    if first.period is None or second.period is None or first.period.start >= second.period.start:
        return None
    if "dateline" in first.rule or first.period.precision == "range" or second.period.precision == "range":
        return None
    span = Span(first.span.start, second.span.end)
    return DateMention(
        span, "date.range", join(first.period, second.period), first.relative or second.relative
    )
