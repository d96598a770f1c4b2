"""Units of power, heat and energy: spellings, conversion, and what the words around a figure decide."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.values import CapacityKind
from extract.normalize.counts import count_rule
from extract.normalize.numbers import find_numerals, plain
from extract.normalize.power import normalized, unit_after
from extract.normalize.power_context import is_heat, is_rate, is_stored, same_sentence
from extract.normalize.series import is_label, is_year, joint, qualifier_of, spread


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (" MW", "MW", "electric"),
        ("MW", "MW", "electric"),
        ("-megawatt", "MW", "electric"),
        (" mw", "MW", "electric"),
        (" Mw", "MW", "electric"),
        (" MWs", "MW", "electric"),
        (" M.W.", "MW", "electric"),
        ("\u00a0GW", "GW", "electric"),
        (" kilowatts", "kW", "electric"),
        (" KW", "kW", "electric"),
        (" MWe", "MWe", "electric"),
        (" MW(e)", "MWe", "electric"),
        (" MWth", "MWth", "thermal"),
        (" MWt", "MWth", "thermal"),
        (" MW (thermal)", "MWth", "thermal"),
        (" megawatts thermal.", "MWth", "thermal"),
        (" MW thermal power plant", "MW", "electric"),
        (" MWp", "MWp", "electric"),
        (" megawatt-peak", "MWp", "electric"),
        (" MW peak demand", "MW", "electric"),
        (" MWac", "MWac", "electric"),
        (" MW AC", "MWac", "electric"),
        (" MWDC", "MWdc", "electric"),
        (" Gcal/h", "Gcal/h", "thermal"),
        (" gigacalories per hour", "Gcal/h", "thermal"),
        (" Gcal per hour", "Gcal/h", "thermal"),
        (" MWh", "MWh", "energy"),
        (" megawatt-hours", "MWh", "energy"),
        (" MW-hours", "MWh", "energy"),
        (" GWh", "GWh", "energy"),
        (" kwh", "kWh", "energy"),
    ],
)
def test_spellings(text: str, name: str, kind: str) -> None:
    unit = unit_after(text, 0)
    assert unit is not None
    assert (unit.name, unit.kind) == (name, kind)


@pytest.mark.parametrize(
    "text", [" mW", " mWh", " MVA", " kV", " Gcal", " hp", " W", " MWx", " Mwanza", " km", " tonnes", ""]
)
def test_no_unit(text: str) -> None:
    assert unit_after(text, 0) is None


@pytest.mark.parametrize(
    ("value", "unit", "kind", "expected"),
    [
        ("820", "Gcal/h", "thermal", "953.66"),
        ("1.1", "GW", "electric", "1100"),
        ("10200000", "kW", "electric", "10200"),
        ("70", "MWe", "electric", "70"),
        ("145", "MWac", "electric", "145"),
        ("53", "MWth", "thermal", "53"),
        ("240", "MW", "thermal", "240"),
        ("2.5", "GWh", "energy", "2500"),
        ("1.7", "TWh", "energy", "1700000"),
    ],
)
def test_normalizing(value: str, unit: str, kind: CapacityKind, expected: str) -> None:
    assert str(normalized(Decimal(value), unit, kind)) == expected


@pytest.mark.parametrize(
    ("unit", "kind"), [("MWh", "electric"), ("Gcal/h", "electric"), ("MW", "energy"), ("hp", "electric")]
)
def test_kinds_do_not_mix(unit: str, kind: CapacityKind) -> None:
    with pytest.raises(KeyError):
        normalized(Decimal(1), unit, kind)


@given(st.decimals(min_value="0.01", max_value=10**7, places=2), st.sampled_from(["kW", "MW", "GW", "TW"]))
@settings(max_examples=60)
def test_conversion_is_a_power_of_ten_and_exact(value: Decimal, unit: str) -> None:
    steps = {"kW": Decimal("0.001"), "MW": Decimal(1), "GW": Decimal(1000), "TW": Decimal(10) ** 6}
    assert normalized(value, unit, "electric") == plain(value * steps[unit])


def decided(marked: str) -> tuple[str, int, int]:
    """Return the text and the place of the figure between the brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(
    ("marked", "stored"),
    [
        ("a battery of [400 MWh]", True),
        ("the storage holds [1,500 MWh] and more", True),
        ("Batteries stand beside it.\nIt has [50 MWh].", False),
        ("Batteries stand beside it. It has [50 MWh].", True),
        ("it will generate [500 GWh] for homes", False),
        ("the pumped storage plant gives [500 GWh] a year", False),
        ("annual output of [300 GWh]", False),
        ("the battery can supply homes; the plant produces [300 GWh]", False),
        ("It has [50 MWh].", False),
    ],
)
def test_stored_or_produced(marked: str, stored: bool) -> None:
    assert is_stored(*decided(marked)) is stored


