"""Normalized values: power and energy, money, calendar periods. Numbers are Decimal, units are kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

__all__ = ["CapacityKind", "Money", "Period", "Precision", "Qualifier", "Quantity"]

Qualifier = Literal["exact", "approximate", "at_least", "at_most"]
CapacityKind = Literal["electric", "thermal", "energy"]
Precision = Literal["day", "month", "quarter", "half", "year", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A capacity: power (electric or thermal) or stored energy, as stated.

    `unit` is the unit as written in canonical spelling ("MW", "MWp", "Gcal/h", "GWh"). For "2x660 MW"
    `value` is 1320, `count` 2 and `unit_value` 660. For a range `value` is the upper end and `value_min`
    the lower. `normalized` is in MW (electric), MWth (thermal) or MWh (energy).
    """

    value: Decimal
    unit: str
    kind: CapacityKind
    normalized: Decimal
    qualifier: Qualifier = "exact"
    count: int | None = None
    unit_value: Decimal | None = None
    value_min: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money in full ("356 billion tenge" is 356000000000 KZT), or a range of two sums.

    `currency` is an ISO 4217 code, or None while the symbol is still ambiguous; `candidates` then lists
    the codes it may stand for, most frequent first.
    """

    amount: Decimal | None
    currency: str | None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    qualifier: Qualifier = "exact"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period, both ends inclusive, with the precision it was stated in.

    "By the end of 2029" is 2029-10-01..2029-12-31, quarter, at_most, edtf "2029-36"
    (ISO 8601-2: 33-36 are the quarters, 40-41 the half-years).
    """

    start: date
    end: date
    precision: Precision
    edtf: str
    qualifier: Qualifier = "exact"

    def seen_from(self, day: str) -> Literal["past", "now", "ahead"]:
        """Return where the period lies from a day, month or year (YYYY-MM-DD, YYYY-MM, YYYY).

        >>> Period(date(2026, 3, 1), date(2026, 3, 31), "month", "2026-03").seen_from("2026-03")
        'now'
        """
        start, end = (date.isoformat()[: len(day)] for date in (self.start, self.end))
        return "past" if end < day else "ahead" if start > day else "now"
