"""Calibration: a decision's probability to the share of such values that proved right. Knows records only.

The tables come with the decision weights; `make train` makes them from articles whose weights were learned
without them, so that of values given with confidence 0.9 about nine in ten are right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TypeVar

from extract.domain.record import Capacity, Cost, DateEntry, Partner, PlantRecord, Status

__all__ = ["Table", "calibrate", "interpolate"]

Table = Sequence[tuple[float, float]]
E = TypeVar("E", Capacity, Cost, DateEntry, Partner, Status)


def interpolate(table: Table, probability: float) -> float:
    """Return a table's value at a probability, straight lines between its points.

    >>> interpolate([(0.2, 0.1), (0.8, 0.7)], 0.5)
    0.4
    """
    if not table:
        return probability
    at = bisect_right([point[0] for point in table], probability)
    if at == 0:
        return table[0][1]
    if at == len(table):
        return table[-1][1]
    (left, low), (right, high) = table[at - 1], table[at]
    return round(low + (high - low) * (probability - left) / (right - left), 3)


def calibrate(plants: Sequence[PlantRecord], tables: Mapping[str, Table]) -> tuple[PlantRecord, ...]:
    """Return the plants with every confidence read off its slot's table.

    Args:
        plants: Records with the probabilities of the decisions as confidence.
        tables: By slot (plant, country, status, capacity, ...) rising (probability, share) points.
    """
    return tuple(_plant(plant, tables) for plant in plants)


def _plant(plant: PlantRecord, tables: Mapping[str, Table]) -> PlantRecord:
    location = plant.location
    if location.evidence:
        sure = interpolate(tables.get("country", ()), location.confidence)
        location = location.model_copy(update={"confidence": sure})
    return plant.model_copy(update={
        "confidence": interpolate(tables.get("plant", ()), plant.confidence),
        "location": location,
        "status": _entry(plant.status, tables.get("status", ())) if plant.status else None,
        "capacities": tuple(_entry(entry, tables.get("capacity", ())) for entry in plant.capacities),
        "costs": tuple(_entry(entry, tables.get("cost", ())) for entry in plant.costs),
        "partners": tuple(_entry(entry, tables.get("partner", ())) for entry in plant.partners),
        "dates": tuple(_entry(entry, tables.get("date", ())) for entry in plant.dates),
    })  # fmt: skip


def _entry(entry: E, table: Table) -> E:
    return entry.model_copy(update={"confidence": interpolate(table, entry.confidence)})
