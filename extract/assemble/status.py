"""Reads how far each plant is from its stage notes: explicit words about it first, then what is implied.

The votes live in status_votes.toml. The reading is a feature of the status decision, beside the encoder's
(candidates/status.py, decision 8).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from extract.assemble.scene import Scene
from extract.assemble.stage_notes import Note, stage_notes
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon

__all__ = ["DecidedStatus", "decide_statuses"]

_EXPLICIT = 0.5
"""Votes of explicit words about the plant itself from which nothing else can overrule them."""
_IMPLIED = 0.35
"""What implied votes weigh beside explicit ones."""
_LEAD = 0.5
"""What a note in the headline or the first sentences adds to its weight."""
_KIN, _ONLY_KIN, _ARTICLE = 0.5, 1.0, 0.4
"""What notes about its parts and groups weigh, beside its own notes or alone; the article's, alone."""
_SHARPNESS = 1.5

Votes = dict[str, float]


@dataclass(frozen=True, slots=True)
class DecidedStatus:
    """A status with how sure it is and the words that tell it, the weightiest first."""

    value: str
    probability: float
    spans: tuple[Span, ...]


@cache
def _votes(strong: bool) -> dict[str, Votes]:
    return {
        entry.id: entry.data["votes"]
        for entry in load_lexicon("status_votes").entries
        if entry.data["strong"] or not strong
    }


def decide_statuses(scene: Scene) -> Iterator[tuple[PlantEntity, DecidedStatus]]:
    """Yield the status of every plant that counts and of which anything tells one.

    Args:
        scene: The article's mentions and entities.
    """
    notes = stage_notes(scene)
    for plant in scene.plants:
        if plant.index not in scene.active:
            continue
        votes, telling = _weigh(scene, plant, notes)
        if any(vote > 0 for vote in votes.values()):
            yield plant, _decided(votes, telling)


def _weigh(scene: Scene, plant: PlantEntity, notes: Iterable[Note]) -> tuple[Votes, list[Note]]:
    """Return the votes for each status and the notes that cast them."""
    kin_of = _kin(scene, plant)
    own = [n for n in notes if n.plant == plant.index]
    kin = [n for n in notes if n.plant in kin_of]
    votes = _tally(own, _votes(strong=True))
    if votes and max(votes.values()) >= _EXPLICIT:
        return _sum(votes, _tally(own, _votes(strong=False)), _IMPLIED), own
    if own:
        return _sum(_tally(own, _votes(strong=False)), _tally(kin, _votes(strong=False)), _KIN), own + kin
    if kin:
        return _sum({}, _tally(kin, _votes(strong=False)), _ONLY_KIN), kin
    return _sum({}, _tally(notes, _votes(strong=False)), _ARTICLE), []


def _kin(scene: Scene, plant: PlantEntity) -> frozenset[int]:
    """Return the parts of a plant, what it is part of, and the groups it belongs to."""
    kin = {p.index for p in scene.plants if plant.index in p.members or p.parent == plant.index}
    return frozenset(kin | set(plant.members) | ({plant.parent} if plant.parent is not None else set()))


def _tally(notes: Iterable[Note], table: Mapping[str, Votes]) -> Votes:
    """Return the votes of some notes; the same note said again and again counts at most twice."""
    weights: dict[str, float] = {}
    for note in notes:
        weight = note.weight * (1.0 + _LEAD if note.lead else 1.0)
        weights[note.text] = min(2.0, weights.get(note.text, 0.0) + weight)
    votes: Votes = {}
    for text, weight in weights.items():
        for status, vote in table.get(text, {}).items():
            votes[status] = votes.get(status, 0.0) + weight * vote
    return votes


def _sum(first: Votes, second: Votes, factor: float) -> Votes:
    return {s: first.get(s, 0.0) + factor * second.get(s, 0.0) for s in sorted({*first, *second})}


def _decided(votes: Votes, notes: Iterable[Note]) -> DecidedStatus:
    value = max(sorted(votes), key=lambda status: votes[status])
    powers = {status: math.exp(_SHARPNESS * vote) for status, vote in votes.items()}
    table = _votes(strong=False)
    telling = sorted(
        (-table.get(n.text, {}).get(value, 0.0) * n.weight, n.span)
        for n in notes
        if table.get(n.text, {}).get(value, 0.0) > 0
    )
    rest = math.exp(0.0)  # what speaks for no status at all
    return DecidedStatus(
        value, powers[value] / (sum(powers.values()) + rest), tuple(s for _, s in telling[:3])
    )
