"""Exports: linked plants in the forms other tools read. The explicit table FORMATS says which there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.domain.linked import LinkedPlant
from extract.export.gem import gem_csv
from extract.export.geojson import geojson_text
from extract.export.matching import matching_csv

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form of export: how its text is made, and what to tell users."""

    text: Callable[[Sequence[LinkedPlant]], str]
    about: str


FORMATS: dict[str, Format] = {
    "gem": Format(gem_csv, "CSV with the columns and vocabulary of Global Energy Monitor's trackers"),
    "powerplantmatching": Format(matching_csv, "CSV that powerplantmatching takes as a data source"),
    "geojson": Format(geojson_text, "GeoJSON, a feature a plant"),
}
