"""The heads' arithmetic: plain products and sums over token vectors, the same as in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from extract.domain.span import Span
from extract.encode.tokens import Tokens

__all__ = ["Array", "gelu", "linear", "log_softmax", "log_sum", "mean_of", "prefix_sums", "span_rows"]

Array: TypeAlias = NDArray[np.float32]


def prefix_sums(vectors: Array) -> Array:
    """Return the sums of the first n rows for every n, so that any span's mean is one subtraction."""
    return np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0, dtype=np.float32)])


def span_rows(vectors: Array, total: Array, tokens: Tokens, spans: Sequence[Span]) -> Array:
    """Return per span its first and last token's vectors and the mean of all."""
    places = np.array([tokens.locate(span) for span in spans])
    first, last = places[:, 0], places[:, 1]
    mean = (total[last + 1] - total[first]) / (last + 1 - first)[:, None]
    return np.concatenate([vectors[first], vectors[last], mean], 1).astype(np.float32)


def mean_of(rows: Array, owner: NDArray[np.int64], count: int) -> Array:
    """Return the mean row of each of `count` owners."""
    result: Array = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(result, owner, rows)
    result /= np.maximum(1, np.bincount(owner, minlength=count))[:, None]
    return result


def log_sum(rows: Array, groups: NDArray[np.int64], count: int) -> Array:
    """Return per group the logarithm of the sum of exponentials."""
    top: Array = np.full((count, rows.shape[1]), -1e9, np.float32)
    np.maximum.at(top, groups, rows)
    result: Array = np.zeros((count, rows.shape[1]), np.float32)
    np.add.at(result, groups, np.exp(rows - top[groups]))
    top += np.log(result + np.float32(1e-9))
    return top


def linear(weights: Mapping[str, Array], name: str, rows: Array) -> Array:
    """Return the rows through the linear layer of that name."""
    result: Array = rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return result


def gelu(rows: Array) -> Array:
    """Return the tanh form of the Gaussian error linear unit, as in training."""
    inner = np.float32(0.7978845608) * (rows + np.float32(0.044715) * rows**3)
    result: Array = np.float32(0.5) * rows * (1 + np.tanh(inner))
    return result


def log_softmax(rows: Array) -> Array:
    """Return log-probabilities over the last axis."""
    top = rows.max(-1, keepdims=True)
    shifted: Array = rows - top
    shifted -= np.log(np.exp(shifted).sum(-1, keepdims=True))
    return shifted
