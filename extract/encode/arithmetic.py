"""The heads' arithmetic: plain products and sums over token vectors, the same as in training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from extract.domain.span import Span
from extract.encode.tokens import Tokens

__all__ = [
    "Array",
    "Places",
    "best_of",
    "gelu",
    "linear",
    "log_softmax",
    "log_sum",
    "mean_of",
    "means_between",
    "prefix_sums",
    "span_rows",
    "sums_of",
]

Array: TypeAlias = NDArray[np.float32]
Places: TypeAlias = NDArray[np.int64]
"""Numbers of rows."""


def prefix_sums(vectors: Array) -> Array:
    """Return the sums of the first n rows for every n, so that any span's mean is one subtraction."""
    total: Array = np.zeros((len(vectors) + 1, vectors.shape[1]), np.float32)
    for row, before, behind in zip(vectors, total, total[1:], strict=False):
        np.add(before, row, out=behind)  # numpy's running sum goes column by column and takes twice as long
    return total


def span_rows(vectors: Array, total: Array, tokens: Tokens, spans: Sequence[Span]) -> Array:
    """Return per span its first and last token's vectors and the mean of all."""
    places = np.array([tokens.locate(span) for span in spans])
    first, last = places[:, 0], places[:, 1]
    width = vectors.shape[1]
    rows: Array = np.empty((len(places), 3 * width), np.float32)
    rows[:, :width], rows[:, width : 2 * width] = vectors[first], vectors[last]
    mean = np.subtract(total[last + 1], total[first], out=rows[:, 2 * width :])
    mean /= (last + 1 - first).astype(np.float32)[:, None]
    return rows


def mean_of(rows: Array, owner: Places, count: int) -> Array:
    """Return the mean row of each of `count` owners; an owner's rows stand together, in order of owners."""
    result = _sum_of(rows, owner, count)
    result /= np.maximum(1, np.bincount(owner, minlength=count)).astype(np.float32)[:, None]
    return result


def best_of(rows: Array, owner: Places, count: int) -> Array:
    """Return the greatest value in each column of each owner's rows, which stand together."""
    result: Array = np.full((count, rows.shape[1]), -1e9, np.float32)
    starts = _starts(owner)
    result[owner[starts]] = np.maximum.reduceat(rows, starts)
    return result


def log_sum(rows: Array, groups: Places, count: int) -> Array:
    """Return per group, in any order, the logarithm of the sum of exponentials."""
    if (groups[1:] < groups[:-1]).any():
        order = np.argsort(groups, kind="stable")
        rows, groups = rows[order], groups[order]
    top = best_of(rows, groups, count)
    top += np.log(_sum_of(np.exp(rows - top[groups]), groups, count) + np.float32(1e-9))
    return top


def _sum_of(rows: Array, owner: Places, count: int) -> Array:
    """Return the sum of each owner's rows, which stand together."""
    starts = _starts(owner)
    result: Array = np.zeros((count, rows.shape[1]), np.float32)
    result[owner[starts]] = _sums_between(rows, starts, np.append(starts[1:], len(rows)))
    return result


def _sums_between(rows: Array, first: Places, behind: Places) -> Array:
    """Return the sum of the rows of each stretch, added up in order: the second ones to all first ones, ...

    `np.add.reduceat` would add long stretches up in another order, and round differently.
    """
    result = rows[first]
    lengths = behind - first
    for step in range(1, int(lengths.max())):
        longer = lengths > step
        result[longer] += rows[first[longer] + step]
    return result


def _starts(groups: Places) -> Places:
    """Return where each group of a column that stands in order begins; the column holds something."""
    return np.concatenate([[0], np.flatnonzero(np.diff(groups)) + 1])


def means_between(rows: Array, first: Places, behind: Places) -> Array:
    """Return the mean of the rows from each first one up to, not including, the one behind."""
    result = _sums_between(rows, first, behind)
    result /= (behind - first).astype(np.float32)[:, None]
    return result


def sums_of(table: Array, relations: Places) -> Array:
    """Return for each row of numbers the sum of those rows of a table; combinations come up often."""
    _, one, at = np.unique(relations.astype(np.uint8), axis=0, return_index=True, return_inverse=True)
    sums: Array = table[relations[one]].sum(1)
    return sums[at.ravel()]


def linear(weights: Mapping[str, Array], name: str, rows: Array) -> Array:
    """Return the rows through the linear layer of that name."""
    result: Array = rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return result


def gelu(rows: Array) -> Array:
    """Return the tanh form of the Gaussian error linear unit, as in training."""
    wide = rows.astype(np.float64)  # numpy takes sixty times as long for a power
    inner: Array = (wide * wide * wide).astype(rows.dtype)
    inner *= np.float32(0.044715)
    inner += rows
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= np.float32(0.5)
    return inner


def log_softmax(rows: Array) -> Array:
    """Return log-probabilities over the last axis."""
    top = rows.max(-1, keepdims=True)
    shifted: Array = rows - top
    shifted -= np.log(np.exp(shifted).sum(-1, keepdims=True))
    return shifted
