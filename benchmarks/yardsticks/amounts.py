"""Sums and capacities of a text as answers, and the names other data sets give to currencies and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from benchmarks.yardsticks.core import OPEN, Answer
from extract.domain.values import Money
from extract.match.capacity import find_capacities
from extract.match.cost import find_costs
from extract.normalize.money import declared_currencies, resolve_currency

__all__ = ["CURRENCIES", "UNITS", "decimal_of", "found_money", "found_power", "gold_code"]

CURRENCIES = {
    "australian dollar": "AUD", "british pound": "GBP", "canadian dollar": "CAD", "chinese yuan": "CNY",
    "costa rican colón": "CRC", "danish krone": "DKK", "dollar": "USD", "euro": "EUR",
    "finnish markka": "FIM", "franc": OPEN, "georgian lari": "GEL",
    "hong kong dollar": "HKD", "japanese yen": "JPY", "lao kip": "LAK",
    "malaysian ringgit": "MYR", "mark": "DEM", "mexican peso": "MXN", "netherlands guilde": "NLG",
    "netherlands guilder": "NLG", "new zealand dollar": "NZD", "peseta": "ESP", "pound": "GBP",
    "pound sterling": "GBP", "rupee": "INR", "shekel": "ILS", "sri lankan rupee": "LKR", "swiss franc": "CHF",
    "turkish lira": "TRY", "united states dollar": "USD",
}  # fmt: skip
"""Currency names of CQE_Evaluation and Recognizers-Text, folded, with their ISO 4217 codes.

Coins ("cent", "pence", "sen"), crypto-currencies and prices per unit ("dollar per share") are no sums of
money to plantwire: a plant's cost is never stated in them.
"""

UNITS = {"kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "terawatt": "TW", "kilowatt hour": "kWh",
         "megawatt hour": "MWh", "gigawatt hour": "GWh"}  # fmt: skip
"""Names of power and energy units, folded, with plantwire's."""


def gold_code(name: str) -> str | None:
    """Return the ISO code of a currency's name, None where it names no currency of ours.

    >>> gold_code("Canadian dollar"), gold_code("dollar per share")
    ('CAD', None)
    """
    return CURRENCIES.get(name.casefold())


def decimal_of(figure: str) -> Decimal:
    """Return a figure of the gold as a number.

    Raises:
        ValueError: It is none.
    """
    if not re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", figure.strip()):
        raise ValueError(f"not a number: {figure!r}")
    return Decimal(figure.strip())


def found_money(text: str) -> list[Answer]:
    """Return the sums plantwire finds in a text that stands alone, bare signs resolved without a country."""
    mentions = find_costs(text)
    sure = sorted({m.value.currency for m in mentions if m.value.currency})
    declared = declared_currencies(text)
    return [_answer(resolve_currency(m.value, None, sure, declared)) for m in mentions]


def _answer(money: Money) -> Answer:
    ends = (money.amount,) if money.amount is not None else (money.amount_min, money.amount_max)
    return Answer(tuple(end for end in ends if end is not None), money.currency or OPEN)


def found_power(text: str, units: Sequence[str] = tuple(UNITS.values())) -> list[Answer]:
    """Return the capacities plantwire finds in a text, those in `units`."""
    found = []
    for mention in find_capacities(text):
        quantity = mention.value
        ends = (quantity.value,) if quantity.value_min is None else (quantity.value_min, quantity.value)
        if quantity.unit in units:
            found.append(Answer(ends, quantity.unit))
    return found
