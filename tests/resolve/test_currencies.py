"""Ambiguous currencies are decided by the place, the text, and the bracket they stand in."""

from __future__ import annotations

import pytest

from extract.domain.mention import Mentions
from extract.match.cost import find_costs
from extract.resolve.currencies import resolve_currencies

CASES = [
    ("It costs $5 million.", ["MX"], ["USD"]),
    ("It costs 529 million dollars.", ["CL"], ["USD"]),
    ("It costs 5 billion pesos.", ["MX"], ["MXN"]),
    ("It costs $5 million.", ["CA"], ["CAD"]),
    # The place beside the sum is a supplier's; its money cannot be meant, that of the story's country can.
    ("It took 2.8 billion soms of Acme Switzerland.", ["CH", "KG"], ["KGS"]),
    ("It took 31 million kroner.", ["DE", "DK"], ["DKK"]),
    ("It took 31 million kroner.", ["DE"], [None]),
    # A dollar converted into dollars is another dollar.
    ("It costs $1.35 billion ($980 million) now.", ["CA"], ["CAD", "USD"]),
    ("It costs $1.35 billion ($980 million) now.", ["US"], ["USD", "USD"]),
    ("It costs $1.35 billion (a loan of $980 million) now.", ["CA"], ["CAD", "CAD"]),
]


@pytest.mark.parametrize(("text", "countries", "wanted"), CASES)
def test_currency(text: str, countries: list[str], wanted: list[str | None]) -> None:
    found = resolve_currencies(text, Mentions(costs=tuple(find_costs(text))), lambda _: countries)
    assert [m.value.currency for m in found.costs] == wanted


def test_the_bracket_converts_the_sum_before_it() -> None:
    text = "It costs $1.35 billion ($980 million) now."
    found = resolve_currencies(text, Mentions(costs=tuple(find_costs(text))), lambda _: ["CA"])
    assert [m.converts for m in found.costs] == [None, found.costs[0].span]
