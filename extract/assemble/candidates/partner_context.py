"""What stands right before and behind an organisation's name and says its part in a plant.

Organisations in a list ("built by A, B and C") share what stands before the list's first name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon

__all__ = ["role_patterns"]

_JOINT = re.compile(r"(?:,|,? and|,? as well as|;|/|\s?&)\s(?:the\s)?$")
_FILLER = (
    r"(?:\s(?:the|a|an|its|state|state-owned|utility|company|firm|group|giant|local|private|consortium|of|"
    r"[A-Z][a-z]+['’]s|[A-Z][a-z]+(?:an|ese|ish|ch|i)))*\s?$"
)
_MOST = 6


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """Return (role, pattern before, pattern behind) of every entry."""
    table = []
    for entry in load_lexicon("role_patterns").entries:
        before, after = entry.data.get("before", ()), entry.data.get("after", ())
        table.append((
            entry.id,
            re.compile(rf"(?i:\b(?:{'|'.join(before)})){_FILLER}") if before else None,
            re.compile(rf"(?:{'|'.join(after)})\b", re.IGNORECASE) if after else None,
        ))  # fmt: skip
    return tuple(table)


def role_patterns(scene: Scene, spans: Sequence[Span]) -> Features:
    """Return which parts the words around an organisation's mentions give it, e.g. "rp.lender.before".

    Args:
        scene: The article.
        spans: The organisation's mentions.
    """
    found: Features = {}
    for span in spans[:12]:
        sentence = scene.sentence_span(span.start)
        begin = _list_start(scene, span, sentence)
        before = scene.text[max(sentence.start, begin - 70) : begin]
        after = scene.text[span.end : min(sentence.end, span.end + 80)]
        for role, front, back in _patterns():
            if front is not None and front.search(before):
                found[f"rp.{role}"] = found[f"rp.{role}.before"] = 1.0
                if begin != span.start:
                    found[f"rp.{role}.listed"] = 1.0
            if back is not None and back.match(after):
                found[f"rp.{role}"] = found[f"rp.{role}.after"] = 1.0
    if not found:
        found["rp.none"] = 1.0
    return found


def _list_start(scene: Scene, span: Span, sentence: Span) -> int:
    """Return where the list begins that a name stands in, the name's own start where it stands alone."""
    others = [m.span for m in scene.mentions.organizations if sentence.start <= m.span.start < span.start]
    begin = span.start
    for other in reversed(others[-_MOST:]):
        between = scene.text[other.end : begin]
        if not _JOINT.fullmatch(re.sub(r"\([^()]{0,40}\)", "", between).strip(" ") + " "):
            break
        begin = other.start
    return begin
