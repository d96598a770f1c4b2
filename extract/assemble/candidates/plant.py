"""The question whether an entity is a plant worth a record at all."""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.context_features import context_features, word_features
from extract.assemble.link_features import entity_features
from extract.assemble.scene import Scene

__all__ = ["plant_candidates"]


def plant_candidates(scene: Scene) -> Iterator[Candidate[None]]:
    """Yield the question whether each entity is worth a record at all."""
    for plant in scene.plants:
        features = entity_features(scene, plant)
        for mention in plant.mentions:
            features[f"m.rule.{mention.rule}"] = 1.0
            features[f"m.head.{mention.head}"] = 1.0
        features[f"m.count.{min(len(plant.mentions), 4)}"] = 1.0
        sentences = {scene.sentence(m.span.start) for m in plant.mentions}
        features["m.capacity_near"] = float(any(
            m.span.gap(c.span) <= 4 for m in plant.mentions for c in scene.mentions.capacities
        ))  # fmt: skip
        facts = [*scene.mentions.capacities, *scene.mentions.costs, *scene.mentions.dates]
        in_sentence = sum(scene.sentence(f.span.start) in sentences for f in facts)
        features[f"m.facts.{min(in_sentence, 4)}"] = 1.0
        features[f"m.place.{plant.place is not None}"] = 1.0
        features[f"m.plural.{any(m.plural for m in plant.mentions)}"] = 1.0
        features[f"m.definite.{plant.mentions[0].definite}"] = 1.0
        if plant.aggregate and plant.mentions[0].count is None and not plant.members:
            features["m.loose_group"] = 1.0
        for mention in plant.mentions[:3]:
            for name, value in context_features(scene, mention.span, frozenset({"context"})).items():
                if name.startswith("n.") or name.endswith("clause"):
                    features[f"first.{name}"] = value
        features |= {f"first.{k}": v for k, v in word_features(scene, plant.mentions[0].span, 2).items()}
        yield Candidate(None, plant, features)
