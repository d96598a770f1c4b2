"""Currencies: which sign, code or word stands beside a number, and which currency an ambiguous one means.

Owns the reading of currencies.toml. Knows nothing of sentences or of what the money is for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extract.domain.values import Money
from extract.lexicons.loader import load_lexicon
from extract.lexicons.models import Entry
from extract.normalize.numbers import Numeral, alternation, scale_entries

__all__ = [
    "Denomination",
    "country_currency",
    "currency_after",
    "currency_before",
    "declared_currencies",
    "resolve_currency",
    "supports",
]

Need = Literal["nothing", "no_year", "price", "large", "scale"]
_BEFORE_SLICE = 16
_AFTER_SLICE = 48
_PARTED = frozenset({"AU", "HK", "NT", "NZ", "SG"})
_LABEL_SLICE = 14


@dataclass(frozen=True, slots=True)
class Denomination:
    """What a sign, code or word beside a number says: one currency, or several it may be.

    `need` is what the number must have for the sign to count: "scale" is a scale word, "large" that or at
    least a thousand written with its mark, "price" that or two decimals ("RM23.50"), "no_year" that it is no
    year ("All 3", "R2", "2 won", "RM 5" and "Euro 2020" are no money).
    `not_followed` is a pattern that may not follow ("2 million pounds of uranium").
    """

    currency: str | None
    candidates: tuple[str, ...] = ()
    need: Need = "nothing"
    not_followed: str = ""


def _entries() -> tuple[Entry, ...]:
    return load_lexicon("currencies").entries


def _denomination(entry: Entry, need: Need) -> Denomination:
    candidates = tuple(entry.data.get("candidates", ()))
    refused = entry.data.get("not_followed", "")
    return Denomination(None if candidates else entry.id, candidates, need, refused)


def _symbol_need(symbol: str, entry: Entry) -> Need:
    if "symbol_needs" in entry.data:
        return "scale" if entry.data["symbol_needs"] == "scale" else "nothing"
    if not (symbol.isascii() and symbol.isalpha()):
        return "nothing"
    return {1: "large", 2: "price"}.get(len(symbol), "no_year")  # type: ignore[return-value]


def _code_need(entry: Entry) -> Need:
    need = entry.data.get("code_needs", "price")
    return "scale" if need == "scale" else "nothing" if need == "nothing" else "price"


@cache
def _front() -> dict[str, Denomination]:
    """Return everything that may stand before a number, case as it must be."""
    table: dict[str, Denomination] = {}
    for entry in _entries():
        for symbol in entry.data.get("symbols", ()):
            for written in _written(symbol):
                table[written] = _denomination(entry, _symbol_need(symbol, entry))
        for code in _codes(entry):
            table[code] = _denomination(entry, _code_need(entry))
    return table


def _written(symbol: str) -> tuple[str, ...]:
    """Return a sign with letters as newsrooms write it: "HK$", "hk$", "HK $", of one only "C $", "S $".

    The blank is allowed where the letters are nothing else: "A $50m loan", "Can $5m save it?", "he gave us
    $5m", "Fresno, CA $5m" and "company' s $5m" have a bare dollar.
    """
    letters = symbol.rstrip("$")
    if letters == symbol or not letters.isalpha():
        return (symbol,)
    if len(letters) == 1:
        small = (f"{letters.lower()}$",) if letters in "CR" else ()
        return (symbol, *small, *(f"{letter} $" for letter in (letters, letters.lower()) if letter in "CcS"))
    parted = (f"{letters} $", f"{letters.lower()} $") if letters in _PARTED else ()
    return (symbol, f"{letters.lower()}$", *parted)


def _codes(entry: Entry) -> tuple[str, ...]:
    """Return the ISO code, also in small letters where that is no word ("usd", but not "all")."""
    if "candidates" in entry.data:
        return ()
    return (entry.id, entry.id.lower()) if entry.data.get("lower_code") else (entry.id,)


@cache
def _back() -> dict[str, Denomination]:
    """Return everything that may stand behind a number; words are folded, codes and signs are not."""
    table: dict[str, Denomination] = {}
    for entry in _entries():
        need: Need = entry.data.get("word_needs", "nothing")
        for form in entry.forms:
            table[form.casefold()] = _denomination(entry, need)
        for symbol in entry.data.get("symbols", ()):
            if not symbol.isascii() or symbol.endswith("$"):
                table.update({written: _denomination(entry, "nothing") for written in _written(symbol)})
        for code in _codes(entry):
            table[code] = _denomination(entry, _code_need(entry))
    return table


@cache
def _adjectives() -> dict[str, tuple[str, ...]]:
    """Return "kazakh", "us", "hong kong" ... with the currencies they pick."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in _entries():
        for adjective in entry.data.get("adjectives", ()):
            found[adjective.casefold()] = (*found.get(adjective.casefold(), ()), entry.id)
    return found


