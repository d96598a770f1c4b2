"""Decides ambiguous currencies ("$", "rupees") by what the article says and where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract.domain.mention import CostMention, Mentions
from extract.domain.span import Span
from extract.normalize.money import declared_currencies, resolve_currency

__all__ = ["resolve_currencies"]


def resolve_currencies(text: str, mentions: Mentions, country_at: Callable[[Span], str | None]) -> Mentions:
    """Return the mentions with every currency set that the article settles.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        country_at: Tells the country (ISO 3166-1 alpha-2) that a place in the text speaks of, or None.
    """
    declared = declared_currencies(text)
    known = [m.value.currency for m in mentions.costs if m.value.currency]
    costs: list[CostMention] = []
    for mention in mentions.costs:
        if mention.value.currency is None:
            value = resolve_currency(mention.value, country_at(mention.span), known, declared)
            costs.append(replace(mention, value=value))
        else:
            costs.append(mention)
    return replace(mentions, costs=tuple(costs))
