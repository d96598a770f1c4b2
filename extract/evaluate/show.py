"""Values in a few words, for the tables of misses. Owns wording only; nothing is decided on it."""

from __future__ import annotations

from extract.domain.record import Capacity, Cost, DateEntry, Partner
from extract.evaluate.gold import GoldCapacity, GoldCost, GoldDate, GoldPartner

__all__ = ["GivenEntry", "GoldEntry", "show", "show_gold"]

GoldEntry = GoldCapacity | GoldCost | GoldPartner | GoldDate
GivenEntry = Capacity | Cost | Partner | DateEntry


def show_gold(entry: GoldEntry) -> str:
    """Say a gold value in a few words."""
    if isinstance(entry, GoldCapacity):
        return f"{entry.value:,f} {entry.unit} {entry.kind}"
    if isinstance(entry, GoldCost):
        sums = (entry.amount,) if entry.amount is not None else (entry.amount_min, entry.amount_max)
        return f"{'..'.join(f'{part:,f}' for part in sums if part is not None)} {entry.currency} {entry.kind}"
    if isinstance(entry, GoldPartner):
        return f"{entry.names[0]} ({entry.role})"
    return f"{entry.event} {entry.value[0]}"


def show(entry: GivenEntry) -> str:
    """Say a predicted value in a few words."""
    if isinstance(entry, Capacity):
        return f"{entry.value:,} {entry.unit} {entry.kind}"
    if isinstance(entry, Cost):
        sums = (entry.amount,) if entry.amount is not None else (entry.amount_min, entry.amount_max)
        return f"{'..'.join(f'{part:,}' for part in sums if part is not None)} {entry.currency} {entry.kind}"
    if isinstance(entry, Partner):
        return f"{entry.name} ({entry.role})"
    return f"{entry.event} {entry.start}..{entry.end}"
