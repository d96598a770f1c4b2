"""Plausibility rules by table, and what validation does with their remarks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.domain.record import ArticleRecord, Normalized, Partner, PlantRecord, Status
from extract.validate import validate_record
from extract.validate.rules import diagnose
from tests.emit.records import TEXT, capacity, cost, day, evidence, plant, record

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "validate_rules.toml").read_text())["case"]
UNITS = {"electric": "MW", "thermal": "MWth", "energy": "MWh"}


def built(case: dict[str, Any]) -> ArticleRecord:
    """The record of a case: its plant, and a second plain one."""
    said = evidence(TEXT, "Tidal Ridge")
    sizes = [
        capacity(
            value=c["value"],
            kind=c["kind"],
            count=None,
            unit_value=None,
            normalized=Normalized.model_validate({"value": c["value"], "unit": UNITS[c["kind"]]}),
        )
        for c in case.get("capacities", ())
    ]
    ranges = {"amount": None}
    partners = [
        Partner(**({"role": "owner", "evidence": said, "confidence": 1} | p))
        for p in case.get("partners", ())
    ]
    dates = [
        day(d["day"].year, d["day"].month, d["day"].day, d["event"]).model_copy(
            update={
                "end": d.get("until", d["day"]),
                **{k: d[k] for k in ("superseded", "qualifier") if k in d},
            }
        )
        for d in case.get("dates", ())
    ]
    first = plant(
        aggregate=case.get("aggregate", False),
        members=tuple(case.get("members", ())),
        status=Status(value=case["status"], evidence=said, confidence=1) if "status" in case else None,
        capacities=tuple(sizes),
        costs=tuple(cost(**(ranges | c)) for c in case.get("costs", ())),
        partners=tuple(partners),
        dates=tuple(dates),
    )
    return record(first, bare("p2"), published=case.get("published", "2026-03-09"))


def bare(given: str, **changes: Any) -> PlantRecord:
    empty: dict[str, Any] = {"status": None, "capacities": (), "costs": (), "partners": (), "dates": ()}
    return plant(**({"id": given, "name": f"plant {given}"} | empty | changes))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_remarks(case: dict[str, Any]) -> None:
    odd = built(case)
    assert [diagnostic.code for diagnostic in diagnose(odd)] == case["expect"]
    assert all(diagnostic.evidence for diagnostic in diagnose(odd))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_validation_adds_the_remarks_and_changes_nothing_else(case: dict[str, Any]) -> None:
    odd = built(case)
    passed = validate_record(odd)
    assert isinstance(passed, ArticleRecord)
    assert passed.diagnostics == diagnose(odd)
    assert passed.model_copy(update={"diagnostics": ()}) == odd
    assert validate_record(passed) == passed


@pytest.mark.parametrize(("second", "expected"), [("retired", ["statuses_conflict"]), ("operating", [])])
def test_two_records_of_one_name_at_different_stages(second: Any, expected: list[str]) -> None:
    def staged(given: str, value: Any, **changes: Any) -> PlantRecord:
        said = Status(value=value, evidence=evidence(TEXT, "Site work"), confidence=1)
        return bare(given, name="Tidal Ridge", status=said, **changes)

    both = record(staged("p1", "operating"), staged("p2", second))
    assert [diagnostic.code for diagnostic in diagnose(both)] == expected
    together = record(staged("p1", "operating"), staged("p2", second, aggregate=True))
    assert diagnose(together) == ()


def test_a_remark_says_plant_and_figures() -> None:
    odd = record(plant(costs=(cost(amount=1_400_000),), status=None))
    assert (
        diagnose(odd)[0].message
        == "Tidal Ridge power plant: 1,400,000 USD for 1,320 MW is about 1,061 USD per MW"
    )
    texts = [piece.text for piece in diagnose(odd)[0].evidence]
    assert texts == ["$1.4 billion", "2x660 MW"]


def test_a_remark_on_costs_lists_each_once() -> None:
    sums = (1_200_000_000, 1_190_000_000, 3_000_000_000, 5_500_000_000)
    odd = record(bare("p1", costs=tuple(cost(amount=amount) for amount in sums)))
    assert [remark.message for remark in diagnose(odd)] == [
        "plant p1: 1,200,000,000 USD, 3,000,000,000 USD and 5,500,000,000 USD all stand as the project's cost"
    ]
