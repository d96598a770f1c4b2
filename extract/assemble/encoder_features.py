"""What the encoder's reading says of a question, as features: log-odds, and how it ranks the plants."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from extract.assemble.link_features import Features
from extract.assemble.scene import Scene, once
from extract.encode.heads import FUELS, LABELS, STATUSES

__all__ = ["fuel_reading", "pair_reading", "party_reading", "plant_reading", "status_reading", "worth_asking"]

_LOOKS = ("plant", "group", "party", "phrase")
_HOPELESS = -2.0
"""Scaled log-odds (a chance of 1.8 %) below which a pair is not even asked about."""


_MOST_RIVALS = 40
"""Plants a value is held against, the likeliest; as many as are read about again (decision 19)."""


@once
def worth_asking(scene: Scene, kind: str, value: int) -> frozenset[int]:
    """Return the plants of the article that the encoder thinks a value may have to do with."""
    reading = scene.reading
    if reading is None or kind not in reading.linked:
        return scene.active
    row = reading.linked[kind][value]
    likely = [plant for plant in scene.active if row[plant] > _HOPELESS]
    if len(likely) > _MOST_RIVALS:
        likely = nlargest(_MOST_RIVALS, likely, key=row.__getitem__)
    return frozenset(likely)


def pair_reading(scene: Scene, kind: str, value: int, plant: int) -> Features:
    """Return what the encoder says of value number `value` and a plant: the odds of any label, and of each.

    Args:
        scene: The article with its reading; without one there are no features.
        kind: "capacity", "cost", "date" or "org".
        value: The value's place among those of its kind.
        plant: The plant's index.
    """
    reading = scene.reading
    if reading is None or kind not in reading.linked:
        return {}
    row = reading.linked[kind][value]
    own = row[plant]
    found: Features = {"z.any": own, "z.own": reading.alone[kind][value]}
    rival = next((row[index] for index in _foremost(scene, kind, value) if index != plant), None)
    if rival is not None:
        found["z.lead"] = own - rival
    if rival is None or own >= rival:
        found["z.best"] = 1.0
    labels = LABELS[kind]
    if len(labels) > 1:
        found |= _named("z", labels, reading.labels[kind][value][plant])
        found |= _named("zo", labels, reading.labels_alone[kind][value])
    return found | _pair_read_closer(scene, kind, value, plant)


def _pair_read_closer(scene: Scene, kind: str, value: int, plant: int) -> Features:
    """Return what the second reading says of a value and a plant; of plants it did not look at, nothing."""
    closer = scene.closer.get(plant)
    if closer is None:
        return {}
    own = closer.linked[kind].get(value)
    if own is None:
        return {"y.elsewhere": 1.0}
    others = [
        odds
        for index, other in scene.closer.items()
        if index != plant and index in scene.active and (odds := other.linked[kind].get(value)) is not None
    ]
    found: Features = {"y.any": own}
    if others:
        found["y.lead"] = own - max(others)
    if not others or own >= max(others):
        found["y.best"] = 1.0
    labels = LABELS[kind]
    return found | (_named("y", labels, closer.labels[kind][value]) if len(labels) > 1 else {})


@once
def _foremost(scene: Scene, kind: str, value: int) -> list[int]:
    """Return the two plants that a value likeliest belongs to, the likeliest first."""
    reading = scene.reading
    if reading is None:
        return []
    row = reading.linked[kind][value]
    return nlargest(2, scene.active, key=row.__getitem__)


def _named(prefix: str, labels: Sequence[str], odds: Sequence[float]) -> Features:
    return {f"{prefix}.{label}": value for label, value in zip(labels, odds, strict=True)}


def plant_reading(scene: Scene, plant: int) -> Features:
    """Return how sure the encoder is that a plant is a project of the article."""
    if scene.reading is None:
        return {}
    best, mean = scene.reading.meant[plant]
    own = {"z.project": scene.reading.project[plant], "z.meant": best, "z.meant_all": mean}
    closer = scene.closer.get(plant)
    if closer is not None:
        own["y.project"] = closer.project
    return {**own, **_named("zn", _LOOKS, scene.reading.names[plant])}


def party_reading(scene: Scene, organization: int) -> Features:
    """Return how much an organisation's mentions look like a party's name, and like a plant's."""
    return {} if scene.reading is None else _named("zn", _LOOKS, scene.reading.parties[organization])


def status_reading(scene: Scene, plant: int) -> Features:
    """Return what the encoder says of a plant's status."""
    if scene.reading is None:
        return {}
    closer = scene.closer.get(plant)
    again = {} if closer is None else _named("y", STATUSES, closer.status)
    return _named("z", STATUSES, scene.reading.status[plant]) | again


def fuel_reading(scene: Scene, plant: int, fuel: str) -> Features:
    """Return how sure the encoder is of one fuel of a plant."""
    if scene.reading is None:
        return {}
    place = FUELS.index(fuel)
    closer = scene.closer.get(plant)
    again = {} if closer is None else {"y.fuel": closer.fuels[place]}
    return {"z.fuel": scene.reading.fuels[plant][place], **again}
