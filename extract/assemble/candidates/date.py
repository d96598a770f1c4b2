"""Questions about dates: which event of this plant happens then, if any?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate, pairs
from extract.assemble.context_features import context_features, word_features
from extract.assemble.scene import Scene
from extract.domain.mention import DateMention

__all__ = ["date_candidates"]


def date_candidates(scene: Scene) -> Iterator[Candidate[DateMention]]:
    """Yield every (date, plant) question; dates that cannot be resolved are left out."""
    slots = frozenset({"event", "context"})
    for mention in scene.mentions.dates:
        if mention.period is None:
            continue
        own = context_features(scene, mention.span, slots) | word_features(scene, mention.span)
        own[f"v.precision.{mention.period.precision}"] = 1.0
        own[f"v.qualifier.{mention.period.qualifier}"] = 1.0
        if mention.relative:
            own["v.relative"] = 1.0
        own[f"v.time.{_tense(mention, scene.published)}"] = 1.0
        if mention.span.start == scene.sentence_span(mention.span.start).start:
            own["v.sentence_start"] = 1.0
        for plant, features in pairs(scene, mention.span, own):
            yield Candidate(mention, plant, features)


def _tense(mention: DateMention, published: str | None) -> str:
    """Return where a date lies seen from the publication date: past, same, future, far or unknown."""
    if mention.period is None or not published:
        return "unknown"
    start, day = (
        mention.period.start.isoformat(),
        (published + "-12-31")[:10] if len(published) == 4 else (published + "-28")[:10],
    )
    if mention.period.end.isoformat() < published:
        return "past" if int(day[:4]) - mention.period.start.year < 6 else "long_past"
    if start > day:
        return "future"
    return "now"
