"""Reads which event a date belongs to: the event word that costs least to reach from it in its sentence.

What lies between counts: clause boundaries, commas and other dates. A date ahead of the day of publication
with no event word near is when the plant is to run ("expected for 2029"). The reading is a feature of the
date decision, not the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.assemble.scene import Scene
from extract.domain.mention import CueMention, DateMention

__all__ = ["EventReading", "read_event"]

_STAGES = {
    "went_live": "commissioning",
    "finished": "commissioning",
    "runs": "commissioning",
    "commissioning": "commissioning",
    "build_started": "construction_start",
    "being_built": "construction_start",
    "contract": "agreement",
    "finance": "agreement",
    "permit": "approval",
    "tender": "tender",
    "closed": "retirement",
}
"""Stage words that tell an event too, where no event word stands nearer."""

# Costs in characters; chosen on the open sets (2026-11), flat around these values.
_LIMIT, _REPORT_LIMIT = 90, 25
_CLAUSE, _COMMA, _DATE, _BEHIND, _STAGE = 25, 12, 30, 10, 15


@dataclass(frozen=True, slots=True)
class EventReading:
    """What plain reading makes of a date: an event or None, how it was told, and at what cost."""

    event: str | None
    how: str
    cost: int = 0


def read_event(scene: Scene, mention: DateMention) -> EventReading:
    """Return the reading of a resolved date.

    Args:
        scene: The article.
        mention: A date with a period.
    """
    here = scene.dates.get(scene.sentence(mention.span.start), [])
    best = min(_costs(scene, mention, here), default=None)
    if best is not None and best[0] <= _LIMIT:
        return EventReading(best[1], best[2], best[0])
    ahead = mention.period is not None and mention.period.start.isoformat() > (scene.published or "9999")
    return EventReading("commissioning", "ahead") if ahead and len(here) <= 2 else EventReading(None, "none")


def _costs(scene: Scene, mention: DateMention, here: list[DateMention]) -> Iterator[tuple[int, str, str]]:
    for cue in scene.cues.get(scene.sentence(mention.span.start), []):
        event = cue.value if cue.slot == "event" else _STAGES.get(cue.value) if cue.slot == "stage" else None
        if event is None or any(cue.span.overlaps(date.span) for date in here):
            continue
        cost = _cost(scene, mention, cue, here) + (_STAGE if cue.slot == "stage" else 0)
        if event != "report" or cost <= _REPORT_LIMIT:
            yield cost, event, cue.slot


def _cost(scene: Scene, mention: DateMention, cue: CueMention, here: list[DateMention]) -> int:
    """Return how far an event word is from a date, in characters and in what stands between."""
    behind = cue.span.start > mention.span.start
    low, high = (mention.span.end, cue.span.start) if behind else (cue.span.end, mention.span.start)
    breaks = scene.clause_breaks(low, high) if high - low < 300 else 9
    dates = sum(low <= d.span.start and d.span.end <= high for d in here)
    commas = scene.text.count(",", low, high)
    return (
        max(0, high - low) + _CLAUSE * breaks + _COMMA * commas + _DATE * dates + (_BEHIND if behind else 0)
    )
