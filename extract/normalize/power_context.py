"""What the words around a figure say of it: stored or produced energy, heat or electricity, a rate or a size.

Owns the cue lists of units.toml. Decides on characters near the figure, never on the article's plants.
"""

from __future__ import annotations

import re
from functools import cache

from extract.normalize.power import unit_entries

__all__ = ["calories_end", "is_heat", "is_rate", "is_stored", "same_sentence"]

_BREAK = re.compile(r"[.!?][\"'”’)]?\s+(?=[A-Z\"“‘(\d])|\n")
_SENTENCE_REACH = 400
_PARAGRAPH_REACH = 1500
_NEAR = 48
_VERB_REACH = 12  # "will generate 500 GWh" is output however few hours it is


@cache
def _cue(kind: str) -> re.Pattern[str]:
    """Return one pattern over the cue patterns of a kind, as whole words."""
    body = "|".join(pattern for entry in unit_entries(kind) for pattern in entry.patterns)
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])", re.IGNORECASE)


@cache
def _edge(kind: str, at_end: bool) -> re.Pattern[str]:
    """Return a pattern over cues that carry their own edges, to match before or behind a figure."""
    body = "|".join(pattern for entry in unit_entries(kind) for pattern in entry.patterns)
    return re.compile(rf"(?<![\w])(?:{body})$" if at_end else rf"(?:{body})", re.IGNORECASE)


def same_sentence(text: str, first_end: int, second_start: int) -> bool:
    """Return True where no full stop or line end parts two places of a text."""
    near = second_start - first_end <= _SENTENCE_REACH
    return near and not _BREAK.search(text, first_end, second_start + 1)


def is_rate(text: str, start: int, end: int) -> bool:
    """Return True where a figure is power per time ("2 GW a year") or prices are per it ("per 100 MW")."""
    if re.search(r"(?<![A-Za-z])per\s$", text[max(0, start - 6) : start]):
        return True
    return bool(_edge("rate_after", False).match(text, end))


def is_heat(text: str, start: int, end: int) -> bool:
    """Return True where a figure in plain megawatts is one of heat ("190 MW of heat")."""
    if _edge("heat_after", False).match(text, end):
        return True
    return _heat_before(text, start, end)


def _heat_before(text: str, start: int, end: int) -> bool:
    """Return True where the words in front call a figure one of heat ("a heat output of", "boilers with")."""
    before = text[max(0, start - 64) : start]
    if _edge("heat_before", True).search(before):
        return True
    if not (thermal := _edge("thermal_before", True).search(before)):
        return False
    begin = start - len(before) + thermal.start()
    left, right = _sentence(text, start, end)
    electric = _cue("electric_cue")
    return bool(electric.search(text, left, max(left, begin)) or electric.search(text, end, right))


def calories_end(text: str, start: int, end: int) -> int | None:
    """Return where "820 Gcal" ends that means Gcal/h ("a heat output of 820 Gcal"), None elsewhere.

    Args:
        text: The article's text.
        start: Where the number starts.
        end: Where it ends; the unit is looked for there.
    """
    match = _edge("calories", False).match(text, end)
    if match is None or is_rate(text, start, match.end()) or not _heat_before(text, start, match.end()):
        return None
    return match.end()


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around a figure, by full stop and capital letter."""
    left = max(0, start - _SENTENCE_REACH)
    for match in _BREAK.finditer(text, left, start + 1):
        left = match.end()
    right = min(len(text), end + _SENTENCE_REACH)
    closing = _BREAK.search(text, end, right)
    return left, closing.start() if closing else right


def _distance(
    pattern: re.Pattern[str], text: str, bounds: tuple[int, int], start: int, end: int
) -> int | None:
    """Return how far the nearest cue is from the figure, None without one in bounds."""
    distances = [
        max(start - match.end(), match.start() - end, 0)
        for match in pattern.finditer(text, bounds[0], bounds[1])
    ]
    return min(distances) if distances else None


def is_stored(text: str, start: int, end: int, hours: bool = False, beside: bool = False) -> bool:
    """Return True where a figure of energy is what a store holds, False where it is output or consumption.

    In this order: energy per time is output; the nearer of storage and production cues in the sentence
    decides; then a fitting power right before it, or a storage cue in the paragraph, which stands against
    production cues only if `hours` speaks for a store too.

    Args:
        text: The article's text.
        start: Where the figure starts.
        end: Where it ends, unit included.
        hours: True where the figure is some hours' worth of a power the article states.
        beside: True where the figure before this one, in the same sentence, is such a power.

    >>> is_stored("a battery of 400 MWh", 13, 20), is_stored("it will generate 500 GWh", 17, 24)
    (True, False)
    """
    bounds = _sentence(text, start, end)
    if _cue("yearly").search(text, end, min(bounds[1], end + _NEAR)) or _cue("yearly_before").search(
        text, max(bounds[0], start - _NEAR), start
    ):
        return False
    stored = _distance(_cue("storage_cue"), text, bounds, start, end)
    produced = _distance(_cue("production_cue"), text, bounds, start, end)
    if stored is not None and (produced is None or stored <= produced):
        return True
    if produced is not None and (not hours or stored is not None or produced <= _VERB_REACH):
        return False
    if produced is None and beside:
        return True
    left = max(text.rfind("\n", max(0, start - _PARAGRAPH_REACH), start), start - _PARAGRAPH_REACH, 0)
    right = text.find("\n", end, end + _PARAGRAPH_REACH)
    right = min(len(text), end + _PARAGRAPH_REACH) if right < 0 else right
    return bool(_cue("storage_cue").search(text, left, right))
