"""Decides ambiguous currencies ("$", "rupees") by what the article says and where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extract.domain.mention import CostMention, Mentions
from extract.domain.span import Span
from extract.domain.values import Money
from extract.normalize.money import country_currency, declared_currencies, resolve_currency

__all__ = ["resolve_currencies"]


def resolve_currencies(
    text: str, mentions: Mentions, countries_at: Callable[[Span], Sequence[str]]
) -> Mentions:
    """Return the mentions with every currency set that the article settles.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        countries_at: Tells the countries (ISO 3166-1 alpha-2) a place in the text may speak of, the likeliest
            first: the first whose money the word can mean decides.
    """
    declared = declared_currencies(text)
    known = [m.value.currency for m in mentions.costs if m.value.currency]
    costs: list[CostMention] = []
    for mention in mentions.costs:
        value, meanings = mention.value, mention.value.candidates
        if value.currency is None:
            places = countries_at(mention.span)
            fitting = (c for c in places if country_currency(c) in value.candidates)
            value = resolve_currency(value, next(fitting, next(iter(places), None)), known, declared)
            if _in_us_dollars(text, mention, value, costs):
                dollars = replace(value, currency="USD")
                costs.append(replace(mention, value=dollars, converts=costs[-1].span))
                continue
        settled = mention.value.currency is not None or set(declared) & set(meanings)
        costs.append(replace(mention, value=value, open=() if settled else meanings))
    return replace(mentions, costs=tuple(costs))


def _in_us_dollars(text: str, mention: CostMention, value: Money, before: Sequence[CostMention]) -> bool:
    """Return True for the bracket of "$1.35 billion ($980 million)" in Canada: a dollar that is another."""
    last = before[-1] if before else None
    return (
        last is not None
        and text[last.span.end : mention.span.start].strip() == "("
        and "USD" in mention.value.candidates
        and last.value.currency == value.currency != "USD"
    )
