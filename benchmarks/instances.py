"""Training questions with their answers: what gold says about every candidate the rules propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.encoder.marks import Marks, meaning_of
from extract.assemble.candidates import (
    Candidate,
    capacity_candidates,
    cost_candidates,
    country_candidates,
    date_candidates,
    fuel_candidates,
    partner_candidates,
    plant_candidates,
    status_candidates,
)
from extract.assemble.candidates.same import same_candidates
from extract.assemble.decisions import Decisions
from extract.assemble.drafts import plant_records
from extract.assemble.link_features import Features, attachment
from extract.assemble.scene import Scene
from extract.domain.mention import CapacityMention, CostMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.record import PlantRecord
from extract.domain.span import Span
from extract.evaluate import (
    GoldArticle,
    GoldProject,
    align,
    capacity_matches,
    cost_matches,
    partner_name_matches,
)
from extract.evaluate.align import ENOUGH_LIKENESS, shared_facts
from extract.evaluate.gold import GoldCapacity, GoldCost
from extract.evaluate.names import plant_likeness
from extract.evaluate.values import period_matches
from extract.resolve.plant_regroup import phrase_of

__all__ = [
    "Instance",
    "Lesson",
    "aligned",
    "brief_instances",
    "instances",
    "marked",
    "meant",
    "plant_instances",
    "same_instances",
]

BRIEF_WEIGHT = 0.5
"""What a question of a two-sentence opening counts against one of a whole article."""

V = TypeVar("V", CapacityMention, CostMention)
G = TypeVar("G", GoldCapacity, GoldCost)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article as the rules see it, with its gold."""

    gold: GoldArticle
    scene: Scene
    briefs: tuple[Lesson, ...] = ()
    """The article's opening by itself: users' folders hold one-paragraph news too, the corpora few."""
    marks: Marks | None = None
    """What readers say its phrases mean; None where nobody was asked."""
    encoder: Path | None = None
    """The encoder that has not learned from it."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One answered question of one decision."""

    decision: str
    article: str
    label: str
    features: Features
    weight: float = 1.0
    note: str = ""


def aligned(lesson: Lesson) -> dict[int, GoldProject]:
    """Return by plant index the gold project it is, one plant a project.

    What readers marked tells; of several plants that mean one project the one with most of it. Plants and
    projects that marks leave open are aligned by name and the figures plain reading order gives.
    """
    projects = lesson.gold.projects
    votes = marked(lesson)
    found: dict[int, GoldProject] = {}
    for number, project in enumerate(projects):
        held = {index: count[number] for index, count in votes.items() if count.get(number)}
        best = max(held, key=lambda index: (held[index], -index), default=None)
        if best is not None and best not in found and max(votes[best].values()) == held[best]:
            found[best] = project
    records = _read_records(lesson)
    order = [p.index for p in lesson.scene.plants]
    known = {id(project) for project in found.values()}
    for gold, plant in align(projects, records):
        if order[plant] not in found and id(projects[gold]) not in known and not votes.get(order[plant]):
            found[order[plant]] = projects[gold]
    return found


def marked(lesson: Lesson) -> dict[int, Counter[int]]:
    """Return by plant index which gold projects readers say its mentions mean, each with a weight.

    Plants whose mentions all mean no project have an empty count; those nobody marked have none.
    """
    found: dict[int, Counter[int]] = {}
    if lesson.marks is None:
        return found
    for plant in lesson.scene.plants:
        for mention in plant.mentions:
            phrase = phrase_of(mention, plant.index, together=plant.aggregate)
            label = meaning_of(phrase, lesson.marks, lesson.gold.projects)
            if label is not None:
                count = found.setdefault(plant.index, Counter())
                if label.isdigit():
                    count[int(label) - 1] += 1 if mention.form == "anaphor" else 2
    return found


def meant(lesson: Lesson) -> dict[int, int]:
    """Return by plant index the number of the gold project it is; several plants may be the same one.

    Marks tell, or a name; without one, figures and parties that reading order gives it and that only one
    project has.
    """
    found = {}
    votes = marked(lesson)
    for plant, record in zip(lesson.scene.plants, _read_records(lesson), strict=True):
        if plant.index in votes:
            if votes[plant.index]:
                found[plant.index] = votes[plant.index].most_common(1)[0][0]
            continue
        scores = sorted(
            ((_meaning(project, record), number) for number, project in enumerate(lesson.gold.projects)),
            reverse=True,
        )
        if scores and scores[0][0] >= 1 and (len(scores) == 1 or scores[0][0] > scores[1][0]):
            found[plant.index] = scores[0][1]
    return found


