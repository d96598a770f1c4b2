"""Questions about statuses: how far is this plant?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.encoder_features import status_reading
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.assemble.status import DecidedStatus, decide_statuses
from extract.encode.heads import LABELS
from extract.encode.reading import chance_of

__all__ = ["status_candidates"]


def status_candidates(scene: Scene) -> Iterator[Candidate[DecidedStatus | None]]:
    """Yield one question per plant that counts; its value is what plain reading makes of the stage notes.

    The features are what plain reading says and what the encoder says of the plant and its events,
    no more: stage words as features of their own made it worse on unseen articles (0.52 against 0.59 right,
    cross-validated, development set).
    """
    read = {plant.index: status for plant, status in decide_statuses(scene)}
    for plant in scene.plants:
        if plant.index in scene.active:
            status = read.get(plant.index)
            features: Features = status_reading(scene, plant.index)
            features |= _events(scene, plant.index)
            if status is not None:
                features |= {f"a.{status.value}": 1.0, f"a.{status.value}.sure": status.probability}
            yield Candidate(status, plant, features)


def _events(scene: Scene, plant: int) -> Features:
    """Return how surely each event of the plant is dated, before the article's day or after it.

    The odds are the second reading's: the date's having to do with the plant, and telling this event.
    """
    closer = scene.closer.get(plant)
    found: Features = {}
    if closer is None:
        return {}
    for number, mention in enumerate(scene.mentions.dates):
        linked = closer.linked.get("date", {}).get(number)
        if linked is None or mention.period is None:
            continue
        when = mention.period.seen_from(scene.published) if scene.published else "undated"
        for event, odds in zip(LABELS["date"], closer.labels["date"][number], strict=True):
            key = f"e.{event}.{when}"
            found[key] = max(found.get(key, 0.0), round(chance_of(linked) * chance_of(odds), 3))
    return found