@cache
def _front_pattern() -> re.Pattern[str]:
    codes = alternation({code for entry in _entries() for code in _codes(entry) if code.isupper()})
    scaled = rf"[Mmk](?P<led>{codes})|(?P<trailed>{codes})(?:m|bn|k)"  # "MEUR 25", "USDm 25"
    signs = rf"(?P<sign>{alternation(set(_front()))})|{scaled}"
    return re.compile(rf"(?<![A-Za-z])(?:{signs})[\s\u00a0]?$|(?P<bare>\$)\s?$")


@cache
def _label_before() -> re.Pattern[str]:
    labels = alternation({form for entry in scale_entries("label") for form in entry.forms})
    return re.compile(rf"(?<![A-Za-z])(?:{labels})\s$", re.IGNORECASE)


@cache
def _back_pattern() -> re.Pattern[str]:
    table = _back()
    folded = {form for form in table if form.casefold() == form and form.isascii() and form[-1].isalpha()}
    words, exact = alternation(folded), alternation(set(table) - folded)
    adjectives = alternation(set(_adjectives()))
    return re.compile(
        rf"(?:[\s-]{{0,2}}|\sof\s)(?:(?:(?P<adjective>(?i:{adjectives}))[\s-]{{1,2}})?(?P<word>(?i:{words}))(?![A-Za-z]|['’]t)"
        rf"|(?P<exact>{exact})(?![A-Za-z])(?!\s?\d))"
    )


def currency_before(text: str, start: int) -> tuple[int, Denomination] | None:
    """Return where the sign or code right before a number begins and what it says, None without one.

    >>> currency_before("for US$ 5 million", 8)[1].currency
    'USD'
    """
    offset = max(0, start - _BEFORE_SLICE)
    match = _front_pattern().search(text[offset:start])
    if match is None:
        return None
    begin = offset + match.start()
    sign = " ".join((match["sign"] or match["led"] or match["trailed"] or match["bare"]).split())
    if re.fullmatch(r"[A-Z] \$", sign) and _label_before().search(text, max(0, begin - _LABEL_SLICE), begin):
        begin, sign = begin + 2, "$"  # "Series C $50m"
    said = _front()[sign]
    code = text[max(0, begin - 4) : begin].strip()
    if said.candidates and code in said.candidates:  # "AUD $500m"
        return begin - 4 + text[max(0, begin - 4) : begin].index(code), Denomination(code)
    return begin, said


def currency_after(text: str, end: int) -> tuple[int, Denomination] | None:
    """Return where the word, code or sign right behind a number ends and what it says, None without one.

    An adjective before a word decides: "Canadian dollars" are CAD, and "5 Lao kip" are money.
    """
    match = _back_pattern().match(text, end, end + _AFTER_SLICE)
    if match is None:
        return None
    if match["exact"]:
        return match.end(), _back()[match["exact"]]
    if match["word"] in _front() and re.match(r"\s?\d", text[match.end() : match.end() + 2]):
        return None  # "for Unit 4 Euro 50 million": the word belongs to the number behind it
    said = _back()[" ".join(match["word"].casefold().split())]
    if said.not_followed and re.compile(said.not_followed, re.IGNORECASE).match(text, match.end()):
        return None
    if match["adjective"]:
        picked = _adjectives()[" ".join(match["adjective"].casefold().replace("-", " ").split())]
        fitting = tuple(code for code in picked if code in (said.candidates or (said.currency,)))
        if len(fitting) == 1:
            said = Denomination(fitting[0])  # "5 South African rand" is money whatever the number
    return match.end(), said


