"""The question whether an entity is a plant worth a record at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.context_features import context_features, word_features
from extract.assemble.dated_events import decide_dates
from extract.assemble.encoder_features import plant_reading
from extract.assemble.link_features import Features, attachment, entity_features
from extract.assemble.scene import Scene
from extract.domain.plant_entity import PlantEntity

__all__ = ["plant_candidates"]

_PLAIN = -1.0
"""Log-odds of having no plant that an article of plants hardly ever comes to (one in two hundred)."""


def plant_candidates(scene: Scene) -> Iterator[Candidate[None]]:
    """Yield the question whether each entity is worth a record at all."""
    said, about = _said(scene), _about(scene)
    for plant in scene.plants:
        features = dict(entity_features(scene, plant.index))
        features |= _told(scene, plant, said)
        for mention in plant.mentions:
            features[f"m.rule.{mention.rule}"] = 1.0
            features[f"m.head.{mention.head}"] = 1.0
        features[f"m.count.{min(len(plant.mentions), 4)}"] = 1.0
        sentences = {scene.sentence(m.span.start) for m in plant.mentions}
        features["m.capacity_near"] = float(any(
            m.span.gap(c.span) <= 4 for m in plant.mentions for c in scene.mentions.capacities
        ))  # fmt: skip
        facts = [f.span for f in scene.mentions.capacities]
        facts += [f.span for f in scene.mentions.costs]
        facts += [f.span for f in scene.mentions.dates]
        in_sentence = sum(scene.sentence(span.start) in sentences for span in facts)
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
        features |= _kinship(scene, plant) | plant_reading(scene, plant.index) | about
        features |= {f"first.{k}": v for k, v in word_features(scene, plant.mentions[0].span, 2).items()}
        yield Candidate(None, plant, features)


def _about(scene: Scene) -> Features:
    """Return how surely the article has no plant, and many.

    The odds of having none say nothing below `_PLAIN`: that an article is all of plants makes no phrase one.
    """
    if scene.subject is None:
        return {}
    return {"t.none": round(max(0.0, scene.subject.none - _PLAIN), 3), "t.many": scene.subject.many / 2}


def _said(scene: Scene) -> Counter[tuple[int, str]]:
    """Return how many sizes, sums, events, parties and stage words reading order gives each plant."""
    spans = [("size", c.span) for c in scene.mentions.capacities]
    spans += [("sum", c.converts or c.span) for c in scene.mentions.costs]
    spans += [("party", o.span) for o in scene.mentions.organizations]
    spans += [("stage", c.span) for cues in scene.cues.values() for c in cues if c.slot == "stage"]
    found: Counter[tuple[int, str]] = Counter()
    for kind, span in spans:
        index, how = attachment(scene, span)
        if index is not None and how != "recent":
            found[index, kind] += 1
    found.update((dated.plant, "event") for dated in decide_dates(scene))
    return found


def _told(scene: Scene, plant: PlantEntity, said: Counter[tuple[int, str]]) -> Features:
    """Return how much is said of a plant itself, and whether its units or its parent take it all."""
    kinds = ("size", "sum", "event", "party", "stage")
    found: Features = {f"w.{kind}.{min(said[plant.index, kind], 2)}": 1.0 for kind in kinds}
    figures = sum(said[plant.index, kind] for kind in ("size", "sum", "event"))
    found[f"w.figures.{min(figures, 3)}"] = 1.0
    of_units = sum(said[p.index, k] for p in scene.plants if p.parent == plant.index for k in kinds[:3])
    if any(p.parent == plant.index for p in scene.plants):
        found[f"w.whole.{min(figures, 2)}.{min(of_units, 2)}"] = 1.0
    if plant.parent is not None:
        above = sum(said[plant.parent, k] for k in kinds[:3])
        found[f"w.unit.{min(figures, 2)}.{min(above, 2)}"] = 1.0
    return found


def _kinship(scene: Scene, plant: PlantEntity) -> Features:
    """Return how a plant stands to the others: group and members, unit and parent, rivals with its fuel."""
    found: Features = {}
    early = any(scene.sentence(m.span.start) <= 2 for m in plant.mentions)
    if plant.aggregate:
        kind = "members" if plant.members else "open"
        found[f"k.group.{kind}.{'early' if early else 'late'}"] = 1.0
        if plant.count is not None:
            found[f"k.group.counted.{'early' if early else 'late'}"] = 1.0
        cues = {
            c.value
            for m in plant.mentions
            for c in scene.cues.get(scene.sentence(m.span.start), [])
            if c.slot == "context"
        }
        for value in sorted(cues & {"together", "fleet", "each", "replaces"}):
            found[f"k.group.{value}"] = 1.0
    children = [p for p in scene.plants if p.parent == plant.index]
    if children:
        found["k.has_units"] = 1.0
        inside = all(
            any(c.span.contains(m.span) for p in children for c in p.mentions) for m in plant.mentions
        )
        found["k.only_inside_units"] = float(inside)
    if plant.parent is not None:
        found["k.unit_of_named" if scene.plants[plant.parent].core else "k.unit_of_nameless"] = 1.0
    if any(plant.index in p.members for p in scene.plants):
        found["k.member"] = 1.0
    if plant.core is None and not plant.aggregate:
        named = [p for p in scene.plants if p.core and not p.aggregate and p.unit is None]
        found[f"k.nameless.rivals.{min(len(named), 2)}.{'early' if early else 'late'}"] = 1.0
        found[f"k.nameless.place.{plant.place is not None}"] = 1.0
    sizes = {m.span for m in plant.mentions}
    if any(s.contains(c.span) for s in sizes for c in scene.mentions.capacities):
        found["k.sized"] = 1.0
    rules = {m.rule for m in plant.mentions}
    if all(r.startswith("plant.candidate") for r in rules):
        found["k.only_candidate"] = 1.0
        for rule in sorted(rules):
            found[f"k.only.{rule}.{min(3, len(plant.mentions))}"] = 1.0
        if plant.place is not None:
            found[f"k.place.{plant.place.level}"] = 1.0
            found[f"k.place.big.{plant.place.population > 300_000}"] = 1.0
    return found
