"""The question how far a plant is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from extract.assemble.candidates.base import Candidate
from extract.assemble.candidates.status_reading import status_reading
from extract.assemble.context_features import context_features
from extract.assemble.link_features import Features, entity_features
from extract.assemble.scene import Scene

T = TypeVar("T")

__all__ = ["status_candidates"]


def status_candidates(scene: Scene) -> Iterator[Candidate[None]]:
    """Yield the question how far each plant is: status cues around its mentions, nearest ones apart."""
    slots = frozenset({"status", "context"})
    for plant in scene.plants:
        features: Features = {}
        for order, mention in enumerate(_spread(plant.mentions)):
            around = context_features(scene, mention.span, slots)
            for name, value in around.items():
                if name.startswith(
                    ("c.status", "n.status", "c.context.negation", "c.context.future", "c.context.past")
                ):
                    features[name] = features.get(name, 0.0) + value / (1 + order)
                    if scene.sentence(mention.span.start) <= 2:
                        features[f"lead.{name}"] = value
        for name, value in entity_features(scene, plant).items():
            if name in {"e.in_headline", "e.group", "e.unit", "e.most_mentioned", "e.first"}:
                features[name] = value
        words = [w for m in plant.mentions for w in m.span.of(scene.text).lower().split()]
        for word in {"existing", "planned", "proposed", "new", "old", "first", "second", "unfinished"} & set(
            words
        ):
            features[f"modifier.{word}"] = 1.0
        yield Candidate(None, plant, features | status_reading(scene, plant))


def _spread(mentions: Sequence[T], most: int = 12) -> Sequence[T]:
    return mentions[:most]