def supports(numeral: Numeral, need: Need) -> bool:
    """Return True where the number is of a kind that the sign beside it may be believed."""
    if numeral.scale is not None or need == "nothing":
        return True
    if need == "no_year":
        return numeral.grouped or not 1900 <= numeral.value <= 2100
    large = numeral.grouped or numeral.value >= 10000
    return need != "scale" and (large or (need == "price" and numeral.value.as_tuple().exponent == -2))


@cache
def _marked() -> frozenset[str]:
    """Return the currencies that a shared word never means by itself."""
    return frozenset(code for entry in _entries() for code in entry.data.get("marked", ()))


@cache
def _country_currencies() -> dict[str, str]:
    return {country: entry.id for entry in _entries() for country in entry.data.get("countries", ())}


def country_currency(country: str) -> str | None:
    """Return the ISO 4217 code of the money a country (ISO 3166-1 alpha-2) pays in.

    >>> country_currency("KZ")
    'KZT'
    """
    return _country_currencies().get(country)


@cache
def _declaration() -> re.Pattern[str]:
    words = alternation({form.casefold() for entry in _entries() for form in entry.forms})
    things = r"(?:dollars?|dollar\sfigures|figures|amounts|sums|prices|costs|currency|currencies|values|\$)"
    adjectives = alternation(set(_adjectives()))
    return re.compile(
        rf"(?<![A-Za-z]){things}\s(?:\w+\s){{0,3}}?(?:are|is|in)\s(?:all\s|given\s|quoted\s|stated\s){{0,2}}(?:in\s)?"
        rf"(?P<adjective>{adjectives})\s(?P<word>{words})(?![A-Za-z])",
        re.IGNORECASE,
    )


def declared_currencies(text: str) -> tuple[str, ...]:
    """Return the currencies a text declares its figures to be in: "All dollars are US dollars".

    >>> declared_currencies("(All figures are in Canadian dollars.)")
    ('CAD',)
    """
    found: list[str] = []
    for match in _declaration().finditer(text):
        after = currency_after(text, match.start("adjective") - 1)
        if after and after[1].currency and after[1].currency not in found:
            found.append(after[1].currency)
    return tuple(found)


@cache
def _defaults() -> dict[tuple[str, ...], str]:
    return {
        tuple(entry.data["candidates"]): entry.data["default"]
        for entry in _entries()
        if "candidates" in entry.data and "default" in entry.data
    }


def resolve_currency(
    money: Money, country: str | None, others: Sequence[str], declared: Sequence[str] = ()
) -> Money:
    """Decide which currency an ambiguous sign or word means; leave it open rather than guess.

    The rules, the first that answers wins:
    1. A declaration in the text ("all dollars are US dollars", see `declared_currencies`).
    2. The money of the article's country, if the word can mean it (currencies.toml says whose dollar a bare
       "$" can be, and whose newsrooms always mark theirs). A bare "$" in such a country is its own dollar,
       unless the text marks that ("A$5m") and not the American: then the bare sign is the US dollar.
    3. The only candidate among the unambiguous currencies of the article.
    4. What the word means by default in the world's press ("$" USD, "pounds" GBP, "rupees" INR, "won"
       KRW); pesos, dinars, crowns, "kr" and soms have no default.

    Args:
        money: The sum; returned unchanged where its currency is known.
        country: ISO 3166-1 alpha-2 of the plant or article, None if unknown.
        others: Codes of the article's unambiguous sums, in any order.
        declared: What `declared_currencies` found.

    Returns:
        The sum with `currency` set and `candidates` emptied, or as it was.
    """
    if money.currency is not None or not money.candidates:
        return money
    code = _decide(money.candidates, country_currency(country) if country else None, set(others), declared)
    return money if code is None else replace(money, currency=code, candidates=())


def _decide(
    candidates: tuple[str, ...], local: str | None, others: set[str], declared: Sequence[str]
) -> str | None:
    for code in declared:
        if code in candidates:
            return code
    if local in candidates and local not in _marked():
        marked = "USD" in candidates and local in others and "USD" not in others
        return "USD" if marked else local
    default = _defaults().get(candidates)
    seen = [code for code in candidates if code in others]
    if len(seen) == 1 and default != "USD":
        return seen[0]
    return default
