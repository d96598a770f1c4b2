"""A plain reading of how far a plant is: status words near its mentions, turned by tense and negation.

The reading is a feature for the status decision, not the decision: it says what a careful reader would note
down sentence by sentence, and the learned weights say which notes to trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.assemble.link_features import Features, attachment
from extract.assemble.scene import Scene
from extract.domain.mention import CueMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

__all__ = ["status_reading"]

_FUTURE = re.compile(
    r"\b(?:will|shall|would|should|to be|is to|are to|due|expected|scheduled|planned|plans?|set|aims?|hopes?|"
    r"slated|intends?|wants?|target(?:ed)?|before|until|by)\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|nor|neither|without|yet to|has still|denie[sd]|n't)\b[^,.;]{0,25}$", re.IGNORECASE
)
_TURNED = {
    "operating": "future_operation",
    "construction": "future_construction",
    "retired": "future_retirement",
}
_REACH = 140


def status_reading(scene: Scene, plant: PlantEntity) -> Features:
    """Return weighted notes ("r.construction", "r.future_operation", "r.not.operating"), the heaviest apart.

    Args:
        scene: The article.
        plant: The plant read about.
    """
    notes: dict[str, float] = {}
    for cue, weight in _cues_of(scene, plant):
        notes[_note(scene, cue)] = notes.get(_note(scene, cue), 0.0) + weight
    for note, weight in _dated(scene, plant):
        notes[note] = notes.get(note, 0.0) + weight
    found: Features = {f"r.{note}": min(weight, 2.0) for note, weight in notes.items()}
    if notes:
        found[f"r.most.{max(sorted(notes), key=lambda note: notes[note])}"] = 1.0
    return found


def _note(scene: Scene, cue: CueMention) -> str:
    """Return what a status word says once tense and negation are read."""
    sentence = scene.sentence_span(cue.span.start)
    before = scene.text[max(sentence.start, cue.span.start - 60) : cue.span.start]
    if _NEGATED.search(before):
        return f"not.{cue.value}"
    if cue.value in _TURNED and _FUTURE.search(before):
        return _TURNED[cue.value]
    return cue.value


def _cues_of(scene: Scene, plant: PlantEntity) -> Iterator[tuple[CueMention, float]]:
    """Yield status words that plain reading order gives the plant, nearer ones weighing more."""
    kin = {plant.index, *plant.members}
    kin |= {p.index for p in scene.plants if plant.index in p.members}
    for cues in scene.cues.values():
        for cue in cues:
            if cue.slot != "status":
                continue
            index, how = attachment(scene, cue.span)
            if index is None or index not in kin or how == "recent":
                continue
            gaps = [m.span.gap(cue.span) for m in plant.mentions] or [_REACH]
            near = max(0.15, 1.0 - min(gaps) / _REACH)
            early = 1.5 if scene.sentence(cue.span.start) <= 2 else 1.0
            yield cue, near * early * (1.0 if index == plant.index else 0.6)


def _dated(scene: Scene, plant: PlantEntity) -> Iterator[tuple[str, float]]:
    """Yield what dates beside event words say, seen from the day of publication."""
    if not scene.published:
        return
    for mention in scene.mentions.dates:
        if mention.period is None or attachment(scene, mention.span)[0] != plant.index:
            continue
        event = _event_beside(scene, mention.span)
        if event is not None:
            past = mention.period.end.isoformat() <= scene.published or (
                mention.period.start.isoformat() <= scene.published and mention.period.qualifier == "exact"
            )
            yield f"{event}.{'past' if past else 'future'}", 0.8


def _event_beside(scene: Scene, span: Span) -> str | None:
    """Return the event whose word stands nearest to a date in its clause."""
    near = [
        (cue.span.gap(span), cue.value)
        for cue in scene.cues.get(scene.sentence(span.start), [])
        if cue.slot == "event" and cue.span.gap(span) <= 60 and not cue.span.overlaps(span)
    ]
    return min(near)[1] if near else None
