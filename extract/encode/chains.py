"""Which phrases mean one plant, as the encoder reads them: each is linked to one before it or to none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from extract.domain.mention import PlantForm
from extract.domain.span import Span
from extract.encode.arithmetic import Array, gelu, linear, log_softmax, log_sum, span_rows, sums_of
from extract.encode.phrases import Phrase, held
from extract.encode.tokens import Tokens

__all__ = ["MEANINGS", "chain_up"]

MEANINGS = ("nothing", "other", "project")
"""What a phrase means: no plant, a plant the article is not about, one it is about."""
_DOUBTED: Mapping[PlantForm, float] = {
    "name": 0.9, "description": 0.8, "unit": 0.8, "bare": 0.8, "anaphor": 0.6,
}  # fmt: skip
"""How likely a phrase means nothing before it is left out; the plainer it says plant, the surer."""

_NUMBER = 2
"""Units are told by a number or a letter; longer ones are words: "extension"."""
_BURNT = frozenset({"coal", "gas", "oil", "biomass", "waste", "hydrogen"})


def chain_up(
    weights: Mapping[str, Array],
    vectors: Array,
    total: Array,
    tokens: Tokens,
    text: str,
    phrases: Sequence[Phrase],
    sentences: Sequence[Span],
    paragraphs: Sequence[Span],
) -> tuple[tuple[int, ...], ...]:
    """Return the phrases of each plant, in order; those that surely mean no plant are in none.

    Args:
        weights: The heads' matrices by name.
        vectors: One row a token.
        total: Their `prefix_sums`.
        tokens: The tokens the rows belong to.
        text: The article's text.
        phrases: In text order, at least one.
        sentences: The article's sentences.
        paragraphs: The article's paragraphs.
    """
    rows = span_rows(vectors, total, tokens, [p.span for p in phrases])
    left, right = linear(weights, "earlier", rows), linear(weights, "later", rows)
    own = gelu(right)
    nothing = np.exp(log_softmax(linear(weights, "means", own))[:, 0]).tolist()
    alone = linear(weights, "alone", own)[:, 0]
    later, earlier, relations = held(text, phrases, sentences, paragraphs)
    same: dict[tuple[int, int], float] = {}
    new = np.ones(len(phrases))
    if len(later):
        before, behind = left[earlier], right[later]
        mixed: Array = before + behind
        mixed += (before * behind) @ weights["linkmul.weight"].T
        mixed += sums_of(weights["linkrel.weight"], relations)
        odds = linear(weights, "link", gelu(mixed))[:, 0]
        whole = np.logaddexp(log_sum(odds[:, None], later, len(phrases))[:, 0], alone)
        new = np.exp(alone - whole)
        chances = np.exp(odds - whole[later])
        same = dict(zip(zip(earlier.tolist(), later.tolist(), strict=True), chances.tolist(), strict=True))
    kept = {i for i, phrase in enumerate(phrases) if nothing[i] <= _DOUBTED[phrase.form]}
    return _grouped(new.tolist(), same, kept, phrases)


def _grouped(
    new: Sequence[float],
    same: Mapping[tuple[int, int], float],
    kept: Collection[int],
    phrases: Sequence[Phrase],
) -> tuple[tuple[int, ...], ...]:
    """Give each phrase kept to the plant that most chances speak for, all its phrases before together.

    Phrases that tell things of their plants which cannot both be true (`_told`) are never put together.
    """
    chances: list[dict[int, float]] = [{} for _ in new]
    for (earlier, later), chance in same.items():
        if earlier in kept:
            chances[later][earlier] = chance
    home: dict[int, list[int]] = {}
    known: dict[int, dict[str, frozenset[str]]] = {}
    groups: list[list[int]] = []
    for index in sorted(kept):
        told = _told(phrases[index])
        sums: dict[int, float] = {}
        for earlier, chance in chances[index].items():
            first = home[earlier][0]
            if all(fact.intersection(known[first].get(key, fact)) for key, fact in told.items()):
                sums[first] = sums.get(first, 0.0) + chance
        best = max(sums, key=lambda first: (sums[first], first), default=None)
        if best is None or sums[best] <= new[index]:
            best = index
            groups.append([])
            home[index] = groups[-1]
        else:
            home[index] = home[best]
        home[index].append(index)
        known[best] = told | known.get(best, {})
    return tuple(map(tuple, groups))


def _told(phrase: Phrase) -> dict[str, frozenset[str]]:
    """Return what a phrase tells of its plant that no other phrase for the plant may gainsay.

    "Both plants" never goes with "the three", "Unit 2" with "Unit 3", the wind farm with the dam: of pairs
    in the open articles' marks (2026-11) with other units 5 % mean one plant, with no fuel in common 2 %. A
    plant may change what it burns; a name alone tells a fuel only by chance, and a group has several.
    """
    found = {} if phrase.count is None else {"count": frozenset({str(phrase.count)})}
    if not phrase.together and phrase.unit is not None and len(phrase.unit) <= _NUMBER:
        found["unit"] = frozenset({phrase.unit})
    if not phrase.together and phrase.fuels and phrase.form != "bare":
        found["fuels"] = frozenset("fire" if fuel in _BURNT else fuel for fuel in phrase.fuels)
    return found
