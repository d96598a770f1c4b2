"""Scoring one article: each gold and given value becomes a hit, a miss, a spurious value, or neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from extract.domain.record import ArticleRecord, Capacity, Cost, DateEntry, Evidence, Partner, PlantRecord
from extract.evaluate.align import align, best_pairs
from extract.evaluate.gold import (
    GoldArticle,
    GoldCapacity,
    GoldCost,
    GoldDate,
    GoldPartner,
    GoldProject,
)
from extract.evaluate.show import GivenEntry, GoldEntry, show, show_gold
from extract.evaluate.values import capacity_matches, cost_matches, date_matches, partner_name_matches

__all__ = ["SLOTS", "ArticleScore", "Detail", "Outcome", "score_article"]

Outcome = Literal["tp", "fp", "fn"]
SLOTS = ("plant", "country", "fuel", "status", "capacity", "cost", "partner", "role", "date")


@dataclass(frozen=True, slots=True)
class Detail:
    """One counted value: `gold` is None for a spurious one, `given` for a missed one.

    `plant` names the project it belongs to; `confidence` is None where the record gives none (fuels) or
    the value was missed.
    """

    slot: str
    outcome: Outcome
    gold: str | None
    given: str | None
    plant: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """What one article earned, value by value."""

    article: str
    details: tuple[Detail, ...]

    def counts(self) -> Counter[tuple[str, Outcome]]:
        """Return how often each slot had each outcome."""
        return Counter((detail.slot, detail.outcome) for detail in self.details)


def score_article(gold: GoldArticle | Mapping[str, Any], record: ArticleRecord | None) -> ArticleScore:
    """Score one record against its gold.

    Args:
        gold: The gold article, or the same as read from its JSON file.
        record: The record made from the article; None where the run gave none (everything is missed).

    Raises:
        pydantic.ValidationError: `gold` is a mapping that does not fit the gold format.
    """
    article = gold if isinstance(gold, GoldArticle) else GoldArticle.model_validate(gold)
    plants = record.plants if record is not None else ()
    pairs = align(article.projects, plants)
    details: list[Detail] = []
    for row, column in pairs:
        if not article.projects[row].optional:
            details += _paired(article.projects[row], plants[column])
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    for row, project in enumerate(article.projects):
        if row not in rows and not project.optional:
            details += _missed(project)
    for column, plant in enumerate(plants):
        if column not in columns:
            details += _spurious(plant)
    return ArticleScore(article.id, tuple(details))


def _paired(gold: GoldProject, plant: PlantRecord) -> Iterator[Detail]:
    """Yield what an aligned pair earns in every slot."""
    name = gold.names[0]
    yield Detail("plant", "tp", name, plant.name, name, plant.evidence, plant.confidence)
    yield from _country(gold, plant)
    yield from _fuels(gold, plant)
    yield from _status(gold, plant)
    yield from _values("capacity", gold.capacities, plant.capacities, capacity_matches, name)
    yield from _values("cost", gold.costs, plant.costs, cost_matches, name)
    yield from _partners(gold.partners, plant.partners, name)
    yield from _values("date", gold.dates, plant.dates, _same_date, name)


def _same_date(gold: GoldDate, given: DateEntry) -> bool:
    return date_matches(gold, given.event, given.start, given.end)


def _country(gold: GoldProject, plant: PlantRecord) -> Iterator[Detail]:
    """Yield the outcome of the country."""
    where = plant.location
    given = Detail("country", "fp", None, where.country, gold.names[0], where.evidence, where.confidence)
    yield from _single(gold.country, given)


def _status(gold: GoldProject, plant: PlantRecord) -> Iterator[Detail]:
    """Yield the outcome of the status."""
    given = Detail("status", "fp", None, None, gold.names[0])
    if (status := plant.status) is not None:
        given = replace(given, given=status.value, evidence=status.evidence, confidence=status.confidence)
    yield from _single(gold.status, given)


def _single(gold: str | None, given: Detail) -> Iterator[Detail]:
    """Yield the outcome of a slot that holds one value; where the gold says nothing, nothing counts."""
    if gold is None:
        return
    if gold == given.given:
        yield replace(given, outcome="tp", gold=gold)
        return
    yield Detail(given.slot, "fn", gold, None, given.plant)
    if given.given is not None:
        yield given


def _fuels(gold: GoldProject, plant: PlantRecord) -> Iterator[Detail]:
    """Yield the outcome of each fuel; one too many counts only where the gold names any."""
    name = gold.names[0]
    for fuel in gold.fuel:
        hit = fuel in plant.fuels
        yield Detail(
            "fuel", "tp" if hit else "fn", fuel, fuel if hit else None, name, plant.evidence if hit else ()
        )
    if gold.fuel:
        for fuel in plant.fuels:
            if fuel not in gold.fuel:
                yield Detail("fuel", "fp", None, fuel, name, plant.evidence)


G = TypeVar("G", GoldCapacity, GoldCost, GoldPartner, GoldDate)
P = TypeVar("P", Capacity, Cost, Partner, DateEntry)


def _values(
    slot: str, gold: Sequence[G], given: Sequence[P], matches: Callable[[G, P], bool], plant: str
) -> Iterator[Detail]:
    """Yield the outcomes of a slot that holds several values.

    Required gold values are paired one to one with as many given ones as possible. A given value left over
    is spurious unless it matches some gold value: then it repeats a matched one or is an optional one.
    """
    required = [entry for entry in gold if not entry.optional]
    pairs = dict(best_pairs([[float(matches(entry, value)) for value in given] for entry in required]))
    for row, entry in enumerate(required):
        if row in pairs:
            value = given[pairs[row]]
            yield Detail(slot, "tp", show_gold(entry), show(value), plant, value.evidence, value.confidence)
        else:
            yield Detail(slot, "fn", show_gold(entry), None, plant)
    for value in _left_over(gold, given, pairs.values(), matches):
        yield _extra(slot, value, plant)


def _left_over(
    gold: Sequence[G], given: Sequence[P], used: Collection[int], matches: Callable[[G, P], bool]
) -> Iterator[P]:
    """Yield the given values that match no gold value at all."""
    for column, value in enumerate(given):
        if column not in used and not any(matches(entry, value) for entry in gold):
            yield value


def _extra(slot: str, value: GivenEntry, plant: str) -> Detail:
    return Detail(slot, "fp", None, show(value), plant, value.evidence, value.confidence)


def _same_name(gold: GoldPartner, given: Partner) -> bool:
    return partner_name_matches(gold, [given.name])


def _partners(gold: Sequence[GoldPartner], given: Sequence[Partner], plant: str) -> Iterator[Detail]:
    """Yield partners by name and, for those matched, their roles; of equal names the same role wins."""
    required = [entry for entry in gold if not entry.optional]
    # 1 per name, 0.01 per role: no number of roles outweighs a name below a hundred partners.
    weights = [
        [_same_name(entry, value) * (1 + 0.01 * (entry.role == value.role)) for value in given]
        for entry in required
    ]
    pairs = dict(best_pairs(weights))
    for row, entry in enumerate(required):
        if row not in pairs:
            yield Detail("partner", "fn", show_gold(entry), None, plant)
            continue
        value = given[pairs[row]]
        hit = Detail("partner", "tp", show_gold(entry), show(value), plant, value.evidence, value.confidence)
        yield hit
        if entry.role == value.role:
            yield replace(hit, slot="role")
        else:
            yield replace(hit, slot="role", outcome="fn", given=None, evidence=(), confidence=None)
            yield replace(hit, slot="role", outcome="fp", gold=None)
    for value in _left_over(gold, given, pairs.values(), _same_name):
        yield _extra("partner", value, plant)


def _missed(gold: GoldProject) -> Iterator[Detail]:
    """Yield all required values of a project no record stands for. Roles count on matched partners only."""
    name = gold.names[0]
    yield Detail("plant", "fn", name, None, name)
    if gold.country is not None:
        yield Detail("country", "fn", gold.country, None, name)
    for fuel in gold.fuel:
        yield Detail("fuel", "fn", fuel, None, name)
    if gold.status is not None:
        yield Detail("status", "fn", gold.status, None, name)
    slots: tuple[tuple[str, Iterable[GoldEntry]], ...] = (
        ("capacity", gold.capacities),
        ("cost", gold.costs),
        ("partner", gold.partners),
        ("date", gold.dates),
    )
    for slot, entries in slots:
        for entry in entries:
            if not entry.optional:
                yield Detail(slot, "fn", show_gold(entry), None, name)


def _spurious(plant: PlantRecord) -> Iterator[Detail]:
    """Yield a record that stands for no project, with all its values."""
    name = plant.name
    yield Detail("plant", "fp", None, name, name, plant.evidence, plant.confidence)
    where = plant.location
    if where.country is not None:
        yield Detail("country", "fp", None, where.country, name, where.evidence, where.confidence)
    for fuel in plant.fuels:
        yield Detail("fuel", "fp", None, fuel, name, plant.evidence)
    if plant.status is not None:
        status = plant.status
        yield Detail("status", "fp", None, status.value, name, status.evidence, status.confidence)
    slots: tuple[tuple[str, Iterable[GivenEntry]], ...] = (
        ("capacity", plant.capacities),
        ("cost", plant.costs),
        ("partner", plant.partners),
        ("date", plant.dates),
    )
    for slot, entries in slots:
        for entry in entries:
            yield _extra(slot, entry, name)
