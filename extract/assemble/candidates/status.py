"""Questions about statuses: how far is this plant?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.assemble.candidates.base import Candidate
from extract.assemble.context_features import word_features
from extract.assemble.encoder_features import status_reading
from extract.assemble.link_features import Features, entity_features
from extract.assemble.scene import Scene
from extract.assemble.stage_notes import Note, stage_notes
from extract.assemble.status import DecidedStatus, decide_statuses
from extract.domain.plant_entity import PlantEntity

__all__ = ["status_candidates"]


def status_candidates(scene: Scene) -> Iterator[Candidate[DecidedStatus | None]]:
    """Yield one question per plant that counts; its value is what plain reading makes of the stage notes."""
    notes = stage_notes(scene)
    read = {plant.index: status for plant, status in decide_statuses(scene, notes)}
    for plant in scene.plants:
        if plant.index in scene.active:
            yield Candidate(read.get(plant.index), plant, _features(scene, plant, notes, read))


def _features(
    scene: Scene, plant: PlantEntity, notes: Sequence[Note], read: dict[int, DecidedStatus]
) -> Features:
    found: Features = {f: v for f, v in entity_features(scene, plant).items() if f in _KEPT}
    status = read.get(plant.index)
    if status is not None:
        found[f"a.{status.value}"] = 1.0
        found[f"a.{status.value}.sure"] = status.probability
    kin = {p.index for p in scene.plants if plant.index in p.members or p.parent == plant.index}
    kin |= {*plant.members, *(() if plant.parent is None else (plant.parent,))}
    for note in notes:
        whose = "own" if note.plant == plant.index else "kin" if note.plant in kin else "any"
        found[f"t.{whose}.{note.text}"] = max(found.get(f"t.{whose}.{note.text}", 0.0), note.weight)
        if note.lead:
            found[f"t.{whose}.lead.{note.text}"] = 1.0
    for mention in plant.mentions[:4]:
        words = word_features(scene, mention.span, 4)
        found |= {f"b.{name}": value for name, value in words.items() if name.startswith(("w-=", "w+="))}
    for kind in {m.form for m in plant.mentions}:
        found[f"m.{kind}"] = 1.0
    return found | status_reading(scene, plant.index)


_KEPT = frozenset({"e.group", "e.unit", "e.in_headline", "e.most_mentioned", "e.nameless", "e.first"})
