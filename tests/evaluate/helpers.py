"""Records built from gold, and small ones by hand."""

from __future__ import annotations

from typing import Any

from extract.domain.record import (
    ArticleInfo,
    ArticleRecord,
    Capacity,
    Cost,
    DateEntry,
    Evidence,
    Location,
    Normalized,
    Partner,
    PlantRecord,
    Provenance,
    Status,
)
from extract.evaluate.gold import GoldArticle, GoldProject, parse_period

EVIDENCE = (Evidence(start=0, end=4, text="text", rule="test"),)
ENTRY: dict[str, Any] = {"evidence": EVIDENCE, "confidence": 0.9}
TO_BASE = {"MW": 1, "MWth": 1, "MWh": 1, "kW": 0.001, "GW": 1000, "GWh": 1000, "Gcal/h": 1.163}


def capacity(value: float, unit: str = "MW", kind: str = "electric", **more: Any) -> Capacity:
    base = {"electric": "MW", "thermal": "MWth", "energy": "MWh"}[kind]
    fields = {"value": value, "unit": unit, "kind": kind, **ENTRY, **more}
    return Capacity(normalized=Normalized(value=value * TO_BASE[unit], unit=base), **fields)


def cost(amount: float | None, currency: str = "USD", **more: Any) -> Cost:
    return Cost(**{"amount": amount, "currency": currency, "kind": "project", **ENTRY, **more})


def partner(name: str, role: str = "contractor", **more: Any) -> Partner:
    return Partner(**{"name": name, "role": role, **ENTRY, **more})


def dated(event: str, form: str) -> DateEntry:
    start, end = parse_period(form)
    return DateEntry(
        **{"event": event, "start": start, "end": end, "precision": "range", "edtf": form, **ENTRY}
    )


def plant(name: str, **more: Any) -> PlantRecord:
    country = more.pop("country", None)
    status = more.pop("status", None)
    location = Location(country=country, evidence=EVIDENCE, confidence=0.9)
    fields = {
        "id": name,
        "name": name,
        "location": location,
        "status": Status(value=status, **ENTRY) if status else None,
        **ENTRY,
        **more,
    }
    return PlantRecord(**fields)


def record(*plants: PlantRecord, article: str = "a") -> ArticleRecord:
    info = ArticleInfo(id=article, source=f"{article}.txt", sha256="0" * 64)
    made_by = Provenance(plantwire="0", model="none", lexicons="0", weights="0")
    return ArticleRecord(article=info, plants=plants, provenance=made_by)


def gold(*projects: dict[str, Any], article: str = "a") -> GoldArticle:
    return GoldArticle.model_validate({"id": article, "projects": list(projects)})


def _unit(word: str) -> str:
    """Fold the spellings of gold into those the helper can convert."""
    short = {"megawatts": "MW", "gigawatts": "GW", "MWt": "MWth"}.get(word, word)
    return short if short in TO_BASE else "MW"


def perfect_plant(project: GoldProject) -> PlantRecord:
    """Return the record that says what the gold says, optional values included."""
    return plant(
        project.names[0],
        aggregate=project.aggregate,
        country=project.country,
        status=project.status,
        fuels=project.fuel,
        capacities=tuple(capacity(float(c.value), _unit(c.unit), c.kind) for c in project.capacities),
        costs=tuple(
            cost(
                None if c.amount is None else float(c.amount),
                c.currency or "USD",
                amount_min=None if c.amount_min is None else float(c.amount_min),
                amount_max=None if c.amount_max is None else float(c.amount_max),
            )
            for c in project.costs
        ),
        partners=tuple(partner(p.names[0], p.role) for p in project.partners),
        dates=tuple(dated(d.event, d.value[0]) for d in project.dates),
    )


def perfect(article: GoldArticle) -> ArticleRecord:
    return record(*(perfect_plant(project) for project in article.projects), article=article.id)
