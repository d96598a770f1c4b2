"""Learns what articles' words tell of their subject, and what that counts in the decision what a plant is.

python -m benchmarks.train_subjects --since N            cross-validate, then write
python -m benchmarks.train_subjects --since N --dry-run  the same without writing

The words are learned from all open articles. What they count beside everything else is learned from those of
the corpus numbered N and higher, which must be new to the encoder that ships: of articles it has learned from
it is surer than it will be of any other, and would leave the words nothing to say. `benchmarks.train` learns
all weights together, where there are encoders of thirds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks.corpora import CLOSED, corpora
from benchmarks.instances import Instance, aligned, plant_instances
from benchmarks.lessons import articles, lessons
from benchmarks.subjects import FOLDS, Told, fit_subject, with_subjects
from benchmarks.train import SETTINGS, write
from extract.assemble.same import join_same
from extract.decide.linear import WEIGHTS, LinearModel, load_weights
from extract.encode.encoder import load_encoder
from extract.pipeline import reread

__all__ = ["fit_beside", "main"]

STRENGTH = 1.0
"""Inverse regularisation strength of the new weights; 0.3 to 3 give the same plants (2026-11)."""
_OWN = "t."
_STEPS = 30


def fit_beside(questions: Sequence[Instance], model: LinearModel, names: Sequence[str]) -> LinearModel:
    """Return a choice of two with weights for some more features; all others stay as they are.

    Args:
        questions: Answered questions.
        model: The choice between two labels, the wanted one second.
        names: The features to find weights for.
    """
    own = [q for q in questions if q.label in model.labels]
    rest = {name: row for name, row in model.weights.items() if name not in names}
    known = replace(model, weights=rest)
    likely = np.array([known.probabilities(q.features)[model.labels[1]] for q in own]).clip(1e-9, 1 - 1e-9)
    stands = np.log(likely / (1 - likely))
    features = np.array([[q.features.get(name, 0.0) for name in names] for q in own])
    answers = np.array([q.label == model.labels[1] for q in own], float)
    weights = np.zeros(len(names))
    for _ in range(_STEPS):  # Newton's: a handful of weights
        odds = 1 / (1 + np.exp(-stands - features @ weights))
        slope = features.T @ (answers - odds) - weights / STRENGTH
        bend = (features.T * (odds * (1 - odds))) @ features + np.eye(len(names)) / STRENGTH
        weights = weights + np.linalg.solve(bend, slope)
    new = {name: (0.0, round(float(weight), 4)) for name, weight in zip(names, weights, strict=True)}
    return replace(model, weights={**rest, **new})


def _questions(since: int, told: Sequence[Told], same: LinearModel) -> list[list[Instance]]:
    """Return the plant questions of the corpus's later articles."""

    def later(name: str) -> bool:
        return int(name.partition("-")[0]) >= since

    found = []
    for lesson in with_subjects(lessons(["corpus"], openings=False, wanted=later), told):
        seen = replace(lesson, scene=reread(load_encoder(), join_same(lesson.scene, same)))
        found.append([q for _, q in plant_instances(seen, aligned(seen))])
    return found


def _given(questions: Sequence[Instance], model: LinearModel) -> tuple[int, int]:
    """Return how many plants are given rightly and wrongly."""
    given = [q.label for q in questions if model.probabilities(q.features)["yes"] >= model.threshold]
    return given.count("yes"), given.count("no")


def _cross_validated(
    questions: Sequence[Sequence[Instance]], old: LinearModel, names: Sequence[str]
) -> tuple[list[int], list[int]]:
    """Return how many plants are given rightly and wrongly without the words, and with them."""
    before, after = np.zeros(2, int), np.zeros(2, int)
    for fold in range(FOLDS):
        others = [q for place, asked in enumerate(questions) if place % FOLDS != fold for q in asked]
        model = fit_beside(others, old, names)
        for asked in questions[fold::FOLDS]:
            before += _given(asked, old)
            after += _given(asked, model)
    return before.tolist(), after.tolist()


def main(given: Sequence[str] | None = None, path: Path = WEIGHTS) -> int:
    """Train, report, write."""
    parser = argparse.ArgumentParser(prog="train_subjects")
    parser.add_argument(
        "--since", type=int, required=True, help="first number the encoder has not learned from"
    )
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    chosen = parser.parse_args(given)
    stored = load_weights(path)
    told = [(gold, article.text) for gold, article in articles([n for n in corpora() if n not in CLOSED])]
    own = _questions(chosen.since, told, stored.models["same"])
    names = sorted({f for asked in own for q in asked for f in q.features if f.startswith(_OWN)})
    old = replace(
        stored.models["plant"],
        weights={n: row for n, row in stored.models["plant"].weights.items() if n not in names},
        threshold=SETTINGS["plant"][1],
    )
    before, after = _cross_validated(own, old, names)
    model = fit_beside([q for asked in own for q in asked], old, names)
    Console().print(
        f"{len(told)} articles, {len(own)} of them new; plants given rightly and wrongly without "
        f"{before}, with {after}; weights { {n: model.weights[n][1] for n in names} }"
    )
    if not chosen.dry_run:
        write({**stored.models, "plant": model}, stored.calibration, fit_subject(told), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
