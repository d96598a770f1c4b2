"""CSV that powerplantmatching takes as a data source: its target columns, fuels, technologies and countries.

docs/how-to/export.md shows the few lines that register the file. Only plants that stand, stood or are being
built and whose capacity is known are in it: the tool has no status, and drops what has no size.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.domain.linked import LinkedPlant
from extract.emit.rows import Value
from extract.export.words import country_name, csv_text, fuels_of, leaves, vocabulary, year_of

__all__ = ["matching_csv"]

_HEADER = (
    "Name", "Fueltype", "Technology", "Set", "Country", "Capacity", "Efficiency", "DateIn", "DateRetrofit",
    "DateOut", "lat", "lon", "Duration", "Volume_Mm3", "DamHeight_m", "StorageCapacity_MWh", "EIC",
    "projectID",
)  # fmt: skip
_STANDING = ("construction", "operating", "mothballed", "retired")


def matching_csv(plants: Sequence[LinkedPlant]) -> str:
    """Return the table, a row a plant, or a unit or phase where all of a plant's are known."""
    rows = (p for p in leaves(plants) if p.status in _STANDING and p.capacity_mw is not None)
    return csv_text(_HEADER, map(_row, rows))


def _row(plant: LinkedPlant) -> tuple[Value, ...]:
    fuels = fuels_of(plant)
    pumped = plant.technology == "pumped storage"
    stores = pumped or fuels[:1] == ["storage"]
    return (
        plant.name,
        vocabulary("matching_fuels")["hydro" if pumped else fuels[0]] if fuels else "Other",
        vocabulary("matching_technologies").get(plant.technology or ""),
        "Store" if stores else "CHP" if plant.capacity_mwth is not None else "PP",
        country_name(plant.country),
        plant.capacity_mw,
        None,
        year_of(plant.commissioning),
        None,
        year_of(plant.retirement),
        plant.latitude,
        plant.longitude,
        None,
        None,
        None,
        plant.storage_mwh,
        None,
        plant.id,
    )
