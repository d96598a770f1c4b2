"""What the first reading says of an article it knows nothing about; tests put in what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from extract.domain.span import Span
from extract.encode.heads import FUELS, LABELS, Scores
from extract.encode.tokens import tokenize

__all__ = ["blank_scores"]


def blank_scores(
    text: str,
    paragraphs: Sequence[Span],
    plants: int,
    *,
    values: Mapping[str, int],
    parties: int = 0,
    project: Sequence[float] = (),
) -> Scores:
    """Return scores of zero for so many plants and values, "no" for every pair of them."""
    flat = np.zeros
    return Scores(
        tokenize(text, paragraphs, None), np.array(project or [0.0] * plants, np.float32),
        flat((plants, 9), np.float32), flat((plants, len(FUELS)), np.float32), flat((plants, 4), np.float32),
        flat((plants, 8), np.float32), flat((plants, 2), np.float32), flat((parties, 4), np.float32),
        {k: np.full((values[k], plants, len(n) + 1), -1.0, np.float32) for k, n in LABELS.items()},
        {k: np.full((values[k], len(n) + 1), -1.0, np.float32) for k, n in LABELS.items()},
    )  # fmt: skip
