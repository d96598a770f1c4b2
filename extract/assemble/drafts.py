"""Decisions to plant records: merges repeats, fills every slot with evidence, marks what no longer holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

from extract.assemble.decisions import Decisions
from extract.assemble.scene import Scene
from extract.assemble.status import DecidedStatus
from extract.domain.entity import OrganizationEntity
from extract.domain.mention import CapacityMention, CostMention, DateMention, PlaceMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.record import (
    Capacity,
    Cost,
    DateEntry,
    Evidence,
    Location,
    Normalized,
    Partner,
    PlantRecord,
    Status,
)
from extract.domain.span import Span

__all__ = ["plant_id", "plant_records"]

_BASE_UNIT = {"electric": "MW", "thermal": "MWth", "energy": "MWh"}
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s?(?:%|per ?cent|pct)")


def _number(value: Decimal) -> int | float:
    """Return a JSON number: whole where the value is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _evidence(scene: Scene, span: Span, rule: str) -> Evidence:
    return Evidence(start=span.start, end=span.end, text=span.of(scene.text), rule=rule)


def _confidence(probability: float) -> float:
    return round(min(0.999, max(0.001, probability)), 3)


def _cues_near(scene: Scene, span: Span, slot: str, values: set[str], reach: int) -> bool:
    """Return True where one of the cue classes stands in the same sentence within `reach` characters."""
    return any(
        c.slot == slot and c.value in values and c.span.gap(span) <= reach
        for c in scene.cues.get(scene.sentence(span.start), [])
    )


def _capacities(scene: Scene, found: Iterable[tuple[CapacityMention, float]]) -> tuple[Capacity, ...]:
    merged: dict[tuple[object, ...], tuple[CapacityMention, float, list[Evidence]]] = {}
    for mention, probability in found:
        value = mention.value
        key = (value.kind, value.normalized.normalize(), value.count)
        evidence = _evidence(scene, mention.span, mention.rule)
        if key in merged:
            first, best, texts = merged[key]
            merged[key] = (first, max(best, probability), [*texts, evidence])
        else:
            merged[key] = (mention, probability, [evidence])
    entries = []
    for mention, probability, texts in merged.values():
        value = mention.value
        entries.append(Capacity(
            value=_number(value.value), unit=value.unit, kind=value.kind, count=value.count,
            unit_value=_number(value.unit_value) if value.unit_value is not None else None,
            normalized=Normalized(
                value=_number(round(value.normalized, 2)),
                unit=_BASE_UNIT[value.kind],
            ),
            qualifier=value.qualifier, evidence=tuple(texts), confidence=_confidence(probability),
        ))  # fmt: skip
    return tuple(entries)


def _cost_kind(scene: Scene, mention: CostMention) -> str:
    """Return what a sum is: by the nearest loan, contract or investment word of its sentence."""
    ranked = sorted(
        (c.span.gap(mention.span), c.value)
        for c in scene.cues.get(scene.sentence(mention.span.start), [])
        if c.slot == "context"
        and c.value in {"loan_word", "contract_word", "cost_word"}
        and c.span.gap(mention.span) < 60
    )
    nearest = ranked[0][1] if ranked else "cost_word"
    return {"loan_word": "loan", "contract_word": "contract", "cost_word": "project"}[nearest]


def _costs(scene: Scene, found: list[tuple[CostMention, float]]) -> tuple[Cost, ...]:
    merged: dict[tuple[object, ...], tuple[CostMention, float, list[Evidence]]] = {}
    for mention, probability in found:
        value = mention.value
        if value.currency is None:
            continue
        key = (value.amount, value.amount_min, value.amount_max, value.currency)
        evidence = _evidence(scene, mention.span, mention.rule)
        if key in merged:
            first, best, texts = merged[key]
            merged[key] = (first, max(best, probability), [*texts, evidence])
        else:
            merged[key] = (mention, probability, [evidence])
    order = {mention.span: index for index, (mention, _, _) in enumerate(merged.values())}
    entries = []
    for mention, probability, texts in merged.values():
        value = mention.value
        at = mention.converts or mention.span
        entries.append(Cost(
            amount=_number(value.amount) if value.amount is not None and value.amount_min is None else None,
            amount_min=_number(value.amount_min) if value.amount_min is not None else None,
            amount_max=_number(value.amount_max) if value.amount_max is not None else None,
            currency=value.currency or "", kind=_cost_kind(scene, mention),
            superseded=_cues_near(scene, at, "context", {"old_plan"}, 60),
            converted_from=order.get(mention.converts) if mention.converts else None,
            qualifier=value.qualifier, evidence=tuple(texts), confidence=_confidence(probability),
        ))  # fmt: skip
    return tuple(entries)


def _dates(scene: Scene, found: Iterable[tuple[DateMention, str, float]]) -> tuple[DateEntry, ...]:
    merged: dict[tuple[object, ...], tuple[DateMention, str, float, list[Evidence]]] = {}
    for mention, event, probability in found:
        if mention.period is None:
            continue
        key = (event, mention.period.start, mention.period.end)
        evidence = _evidence(scene, mention.span, mention.rule)
        if key in merged:
            first, label, best, texts = merged[key]
            merged[key] = (first, label, max(best, probability), [*texts, evidence])
        else:
            merged[key] = (mention, event, probability, [evidence])
    entries = []
    for mention, event, probability, texts in merged.values():
        period = mention.period
        if period is None:
            continue
        entries.append(DateEntry(
            event=event,
            start=period.start, end=period.end, precision=period.precision, edtf=period.edtf,
            qualifier=period.qualifier,
            superseded=_cues_near(scene, mention.span, "context", {"old_plan"}, 40),
            evidence=tuple(texts), confidence=_confidence(probability),
        ))  # fmt: skip
    return tuple(entries)


