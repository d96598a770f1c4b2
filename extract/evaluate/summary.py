"""Article scores added up: precision, recall and F1 per slot and over all, with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.evaluate.score import SLOTS, ArticleScore, Outcome

__all__ = ["ALL", "RESAMPLES", "Measure", "summarize"]

ALL = "all"
"""The row that adds up all slots (micro average)."""

RESAMPLES = 1000
_OUTCOMES: tuple[Outcome, ...] = ("tp", "fp", "fn")


def _f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return F1 for counts whose last axis is (tp, fp, fn); nothing to find and nothing found is 1."""
    hits, spurious, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    whole = 2 * hits + spurious + missed
    return np.where(whole > 0, 2 * hits / np.maximum(whole, 1), 1.0)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts of one slot, and the 95 % interval of its F1 over resampled articles."""

    tp: int
    fp: int
    fn: int
    low: float
    high: float

    @property
    def precision(self) -> float:
        """Share of given values that are right; 1 where none was given and none was missed."""
        given = self.tp + self.fp
        return self.tp / given if given else float(self.fn == 0)

    @property
    def recall(self) -> float:
        """Share of gold values that were given; 1 where there was none."""
        wanted = self.tp + self.fn
        return self.tp / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        whole = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / whole if whole else 1.0


def summarize(
    scores: Sequence[ArticleScore], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Measure]:
    """Add up article scores.

    Args:
        scores: One per article; articles, not values, are what is drawn again and again.
        seed: Of the resamples, so that two runs print the same interval.
        resamples: How many; with 0 the interval is the F1 itself.

    Returns:
        A measure for every slot and for `ALL`, in the order they are printed in.
    """
    table = np.zeros((len(scores), len(SLOTS) + 1, len(_OUTCOMES)), dtype=np.int64)
    for row, score in enumerate(scores):
        for (slot, outcome), number in score.counts().items():
            table[row, SLOTS.index(slot), _OUTCOMES.index(outcome)] = number
    table[:, -1] = table[:, :-1].sum(axis=1)
    low = high = _f1(table.sum(axis=0))
    if scores and resamples:
        draws = np.random.default_rng(seed).integers(0, len(scores), (resamples, len(scores)))
        # Draw by draw: all of them at once would hold draws x articles x slots numbers in memory.
        resampled = np.stack([_f1(table[draw].sum(axis=0)) for draw in draws])
        low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    totals = table.sum(axis=0)
    return {
        slot: Measure(
            int(totals[row, 0]), int(totals[row, 1]), int(totals[row, 2]), float(low[row]), float(high[row])
        )
        for row, slot in enumerate((*SLOTS, ALL))
    }
