"""How well each decision is learned by itself: cross-validated by article, pairs not records.

python -m benchmarks.decisions date partner      these decisions
python -m benchmarks.decisions date --errors 40  with the surest mistakes and the features behind them

The scenes of the open sets are made anew on each run; scored-only articles are never looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from benchmarks.corpora import CLOSED, corpora
from benchmarks.instances import Instance
from benchmarks.lessons import fold_encoders, lessons
from benchmarks.train import SETTINGS, fit, questions_of

__all__ = ["main"]

FOLDS = 6


def _judged(questions: Sequence[Instance], decision: str) -> list[tuple[Instance, dict[str, float]]]:
    """Return every question of a decision with the odds that weights learned from other articles give."""
    articles = sorted({q.article for q in questions})
    fold_of = {name: place % FOLDS for place, name in enumerate(articles)}
    own = [q for q in questions if q.decision == decision]
    judged = []
    for fold in range(FOLDS):
        model = fit([q for q in own if fold_of[q.article] != fold], decision)
        judged += [(q, model.probabilities(q.features)) for q in own if fold_of[q.article] == fold]
    return judged


def _report(
    console: Console, judged: list[tuple[Instance, dict[str, float]]], decision: str, errors: int
) -> None:
    negative = "no" if decision == "plant" else "none"
    if any(negative in odds for _, odds in judged):
        best = (0.0, 0.0, 0.0, 0.0)
        for step in range(15, 80, 5):
            at = step / 100
            given = [(q, 1 - odds[negative] >= at) for q, odds in judged]
            right = sum(said and q.label != negative for q, said in given)
            precision = right / max(1, sum(said for _, said in given))
            recall = right / max(1, sum(q.label != negative for q, _ in given))
            best = max(best, (2 * precision * recall / max(1e-9, precision + recall), at, precision, recall))
        console.print(
            f"{decision}: F1 {best[0]:.3f} at {best[1]:.2f}, precision {best[2]:.3f}, recall {best[3]:.3f}"
        )
    positive = [(q, odds) for q, odds in judged if q.label != negative]
    named = sum(
        max((n for n in odds if n != negative), key=lambda n: odds[n]) == q.label for q, odds in positive
    )
    console.print(
        f"{decision}: label right in {named} of {len(positive)}, {Counter(q.label for q, _ in judged)}"
    )
    wrong = sorted(judged, key=lambda j: j[1].get(j[0].label, 0.0))[:errors]
    for question, odds in wrong:
        top = max(odds, key=lambda n: odds[n])
        console.print(
            f"  {question.article}: gold {question.label}, said {top} {odds[top]:.2f}; {question.note}"
        )


def main(given: Sequence[str] | None = None) -> int:
    """Report the decisions asked for."""
    parser = argparse.ArgumentParser(prog="decisions")
    parser.add_argument("decision", nargs="*", help="which; all where none is named")
    parser.add_argument("--errors", type=int, default=0, help="show this many of the surest mistakes")
    chosen = parser.parse_args(given)
    found = lessons([name for name in corpora() if name not in CLOSED], fold_encoders())
    questions = [q for own in questions_of(found).values() for q in own if q.label != "open"]
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for decision in chosen.decision or SETTINGS:
        _report(console, _judged(questions, decision), decision, chosen.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
