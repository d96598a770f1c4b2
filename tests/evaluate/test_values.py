from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.evaluate.gold import GoldCapacity, GoldCost, GoldDate, GoldPartner, parse_period
from extract.evaluate.names import fold, organization_key, plant_key, plant_likeness
from extract.evaluate.values import capacity_matches, cost_matches, date_matches, partner_name_matches
from tests.evaluate.helpers import capacity, cost

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "evaluate.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> pytest.MarkDecorator:
    rows = CASES[kind]
    return pytest.mark.parametrize("case", rows, ids=[row["name"] for row in rows])


@cases("capacity")
def test_capacity(case: dict[str, Any]) -> None:
    assert capacity_matches(GoldCapacity(**case["gold"]), capacity(**case["given"])) is case["match"]


@cases("cost")
def test_cost(case: dict[str, Any]) -> None:
    value = cost(**{"amount": None, **case["given"]})
    assert cost_matches(GoldCost(**case["gold"]), value) is case["match"]


@cases("partner")
def test_partner(case: dict[str, Any]) -> None:
    gold = GoldPartner(names=tuple(case["gold"]), role="owner")
    assert partner_name_matches(gold, [case["given"]]) is case["match"]


@cases("date")
def test_date(case: dict[str, Any]) -> None:
    event, start, end = case["given"]
    gold = GoldDate(event="commissioning", value=tuple(case["gold"]))
    found = date_matches(gold, event, date.fromisoformat(start), date.fromisoformat(end))
    assert found is case["match"]


@cases("plant_name")
def test_plant_name(case: dict[str, Any]) -> None:
    likeness = plant_likeness(case["left"], case["right"])
    assert case.get("at_least", 0) <= likeness < case.get("below", 2)
    assert plant_likeness(case["left"], case["right"], same_kind=False) == likeness / 2


@pytest.mark.parametrize("form", ["2029-13", "2029-02-30", "2029-Q5", "29", "2029-1", "late 2029", ""])
def test_no_calendar_form_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_period(form)


@pytest.mark.parametrize(
    ("form", "first", "last"),
    [
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2029-H1", "2029-01-01", "2029-06-30"),
        ("2029-H2", "2029-07-01", "2029-12-31"),
        ("2029-Q2", "2029-04-01", "2029-06-30"),
        ("2029-2031", "2029-01-01", "2031-12-31"),
    ],
)
def test_calendar_forms(form: str, first: str, last: str) -> None:
    assert parse_period(form) == (date.fromisoformat(first), date.fromisoformat(last))


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert set(plant_key(name).split()) <= set(fold(name).split())
    assert bool(organization_key(name)) == bool(fold(name))
