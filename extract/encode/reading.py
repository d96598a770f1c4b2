"""Scores as log-odds in plain lists, clipped and rounded: what becomes features."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from extract.encode.arithmetic import Array
from extract.encode.closer import Judgement
from extract.encode.heads import Scores

__all__ = ["CloserReading", "Reading", "chance_of", "read_judgement", "read_scores"]

Rows: TypeAlias = list[list[float]]

_MOST = 6.0
"""Log-odds beyond this say no more: the heads are surer of themselves than they are right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the heads say of one article, as log-odds.

    Per plant: whether it is a project, each status against the others, each fuel, how much its mentions look
    like the name of a plant, a group, a party, another phrase for a plant (`parties`: the same of
    organisations), how surely the best and all of its mentions mean a project, and how alike any two plants'
    vectors are (-1 to 1). Per kind of value, `linked` is by value and plant the odds that they belong
    together, `labels` each label against the others; `alone` and `labels_alone` say the same of the value by
    itself.
    """

    project: list[float]
    status: Rows
    fuels: Rows
    names: Rows
    meant: Rows
    parties: Rows
    alike: Rows
    linked: Mapping[str, Rows]
    labels: Mapping[str, list[Rows]]
    alone: Mapping[str, list[float]]
    labels_alone: Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class CloserReading:
    """What the second reading says of one plant, as log-odds.

    Being a project, each status against the others, each fuel; by kind and value, for values in the plant's
    passage, the odds of having anything to do with it, and each label against the others.
    """

    project: float
    status: list[float]
    fuels: list[float]
    linked: Mapping[str, Mapping[int, float]]
    labels: Mapping[str, Mapping[int, list[float]]]


def read_judgement(judgement: Judgement) -> CloserReading:
    """Return what was said of a plant as log-odds."""
    return CloserReading(
        project=_scaled(np.array(judgement.project)), status=_each(judgement.status[1:]),
        fuels=_scaled(judgement.fuels),
        linked={
            kind: {value: _any(logs) for value, logs in given.items()}
            for kind, given in judgement.values.items()
        },
        labels={
            kind: {value: _each(logs[1:]) for value, logs in given.items()}
            for kind, given in judgement.values.items()
        },
    )  # fmt: skip


def read_scores(scores: Scores) -> Reading:
    """Return an article's scores as log-odds."""
    length = np.linalg.norm(scores.vectors, axis=1, keepdims=True)
    unit = scores.vectors / np.maximum(length, 1e-6)
    return Reading(
        project=_scaled(scores.project), status=_each(scores.status[:, 1:]), fuels=_scaled(scores.fuels),
        names=_scaled(scores.names), meant=_scaled(scores.meant), parties=_scaled(scores.parties),
        alike=np.round(unit @ unit.T, 3).tolist(),
        linked={kind: _any(table) for kind, table in scores.pairs.items()},
        labels={kind: _each(table[..., 1:]) for kind, table in scores.pairs.items()},
        alone={kind: _any(table) for kind, table in scores.own.items()},
        labels_alone={kind: _each(table[..., 1:]) for kind, table in scores.own.items()},
    )  # fmt: skip


def _any(logs: Array) -> Any:
    """Return the log-odds of any label against "none", which stands first."""
    nothing = logs[..., 0]
    return _scaled(np.log(np.maximum(1e-6, 1 - np.exp(nothing))) - nothing)


def _each(logs: Array) -> Any:
    """Return each label's log-odds against the other labels."""
    powers = np.exp(logs - logs.max(-1, keepdims=True))
    share = powers / powers.sum(-1, keepdims=True)
    return _scaled(np.log((share + 1e-4) / (1 - share + 1e-4)))


def chance_of(scaled: float) -> float:
    """Return the chance that log-odds stand for, as they are given here: halved."""
    return 1.0 / (1.0 + math.exp(-2.0 * scaled))


def _scaled(odds: Array) -> Any:
    return np.round(np.clip(odds, -_MOST, _MOST) / 2, 3).tolist()
