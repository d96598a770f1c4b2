"""Decides what an ambiguous word for money means once it is known where a plant stands."""

from __future__ import annotations

from dataclasses import replace

from extract.assemble.scene import Scene
from extract.domain.mention import CostMention
from extract.normalize.money import resolve_currency

__all__ = ["paid_there"]


def paid_there(scene: Scene, cost: CostMention, country: str | None) -> CostMention:
    """Return a sum in the money that its word means for a plant of a country.

    A story's "$" is its newsroom's only for plants at home: an Australian paper's plant in Vietnam costs US
    dollars, an Indian story's plant in Pakistan Pakistani rupees. Of 2,581 sums with an ambiguous word in the
    open articles the plant's own country told 83 right that the article's told wrong, and 3 the other way
    round (2026-11).

    Args:
        scene: The article; its sums that leave no choice count.
        cost: The sum; returned as it is where its word leaves no choice.
        country: ISO 3166-1 alpha-2 of the plant's country.
    """
    if not cost.open or country is None:
        return cost
    known = [m.value.currency for m in scene.mentions.costs if m.value.currency and not m.open]
    word = replace(cost.value, currency=None, candidates=cost.open)
    settled = resolve_currency(word, country, known)
    return cost if settled.currency is None else replace(cost, value=settled)
