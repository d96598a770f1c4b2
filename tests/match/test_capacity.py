"""Capacities: marked sentences, reading back what was written, and a slow plain reader as reference."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.mention import CapacityMention
from extract.match.capacity import find_capacities
from extract.normalize.numbers import plain
from tests.match.marked_values import Marked, load_cases, unmark

UNITS = {"MW": 1, "GW": 1000, "megawatts": 1, "gigawatts": 1000, "MWe": 1, "MWp": 1, "MWac": 1}
CANONICAL = {"megawatts": "MW", "gigawatts": "GW"}
NOISE = "The plant's new line, he said on Tuesday, is under way."


@pytest.mark.parametrize("case", load_cases("capacity.toml"), ids=lambda case: case["name"])
def test_marked_sentence(case: dict[str, str]) -> None:
    text, expected = unmark(case["text"])
    assert [read_mention(mention) for mention in find_capacities(text)] == [
        read_mark(mark) for mark in expected
    ]


def read_mention(mention: CapacityMention) -> tuple[object, ...]:
    """Return what a case's tag says of a mention."""
    value = mention.value
    span = (mention.span.start, mention.span.end)
    counted = (value.count, value.unit_value)
    return (*span, value.value, value.unit, value.kind, counted, value.value_min, value.qualifier)


def read_mark(mark: Marked) -> tuple[object, ...]:
    value, unit = mark.attributes["v"].split()
    counted: tuple[int | None, Decimal | None] = (None, None)
    if "n" in mark.attributes:
        count, size = mark.attributes["n"].split("x")
        counted = (int(count), Decimal(size))
    low = mark.attributes.get("min")
    kind, qualifier = mark.attributes.get("k", "electric"), mark.attributes.get("q", "exact")
    return (
        mark.start,
        mark.end,
        Decimal(value),
        unit,
        kind,
        counted,
        Decimal(low) if low else None,
        qualifier,
    )


def slow_read(text: str) -> tuple[Decimal, int | None]:
    """Read one capacity character by character, without any pattern: MW and the count, the reference."""
    count, rest = None, text
    if " x " in text:
        head, rest = text.split(" x ")
        count = int(head)
    digits = ""
    while rest and (rest[0].isdigit() or rest[0] in ",."):
        digits, rest = digits + rest[0], rest[1:]
    return Decimal(digits.replace(",", "")) * UNITS[rest.strip(" -")] * (count or 1), count


@given(
    st.decimals(min_value=1, max_value=20_000, places=1),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["", " ", "\u00a0", "-"]),
    st.integers(min_value=1, max_value=64) | st.none(),
)
@settings(max_examples=100)
def test_what_is_formatted_is_read_back(value: Decimal, unit: str, gap: str, count: int | None) -> None:
    text = f"{count} x {value:,}{gap}{unit}" if count else f"{value:,}{gap}{unit}"
    (mention,) = find_capacities(f"It has {text}, he said. {NOISE}")
    assert mention.span.of(f"It has {text}, he said. {NOISE}") == text
    assert (mention.value.normalized, mention.value.count) == (
        plain(slow_read(text.replace("\u00a0", " "))[0]),
        count,
    )
    assert mention.value.unit == CANONICAL.get(unit, unit)


@given(st.lists(st.integers(min_value=100, max_value=900), min_size=2, max_size=5, unique=True))
@settings(max_examples=60)
def test_a_shared_unit_reaches_every_member_of_a_list(values: list[int]) -> None:
    text = ", ".join(map(str, values[:-1])) + f" and {values[-1]} MW"
    assert [mention.value.value for mention in find_capacities(f"They have {text}.")] == values


@given(st.text(alphabet="MWhG x×0123456789.,-/()toand ", max_size=80) | st.text(max_size=80))
@settings(max_examples=100)
def test_any_text_gives_mentions_inside_it(text: str) -> None:
    last = 0
    for mention in find_capacities(text):
        assert mention.span.start < mention.span.end <= len(text)
        assert mention.value.value > 0
        if mention.rule != "capacity.power_times_hours":
            assert last <= mention.span.start
            last = mention.span.end


def test_hours_behind_a_power_give_the_energy_too() -> None:
    text = "a 200MW/2-hour battery"
    power, energy = find_capacities(text)
    assert (power.value.value, power.value.unit, power.span.of(text)) == (Decimal(200), "MW", "200MW")
    assert (energy.value.value, energy.value.unit, energy.span.of(text)) == (
        Decimal(400),
        "MWh",
        "200MW/2-hour",
    )
    assert energy.value.kind == "energy"
    assert energy.rule == "capacity.power_times_hours"


@pytest.mark.parametrize("case", load_cases("capacity.toml"), ids=lambda case: case["name"])
def test_a_paragraph_before_or_behind_changes_nothing(case: dict[str, str]) -> None:
    text, _ = unmark(case["text"])
    alone = [(mention.value, mention.rule) for mention in find_capacities(text)]
    assert [(m.value, m.rule) for m in find_capacities(f"{NOISE}\n\n{text}\n\n{NOISE}")] == alone


@pytest.mark.parametrize(
    "noise",
    ["5x" * 10_000, "(" * 100_000, "5 MWh " * 500, "2 and " * 10_000, "MW " * 20_000, "two " * 10_000],
)
def test_long_runs_are_read_to_the_end(noise: str) -> None:
    assert find_capacities(f"{noise}\n\na plant of 600 MW.")[-1].value.value == 600
