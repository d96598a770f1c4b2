from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from extract.errors import ReadError
from extract.evaluate import SLOTS, load_gold, score_article
from extract.evaluate.score import ArticleScore
from tests.evaluate.helpers import capacity, cost, dated, gold, partner, perfect, plant, record

FULL: dict[str, Any] = {
    "names": ["Lakeside gas plant", "Lakeside"],
    "country": "KZ",
    "fuel": ["gas"],
    "status": "construction",
    "capacities": [
        {"value": 110, "unit": "MW", "kind": "electric", "units": {"count": 2, "value": 55}},
        {"value": 90, "unit": "MW", "kind": "thermal", "optional": True},
    ],
    "costs": [{"amount": 5000000, "currency": "USD", "kind": "loan"}],
    "partners": [
        {"names": ["Northlight"], "role": "owner"},
        {"names": ["Northlight"], "role": "developer"},
        {"names": ["Brookfield Bank"], "role": "lender", "optional": True},
    ],
    "dates": [{"event": "commissioning", "value": ["2029"]}],
}


def outcomes(score: ArticleScore) -> Counter[str]:
    return Counter(f"{detail.slot} {detail.outcome}" for detail in score.details)


def test_a_perfect_record_has_only_hits_and_optional_values_count_neither_way() -> None:
    article = gold(FULL)
    found = outcomes(score_article(article, perfect(article)))
    assert found == {
        "plant tp": 1, "country tp": 1, "fuel tp": 1, "status tp": 1, "capacity tp": 1, "cost tp": 1,
        "partner tp": 2, "role tp": 2, "date tp": 1,
    }  # fmt: skip


def test_without_a_record_all_required_values_are_missed() -> None:
    found = outcomes(score_article(gold(FULL), None))
    assert found == {
        "plant fn": 1, "country fn": 1, "fuel fn": 1, "status fn": 1, "capacity fn": 1, "cost fn": 1,
        "partner fn": 2, "date fn": 1,
    }  # fmt: skip


def test_a_record_for_nothing_is_spurious_with_all_its_values() -> None:
    given = plant(
        "Zzyzx", country="US", fuels=("coal",), status="operating", capacities=(capacity(1),),
        costs=(cost(1),), partners=(partner("Northlight"),), dates=(dated("approval", "2020"),),
    )  # fmt: skip
    found = outcomes(score_article(gold(), record(given)))
    assert found == {f"{slot} fp": 1 for slot in SLOTS if slot != "role"}


def test_an_optional_project_counts_neither_way() -> None:
    article = gold({**FULL, "optional": True})
    assert score_article(article, None).details == ()
    wrong = perfect(article).plants[0].model_copy(update={"costs": (cost(77),)})
    assert score_article(article, record(wrong)).details == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"fuels": ("coal",)}, {"fuel fn": 1, "fuel fp": 1}),
        ({"fuels": ("gas", "coal")}, {"fuel tp": 1, "fuel fp": 1}),
        ({"fuels": ()}, {"fuel fn": 1}),
        ({"status": None}, {"status fn": 1}),
        ({"capacities": (capacity(110), capacity(55))}, {"capacity tp": 1}),
        ({"capacities": (capacity(110), capacity(90, "MWth", "thermal"))}, {"capacity tp": 1}),
        ({"capacities": (capacity(110), capacity(90))}, {"capacity tp": 1, "capacity fp": 1}),
        ({"capacities": (capacity(90),)}, {"capacity fn": 1, "capacity fp": 1}),
        ({"partners": (partner("Northlight", "owner"),)}, {"partner tp": 1, "partner fn": 1, "role tp": 1}),
        (
            {"partners": (partner("Northlight", "lender"), partner("Northlight", "developer"))},
            {"partner tp": 2, "role tp": 1, "role fn": 1, "role fp": 1},
        ),
        (
            {"partners": tuple(partner("Northlight", r) for r in ("developer", "owner", "operator"))},
            {"partner tp": 2, "role tp": 2},
        ),
        ({"partners": (partner("Brookfield Bank", "lender"),)}, {"partner fn": 2}),
        ({"dates": (dated("commissioning", "2029-Q4"), dated("commissioning", "2029"))}, {"date tp": 1}),
        ({"dates": (dated("commissioning", "2030"),)}, {"date fn": 1, "date fp": 1}),
    ],
)
def test_one_slot_changed(change: dict[str, Any], expected: dict[str, int]) -> None:
    article = gold(FULL)
    given = perfect(article).plants[0].model_copy(update=change)
    found = outcomes(score_article(article, record(given)))
    slots = {key.split()[0] for key in expected} | ({"role"} if "partners" in change else set())
    assert {key: number for key, number in found.items() if key.split()[0] in slots} == expected


def test_country_fuel_and_status_are_spurious_only_where_the_gold_states_another() -> None:
    article = gold({"names": ["Lakeside"]})
    given = plant("Lakeside", country="US", fuels=("coal",), status="operating")
    assert outcomes(score_article(article, record(given))) == {"plant tp": 1}


def test_gold_may_be_a_plain_mapping_but_must_fit() -> None:
    assert score_article({"id": "a", "projects": []}, None).details == ()
    with pytest.raises(ValidationError):
        score_article({"id": "a", "projects": [], "plants": []}, None)


def test_gold_is_read_from_file_list_lines_and_folder(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"id": "b", "projects": []}', encoding="utf-8")
    (tmp_path / "c.jsonl").write_text('{"id": "c", "projects": []}\n\n{"id": "a", "projects": []}\n')
    assert [article.id for article in load_gold(tmp_path)] == ["a", "b", "c"]
    assert [article.id for article in load_gold(tmp_path / "c.jsonl")] == ["a", "c"]


@pytest.mark.parametrize("text", ["", "[", '{"id": "a"}', '{"id": "a", "projects": [{"names": []}]}'])
def test_broken_gold_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match="broken"):
        load_gold(path)


def test_an_empty_folder_is_no_gold(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no gold"):
        load_gold(tmp_path)
