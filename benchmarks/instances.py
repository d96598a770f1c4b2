"""Training questions with their answers: what gold says about every candidate the rules propose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.assemble.candidates import (
    capacity_candidates,
    cost_candidates,
    date_candidates,
    partner_candidates,
    plant_candidates,
    status_candidates,
)
from extract.assemble.decisions import Decisions
from extract.assemble.drafts import plant_records
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import PlaceMention
from extract.evaluate import (
    GoldArticle,
    GoldProject,
    align,
    capacity_matches,
    cost_matches,
    partner_name_matches,
    period_matches,
)

__all__ = ["Instance", "Lesson", "instances"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article as the rules see it, with its gold."""

    gold: GoldArticle
    scene: Scene
    countries: dict[int, tuple[str, PlaceMention]]


@dataclass(frozen=True, slots=True)
class Instance:
    """One answered question of one decision."""

    decision: str
    article: str
    label: str
    features: Features
    weight: float = 1.0


def _aligned(lesson: Lesson) -> dict[int, GoldProject]:
    """Return by plant index the gold project it is, judged by name and the capacities in its own phrases."""
    scene = lesson.scene
    known = Decisions(plants={p.index: 1.0 for p in scene.plants})
    for plant in scene.plants:
        known.capacities[plant.index] = [
            (c, 1.0) for c in scene.mentions.capacities if any(m.span.gap(c.span) <= 3 for m in plant.mentions)
        ]
    records = plant_records(scene, known, lesson.countries, lesson.gold.id)
    order = [p.index for p in scene.plants if p.index in known.plants]
    return {order[plant]: lesson.gold.projects[gold] for gold, plant in align(lesson.gold.projects, records)}


def instances(lesson: Lesson) -> Iterator[Instance]:
    """Yield every question of an article that gold answers; where gold leaves it open, none."""
    projects = _aligned(lesson)
    name = lesson.gold.id
    scene = lesson.scene
    for plant in plant_candidates(scene):
        project = projects.get(plant.plant.index)
        if project is None or not project.optional:
            yield Instance("plant", name, "no" if project is None else "yes", plant.features)
    for capacity in capacity_candidates(scene):
        project = projects.get(capacity.plant.index)
        hits = [g for g in (project.capacities if project else ()) if capacity_matches(g, capacity.value.value)]
        if not _open(hits):
            yield Instance("capacity", name, "yes" if hits else "none", capacity.features)
    for cost in cost_candidates(scene):
        project = projects.get(cost.plant.index)
        sums = [g for g in (project.costs if project else ()) if cost_matches(g, cost.value.value)]
        if not _open(sums):
            yield Instance("cost", name, "yes" if sums else "none", cost.features)
    yield from _date_instances(scene, projects, name)
    yield from _partner_instances(scene, projects, name)
    for status in status_candidates(scene):
        project = projects.get(status.plant.index)
        if project is not None and project.status is not None:
            yield Instance("status", name, project.status, status.features)


def _open(hits: object) -> bool:
    """Return True where gold leaves a value open: all that matches is optional."""
    return isinstance(hits, list) and bool(hits) and all(g.optional for g in hits)


def _date_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for date in date_candidates(scene):
        project = projects.get(date.plant.index)
        period = date.value.period
        if period is None:
            continue
        hits = [g for g in (project.dates if project else ()) if period_matches(g, period.start, period.end)]
        if _open(hits):
            continue
        required = [g for g in hits if not g.optional]
        yield Instance("date", name, required[0].event if required else "none", date.features)


def _partner_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for partner in partner_candidates(scene):
        project = projects.get(partner.plant.index)
        names = (partner.value.name, *partner.value.aliases)
        hits = [g for g in (project.partners if project else ()) if partner_name_matches(g, names)]
        if _open(hits):
            continue
        required = [g for g in hits if not g.optional]
        yield Instance("partner", name, "yes" if required else "none", partner.features)
        for gold in required:
            yield Instance("role", name, gold.role, partner.features, 1.0 / len(required))
