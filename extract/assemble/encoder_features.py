"""What the encoder's reading says of a question, as features: log-odds, and how it ranks the plants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest

from extract.assemble.link_features import Features
from extract.assemble.scene import Scene, once
from extract.encode.heads import FUELS, LABELS, STATUSES
from extract.encode.reading import chance_of

__all__ = [
    "crowd_reading",
    "fuel_reading",
    "pair_reading",
    "party_reading",
    "plant_reading",
    "status_reading",
    "worth_asking",
]

_MANY = 3.0
"""Facts beyond which more of one kind say no more."""
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
    alike = (odds for other, odds in enumerate(scene.reading.alike[plant]) if other != plant)
    own["q.alike"] = max(alike, default=0.0)
    return {**own, **_named("zn", _LOOKS, scene.reading.names[plant]), **_facts(scene, plant)}


def _facts(scene: Scene, plant: int) -> Features:
    """Return how many facts the encoder expects of a plant, as sums of chances.

    By the first reading of values that are likeliest this plant's ("first"); by the second of all in its
    passage ("all") and of those that are likeliest its own ("own").
    """
    found: Features = {}
    total = {"all": 0.0, "own": 0.0}
    for kind in LABELS:
        first, best = _first_likeliest(scene, kind), _best_again(scene, kind)
        found[f"q.first.{kind}"] = min(_MANY, sum(chance for index, chance in first if index == plant))
        odds = _again(scene, kind, plant)
        sums = {
            "all": sum(map(chance_of, odds.values())),
            "own": sum(chance_of(own) for value, own in odds.items() if own >= best[value]),
        }
        for which, expected in sums.items():
            found[f"q.{which}.{kind}"] = min(_MANY, expected)
            total[which] += expected
    return found | {f"q.{which}": min(2 * _MANY, expected) / 2 for which, expected in total.items()}


def _again(scene: Scene, kind: str, plant: int) -> Mapping[int, float]:
    """Return by value of a kind the odds of the second reading that it has to do with a plant."""
    closer = scene.closer.get(plant)
    return closer.linked.get(kind, {}) if closer is not None else {}


@once
def _first_likeliest(scene: Scene, kind: str) -> list[tuple[int, float]]:
    """Return per value of a kind its likeliest plant by the first reading, and the chance."""
    rows = scene.reading.linked.get(kind, []) if scene.reading is not None else []
    likeliest = [(max(range(len(row)), key=row.__getitem__), max(row)) for row in rows if row]
    return [(index, chance_of(odds)) for index, odds in likeliest]


@once
def _best_again(scene: Scene, kind: str) -> Mapping[int, float]:
    """Return by value of a kind its best odds by the second reading."""
    best: dict[int, float] = {}
    for plant in scene.closer:
        for value, odds in _again(scene, kind, plant).items():
            best[value] = max(odds, best.get(value, odds))
    return best


@once
def _plants_expected(scene: Scene, kind: str) -> Mapping[int, float]:
    """Return by value of a kind how many plants it has to do with, as a sum of chances."""
    sums: dict[int, float] = {}
    for plant in scene.closer:
        for value, odds in _again(scene, kind, plant).items():
            sums[value] = sums.get(value, 0.0) + chance_of(odds)
    return sums


@once
def _labelled(scene: Scene, kind: str, plant: int) -> Mapping[int, list[float]]:
    """Return by value of a kind the chances that it is told of a plant with each label."""
    closer = scene.closer[plant]
    return {
        value: [chance_of(odds) * chance_of(label) for label in closer.labels[kind][value]]
        for value, odds in _again(scene, kind, plant).items()
    }


def crowd_reading(scene: Scene, kind: str, value: int, plant: int) -> Features:
    """Return how a value competes by the second reading: for plants, with the plant's others, for an event.

    Args:
        scene: The article with what the second reading says; without it there are no features.
        kind: "capacity", "cost" or "date". Parts of organisations did not gain from it (2026-11).
        value: The value's place among those of its kind.
        plant: The plant's index.
    """
    own = _again(scene, kind, plant)
    if value not in _plants_expected(scene, kind):
        return {}
    found: Features = {"q.plants": min(_MANY, _plants_expected(scene, kind)[value])}
    if own:
        found["q.load"] = min(2 * _MANY, sum(map(chance_of, own.values()))) / 2
    if value in own and len(LABELS[kind]) > 1:
        chances = _labelled(scene, kind, plant)
        for number, label in enumerate(LABELS[kind]):
            rival = max((row[number] for other, row in chances.items() if other != value), default=0.0)
            found |= {f"q.rival.{label}": rival, f"q.ahead.{label}": chances[value][number] - rival}
    return found


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
