"""Floors: the lowest precision, recall and F1 per slot the gate accepts, next to a digest of the corpus."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from extract.evaluate import Measure

__all__ = ["FLOORS", "Floors", "below", "pin", "read_floors", "write_floors"]

FLOORS = Path(__file__).with_name("floors.json")


class SetFloors(TypedDict):
    """The floors of one set of articles."""

    articles: int
    digest: str
    slots: dict[str, dict[str, float]]


Floors = dict[str, SetFloors]


def pin(articles: int, digest: str, measures: Mapping[str, Measure]) -> SetFloors:
    """Return floors at what was measured, rounded down to three digits."""
    slots = {
        slot: {
            "precision": math.floor(measure.precision * 1000) / 1000,
            "recall": math.floor(measure.recall * 1000) / 1000,
            "f1": math.floor(measure.f1 * 1000) / 1000,
        }
        for slot, measure in measures.items()
    }
    return {"articles": articles, "digest": digest, "slots": slots}


def below(floors: SetFloors, measured: SetFloors) -> list[str]:
    """Return a line for every figure that is lower than its floor."""
    return [
        f"{slot} {name}: {measured['slots'][slot][name]:.3f} is below the floor {floor:.3f}"
        for slot, figures in floors["slots"].items()
        for name, floor in figures.items()
        if measured["slots"][slot][name] < floor
    ]


def read_floors(path: Path = FLOORS) -> Floors:
    """Return the committed floors, none where there is no file yet."""
    found: Floors = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors in a stable order."""
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
