"""CSV in the columns of Global Energy Monitor's Global Integrated Power Tracker, a row a unit or phase.

Their column names and vocabularies, our ids. What their trackers do not have (cost, dates beyond years,
how many sources) follows in columns of our own at the end.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.domain.linked import LinkedPlant
from extract.emit.rows import Value
from extract.export.words import country_name, csv_text, fuels_of, leaves, vocabulary, year_of

__all__ = ["gem_csv"]

_HEADER = (
    "Type", "Country/area", "Subnational unit (state, province)", "City", "Plant / Project name",
    "Unit / Phase name", "Capacity (MW)", "Status", "Start year", "Retired year", "Technology",
    "Fuel (combustion only)", "Owner(s)", "Latitude", "Longitude", "Location accuracy", "GEM location ID",
    "GEM unit/phase ID", "plantwire location", "plantwire cost", "plantwire currency", "plantwire sources",
    "plantwire last published",
)  # fmt: skip


def gem_csv(plants: Sequence[LinkedPlant]) -> str:
    """Return the table.

    The columns of ids hold ours; `Location accuracy` says "approximate", theirs for all but the exact
    site, and `plantwire location` whether the position is that of a town or a region.
    """
    names = {plant.id: plant.name for plant in plants}
    return csv_text(_HEADER, (_row(plant, names) for plant in leaves(plants)))


def _row(plant: LinkedPlant, names: dict[str, str]) -> tuple[Value, ...]:
    fuels = fuels_of(plant)
    burnt = [vocabulary("gem_fuels")[fuel] for fuel in fuels if fuel in vocabulary("gem_fuels")]
    is_part = plant.kind != "plant"
    return (
        vocabulary("gem_types").get(fuels[0]) if fuels else None,
        country_name(plant.country),
        plant.region,
        plant.place,
        names.get(plant.site_id, plant.name),
        (f"{plant.kind.title()} {plant.part}" if is_part else None),
        plant.capacity_mw,
        plant.status,
        year_of(plant.commissioning),
        year_of(plant.retirement),
        plant.technology,
        ", ".join(burnt) or None,
        plant.owners,
        plant.latitude,
        plant.longitude,
        "approximate" if plant.location_accuracy else None,
        plant.site_id,
        plant.id,
        plant.location_accuracy,
        plant.cost,
        plant.currency,
        plant.sources,
        plant.last_published,
    )