def _partner_status(scene: Scene, organization: OrganizationEntity) -> str:
    """Return active, prospective or dropped, by the cues nearest to the organisation's mentions."""
    votes = {"dropped": 0, "prospective": 0}
    plans = sum(c.value == "past_plan" for cues in scene.cues.values() for c in cues)
    for mention in organization.mentions:
        # One "foresaw" may describe a plan that holds; an article that speaks of a past plan again does not.
        past = plans >= 2 and _cues_near(scene, mention.span, "context", {"past_plan"}, 90)
        if past or _cues_near(scene, mention.span, "role", {"exit"}, 45):
            votes["dropped"] += 1
        if _cues_near(scene, mention.span, "role", {"prospect"}, 45):
            votes["prospective"] += 1
    half = len(organization.mentions) / 2
    if votes["dropped"] > half:
        return "dropped"
    return "prospective" if votes["prospective"] > half else "active"


def _share(scene: Scene, organization: OrganizationEntity, role: str) -> float | None:
    """Return the percentage stated right beside an owner's or investor's name."""
    if role not in {"owner", "investor", "developer"}:
        return None
    for mention in organization.mentions:
        after = scene.text[mention.span.end : mention.span.end + 30]
        before = scene.text[max(0, mention.span.start - 30) : mention.span.start]
        found = re.match(
            rf"\s?\(?(?:with |has |holds |owns |took |,)?\s?{_SHARE.pattern}", after
        ) or re.search(rf"{_SHARE.pattern} (?:stake |share |owned )?(?:of|by|to|for) (?:the )?$", before)
        if found and float(found.group(1)) <= 100:
            return float(found.group(1))
    return None


def _partners(scene: Scene, found: Iterable[tuple[OrganizationEntity, str, float]]) -> tuple[Partner, ...]:
    entries = []
    for organization, role, probability in found:
        spans = sorted({m.span: m.rule for m in organization.mentions}.items())
        entries.append(Partner(
            name=organization.name, aliases=organization.aliases, role=role,
            status=_partner_status(scene, organization),
            share=_share(scene, organization, role), country=organization.country,
            evidence=tuple(_evidence(scene, span, rule) for span, rule in spans[:6]),
            confidence=_confidence(probability),
        ))  # fmt: skip
    return tuple(entries)


def _status(scene: Scene, plant: PlantEntity, decided: DecidedStatus | None) -> Status | None:
    """Return the status entry with the words that tell it; a plant with none of its own shows its name."""
    if decided is None:
        return None
    spans = decided.spans or (plant.mentions[0].span,)
    rule = f"status.{decided.value}" if decided.spans else "status.inferred"
    return Status(
        value=decided.value,
        evidence=tuple(_evidence(scene, span, rule) for span in spans),
        confidence=_confidence(decided.probability),
    )


def _location(scene: Scene, plant: PlantEntity, decided: tuple[PlaceMention, float] | None) -> Location:
    place = plant.place if plant.place is not None and plant.place.level != "country" else None
    country, odds = decided if decided else (None, 0.9)
    support = [p for p in (place, country) if p is not None]
    return Location(
        place=place.name if place else None,
        region=place.region if place else None,
        country=country.country if country else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        evidence=tuple(_evidence(scene, p.span, p.rule) for p in dict.fromkeys(support)),
        confidence=_confidence(odds) if support else 0.0,
    )


def plant_records(
    scene: Scene,
    decisions: Decisions,
    article: str,
) -> tuple[PlantRecord, ...]:
    """Return the records of the plants that were found worth one, in order of first mention.

    Args:
        scene: The article's mentions and entities.
        decisions: What was decided.
        article: The article's id, part of each plant's id.
    """
    scene = decisions.scene or scene
    chosen = [p for p in scene.plants if p.index in decisions.plants]
    ids = {p.index: plant_id(article, p) for p in chosen}
    records = []
    for plant in chosen:
        spans = sorted({m.span: m.rule for m in plant.mentions}.items())
        records.append(PlantRecord(
            id=ids[plant.index], name=plant.name, aliases=plant.aliases, aggregate=plant.aggregate,
            members=tuple(ids[m] for m in plant.members if m in ids),
            location=_location(scene, plant, decisions.countries.get(plant.index)),
            fuels=decisions.fuels.get(plant.index, ()),
            technology=plant.technology, chp=plant.chp,
            status=_status(scene, plant, decisions.status.get(plant.index)),
            capacities=_capacities(scene, decisions.capacities.get(plant.index, [])),
            costs=_costs(scene, decisions.costs.get(plant.index, [])),
            partners=_partners(scene, decisions.partners.get(plant.index, [])),
            dates=_dates(scene, decisions.dates.get(plant.index, [])),
            evidence=tuple(_evidence(scene, span, rule) for span, rule in spans),
            confidence=_confidence(decisions.plants[plant.index]),
        ))  # fmt: skip
    return tuple(records)


def plant_id(article: str, plant: PlantEntity) -> str:
    """Return an id from article, name and first mention, so that the same article gives the same ids."""
    first = plant.mentions[0].span
    digest = hashlib.sha256(f"{article}\n{plant.name}\n{first.start}\n{plant.index}".encode()).hexdigest()
    return digest[:16]
