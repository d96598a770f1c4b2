"""Sums and capacities of a text as answers, and the names other data sets give to currencies and units."""

from __future__ import annotations

import re
from decimal import Decimal

from benchmarks.yardsticks.core import OPEN, Answer
from extract.domain.mention import CostMention
from extract.domain.values import Money
from extract.match.capacity import find_capacities
from extract.match.cost import find_costs
from extract.normalize.money import declared_currencies, resolve_currency

__all__ = ["CURRENCIES", "UNITS", "decimal_of", "found_money", "found_power", "gold_code"]

_FROM = re.compile(r"\bfrom\s+(?:the\s+|about\s+|around\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+(?:about\s+|around\s+)?", re.IGNORECASE)

CURRENCIES = {
    "australian dollar": "AUD", "british pound": "GBP", "canadian dollar": "CAD", "chinese yuan": "CNY",
    "costa rican colón": "CRC", "danish krone": "DKK", "dollar": "USD", "euro": "EUR",
    "finnish markka": "FIM", "franc": OPEN, "georgian lari": "GEL",
    "hong kong dollar": "HKD", "indian rupee": "INR", "japanese yen": "JPY", "lao kip": "LAK",
    "malaysian ringgit": "MYR", "mark": "DEM", "mexican peso": "MXN", "netherlands guilde": "NLG",
    "netherlands guilder": "NLG", "new zealand dollar": "NZD", "peseta": "ESP", "pound": "GBP",
    "pound sterling": "GBP", "rupee": "INR", "shekel": "ILS", "singapore dollar": "SGD",
    "singaporean dollar": "SGD", "south african rand": "ZAR", "sri lankan rupee": "LKR", "swiss franc": "CHF",
    "turkish lira": "TRY", "united states dollar": "USD",
}  # fmt: skip
"""Currency names of CQE_Evaluation and Recognizers-Text, folded, with their ISO 4217 codes.

Coins ("cent", "pence", "sen"), crypto-currencies and prices per unit ("dollar per share") are no sums of
money to plantwire: a plant's cost is never stated in them.
"""

UNITS = {"kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "terawatt": "TW"}
"""Names of units of power, folded, with plantwire's. Energy is a capacity only where it is stored."""


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


def found_money(text: str, *, changes_are_ranges: bool = False) -> list[Answer]:
    """Return the sums plantwire finds in a text that stands alone, bare signs resolved without a country.

    Args:
        text: A sentence.
        changes_are_ranges: Give "rose from $2bn to $3bn" as one range of both, where gold does: to plantwire
            it is two sums, the one superseded by the other.
    """
    mentions = find_costs(text)
    sure = sorted({m.value.currency for m in mentions if m.value.currency})
    declared = declared_currencies(text)
    answers = [_answer(resolve_currency(m.value, None, sure, declared)) for m in mentions]
    return _as_ranges(text, mentions, answers) if changes_are_ranges else answers


def _as_ranges(text: str, mentions: list[CostMention], answers: list[Answer]) -> list[Answer]:
    """Join "from X to Y" to X-Y, and "from X to Y to Z" to X-Y and Y-Z."""
    given: list[Answer] = []
    joined = False
    for i, answer in enumerate(answers):
        last = mentions[i - 1] if i else None
        to = last is not None and _TO.fullmatch(text, last.span.end, mentions[i].span.start)
        if last and to and (joined or _FROM.search(text, 0, last.span.start)):
            if not joined:
                given.pop()
            given.append(Answer(answers[i - 1].values + answer.values, answer.unit))
            joined = True
        else:
            given.append(answer)
            joined = False
    return given


def _answer(money: Money) -> Answer:
    ends = (money.amount,) if money.amount is not None else (money.amount_min, money.amount_max)
    return Answer(tuple(end for end in ends if end is not None), money.currency or OPEN)


def found_power(text: str) -> list[Answer]:
    """Return the power figures plantwire finds in a text."""
    found = []
    for mention in find_capacities(text):
        quantity = mention.value
        ends = (quantity.value,) if quantity.value_min is None else (quantity.value_min, quantity.value)
        if quantity.unit in UNITS.values():
            found.append(Answer(ends, quantity.unit))
    return found
