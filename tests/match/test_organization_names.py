"""Where names of several words begin and end: small words inside them, trades on both sides of an "and"."""

from __future__ import annotations

import pytest

from extract.domain.span import Span
from extract.match.organization_chunks import chunks_of
from extract.match.organization_trim import trimmed

CASES = [
    ("Lent by the Eximbank of Peru.", ["Lent", "Eximbank of Peru"]),
    ("Sold to Public Service Co of Verdania.", ["Sold", "Public Service Co of Verdania"]),
    ("It is for National Electric Networks of Orlova.", ["It", "National Electric Networks of Orlova"]),
    ("Won by the National Co. for Waste Energy.", ["Won", "National Co. for Waste Energy"]),
    ("Power goes to Orlova Power and Light.", ["Power", "Orlova Power and Light"]),
    ("Paid by Orlova Energy and Water Projects.", ["Paid", "Orlova Energy and Water Projects"]),
    ("Sold by Verde Assets and Liabilities Corp.", ["Sold", "Verde Assets and Liabilities Corp"]),
    ("Beltran Corporate and Investment Bank lends.", ["Beltran Corporate and Investment Bank"]),
    ("Trinidad and Tobago Electricity Commission buys.", ["Trinidad and Tobago Electricity Commission"]),
    ("It belongs to Orla na Verda.", ["It", "Orla na Verda"]),
    ("Designed by Sargent and Lundy Engineers.", ["Designed", "Sargent and Lundy Engineers"]),
    ("Verde Water and Infrastructures Ltd builds.", ["Verde Water and Infrastructures Ltd"]),
    ("Lent by the Millers' Pension Fund.", ["Lent", "Millers' Pension Fund"]),
    ("It is the Motor Union of Verdania.", ["It", "Motor Union of Verdania"]),
    ("Sold to JSC National Electric Grid of Verdania.", ["Sold", "JSC National Electric Grid of Verdania"]),
    # One name ends where the next begins, and a seat is no part of a name.
    ("Marubeni Corporation of Japan builds.", ["Marubeni Corporation", "Japan"]),
    ("Orlova Power of Dallas builds.", ["Orlova Power", "Dallas"]),
    ("Orlova Power and Beltran Energy build.", ["Orlova Power", "Beltran Energy"]),
    ("Solar and Wind grow.", ["Solar", "Wind"]),
    ("Siemens Energy and Solar build.", ["Siemens Energy", "Solar"]),
    ("Sinohydro and PT Verde Utama build.", ["Sinohydro", "PT Verde Utama"]),
    ("Verde Electric and General Electric sign.", ["Verde Electric", "General Electric"]),
    ("Verde Solar and Kestrel Construction Ltd sign.", ["Verde Solar", "Kestrel Construction Ltd"]),
    ("Paid to Verdania's Pension Fund.", ["Paid", "Verdania", "Pension Fund"]),
    ("The Board of Verde Solar Inc. agreed.", ["The Board", "Verde Solar Inc"]),
    ("Peru and Chile Power Corporation sign.", ["Peru", "Chile Power Corporation"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), CASES)
def test_a_name_goes_on_over_small_words_where_both_sides_say_so(text: str, names: list[str]) -> None:
    found = [chunk.text.rstrip(".") for chunk in chunks_of(text, Span(0, len(text)))]
    assert found == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Siemens Energy SGT-800", "Siemens Energy"),
        ("Mitsubishi Power M701JAC", "Mitsubishi Power"),
        ("Siemens Energy Orlova", "Siemens Energy Orlova"),
        ("Orlova Works V126", "Orlova Works V126"),  # nobody known: the code may belong to the name
        ("TGK-16", "TGK-16"),
    ],
)
def test_a_known_makers_name_ends_before_its_products_code(text: str, name: str) -> None:
    (chunk,) = chunks_of(text, Span(0, len(text)))
    shorter = trimmed(chunk, frozenset())
    assert shorter is not None and shorter.text == name
