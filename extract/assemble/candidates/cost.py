"""Questions about sums of money: is this what this plant costs, or a loan or contract for it?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate, pairs
from extract.assemble.context_features import context_features, word_features
from extract.assemble.scene import Scene
from extract.domain.mention import CostMention

__all__ = ["cost_candidates"]


def cost_candidates(scene: Scene) -> Iterator[Candidate[CostMention]]:
    """Yield every (sum of money, plant) question. A converted sum is judged where the first sum stands."""
    slots = frozenset({"context", "role"})
    spans = {m.span: m for m in scene.mentions.costs}
    for number, mention in enumerate(scene.mentions.costs):
        origin = spans.get(mention.converts) if mention.converts is not None else None
        at = origin.span if origin is not None else mention.span
        own = context_features(scene, at, slots) | word_features(scene, at)
        if origin is not None:
            own["v.converts"] = 1.0
        own[f"v.rule.{mention.rule}"] = 1.0
        amount = float(mention.value.amount or mention.value.amount_max or 0)
        own[f"v.size.{'xs' if amount < 1e6 else 's' if amount < 3e7 else 'm' if amount < 1e9 else 'l'}"] = 1.0
        for plant, features in pairs(scene, at, own, "cost", number):
            yield Candidate(mention, plant, features)
