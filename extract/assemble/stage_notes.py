"""Stage notes: words that say how far a plant is, turned by tense and negation, and the plant they are about.

A note ("went_live.future") is what a careful reader would jot down sentence by sentence; what it says about
the status is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.assemble.link_features import attachment
from extract.assemble.scene import Scene
from extract.domain.mention import DateMention
from extract.domain.span import Span

__all__ = ["Note", "stage_notes"]

_FUTURE = re.compile(
    r"\b(?:will|shall|should|to be|is to|are to|was to|were to|due|expected|scheduled|planned|plans? to|set|"
    r"aims? to|hopes? to|slated|intends? to|wants? to|target(?:ed|ing|s)?|foreseen|planning|yet to|"
    r"until|ahead of|once|when)\b[^,.;]{0,40}$|\bto (?:\w+ )?$|\bbefore (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(
    r"^[^,.;]{0,25}\b(?:(?:is|are|was|were) (?:now |still )?(?:expected|due|scheduled|planned|set|slated|"
    r"targeted|foreseen|to|likely)|will|would|should|expected|scheduled|targeted)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\b(?:would|could|might|may|if|unless|whether|can)\b[^,.;]{0,40}$")
_NEGATED = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|without|yet to|has still|denie[sd]|cannot)\b|n[’']t\b)[^,.;]{0,25}$",
    re.IGNORECASE,
)
_REACH = 140
_LEAD = 2
"""Headline and the first sentences: what the article is about now."""
_BESIDE = 60
_DATED = 0.8


@dataclass(frozen=True, slots=True)
class Note:
    """One stage word as read: where it stands, what it says, which plant it is about, how much it weighs."""

    span: Span
    text: str
    plant: int | None
    weight: float
    lead: bool


def stage_notes(scene: Scene) -> tuple[Note, ...]:
    """Return every note of an article: from stage words, and from events with a date beside them."""
    return (*_worded(scene), *_dated(scene))


def _worded(scene: Scene) -> Iterator[Note]:
    for sentence, cues in sorted(scene.cues.items()):
        for cue in cues:
            if cue.slot != "stage":
                continue
            index, how = attachment(scene, cue.span)
            weight = 1.0
            if index is not None:
                gap = min((m.span.gap(cue.span) for m in scene.plants[index].mentions), default=_REACH)
                weight = max(0.15, 1.0 - gap / _REACH)
            text = _turned(scene, cue.span, cue.value)
            yield Note(cue.span, text, None if how == "recent" else index, weight, sentence <= _LEAD)


def _turned(scene: Scene, span: Span, stage: str) -> str:
    """Return what a stage word says once negation and tense are read."""
    sentence = scene.sentence_span(span.start)
    before = scene.text[max(sentence.start, span.start - _BESIDE) : span.start]
    after = scene.text[span.end : min(sentence.end, span.end + _BESIDE)]
    if _NEGATED.search(before):
        return f"{stage}.not"
    if _HYPOTHETICAL.search(before):
        return f"{stage}.if"
    if _FUTURE.search(before) or _FUTURE_AFTER.search(after) or _dated_ahead(scene, span):
        return f"{stage}.future"
    return stage


def _dated_ahead(scene: Scene, span: Span) -> bool:
    """Return True where the date nearest to a word in its clause lies after the day of publication."""
    near = [
        (date.span.gap(span), date.period.start.isoformat())
        for date in scene.dates.get(scene.sentence(span.start), [])
        if date.period is not None
        and date.span.gap(span) <= 40
        and not scene.clause_breaks(span.end, date.span.start)
    ]
    return bool(near and scene.published) and min(near)[1] > (scene.published or "")


def _dated(scene: Scene) -> Iterator[Note]:
    """Yield what dates beside event words say, seen from the day of publication."""
    for mention in scene.mentions.dates if scene.published else ():
        event = _event_beside(scene, mention)
        if event is not None:
            when = "past" if _is_past(mention, scene.published or "") else "ahead"
            yield Note(mention.span, f"{event}.{when}", attachment(scene, mention.span)[0], _DATED, False)


def _is_past(mention: DateMention, published: str) -> bool:
    period = mention.period
    return period is not None and (
        period.end.isoformat() <= published
        or (period.start.isoformat() <= published and period.qualifier == "exact")
    )


def _event_beside(scene: Scene, mention: DateMention) -> str | None:
    """Return the event whose word stands nearest to a resolved date in its sentence."""
    if mention.period is None:
        return None
    near = [
        (cue.span.gap(mention.span), cue.value)
        for cue in scene.cues.get(scene.sentence(mention.span.start), [])
        if cue.slot == "event"
        and cue.span.gap(mention.span) <= _BESIDE
        and not cue.span.overlaps(mention.span)
    ]
    return min(near)[1] if near else None
