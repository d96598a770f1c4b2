"""Features of what stands around a span: cue words by class, side, distance, clause; nearby words."""

from __future__ import annotations

import re
from functools import cache

from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import CueMention
from extract.domain.span import Span

__all__ = ["context_features", "word_features"]

_WORD = re.compile(r"[A-Za-z$€£₹%]+(?:[-'’][A-Za-z]+)*|\d[\d.,]*|[;:()/|]")


@cache
def _near(distance: int) -> str:
    return "touch" if distance <= 2 else "near" if distance <= 25 else "mid" if distance <= 70 else "far"


def context_features(scene: Scene, span: Span, slots: frozenset[str]) -> Features:
    """Return cue features of a span's sentence.

    Args:
        scene: The article.
        span: What is being judged.
        slots: Cue lexicons to look at, e.g. {"event", "context"}.

    Returns:
        One feature per cue class at its nearest occurrence ("c.event.agreement.before.near"), one per class
        whatever the distance, and which class is nearest of each slot.
    """
    found: Features = {}
    nearest: dict[str, tuple[int, str, str]] = {}
    best: dict[tuple[str, str, str], CueMention] = {}
    for cue in scene.cues.get(scene.sentence(span.start), []):
        if cue.slot not in slots or cue.span.overlaps(span):
            continue
        side = "before" if cue.span.start < span.start else "after"
        key = (cue.slot, cue.value, side)
        if key not in best or cue.span.gap(span) < best[key].span.gap(span):
            best[key] = cue
    for (slot, value, side), cue in best.items():
        gap = cue.span.gap(span)
        found[f"c.{slot}.{value}.{side}.{_near(gap)}"] = 1.0
        found[f"c.{slot}.{value}"] = 1.0
        low, high = (cue.span.end, span.start) if side == "before" else (span.end, cue.span.start)
        if scene.clause_breaks(low, high) == 0:
            found[f"c.{slot}.{value}.{side}.clause"] = 1.0
        if slot not in nearest or gap < nearest[slot][0]:
            nearest[slot] = (gap, value, side)
    for slot, (_, value, side) in nearest.items():
        found[f"n.{slot}.{value}.{side}"] = 1.0
    return found


def word_features(scene: Scene, span: Span, width: int = 3) -> Features:
    """Return the words right before and behind a span, by position and as a bag."""
    found: Features = {}
    sentence = scene.sentence_span(span.start)
    before = [
        w.lower() for w in _WORD.findall(scene.text[max(sentence.start, span.start - 60) : span.start])
    ][-width:]
    after = [w.lower() for w in _WORD.findall(scene.text[span.end : min(sentence.end, span.end + 60)])][
        :width
    ]
    for distance, word in enumerate(reversed(before), start=1):
        shape = "<n>" if word[0].isdigit() else word
        found[f"w-{distance}={shape}"] = 1.0
        found[f"w-={shape}"] = 1.0
    for distance, word in enumerate(after, start=1):
        shape = "<n>" if word[0].isdigit() else word
        found[f"w+{distance}={shape}"] = 1.0
        found[f"w+={shape}"] = 1.0
    if not before:
        found["w-1=<start>"] = 1.0
    if not after:
        found["w+1=<end>"] = 1.0
    return found
