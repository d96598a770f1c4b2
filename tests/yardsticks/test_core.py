"""Pairing and the split of the yardsticks."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.yardsticks.core import HALVES, Answer, compare, half_of, totals


def answer(value: str, unit: str = "USD") -> Answer:
    return Answer((Decimal(value),), unit)


def test_value_and_unit_are_counted_apart() -> None:
    outcome = compare("x", [answer("5"), answer("7")], [answer("5", "EUR"), answer("7"), answer("9")])
    assert (outcome.gold, outcome.found, outcome.values, outcome.right) == (2, 3, 2, 1)
    assert [line.split("  |")[0] for line in outcome.lines] == [
        "missed   5 USD",
        "spurious 5 EUR",
        "spurious 9 USD",
    ]


def test_an_answer_is_paired_once() -> None:
    outcome = compare("x", [answer("5")], [answer("5"), answer("5")])
    assert (outcome.right, outcome.found) == (1, 2)


def test_a_range_is_not_its_end() -> None:
    whole = Answer((Decimal(5), Decimal(7)), "USD")
    assert compare("x", [whole], [answer("7")]).values == 0
    assert compare("x", [whole], [whole]).right == 1


def test_values_may_differ_by_one_in_a_hundred_thousand() -> None:
    assert answer("1000000").same_value(answer("1000010"))
    assert not answer("1000000").same_value(answer("1000011"))


def test_shares_of_nothing_are_zero() -> None:
    none = totals([])
    assert (none.precision, none.recall, none.f1, none.value_f1) == (0, 0, 0, 0)


def test_precision_recall_and_f1() -> None:
    sums = totals([compare("x", [answer("1"), answer("2")], [answer("1")]), compare("y", [], [answer("3")])])
    assert (sums.samples, sums.precision, sums.recall, sums.f1) == (2, 0.5, 0.5, 0.5)


@given(st.text(max_size=40))
def test_the_split_hangs_on_the_words_alone(text: str) -> None:
    assert half_of(text) in HALVES
    assert half_of(f"  {text}\n") == half_of(text)


def test_the_split_has_two_halves() -> None:
    halves = [half_of(str(n)) for n in range(200)]
    assert 70 < halves.count("looking") < 130
