"""Which sum converts which: links between neighbouring sums of different currencies. Knows no rates."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.domain.mention import CostMention
from extract.domain.span import Span
from extract.domain.values import Money
from extract.normalize.series import joint

__all__ = ["link_conversions"]

_WORDS = r"(?:[A-Za-z.=~≈]{1,14}[\s,]{1,2}){0,4}"
_IN_BRACKET = re.compile(rf"(?:[\s-][A-Za-z-]{{1,20}}){{0,3}},?\s?[(\[]\s?(?P<lead>{_WORDS})[=~≈]?\s?")
_APPOSED = re.compile(
    r""",?\s?(?:\(?or|i\.e\.,?|that\sis,?|which\sis|(?:the\s)?equivalent(?:\s(?:of|to))?|equal\sto|equalling|=|/|≈
        |corresponding\sto|,\s(?=about|around|some|roughly|approximately|nearly|almost|approx))
        [\s,]{0,2}(?:(?:about|around|some|roughly|approximately|approx\.?|nearly|almost|just|over|under|more|less|than|the
        |equivalent|to|of|at|close|an?|estimated)\s){0,4}""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_CONVERTED = re.compile(
    r"(?<![A-Za-z])(?:of which|(?:in|ex)clud\w+|plus|from|with|without|up|down|versus|against)(?![A-Za-z])",
    re.IGNORECASE,
)


def link_conversions(text: str, found: list[CostMention]) -> list[CostMention]:
    """Mark each sum that gives the one before it in another currency.

    "356 billion tenge ($760 million)", "EUR 2.1bn, or about $2.3bn": the second gets `converts`.

    Args:
        text: The text the mentions were found in.
        found: Sums in text order.

    Returns:
        The same sums, `converts` set where one converts another.
    """
    linked: list[CostMention] = []
    for mention in found:
        base = linked[-1] if linked else None
        linked.append(replace(mention, converts=_converted(text, base, mention)) if base else mention)
    for i in range(len(linked) - 3):
        _pair_up(text, linked, i)
    return linked


def _pair_up(text: str, linked: list[CostMention], i: int) -> None:
    """Link "578 and 602 billion tenge ($1.2bn and $1.3bn)" first to first, second to second, in place."""
    first, second, third, fourth = linked[i : i + 4]
    couples = _same(first.value, second.value) and _same(third.value, fourth.value)
    if not couples or third.converts != second.span or fourth.converts is not None:
        return
    inner = joint(text, third.span.end, fourth.span.start)
    if inner == "and" and joint(text, first.span.end, second.span.start) == "and":
        linked[i + 2] = replace(third, converts=first.span)
        linked[i + 3] = replace(fourth, converts=second.span)


def _converted(text: str, base: CostMention, mention: CostMention) -> Span | None:
    """Return the span of the sum that `mention` converts, None where it stands for itself."""
    if mention.span.start - base.span.end > 90 or _same(base.value, mention.value):
        return None
    gap = text[base.span.end : mention.span.start]
    bracket = _IN_BRACKET.fullmatch(gap)
    if bracket and not _NOT_CONVERTED.search(bracket["lead"]):
        return base.span
    listed = re.match(r"\s(?:and|or)\s", text[mention.span.end : mention.span.end + 5])
    if _APPOSED.fullmatch(gap) and not listed:
        return base.converts or base.span
    inside = base.converts and text.count("(", base.converts.end, base.span.start)
    if inside and re.fullmatch(r"\s?[,;/]\s?(?:or\s|and\s)?(?:about\s)?", gap):
        return base.converts
    return None


def _same(first: Money, second: Money) -> bool:
    return (first.currency, first.candidates) == (second.currency, second.candidates)
