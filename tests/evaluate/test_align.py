from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.evaluate.align import align, best_pairs
from tests.evaluate.helpers import capacity, cost, gold, partner, plant

WEIGHTS = st.integers(0, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9).map(float), min_size=columns, max_size=columns), max_size=5
    )
)


def by_trying_all(weights: list[list[float]]) -> float:
    """The slow plain reference: every way to give each row a column or none."""
    columns = len(weights[0]) if weights else 0
    free: list[int | None] = [*range(columns), *([None] * len(weights))]
    sums = [
        sum(weights[row][column] for row, column in enumerate(chosen) if column is not None)
        for chosen in set(permutations(free, len(weights)))
    ]
    return max(sums)


@settings(max_examples=60, deadline=None)
@given(WEIGHTS)
def test_pairs_weigh_as_much_as_the_best_of_all(weights: list[list[float]]) -> None:
    pairs = best_pairs(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs)
    assert sum(weights[row][column] for row, column in pairs) == by_trying_all(weights)


def test_best_sum_wins_over_first_come() -> None:
    projects = gold(
        {"names": ["Lakeside"], "capacities": [{"value": 100, "unit": "MW", "kind": "electric"}]},
        {"names": ["Lakeside II"], "capacities": [{"value": 200, "unit": "MW", "kind": "electric"}]},
    ).projects
    plants = [plant("Lakeside", capacities=(capacity(200),)), plant("Lakeside", capacities=(capacity(100),))]
    assert align(projects, plants) == [(0, 1), (1, 0)]


def test_strangers_stay_apart_and_two_facts_bring_them_together() -> None:
    projects = gold(
        {
            "names": ["Brookfield"],
            "capacities": [{"value": 100, "unit": "MW", "kind": "electric"}],
            "costs": [{"amount": 5, "currency": "USD"}],
            "partners": [{"names": ["Northlight"], "role": "owner"}],
        }
    ).projects
    assert align(projects, [plant("Zzyzx", capacities=(capacity(100),))]) == []
    two = plant("Zzyzx", capacities=(capacity(100),), costs=(cost(5),))
    assert align(projects, [two]) == [(0, 0)]
    assert align(projects, [plant("Zzyzx", costs=(cost(5),), partners=(partner("Northlight"),))]) == [(0, 0)]


def test_an_aggregate_prefers_an_aggregate() -> None:
    projects = gold({"names": ["Lakeside"], "aggregate": True}, {"names": ["Lakeside"]}).projects
    plants = [plant("Lakeside"), plant("Lakeside", aggregate=True)]
    assert align(projects, plants) == [(0, 1), (1, 0)]
    assert align(projects[:1], plants[:1]) == []


def test_nothing_aligns_with_nothing() -> None:
    assert align([], []) == []
    assert align([], [plant("Lakeside")]) == []
