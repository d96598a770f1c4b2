"""The story the project was asked for: every fact that must come out of it, one test a fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.domain.record import ArticleRecord, PlantRecord
from extract.pipeline import Pipeline
from tests.conftest import FIXTURES

Check = Callable[[dict[str, PlantRecord]], bool]


@pytest.fixture(scope="module")
def plants(pipeline: Pipeline) -> dict[str, PlantRecord]:
    record: ArticleRecord = pipeline.extract_file(FIXTURES / "kazakhstan-three-chp" / "article.html")
    assert record.article.published == "2026-04-07"
    single = {p.name.split()[0]: p for p in record.plants if not p.aggregate}
    (group,) = [p for p in record.plants if p.aggregate]
    return {**single, "all": group}


def costs(plant: PlantRecord) -> list[tuple[float | None, str]]:
    """Return sums with currencies, each followed by its conversion."""
    return [(cost.amount, cost.currency) for cost in plant.costs]


def dates(plant: PlantRecord, event: str) -> list[tuple[str, str]]:
    """Return (edtf, qualifier) of an event."""
    return [(date.edtf, date.qualifier) for date in plant.dates if date.event == event]


def partner(plant: PlantRecord, name: str) -> tuple[str, str] | None:
    """Return (role, status) of a partner."""
    return next(((p.role, p.status) for p in plant.partners if name in p.name), None)


FACTS: dict[str, Check] = {
    "three plants and their group": lambda p: set(p) == {"Kokshetau", "Semey", "Ust-Kamenogorsk", "all"},
    "the group has the three as members": lambda p: (
        set(p["all"].members) == {p[n].id for n in ("Kokshetau", "Semey", "Ust-Kamenogorsk")}
    ),
    "all in Kazakhstan": lambda p: {q.location.country for q in p.values()} == {"KZ"},
    "all make heat and power": lambda p: all(q.chp for q in p.values()),
    "clean coal": lambda p: all(q.fuels == ("coal",) for q in p.values()),
    "820 Gcal/h, thermal, 953.66 MW": lambda p: (
        [(c.value, c.unit, c.kind, c.normalized.value) for c in p["Kokshetau"].capacities]
        == [(820, "Gcal/h", "thermal", 953.66)]
    ),
    "Kokshetau's sum with its conversion": lambda p: (
        costs(p["Kokshetau"]) == [(356_000_000_000, "KZT"), (760_000_000, "USD")]
        and p["Kokshetau"].costs[1].converted_from == 0
    ),
    "Semey's sum, the first of respectively": lambda p: (
        costs(p["Semey"]) == [(578_000_000_000, "KZT"), (1_230_000_000, "USD")]
    ),
    "Ust-Kamenogorsk's sum, the second": lambda p: (
        costs(p["Ust-Kamenogorsk"]) == [(602_000_000_000, "KZT"), (1_280_000_000, "USD")]
    ),
    "the old plan's total on the group, superseded": lambda p: (
        [(c.amount, c.currency, c.superseded) for c in p["all"].costs] == [(2_700_000_000, "USD", True)]
    ),
    "Kokshetau in the first quarter of 2029": lambda p: (
        ("2029-33", "exact") in dates(p["Kokshetau"], "commissioning")
    ),
    "Semey by the end of 2029": lambda p: dates(p["Semey"], "commissioning") == [("2029-36", "at_most")],
    "Ust-Kamenogorsk by the end of 2029": lambda p: (
        dates(p["Ust-Kamenogorsk"], "commissioning") == [("2029-36", "at_most")]
    ),
    "contracts signed at the end of January": lambda p: (
        ("2026-01", "exact") in dates(p["Semey"], "agreement")
        and ("2026-01", "exact") in dates(p["Ust-Kamenogorsk"], "agreement")
    ),
    "the memorandum of that December": lambda p: ("2023-12", "exact") in dates(p["all"], "agreement"),
    "Samruk-Energo is in": lambda p: (partner(p["Semey"], "Samruk-Energo") or ("", ""))[1] == "active",
    "Inter RAO is out": lambda p: partner(p["all"], "Inter RAO") == ("contractor", "dropped"),
    "Russian banks are out": lambda p: partner(p["all"], "Russian banks") == ("lender", "dropped"),
}


@pytest.mark.parametrize("fact", FACTS)
def test_fact(fact: str, plants: dict[str, PlantRecord]) -> None:
    assert FACTS[fact](plants)