def test_hours_speak_for_a_store() -> None:
    text, start, end = decided("It has 250 MW and water, in other words [2,000 MWh].")
    assert is_stored(text, start, end, hours=True, beside=True)
    text, start, end = decided("A reservoir lies above. A full one makes [30GWh], enough for many homes.")
    assert is_stored(text, start, end, hours=True)
    assert not is_stored(text, start, end)
    text, start, end = decided("A reservoir lies above. It will generate [30GWh].")
    assert not is_stored(text, start, end, hours=True)


@pytest.mark.parametrize(
    ("marked", "heat"),
    [
        ("[190 MW] of heat", True),
        ("heat output of [250 MW]", True),
        ("thermal rating of [190 MW]", True),
        ("boilers with approx. [170 MW]", True),
        ("[100 MW] of electricity", False),
        ("heat and power plant of [100 MW]", False),
        ("[100 MW] heat and power plant", False),
        ("a [220 MW] thermal power plant", False),
        ("thermal power plant of [1500 MW]", False),
    ],
)
def test_heat(marked: str, heat: bool) -> None:
    assert is_heat(*decided(marked)) is heat


@pytest.mark.parametrize(
    ("marked", "rate"),
    [
        ("[2 GW] a year", True),
        ("[2 GW] of modules per year", True),
        ("[50 MW]/minute", True),
        ("$3m per [100 MW]", True),
        ("[2 GW] of gas", False),
        ("over [2 GW], a year late", False),
    ],
)
def test_rates(marked: str, rate: bool) -> None:
    assert is_rate(*decided(marked)) is rate


def test_sentences_end_at_stop_and_line() -> None:
    assert same_sentence("one 5.5 two", 3, 8)
    assert not same_sentence("one. Two", 3, 5)
    assert not same_sentence("one\ntwo", 3, 4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (" and ", "and"),
        (", and ", "and"),
        (" to ", "to"),
        ("-", "dash"),
        (" – ", "dash"),
        (", ", "comma"),
        ("/", "slash"),
        (" and about ", "and"),
        (" and the ", None),
        (" units and ", None),
        ("\n\n", None),
        ("; ", None),
    ],
)
def test_joints(text: str, kind: str | None) -> None:
    whole = f"5{text}6"
    assert joint(whole, 1, 1 + len(text)) == kind


@pytest.mark.parametrize(
    ("before", "kind", "expected"),
    [
        ("", "dash", "range"),
        ("", "to", "range"),
        ("from ", "to", "change"),
        ("by ", "to", "change"),
        ("ranging from ", "to", "range"),
        ("between ", "and", "range"),
        ("", "and", None),
        ("", "comma", None),
    ],
)
def test_spreads(before: str, kind: str, expected: str | None) -> None:
    assert spread(f"{before}500 to 600", len(before), kind) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 5", "approximate"),
        ("nearly a 5", "approximate"),
        ("up to 5", "at_most"),
        ("no more than 5", "at_most"),
        ("more than 5", "at_least"),
        ("not less than 5", "at_least"),
        ("moreover 5", "exact"),
        ("~5", "approximate"),
        ("5 or more", "at_least"),
        ("5+", "at_least"),
        ("5 + 6", "exact"),
        ("5", "exact"),
    ],
)
def test_qualifiers(text: str, expected: str) -> None:
    start = text.index("5")
    assert qualifier_of(text, start, start + 1) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Unit 3", True),
        ("Units 1 and 3", True),
        ("CHP-3", True),
        ("x3", True),
        ("Nos. 3", True),
        ("phase of 3", False),
        ("the unit, 3", False),
        ("units 500", False),
    ],
)
def test_labels(text: str, label: bool) -> None:
    assert is_label(text, find_numerals(text)[-1]) is label


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("in 2024", True),
        ("May 5, 2024", True),
        ("of 2,024", False),
        ("2024", False),
        ("in 2500", False),
        ("in 2024 million", False),
    ],
)
def test_years(text: str, year: bool) -> None:
    assert is_year(text, find_numerals(text)[-1]) is year


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("two 5-MW turbines", "capacity.count_before_unit"),
        ("two new 5-MW wind turbines", "capacity.count_before_unit"),
        ("two units of 5-MW each", "capacity.count_each"),
        ("two turbines of 5-MW", "capacity.count_of"),
        ("two turbines of 5-MW and 6 MW", None),
        ("two farms of 5-MW", None),
        ("two turbines of 5-MW together", None),
        ("two men saw 5-MW turbines", None),
        ("one 5-MW turbine", None),
        ("two turbines. A 5-MW unit each", None),
    ],
)
def test_counts(text: str, rule: str | None) -> None:
    start = text.index("5-MW")
    assert count_rule(text, find_numerals(text)[0], start, start + 4) == rule
