"""Leaving out what a record is less sure of than asked for. Knows the record, nothing of how it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from extract.domain.record import ArticleRecord, Cost, Location, PlantRecord

__all__ = ["keep_confident"]


class _Sure(Protocol):
    @property
    def confidence(self) -> float: ...


T = TypeVar("T", bound=_Sure)


def keep_confident(record: ArticleRecord, minimum: float) -> ArticleRecord:
    """Return the record without plants and values of a confidence below the minimum.

    A plant that goes takes its values with it; references to what went (a converted amount, members of
    an aggregate) go, too. What has no confidence of its own (fuels, technology) stays with its plant.
    """
    if minimum <= 0:
        return record
    plants = _sure(record.plants, minimum)
    left = {plant.id for plant in plants}
    return record.model_copy(update={"plants": tuple(_thinned(plant, minimum, left) for plant in plants)})


def _sure(entries: Iterable[T], minimum: float) -> tuple[T, ...]:
    return tuple(entry for entry in entries if entry.confidence >= minimum)


def _thinned(plant: PlantRecord, minimum: float, left: set[str]) -> PlantRecord:
    """Return one plant with only its sure values."""
    status, location = plant.status, plant.location
    return plant.model_copy(
        update={
            "status": status if status is not None and status.confidence >= minimum else None,
            "location": location if location.confidence >= minimum else Location(),
            "capacities": _sure(plant.capacities, minimum),
            "costs": _costs(plant.costs, minimum),
            "partners": _sure(plant.partners, minimum),
            "dates": _sure(plant.dates, minimum),
            "members": tuple(member for member in plant.members if member in left),
        }
    )


def _costs(costs: tuple[Cost, ...], minimum: float) -> tuple[Cost, ...]:
    """Return the sure costs; `converted_from` follows the original amount, or is None where that went."""
    kept = [(index, cost) for index, cost in enumerate(costs) if cost.confidence >= minimum]
    moved: dict[int | None, int] = {index: place for place, (index, _) in enumerate(kept)}
    return tuple(
        cost.model_copy(update={"converted_from": moved.get(cost.converted_from)}) for _, cost in kept
    )
