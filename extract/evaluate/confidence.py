"""Whether confidences mean what they say: reliability, calibration error, and scores by lowest confidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.domain.record import ArticleRecord
from extract.evaluate.gold import GoldArticle
from extract.evaluate.score import ArticleScore, score_article
from extract.threshold import keep_confident

__all__ = ["Bin", "calibration_error", "chance_error", "curve", "reliability"]


@dataclass(frozen=True, slots=True)
class Bin:
    """Values whose confidence lies in [low, high); the last bin holds 1.0 too."""

    low: float
    high: float
    number: int
    confidence: float
    right: float


def _judged(scores: Iterable[ArticleScore]) -> list[tuple[float, bool]]:
    """Return (confidence, was right) of every counted value that has a confidence of its own.

    A role is left out: it shares its confidence with the partner.
    """
    return [
        (detail.confidence, detail.outcome == "tp")
        for score in scores
        for detail in score.details
        if detail.confidence is not None and detail.slot != "role"
    ]


def reliability(scores: Iterable[ArticleScore], bins: int = 10) -> list[Bin]:
    """Return, for each confidence bin with values in it, how sure they were and how many were right."""
    judged = _judged(scores)
    found: list[Bin] = []
    for index in range(bins):
        inside = [pair for pair in judged if min(int(pair[0] * bins), bins - 1) == index]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            found.append(Bin(index / bins, (index + 1) / bins, len(inside), mean, share))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: |confidence - share right|, weighted by the number of values.

    >>> calibration_error([Bin(0.8, 0.9, 10, 0.85, 0.75)])
    0.1
    """
    total = sum(one.number for one in bins)
    return (
        round(sum(one.number * abs(one.confidence - one.right) for one in bins) / total, 6) if total else 0.0
    )


def chance_error(bins: Sequence[Bin]) -> float:
    """Return the calibration error that faultless confidences would show on so few values, in the mean.

    Values are taken as independent; those of one article are not, so that it is somewhat more.

    >>> [chance_error([Bin(0.8, 0.9, number, 0.8, 0.8)]) for number in (10, 1000)]
    [0.101, 0.01]
    """
    total = sum(one.number for one in bins)
    spread = sum(math.sqrt(2 / math.pi * one.number * one.confidence * (1 - one.confidence)) for one in bins)
    return round(spread / total, 3) if total else 0.0


def curve(
    pairs: Sequence[tuple[GoldArticle, ArticleRecord | None]], minima: Sequence[float]
) -> list[tuple[float, list[ArticleScore]]]:
    """Return the scores that each lowest confidence (`run --min-confidence`) would give."""
    return [
        (
            minimum,
            [score_article(gold, record and keep_confident(record, minimum)) for gold, record in pairs],
        )
        for minimum in minima
    ]
