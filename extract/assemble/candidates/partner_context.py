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

_NATION = r"(?:[A-Z][\w.]+(?: [A-Z][\w.]+)?[’']s|[A-Z][a-z]+(?:an|ese|ish|ch|i|lander))"
_SORT = (
    r"(?:the|a|an|its|their|both|local|state|state-owned|state-run|national|private|utility|compan(?:y|ies)|"
    r"firms?|groups?|giants?|funds?|banks?|agenc(?:y|ies)|makers?|turbine|solar|wind|energy|power|oil|developers?|"
    r"investors?|lenders?|consortium|parent|rival|of|by|from|with|to)"
)
_BESIDE = (
    r"[”\"’']?(?:\s?[(<\[][^()<>\[\]]{0,60}[)>\]])?"
    r"(?:,? (?:also )?of (?:the )?[A-Z][\w.]+(?: [A-Z]\w+){0,2})?"
    r"(?:\s\(?\d+(?:\.\d+)?\s?(?:%|per ?cent|pct)\)?)?"
)
"""What may stand right behind a name and belong to it: its short form, its country, its share."""
_JOINT = re.compile(
    rf"{_BESIDE}(?:,|,? and|,? as well as|;|/| /|\s?&|,? together with|,? along with)\s"
    rf"(?:(?:{_SORT}|{_NATION})\s){{0,4}}[“\"]?"
)
_BEHIND = re.compile(rf"{_BESIDE}(?:, (?:the|a|an|its|which is|part of)\s[^,;.()]{{3,70}},)?")
_FILLER = rf"(?:\s(?:{_SORT}|{_NATION}))*\s?[“\"]?$"
_GAP = r"(?: [^\s,;.()]+){0,5}"
_MOST = 6


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    """Return (role, pattern before, pattern behind) of every entry."""
    table = []
    for entry in load_lexicon("role_patterns").entries:
        before = [p.replace("~", _GAP) for p in entry.data.get("before", ())]
        after = [p.replace("~", _GAP) for p in entry.data.get("after", ())]
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
        before = scene.text[max(sentence.start, begin - 90) : begin]
        end = _list_end(scene, span, sentence)
        behind = scene.text[end : min(sentence.end, end + 160)]
        after = behind[_beside(behind) :][:90]
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


def _beside(behind: str) -> int:
    """Return how much right behind a name belongs to it: its short form, country, apposition."""
    match = _BEHIND.match(behind)
    share = re.search(r"\s\(?\d[^()]{0,12}\)?$", match.group()) if match else None
    return (match.start() + share.start() if share else match.end()) if match else 0


def _list_start(scene: Scene, span: Span, sentence: Span) -> int:
    """Return where the list begins that a name stands in, the name's own start where it stands alone."""
    others = [m.span for m in scene.mentions.organizations if sentence.start <= m.span.start < span.start]
    begin = span.start
    for other in reversed(others[-_MOST:]):
        if other.end > begin:
            continue
        if begin - other.end > 120 or not _JOINT.fullmatch(scene.text[other.end : begin]):
            break
        begin = other.start
    return begin


def _list_end(scene: Scene, span: Span, sentence: Span) -> int:
    """Return where the list ends that a name stands in, the name's own end where it stands alone."""
    others = [m.span for m in scene.mentions.organizations if span.end <= m.span.start < sentence.end]
    end = span.end
    for other in others[:_MOST]:
        if other.start < end:
            continue
        if other.start - end > 120 or not _JOINT.fullmatch(scene.text[end : other.start]):
            break
        end = other.end
    return end
