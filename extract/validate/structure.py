"""Structure: what pydantic cannot see because it spans several fields. A fault here is a bug upstream.

References inside a record must resolve, else tables made from it would hold dangling or doubled keys.
"""

from __future__ import annotations

from extract.domain.record import ArticleRecord, PlantRecord

__all__ = ["structure_fault"]

_BASE_UNIT = {"electric": "MW", "thermal": "MWth", "energy": "MWh"}


def structure_fault(record: ArticleRecord) -> str | None:
    """Return the first broken reference of the record, starting with its path, None where all hold."""
    seen: dict[str, int] = {}
    for index, plant in enumerate(record.plants):
        path = f"plants[{index}]"
        if plant.id in seen:
            return f"{path}.id: {plant.id!r} is also the id of plants[{seen[plant.id]}]"
        seen[plant.id] = index
        fault = _cost_fault(plant, path) or _capacity_fault(plant, path)
        if fault is not None:
            return fault
    return None


def _cost_fault(plant: PlantRecord, path: str) -> str | None:
    for index, cost in enumerate(plant.costs):
        where = f"{path}.costs[{index}]"
        if cost.converted_from is not None and (
            cost.converted_from >= len(plant.costs) or cost.converted_from == index
        ):
            return f"{where}.converted_from: {cost.converted_from} is no other cost of this plant"
        if cost.amount_min is not None and cost.amount_max is not None and cost.amount_min > cost.amount_max:
            return f"{where}.amount_min: {cost.amount_min} is above amount_max {cost.amount_max}"
    return None


def _capacity_fault(plant: PlantRecord, path: str) -> str | None:
    for index, capacity in enumerate(plant.capacities):
        wanted = _BASE_UNIT[capacity.kind]
        if capacity.normalized.unit != wanted:
            where = f"{path}.capacities[{index}].normalized.unit"
            return f"{where}: is {capacity.normalized.unit}, but {capacity.kind} capacity is in {wanted}"
    return None
