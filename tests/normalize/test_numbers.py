"""Numbers in text: the table of cases, and properties over any text."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.normalize.numbers import find_numerals, parse_number, plain

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "numbers.toml").read_text(encoding="utf-8"))[
    "cases"
]
SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "mln": 10**6,
    "crore": 10**7,
    "bn": 10**9,
    "trillion": 10**12,
}
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """Spell 0 to 999 as newspapers do; independent of the lexicon."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{ONES[hundreds]} hundred" + (f" and {spelled(rest)}" if rest else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, str]) -> None:
    expected = Decimal(case["value"]) if "value" in case else None
    assert parse_number(case["text"]) == expected


@given(
    st.decimals(min_value=1, max_value=10**9, places=2),
    st.sampled_from(["", *SCALES]),
    st.sampled_from(",\u00a0\u202f'"),
)
@settings(max_examples=100)
def test_what_is_formatted_is_read_back(number: Decimal, scale: str, mark: str) -> None:
    text = f"{number:,}".replace(",", mark) + (f" {scale}" if scale else "")
    assert parse_number(text) == plain(number * SCALES.get(scale, 1))


@given(st.integers(min_value=0, max_value=999), st.sampled_from(["", *SCALES]))
@settings(max_examples=100)
def test_numbers_in_words_are_read_back(number: int, scale: str) -> None:
    text = spelled(number) + (f" {scale}" if scale else "")
    assert parse_number(text) == number * SCALES.get(scale, 1)
    assert parse_number(text.upper()) == number * SCALES.get(scale, 1)


@given(st.text(alphabet=" -.,'½/0123456789abmkn", max_size=60) | st.text(max_size=60))
@settings(max_examples=100)
def test_any_text_gives_ordered_numerals_inside_it(text: str) -> None:
    last = 0
    for numeral in find_numerals(text):
        assert last <= numeral.start < numeral.bare_end <= numeral.end <= len(text)
        last = numeral.end


def test_label_takes_its_digit_and_leaves_the_rest() -> None:
    found = [numeral.amount for numeral in find_numerals("Unit 3 660 MW and CHP-2 600 MW, but 2 660 MW")]
    assert found == [3, 660, 2, 600, 2660]


def test_weak_scale_is_marked_and_can_be_taken_off() -> None:
    (numeral,) = find_numerals("a mast of 5 m")
    assert numeral.weak
    assert numeral.amount == 5_000_000
    assert numeral.unscaled().amount == 5
    assert not numeral.unscaled().weak


@pytest.mark.parametrize(
    "noise", ["1" * 50_000, "1," * 20_000, "111 " * 20_000, "two " * 20_000, "one hundred and " * 5_000]
)
def test_long_runs_are_read_to_the_end(noise: str) -> None:
    found = find_numerals(f"{noise}; then 2.5 billion")
    assert found[-1].amount == 2_500_000_000
