"""What `make demo` shows at the end: one row per plant of a JSON Lines file of records."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extract.domain.record import Cost, PlantRecord
from extract.emit import read_records

__all__ = ["main"]


def _sum(cost: Cost) -> str:
    """Say a sum of money in millions, billions or trillions."""
    amount = float(cost.amount if cost.amount is not None else cost.amount_max or 0)
    size, word = (1e12, "tn") if amount >= 1e12 else (1e9, "bn") if amount >= 1e9 else (1e6, "m")
    return f"{cost.currency} {amount / size:,.4g} {word}"


def _row(plant: PlantRecord) -> list[str]:
    """Return the cells of one plant: of each list the first entry, and how many more there are."""
    lists = (
        [f"{entry.value:,} {entry.unit}" for entry in plant.capacities],
        [_sum(cost) for cost in plant.costs if not cost.superseded],
        [f"{partner.name} ({partner.role})" for partner in plant.partners],
        [f"{entry.event} {entry.edtf}" for entry in plant.dates if not entry.superseded],
    )
    cells = [
        entries[0] + (f" +{len(entries) - 1}" if len(entries) > 1 else "") if entries else ""
        for entries in lists
    ]
    where = " ".join(part for part in (plant.location.country, "/".join(plant.fuels)) if part)
    return [plant.name, where, plant.status.value if plant.status else "", *cells]


def main(given: Sequence[str]) -> int:
    """Print the table of the file named first."""
    table = Table(title=f"{given[0]}: what the articles say, one row per plant")
    for head in ("plant", "where, fuel", "status", "capacity", "cost", "partners", "dates"):
        table.add_column(head, no_wrap=True, overflow="ellipsis", max_width=30)
    for record in read_records(Path(given[0])):
        for plant in record.plants:
            table.add_row(*_row(plant))
    Console(width=None if sys.stdout.isatty() else 160).print(table, markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
