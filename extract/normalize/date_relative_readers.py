"""Readers of what counts from another date: "next year", "last Monday", "18 months ago", "a year later"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from extract.domain.span import Span
from extract.domain.values import Qualifier
from extract.normalize.date_context import tense_at
from extract.normalize.date_expression import Expression, Found, Unit, YearRef
from extract.normalize.date_reading import count_of, make_expression, step_ref
from extract.normalize.date_words import data_of

__all__ = [
    "read_beside",
    "read_context_unit",
    "read_duration",
    "read_near_day",
    "read_step",
    "read_weekday",
]


def read_step(found: Found) -> Expression | None:
    """Read "next year", "last month", "this week", "that summer", "the same day"."""
    form, ref, span = found.get("unit"), step_ref(found.get("pre")), Span(found.start, found.end)
    if found.get("pre") == "next" and found.text[found.start : found.start + 3].casefold() == "the":
        past = form == "day" or tense_at(found.text, found.start, found.end) == "past"
        ref = YearRef("previous", 1) if past else ref  # "the next year work stopped"
    if (
        form == "quarter"
        and found.get("pre") == "last"
        and tense_at(found.text, found.start, found.end) == "future"
    ):
        return Expression(span, "quarter", "quarter", 4)  # "will open in the last quarter": that of the year
    if form == "day":
        return Expression(span, "day-step", "offset", ref.value, year=ref) if ref.base == "previous" else None
    if form not in ("week", "month", "quarter", "year", "decade"):
        return Expression(span, "season-step", "season", int(data_of("season", form)["value"]), year=ref)
    if found.get("pre") == "past":  # "over the past year" is a stretch, not a date
        return None
    return Expression(span, f"{form}-step", cast(Unit, form), year=ref)


def read_beside(found: Found) -> Expression:
    """Read "the year before", "the year after next", "the week before last"."""
    unit, step = found.get("unit"), -1 if found.get("side") == "before" else 1
    ref = YearRef("published", 2 * step) if found.get("twice") else YearRef("previous", step)
    return Expression(Span(found.start, found.end), f"{unit}-step", cast(Unit, unit), year=ref)


def read_context_unit(found: Found) -> Expression:
    """Read "(the end of) the month" and "(the end of) it"; the caller asks for a part word in front."""
    unit = found.get("unit")
    if unit == "it":
        return Expression(Span(found.start, found.end), "the-it", "year", year=YearRef("previous"))
    return Expression(Span(found.start, found.end), f"the-{unit}", cast(Unit, unit), year=YearRef("context"))


def read_weekday(found: Found) -> Expression | None:
    """Read "Monday", "last Monday", "Monday last week"; a short form alone ("Sun") is no weekday."""
    name, before, behind = found.get("w"), found.get("pre"), found.get("post")
    if not name.casefold().endswith("day"):
        return None
    expression = make_expression(found, "weekday", "weekday", int(data_of("weekday", name)["value"]))
    if behind:
        return replace(expression, rule="weekday-of-week", year=step_ref(behind))
    return replace(expression, year=step_ref(before, nearest=True)) if before else expression


def read_near_day(found: Found) -> Expression:
    """Read "yesterday", "today", "tomorrow"."""
    return make_expression(found, "near-day", "offset", int(data_of("day", found.get("form"))["value"]))


def read_duration(rule: str) -> Callable[[Found], Expression | None]:
    """Return a reader for "18 months ago", "in two years", "a year later" and their like."""

    def read(found: Found) -> Expression | None:
        unit = str(data_of("unit", found.get("unit"))["value"])
        length, factor = {"fortnight": ("week", 2), "decade": ("year", 10)}.get(unit, (unit, 1))
        if rule == "earlier" and found.text[max(0, found.start - 5) : found.start] == "than ":
            return None
        if rule == "after-date" and re.search(
            r"\bfor\s+(?:\w+\s+)?$", found.text[max(0, found.start - 12) : found.start]
        ):
            return None  # "for 20 years from 2026" is a term
        if found.get("lead") == "over" and not re.search("next|coming", found.get("fuzzy")):
            return None
        count, low = factor * count_of(found.get("num")), factor * count_of(found.get("low"))
        bounded = re.search("within|next|coming", f"{found.get('lead')} {found.get('fuzzy')}")
        qualifier: Qualifier = "at_most" if bounded else "exact"
        if found.get("num").startswith("half"):  # half a year; of other units a half is too fine to date by
            if length != "year" or factor > 1:
                return None
            count, length = 6, "month"
        half = found.get("half") or found.get("more")
        months = 6 if half and length == "year" else 0
        span = Span(found.start, found.end)
        return Expression(
            span, rule, "duration", count, low=low, length=length, months=months, qualifier=qualifier
        )

    return read