def _meaning(project: GoldProject, record: PlantRecord) -> float:
    """Return how much speaks for a record being a project: its name first, then facts, at most three."""
    same_kind = project.aggregate == record.aggregate
    likeness = plant_likeness(project.names, (record.name, *record.aliases), same_kind=same_kind)
    facts = min(3, shared_facts(project, record))
    if likeness >= ENOUGH_LIKENESS:
        return 8 * likeness + facts
    return float(facts) if same_kind else 0.0


def _read_records(lesson: Lesson) -> tuple[PlantRecord, ...]:
    """Return a record per plant with the sizes, sums and parties that plain reading order gives it."""
    scene = lesson.scene
    known = Decisions(plants={p.index: 1.0 for p in scene.plants})
    for capacity in scene.mentions.capacities:
        index, _ = attachment(scene, capacity.span)
        if index is not None:
            known.capacities.setdefault(index, []).append((capacity, 1.0))
    for cost in scene.mentions.costs:
        index, _ = attachment(scene, cost.converts or cost.span)
        if index is not None:
            known.costs.setdefault(index, []).append((cost, 1.0))
    return plant_records(scene, known, lesson.gold.id)


def same_instances(lesson: Lesson) -> Iterator[Instance]:
    """Yield the questions whether two plants are one, where it is known which projects they are."""
    numbers = meant(lesson)
    for question in same_candidates(lesson.scene):
        left, right = numbers.get(question.first), numbers.get(question.second)
        if left is None and right is None:
            continue
        label = "yes" if left == right else "no"
        sure = 1.0 if left is not None and right is not None else 0.3
        plants = lesson.scene.plants
        note = f"{plants[question.first].name} = {plants[question.second].name}"
        yield Instance("same", lesson.gold.id, label, question.features, sure, note)


def plant_instances(lesson: Lesson, projects: Mapping[int, GoldProject]) -> Iterator[tuple[int, Instance]]:
    """Yield the plant questions of an article, with the plant's index; optional ones are labelled open."""
    scene = lesson.scene
    for plant in plant_candidates(scene):
        project = projects.get(plant.plant.index)
        optional = project is not None and project.optional
        note = _note(scene, plant.plant.mentions[0].span, plant.plant)
        label = "open" if optional else "no" if project is None else "yes"
        yield plant.plant.index, Instance("plant", lesson.gold.id, label, plant.features, note=note)


def brief_instances(lesson: Lesson) -> Iterator[Instance]:
    """Yield the plant questions of an article's opening read alone, which the whole gold answers."""
    for brief in lesson.briefs:
        for _, question in plant_instances(brief, aligned(brief)):
            yield replace(question, weight=BRIEF_WEIGHT)


def instances(lesson: Lesson, every: Mapping[int, GoldProject], active: frozenset[int]) -> Iterator[Instance]:
    """Yield every other question of an article that gold answers; where gold leaves it open, none.

    Args:
        lesson: The article.
        every: By plant index the gold project it is.
        active: The plants likely enough to be asked about, see `decisions.PRUNE_BELOW`.
    """
    projects = {index: project for index, project in every.items() if index in active}
    name = lesson.gold.id
    scene = lesson.scene.only(active)
    yield from _value_instances(
        "capacity", name, projects, scene, list(capacity_candidates(scene)), _capacity_hits
    )
    yield from _value_instances("cost", name, projects, scene, list(cost_candidates(scene)), _cost_hits)
    yield from _partner_instances(scene, projects, name)
    yield from _date_instances(scene, projects, name)
    yield from _status_instances(scene, projects, name)
    yield from _fuel_instances(scene, projects, name)
    yield from _country_instances(scene, projects, name)


def _date_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    """Yield answers for dates; of several events on one day each is one."""
    for question in date_candidates(scene):
        period = question.value.period
        project = projects.get(question.plant.index)
        if period is None:
            continue
        hits = [g for g in (project.dates if project else ()) if period_matches(g, period.start, period.end)]
        if _open(hits):
            continue
        required = [g for g in hits if not g.optional]
        note = _note(scene, question.value.span, question.plant)
        if not required:
            yield Instance("date", name, "none", question.features, note=note)
        for gold in required:
            yield Instance("date", name, gold.event, question.features, 1.0 / len(required), note)


def _status_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for question in status_candidates(scene):
        project = projects.get(question.plant.index)
        if project is not None and project.status is not None:
            note = _note(scene, question.plant.mentions[0].span, question.plant)
            yield Instance("status", name, project.status, question.features, note=note)


