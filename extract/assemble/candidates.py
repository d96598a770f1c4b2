"""Every question the decisions answer, with its features: (value, plant) pairs and (organisation, plant) pairs.

Used alike when records are assembled and when weights are learned, so both see the same features.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from extract.assemble.context_features import context_features, word_features
from extract.assemble.link_features import Features, entity_features, link_features
from extract.assemble.scene import Scene
from extract.domain.entity import OrganizationEntity
from extract.domain.mention import CapacityMention, CostMention, DateMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

__all__ = [
    "Candidate",
    "capacity_candidates",
    "cost_candidates",
    "date_candidates",
    "partner_candidates",
    "plant_candidates",
    "status_candidates",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One question: does `value` belong to `plant`, and as what?"""

    value: T
    plant: PlantEntity
    features: Features


def _pairs(scene: Scene, span: Span, own: Features) -> Iterator[tuple[PlantEntity, Features]]:
    for plant in scene.plants:
        yield plant, {**own, **link_features(scene, span, plant)}


def capacity_candidates(scene: Scene) -> Iterator[Candidate[CapacityMention]]:
    """Yield every (capacity, plant) question."""
    slots = frozenset({"context", "status"})
    for mention in scene.mentions.capacities:
        own = context_features(scene, mention.span, slots) | word_features(scene, mention.span)
        value = mention.value
        own[f"v.kind.{value.kind}"] = 1.0
        own[f"v.unit.{value.unit}"] = 1.0
        own[f"v.rule.{mention.rule}"] = 1.0
        if value.count:
            own["v.count"] = 1.0
        size = float(value.normalized)
        own[f"v.size.{'xs' if size < 5 else 's' if size < 50 else 'm' if size < 500 else 'l' if size < 3000 else 'xl'}"] = 1.0
        for plant, features in _pairs(scene, mention.span, own):
            features[f"x.{value.kind}.{'storage' if 'storage' in plant.fuels else 'other'}"] = 1.0
            yield Candidate(mention, plant, features)


def cost_candidates(scene: Scene) -> Iterator[Candidate[CostMention]]:
    """Yield every (sum of money, plant) question. A converted sum is judged where the first sum stands."""
    slots = frozenset({"context", "role"})
    spans = {m.span: m for m in scene.mentions.costs}
    for mention in scene.mentions.costs:
        origin = spans.get(mention.converts) if mention.converts is not None else None
        at = origin.span if origin is not None else mention.span
        own = context_features(scene, at, slots) | word_features(scene, at)
        if origin is not None:
            own["v.converts"] = 1.0
        own[f"v.rule.{mention.rule}"] = 1.0
        amount = float(mention.value.amount or mention.value.amount_max or 0)
        own[f"v.size.{'xs' if amount < 1e6 else 's' if amount < 3e7 else 'm' if amount < 1e9 else 'l'}"] = 1.0
        for plant, features in _pairs(scene, at, own):
            yield Candidate(mention, plant, features)


def date_candidates(scene: Scene) -> Iterator[Candidate[DateMention]]:
    """Yield every (date, plant) question; dates that cannot be resolved are left out."""
    slots = frozenset({"event", "context"})
    for mention in scene.mentions.dates:
        if mention.period is None:
            continue
        own = context_features(scene, mention.span, slots) | word_features(scene, mention.span)
        own[f"v.precision.{mention.period.precision}"] = 1.0
        own[f"v.qualifier.{mention.period.qualifier}"] = 1.0
        if mention.relative:
            own["v.relative"] = 1.0
        own[f"v.time.{_tense(mention, scene.published)}"] = 1.0
        if mention.span.start == scene.sentence_span(mention.span.start).start:
            own["v.sentence_start"] = 1.0
        for plant, features in _pairs(scene, mention.span, own):
            yield Candidate(mention, plant, features)


def _tense(mention: DateMention, published: str | None) -> str:
    """Return where a date lies seen from the publication date: past, same, future, far or unknown."""
    if mention.period is None or not published:
        return "unknown"
    start, day = mention.period.start.isoformat(), (published + "-12-31")[:10] if len(published) == 4 else (published + "-28")[:10]
    if mention.period.end.isoformat() < published:
        return "past" if int(day[:4]) - mention.period.start.year < 6 else "long_past"
    if start > day:
        return "future"
    return "now"


def partner_candidates(scene: Scene) -> Iterator[Candidate[OrganizationEntity]]:
    """Yield every (organisation, plant) question, features joined over the organisation's mentions."""
    slots = frozenset({"role", "context"})
    for organization in scene.organizations:
        own: Features = {}
        for mention in organization.mentions:
            own |= context_features(scene, mention.span, slots) | word_features(scene, mention.span, 2)
        own[f"v.kind.{organization.kind}"] = 1.0
        own[f"v.known.{bool(organization.entity)}"] = 1.0
        own[f"v.mentions.{min(len(organization.mentions), 4)}"] = 1.0
        for rule in {m.rule for m in organization.mentions}:
            own[f"v.rule.{rule}"] = 1.0
        if any(scene.sentence(m.span.start) == 0 for m in organization.mentions):
            own["v.in_headline"] = 1.0
        for plant in scene.plants:
            features = dict(own)
            for mention in organization.mentions:
                for name, value in link_features(scene, mention.span, plant).items():
                    features[name] = max(features.get(name, 0.0), value)
            yield Candidate(organization, plant, features)


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


def status_candidates(scene: Scene) -> Iterator[Candidate[None]]:
    """Yield the question how far each plant is: status cues around its mentions, nearest ones apart."""
    slots = frozenset({"status", "context"})
    for plant in scene.plants:
        features: Features = {}
        for order, mention in enumerate(_spread(plant.mentions)):
            around = context_features(scene, mention.span, slots)
            for name, value in around.items():
                if name.startswith(("c.status", "n.status", "c.context.negation", "c.context.future", "c.context.past")):
                    features[name] = features.get(name, 0.0) + value / (1 + order)
                    if scene.sentence(mention.span.start) <= 2:
                        features[f"lead.{name}"] = value
        for name, value in entity_features(scene, plant).items():
            if name in {"e.in_headline", "e.group", "e.unit", "e.most_mentioned", "e.first"}:
                features[name] = value
        words = [w for m in plant.mentions for w in m.span.of(scene.text).lower().split()]
        for word in {"existing", "planned", "proposed", "new", "old", "first", "second", "unfinished"} & set(words):
            features[f"modifier.{word}"] = 1.0
        yield Candidate(None, plant, features)


def _spread(mentions: Sequence[T], most: int = 12) -> Sequence[T]:
    return mentions[:most]
