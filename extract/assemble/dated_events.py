"""Reads plainly which event of which plant a date tells: event by sentence, plant by reading order.

How many events a plant gets this way is a feature of the question whether it is a project; which event a date
tells is decided by weights (candidates/date.py, decision 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.assemble.event_reading import EventReading, read_event
from extract.assemble.link_features import attachment
from extract.assemble.scene import Scene
from extract.domain.mention import DateMention

__all__ = ["DatedEvent", "decide_dates"]

_EVENTS = frozenset({"commissioning", "construction_start", "agreement", "approval", "tender", "retirement"})
"""Announcements and milestones are read so that their dates go to no other event; few are told right."""
_DOUBT = {"phrase": 0.0, "next_near": 0.0, "next": 0.0, "last": 0.05, "last_clause": 0.05}
_FAR = 0.15


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A date as the event of a plant, with how sure the reading is."""

    plant: int
    mention: DateMention
    event: str
    probability: float


def decide_dates(scene: Scene) -> Iterator[DatedEvent]:
    """Yield the events of all plants that count, in text order; a group's also for each member.

    Args:
        scene: The article's mentions and entities.
    """
    for mention in scene.mentions.dates:
        if mention.period is None:
            continue
        reading = read_event(scene, mention)
        index, how = attachment(scene, mention.span)
        if reading.event is None or reading.event not in _EVENTS or index is None:
            continue
        probability = _sureness(reading, how)
        for plant in (index, *(m for m in scene.plants[index].members if m in scene.active)):
            yield DatedEvent(plant, mention, reading.event, probability)


def _sureness(reading: EventReading, how: str) -> float:
    """Return a rising measure of trust; training turns it into how often such values were right."""
    return max(
        0.3, 0.8 - reading.cost / 250 - _DOUBT.get(how, _FAR) - (0.1 if reading.how == "ahead" else 0.0)
    )
