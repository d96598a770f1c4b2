"""The second reading: one plant at a time, with its phrases marked; what it says of the plant and the values.

The same arithmetic as in training (benchmarks/encoder/closer.py); no decision is taken here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.encode.arithmetic import Array, gelu, linear, log_softmax, log_sum, prefix_sums
from extract.encode.passages import Passage

__all__ = ["Judgement", "judge"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one plant.

    The score of being a project, of each status ("unsaid" first), of each fuel; and by kind, for those values
    that stand in its passage, log-probabilities of "none" and each label.
    """

    project: float
    status: Array
    fuels: Array
    values: Mapping[str, Mapping[int, Array]]


def judge(
    weights: Mapping[str, Array],
    vectors: Array,
    passage: Passage,
    values: Mapping[str, Sequence[Sequence[tuple[int, int]]]],
) -> Judgement:
    """Judge a plant and the values in its passage.

    Args:
        weights: The heads' matrices by name.
        vectors: One row a piece of the passage.
        passage: What was read.
        values: Per kind the values, each with the places of its mentions among the article's pieces.
    """
    opens = list(passage.opens)
    own = vectors[opens].mean(0) if opens else vectors[0]
    plant = np.concatenate([own, vectors[0]])[None, :]
    read = gelu(linear(weights, "ent", plant))
    total = prefix_sums(vectors)
    here = {place: at for at, place in enumerate(passage.places) if place >= 0}
    found = {
        kind: _values(weights, kind, vectors, total, here, plant, given) for kind, given in values.items()
    }
    return Judgement(
        float(linear(weights, "yes", read)[0, 0]),
        linear(weights, "stat", read)[0],
        linear(weights, "fuel", read)[0],
        found,
    )


def _values(
    weights: Mapping[str, Array],
    kind: str,
    vectors: Array,
    total: Array,
    here: Mapping[int, int],
    plant: Array,
    given: Sequence[Sequence[tuple[int, int]]],
) -> dict[int, Array]:
    """Return log-probabilities of each value in the passage: what any of its mentions says counts."""
    spans = [
        (here[first], here[last], value)
        for value, mentions in enumerate(given)
        for first, last in mentions
        if first in here and last in here
    ]
    if not spans:
        return {}
    first, last, owner = np.array(spans).T
    mean = (total[last + 1] - total[first]) / (last + 1 - first)[:, None]
    rows = np.concatenate([vectors[first], vectors[last], mean], 1).astype(np.float32)
    mixed = gelu(linear(weights, f"val.{kind}", rows) + linear(weights, f"men.{kind}", plant))
    odds = linear(weights, f"out.{kind}", mixed)
    numbers, places = np.unique(owner, return_inverse=True)
    joined = log_sum(odds[:, 1:] - odds[:, :1], places, len(numbers))
    logs = log_softmax(np.concatenate([np.zeros((len(numbers), 1), np.float32), joined], 1))
    return dict(zip(numbers.tolist(), logs, strict=True))
