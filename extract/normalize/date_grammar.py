"""The date grammar: finds calendar expressions and says what stands in them. Places none of them in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.domain.span import Span, drop_overlaps
from extract.domain.values import Qualifier
from extract.normalize.date_expression import Expression, Found
from extract.normalize.date_patterns import left_context, right_context, rules
from extract.normalize.date_rule import Rule
from extract.normalize.date_words import data_of

__all__ = ["find_expressions"]

_BEHIND = 48
"""Characters a rule looks back: room for "this year's third and fourth"."""

_LEFT = 56
"""Characters looked back from an expression: room for "by no later than the latter part of the"."""


def find_expressions(text: str) -> list[Expression]:
    """Find all calendar expressions of a text.

    Args:
        text: Any text.

    Returns:
        Expressions in text order, none overlapping another; of overlapping ones the longest.
    """
    lower = _lower(text)
    found = [
        (expression.span, expression)
        for rule in rules()
        if not rule.triggers or any(trigger in lower for trigger in rule.triggers)
        for expression in _apply(rule, text, lower)
    ]
    whole: list[Expression] = []
    for _, core in drop_overlaps(found):
        expression = _with_left(lower, core)
        if expression is None:
            continue
        start = max(
            expression.span.start, whole[-1].span.end if whole else 0
        )  # "20 years from" and "from 2026"
        if start < expression.span.end:
            whole.append(replace(expression, span=Span(start, expression.span.end)))
    return whole


def _lower(text: str) -> str:
    """Return the text in lower case with every character in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _apply(rule: Rule, text: str, lower: str) -> Iterator[Expression]:
    """Yield what one rule finds."""
    searched = text if rule.cased else lower
    for match in rule.pattern.finditer(searched):
        start = match.start("core") if "core" in rule.pattern.groupindex else match.start()
        groups = match.groupdict()
        before = (
            rule.behind.search(searched, max(0, match.start() - _BEHIND), match.start())
            if rule.behind
            else None
        )
        if before is not None:
            start, groups = before.start(), {**before.groupdict(), **groups}
        elif rule.needed or searched[max(0, match.start() - 1) : match.start()].isalnum():
            continue
        expression = rule.reader(Found(text, start, match.end(), groups))
        if expression is not None:
            yield expression


def _with_left(lower: str, expression: Expression) -> Expression | None:
    """Add the part and qualifier in front of an expression; None where a part is needed and absent."""
    start = expression.span.start
    match = left_context().search(lower, max(0, start - _LEFT), start)
    if expression.unit == "duration":
        return expression
    expression = _with_right(lower, expression)
    if match is None or not match[0]:
        return expression if not expression.rule.startswith("the-") else None
    part, qualifier = expression.part, expression.qualifier
    if form := match["part"]:
        part = str(data_of("part", form)["value"])
    elif form := match["noun"] or match["end"]:
        part = str(data_of("part_noun", form)["value"])
    elif expression.unit in ("month", "year") and re.search(r"\sthe\s+$", match[0]):
        return expression  # "by the April 2017 estimates" bounds nothing
    if form := match["qualifier"]:
        qualifier = _qualifier(lower, match.start("qualifier"), form)
    if part is None and expression.rule.startswith("the-"):
        return None
    return replace(expression, span=Span(match.start(), expression.span.end), part=part, qualifier=qualifier)


def _with_right(lower: str, expression: Expression) -> Expression:
    """Add "at the latest", "onwards" behind an expression."""
    match = right_context().match(lower, expression.span.end)
    if match is None:
        return expression
    qualifier: Qualifier = data_of("behind", match["behind"])["value"]
    return replace(expression, span=Span(expression.span.start, match.end()), qualifier=qualifier)


def _qualifier(lower: str, start: int, form: str) -> Qualifier:
    """Read "by", "after", "about"; the "from" of "a contract that dates from 2019" bounds nothing."""
    if form == "from" and re.search(r"\bdat(?:es|ed|ing|e)\s+$", lower[max(0, start - 8) : start]):
        return "exact"
    value: Qualifier = data_of("qualifier", form)["value"]
    return value
