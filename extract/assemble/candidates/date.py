"""Questions about dates: which event of this plant does this date tell, if any?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate, pairs
from extract.assemble.context_features import context_features, word_features
from extract.assemble.event_reading import read_event
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import DateMention

__all__ = ["date_candidates"]

_SLOTS = frozenset({"event", "stage", "context"})


def date_candidates(scene: Scene) -> Iterator[Candidate[DateMention]]:
    """Yield every (date, plant) question; a date that could not be resolved asks none."""
    for number, mention in enumerate(scene.mentions.dates):
        if mention.period is None:
            continue
        own = context_features(scene, mention.span, _SLOTS) | word_features(scene, mention.span)
        own |= _reading(scene, mention) | _when(scene, mention)
        for plant, features in pairs(scene, mention.span, own, "date", number):
            yield Candidate(mention, plant, features)


def _reading(scene: Scene, mention: DateMention) -> Features:
    """Return what plain reading makes of a date: the event whose word costs least to reach."""
    reading = read_event(scene, mention)
    event = reading.event or "none"
    near = "near" if reading.cost <= 30 else "mid" if reading.cost <= 60 else "far"
    return {f"a.{event}": 1.0, f"a.{event}.{reading.how}.{near}": 1.0}


def _when(scene: Scene, mention: DateMention) -> Features:
    """Return how a date stands to the day of publication, and how precisely it is given."""
    period = mention.period
    if period is None:
        return {}
    found: Features = {f"v.precision.{period.precision}": 1.0, f"v.{period.qualifier}": 1.0}
    if mention.relative:
        found["v.relative"] = 1.0
    if scene.published:
        when = period.seen_from(scene.published)
        found[f"v.{when}"] = found[f"v.{when}.{period.precision}"] = 1.0
        if period.precision == "day" and period.start.isoformat() == scene.published:
            found["v.today"] = 1.0
    return found
