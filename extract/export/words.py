"""The vocabularies of other tools, from `words.toml` beside this file, and what all exports share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from extract.domain.linked import LinkedPlant
from extract.emit.csv import csv_cell
from extract.emit.rows import Value
from extract.lexicons.loader import load_file, load_lexicon

__all__ = ["country_name", "csv_text", "fuels_of", "leaves", "vocabulary", "year_of"]

_FILE = Path(__file__).parent / "words.toml"


@cache
def vocabulary(name: str) -> dict[str, str]:
    """Return one vocabulary: our term to theirs."""
    return dict(load_file(_FILE).by_id()[name].data)


@cache
def country_name(code: str | None) -> str | None:
    """Return a country's short English name by its ISO 3166-1 alpha-2 code.

    >>> country_name("CZ"), country_name("DE"), country_name(None)
    ('Czechia', 'Germany', None)
    """
    if code is None:
        return None
    return vocabulary("countries").get(code) or load_lexicon("countries").by_id()[code].forms[0]


def year_of(edtf: str | None) -> int | None:
    """Return the year a date begins in, None for none.

    >>> year_of("2029-33"), year_of("2027-04/2028-03"), year_of(None)
    (2029, 2027, None)
    """
    return int(edtf[:4]) if edtf and edtf[:4].isdecimal() else None


def fuels_of(plant: LinkedPlant) -> list[str]:
    """Return a plant's fuels, the main one first."""
    return plant.fuels.split(", ") if plant.fuels else []


def leaves(plants: Sequence[LinkedPlant]) -> list[LinkedPlant]:
    """Return the rows of an export in which no megawatt stands twice.

    Of a plant with units or phases these are its parts where each has a capacity; else the plant as a whole,
    where anybody speaks of it.
    """
    parts: dict[str, list[LinkedPlant]] = {}
    for plant in plants:
        if plant.kind != "plant":
            parts.setdefault(plant.site_id, []).append(plant)
    wholes = {plant.site_id for plant in plants if plant.kind == "plant"}
    by_parts = {
        site
        for site, some in parts.items()
        if site not in wholes or all(p.capacity_mw is not None for p in some)
    }
    return [p for p in plants if (p.site_id in by_parts) == (p.kind != "plant")]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Return a CSV table: texts quoted and harmless to spreadsheets, numbers bare, nothing for null."""
    lines = [",".join(map(csv_cell, header)), *(",".join(map(csv_cell, row)) for row in rows)]
    return "\n".join(lines) + "\n"
