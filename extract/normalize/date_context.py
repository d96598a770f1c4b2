"""What surrounds a date: its sentence, and the tense that tells past from future. Pure on text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import Literal

from extract.normalize.date_words import alternation, data_of

__all__ = ["sentence_at", "tense_at"]

Tense = Literal["past", "future"]

_BREAK = re.compile(r"[.!?]['\"”’)\]]?\s+(?=['\"“(\[]?[A-Z0-9])|\n+")
_SHORT = re.compile(r"(?:\b[A-Z]|\b[A-Z][a-z]{1,2}|\bSept)$")
"""A short capitalised word whose stop ends no sentence: "Co.", "Sept.", "U.S."."""

_CLAUSE = re.compile(
    r"[,:]\s*(?:and|but|while|when|which|where|who|whose|with|after|before|as|though|although|if|because|since|so)\b"
    r"|[(–—]"
)
"""Where another clause begins: its verb dates something else."""
_REPORTED = frozenset({"said", "says", "told"})
"""Verbs of who speaks: behind a date they are no tense of it ("will open in July, they said")."""
_OVER = frozenset({"was", "were", "had", "did"})
"""Past words after which a future word before them no longer holds: "wanted more, was declared void"."""
_AUXILIARIES = _REPORTED | _OVER | {"has", "have"}
"""Past words that are no participle: "will be built" is to come, "will run, he said" has a past in it."""

_CARRIED = 110
"""Characters over which a future word holds for a second participle."""

_REACH = 250
"""Characters of a sentence looked at on either side of a date."""


@lru_cache(maxsize=8)
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(
        match.end()
        for match in _BREAK.finditer(text)
        if match[0][0] in "!?\n" or not _SHORT.search(text, max(0, match.start() - 5), match.start())
    )


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Return the half-open range of the sentence around a position.

    >>> sentence_at("One came. Two went.", 12)
    (10, 19)
    """
    ends = _sentence_ends(text)
    index = bisect_right(ends, position)
    return (ends[index - 1] if index else 0), (ends[index] if index < len(ends) else len(text))


@cache
def _cues() -> re.Pattern[str]:
    future, past = _forms("future"), _forms("past")
    return re.compile(
        rf"\b(?:(?P<undone>(?:was|were|had\s+been)\s+(?:\w+\s+)?(?:{'|'.join(future)}))"
        rf"|(?P<future>{'|'.join(future)})|(?P<past>{'|'.join(past)}|[a-z]{{2,14}}ed))\b"
    )


def _forms(value: str) -> list[str]:
    everything = alternation("tense")[3:-1].split("|")
    return [form for form in everything if data_of("tense", form.replace(r"\s+", " "))["value"] == value]


@lru_cache(maxsize=8)
def _cue_list(text: str) -> tuple[list[int], list[tuple[int, Tense]]]:
    """Return the starts of a text's tense cues, and their ends and tenses, read once per text."""
    starts: list[int] = []
    cues: list[tuple[int, Tense]] = []
    future_end = -100
    for match in _cues().finditer(text):
        tense: Tense = "future" if match["future"] else "past"
        if tense == "future":
            future_end = match.end()
        elif match["undone"] or match["past"] in _OVER:
            future_end = -100
        elif match["past"] not in _AUXILIARIES and _carried(text, future_end, match.start()):
            tense = "future"
        starts.append(match.start())
        cues.append((match.end(), tense))
    return starts, cues


def _carried(text: str, future_end: int, start: int) -> bool:
    """Tell whether a participle belongs to the future word before it: "will be linked in May and opened"."""
    between = text[future_end:start]
    if future_end < 0 or len(between) > _CARRIED or _BREAK.search(between):
        return False
    return len(between) < 25 or between.endswith(" and ")


def tense_at(text: str, start: int, end: int) -> Tense | None:
    """Tell from the words around `text[start:end]` whether what it dates is past or to come.

    The nearest cue of the sentence decides; one behind the date counts as further off, since English puts
    the verb first in most sentences, and much further where another clause begins in between. A participle
    behind a future word ("will be opened") is no past, nor does a verb of speaking behind a date tell.

    Returns:
        None where the sentence has no cue.
    """
    first, last = sentence_at(text, start)
    first, last = max(first, start - _REACH), min(last, end + _REACH)
    if (semicolon := text.rfind(";", first, start)) >= 0:
        first = semicolon
    if (semicolon := text.find(";", end, last)) >= 0:
        last = semicolon
    starts, cues = _cue_list(text)
    best: tuple[int, Tense] | None = None
    for index in range(bisect_left(starts, first), bisect_left(starts, last)):
        cue_start, (cue_end, tense) = starts[index], cues[index]
        if cue_start < end and cue_end > start:
            continue
        distance = start - cue_end
        if cue_end > start:
            if text[cue_start:cue_end] in _REPORTED:
                continue
            distance = 2 * (cue_start - end) + 12 + (100 if _CLAUSE.search(text, end, cue_start) else 0)
        if best is None or distance <= best[0]:
            best = (distance, tense)
    return best[1] if best else None
