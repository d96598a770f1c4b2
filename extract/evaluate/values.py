"""When a value says what the gold says: one predicate per slot. Training labels its candidates with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from extract.domain.record import Capacity, Cost
from extract.domain.values import Money, Quantity
from extract.evaluate.gold import GoldCapacity, GoldCost, GoldDate, GoldPartner, parse_period
from extract.evaluate.names import organization_likeness

__all__ = [
    "capacity_matches",
    "close",
    "cost_matches",
    "date_matches",
    "partner_name_matches",
    "period_matches",
]

TOLERANCE = Decimal("0.006")
"""0.6 %: "1.2 GW" and "1,198 MW" are one capacity, "1,200 MW" and "1,210 MW" are two (CONTRACT.md)."""

NAME_RATIO = 85
"""Lowest ratio at which two organisation names are one (CONTRACT.md)."""

_PER_PREFIX = {
    "w": Decimal("0.000001"),
    "kw": Decimal("0.001"),
    "mw": Decimal(1),
    "gw": Decimal(1000),
    "tw": Decimal(1000000),
}
_LONG = {"watt": "w", "kilowatt": "kw", "megawatt": "mw", "gigawatt": "gw", "terawatt": "tw"}
_GCAL_PER_HOUR = Decimal("1.163")
"""MW in one Gcal/h: 4.1868 GJ (international table calorie) over 3600 s."""


def _to_base(value: Decimal, unit: str) -> Decimal:
    """Convert to MW, MWth or MWh; a unit not known stays as it is."""
    word = unit.casefold().replace(" ", "").replace("-", "")
    if word.startswith("gcal"):
        return value * _GCAL_PER_HOUR
    for long, short in _LONG.items():
        if word.startswith(long):
            return value * _PER_PREFIX[short]
    for prefix in ("kw", "mw", "gw", "tw", "w"):
        if word.startswith(prefix):
            return value * _PER_PREFIX[prefix]
    return value


def close(gold: Decimal, given: Decimal) -> bool:
    """Return True where the two differ by no more than 0.6 % of the gold."""
    return abs(gold - given) <= TOLERANCE * abs(gold)


def _sizes(given: Capacity | Quantity) -> list[Decimal]:
    """Return the total in the base unit and, for "n x unit", the size of one."""
    base = given.normalized if isinstance(given, Quantity) else Decimal(str(given.normalized.value))
    if given.unit_value is None or not given.value:
        return [base]
    return [base, base * Decimal(str(given.unit_value)) / Decimal(str(given.value))]


def capacity_matches(gold: GoldCapacity, given: Capacity | Quantity) -> bool:
    """Return True where both are of one kind and a size agrees: the total, or one unit of "n x unit"."""
    if gold.kind != given.kind:
        return False
    total, *unit = _sizes(given)
    wanted = _to_base(gold.value, gold.unit)
    if close(wanted, total) or any(close(wanted, size) for size in unit):
        return True
    return gold.units is not None and close(_to_base(gold.units.value, gold.unit), total)


def _number(value: Decimal | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def cost_matches(gold: GoldCost, given: Cost | Money) -> bool:
    """Return True where the currency agrees and so does the amount, or both ends of the range."""
    if gold.currency is not None and gold.currency != given.currency:
        return False
    if gold.amount is not None:
        amount = _number(given.amount)
        return amount is not None and close(gold.amount, amount)
    low, high = _number(given.amount_min), _number(given.amount_max)
    if low is None or high is None or gold.amount_min is None or gold.amount_max is None:
        return False
    return close(gold.amount_min, low) and close(gold.amount_max, high)


def partner_name_matches(gold: GoldPartner, names: Iterable[str]) -> bool:
    """Return True where one of the names is, legal forms aside, one of the gold's (ratio of 85 or more)."""
    return organization_likeness(gold.names, names) >= NAME_RATIO


def period_matches(gold: GoldDate, start: date, end: date) -> bool:
    """Return True for an accepted period, or one that lies inside it and ends in the same month."""
    for first, last in map(parse_period, gold.value):
        same_month = (end.year, end.month) == (last.year, last.month)
        if (start, end) == (first, last) or (same_month and first <= start and end <= last):
            return True
    return False


def date_matches(gold: GoldDate, event: str, start: date, end: date) -> bool:
    """Return True for the same event in a matching period."""
    return gold.event == event and period_matches(gold, start, end)
