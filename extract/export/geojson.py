"""GeoJSON (RFC 7946): a feature a plant; where no position is known its geometry is null."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from extract.domain.linked import LinkedPlant
from extract.export.words import country_name

__all__ = ["geojson_text"]


def geojson_text(plants: Sequence[LinkedPlant]) -> str:
    """Return a feature collection with a line for each plant, unit and phase, sorted by id.

    `location_accuracy` says what the point is the position of: a town or a region, never the plant itself.
    """
    features = [json.dumps(_feature(plant), ensure_ascii=False, separators=(",", ":")) for plant in plants]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _feature(plant: LinkedPlant) -> dict[str, Any]:
    properties = plant.model_dump(exclude={"latitude", "longitude"})
    geometry = None
    if plant.latitude is not None and plant.longitude is not None:
        geometry = {"type": "Point", "coordinates": [plant.longitude, plant.latitude]}
    named = {**properties, "country_name": country_name(plant.country)}
    return {"type": "Feature", "id": plant.id, "geometry": geometry, "properties": named}
