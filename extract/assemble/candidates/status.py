"""Questions about statuses: how far is this plant?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.encoder_features import status_reading
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.assemble.status import DecidedStatus, decide_statuses

__all__ = ["status_candidates"]


def status_candidates(scene: Scene) -> Iterator[Candidate[DecidedStatus | None]]:
    """Yield one question per plant that counts; its value is what plain reading makes of the stage notes.

    The features are what plain reading says and what the encoder says, no more: stage words as features of
    their own made it worse on unseen articles (0.52 against 0.59 right, cross-validated, development set).
    """
    read = {plant.index: status for plant, status in decide_statuses(scene)}
    for plant in scene.plants:
        if plant.index in scene.active:
            status = read.get(plant.index)
            features: Features = status_reading(scene, plant.index)
            if status is not None:
                features |= {f"a.{status.value}": 1.0, f"a.{status.value}.sure": status.probability}
            yield Candidate(status, plant, features)
