"""Goes on with the decisions' weights on articles that the encoder which ships has not seen.

python -m benchmarks.refine 3916-4955            cross-validated scores, then extract/decide/weights.json
python -m benchmarks.refine 3916-4955 --dry-run  report only

`make train` learns from encoders that each miss a third of the articles. The one that ships knows them all
and is the better reader, so its odds deserve more trust; that can be learned only from articles written after
its training, and before the next. A weight moves from where it is as far as these articles bear out.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rich.console import Console
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.instances import Instance, Lesson
from benchmarks.train import calibration, lessons, questions_of, score, write_weights
from extract.decide.linear import WEIGHTS, LinearModel, load_weights
from extract.evaluate import ArticleScore
from extract.evaluate.report import slot_table

__all__ = ["PULLS", "main", "refine"]

PULLS = {"plant": 0.01, "country": 0.003, "capacity": 0.003, "cost": 0.003, "fuel": 0.003}
"""How freely a decision's weights move (the variance of the distance), chosen by cross-validation. Those left
out did not gain: partners found more and erred more, parts, dates, statuses lost (896 articles, 2026-11)."""
FOLDS = 5
_ROUNDS = 200

Floats = npt.NDArray[np.float64]


def refine(questions: Sequence[Instance], decision: str, start: LinearModel) -> LinearModel:
    """Move a decision's weights towards what answered questions say, none further than it pays.

    Args:
        questions: Answered questions of any decisions.
        decision: Which decision to refine.
        start: Its weights; features it does not know begin at 0.
    """
    own = [q for q in questions if q.decision == decision and q.label in start.labels]
    names = sorted({*start.weights, *(f for q in own for f in q.features)})
    place = {name: number for number, name in enumerate(names)}
    cells = [(row, place[f], float(v)) for row, q in enumerate(own) for f, v in q.features.items()]
    rows, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(own), len(names)))
    labels = np.array([start.labels.index(q.label) for q in own])
    sure = np.array([q.weight for q in own])
    kinds = len(start.labels)
    before = np.vstack([[start.weights.get(name, (0.0,) * kinds) for name in names], [start.bias]])

    def cost(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(before.shape)
        odds = matrix @ table[:-1] + table[-1]
        odds -= odds.max(1, keepdims=True)
        logs = odds - np.log(np.exp(odds).sum(1, keepdims=True))
        slope = np.exp(logs)
        slope[np.arange(len(own)), labels] -= 1
        slope *= sure[:, None]
        away = (table - before) / PULLS[decision]
        total = -(sure * logs[np.arange(len(own)), labels]).sum() + (away * (table - before)).sum() / 2
        return float(total), (np.vstack([matrix.T @ slope, slope.sum(0)]) + away).ravel()

    found = minimize(cost, before.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    table = found.x.reshape(before.shape)
    weights = {
        name: tuple(round(float(w), 4) for w in table[number])
        for number, name in enumerate(names)
        if np.ptp(table[number]) >= 0.005
    }
    return LinearModel(start.labels, tuple(round(float(b), 4) for b in table[-1]), weights, start.threshold)


def refine_all(questions: Sequence[Instance], start: Mapping[str, LinearModel]) -> dict[str, LinearModel]:
    """Return every decision's weights, refined where that pays."""
    return {name: refine(questions, name, model) if name in PULLS else model for name, model in start.items()}


def cross_validate(
    found: Sequence[Lesson], questions: Mapping[str, list[Instance]], start: Mapping[str, LinearModel]
) -> list[ArticleScore]:
    """Return the score of every article with weights refined on the others only."""
    scores = []
    for fold in range(FOLDS):
        held = {lesson.gold.id: lesson for lesson in found[fold::FOLDS]}
        models = refine_all([q for name, own in questions.items() if name not in held for q in own], start)
        scores += [score(lesson, models) for lesson in held.values()]
    return scores


def _range(given: str) -> range:
    first, _, last = given.partition("-")
    return range(int(first), int(last or first) + 1)


def main(given: Sequence[str] | None = None) -> int:
    """Refine, report, write."""
    parser = argparse.ArgumentParser(prog="refine")
    parser.add_argument("articles", type=_range, help="numbers of the corpus's articles, as in 3916-4955")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    chosen = parser.parse_args(given)
    console = Console()
    start = load_weights().models
    found = [les for les in lessons(["corpus"]) if int(les.gold.id.partition("-")[0]) in chosen.articles]
    questions = questions_of(found)
    scores = cross_validate(found, questions, start)
    before = [score(lesson, start) for lesson in found]
    console.print(slot_table({"before": before, "refined, cross-validated": scores}))
    if not chosen.dry_run:
        every = [q for own in questions.values() for q in own]
        write_weights(refine_all(every, start), calibration(scores), WEIGHTS)
        console.print(f"wrote {WEIGHTS}")
    return 0


if __name__ == "__main__":
    main()