def _fuel_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for question in fuel_candidates(scene):
        project = projects.get(question.plant.index)
        if project is not None and project.fuel:
            label = "yes" if question.value in project.fuel else "none"
            note = f"{question.value}: {_note(scene, question.plant.mentions[0].span, question.plant)}"
            yield Instance("fuel", name, label, question.features, note=note)


def _country_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for question in country_candidates(scene):
        project = projects.get(question.plant.index)
        if project is not None and project.country:
            label = "yes" if question.value.country == project.country else "no"
            note = _note(scene, question.value.span, question.plant)
            yield Instance("country", name, label, question.features, note=note)


def _open(hits: object) -> bool:
    """Return True where gold leaves a value open: all that matches is optional."""
    return isinstance(hits, list) and bool(hits) and all(g.optional for g in hits)


def _capacity_hits(project: GoldProject, value: CapacityMention) -> list[GoldCapacity]:
    return [gold for gold in project.capacities if capacity_matches(gold, value.value)]


def _cost_hits(project: GoldProject, value: CostMention) -> list[GoldCost]:
    return [gold for gold in project.costs if cost_matches(gold, value.value)]


def _value_instances(
    decision: str,
    name: str,
    projects: dict[int, GoldProject],
    scene: Scene,
    candidates: list[Candidate[V]],
    hits_of: Callable[[GoldProject, V], list[G]],
) -> Iterator[Instance]:
    """Yield answers for sums or sizes; of a value stated twice the mention nearest to its plant counts."""
    best: dict[tuple[int, int], float] = {}
    found: list[tuple[Candidate[V], list[G], float]] = []
    for candidate in candidates:
        project = projects.get(candidate.plant.index)
        hits = hits_of(project, candidate.value) if project else []
        near = _closeness(scene, candidate.value.span, candidate.plant)
        found.append((candidate, hits, near))
        for gold in hits:
            key = (candidate.plant.index, id(gold))
            best[key] = max(best.get(key, -1.0), near)
    for candidate, hits, near in found:
        if hits and all(gold.optional for gold in hits):
            continue
        required = [gold for gold in hits if not gold.optional]
        chosen = [g for g in required if near >= best[candidate.plant.index, id(g)] - 1.0]
        if required and not chosen:
            continue
        note = _note(scene, candidate.value.span, candidate.plant)
        yield Instance(decision, name, "yes" if required else "none", candidate.features, note=note)


def _note(scene: Scene, span: Span, plant: PlantEntity) -> str:
    """Return the value in its surroundings and the plant asked about, for whoever reads the mistakes."""
    around = scene.text[max(0, span.start - 90) : span.start] + "[[" + span.of(scene.text) + "]]"
    return (around + scene.text[span.end : span.end + 60]).replace("\n", " ") + " | " + plant.name


def _closeness(scene: Scene, span: Span, plant: PlantEntity) -> float:
    """Return how near a span stands to a plant: in its phrase 9, in its sentence 4 to 7, else less."""
    here = scene.sentence(span.start)
    own = [m.span for m in plant.mentions if scene.sentence(m.span.start) == here]
    if not own:
        back = [here - scene.sentence(m.span.start) for m in plant.mentions]
        behind = [b for b in back if b > 0]
        return max(0.0, 3.0 - min(behind)) if behind else 0.0
    gap = min(o.gap(span) for o in own)
    if gap == 0:
        return 9.0
    rivals = [r.span.gap(span) for r in scene.by_sentence.get(here, []) if r.entity != plant.index]
    nearest = not rivals or gap <= min(rivals)
    return (6.0 if nearest else 4.0) + (1.0 if gap <= 40 else 0.0)


def _partner_instances(scene: Scene, projects: dict[int, GoldProject], name: str) -> Iterator[Instance]:
    for partner in partner_candidates(scene):
        if partner.plant.index not in scene.active:
            continue
        project = projects.get(partner.plant.index)
        names = (partner.value.name, *partner.value.aliases)
        hits = [g for g in (project.partners if project else ()) if partner_name_matches(g, names)]
        if _open(hits):
            continue
        required = [g for g in hits if not g.optional]
        note = _note(scene, partner.value.mentions[0].span, partner.plant)
        yield Instance("partner", name, "yes" if required else "none", partner.features, note=note)
        for gold in required:
            yield Instance("role", name, gold.role, partner.features, 1.0 / len(required), note)
