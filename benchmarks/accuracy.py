"""Accuracy: runs the pipeline over every corpus, prints scores per slot, and gates them against floors.json.

A whole run also links the worlds of plants (benchmarks/linking.py) and holds them against their goal.

python -m benchmarks.accuracy                       the slot table, calibration, the gate
python -m benchmarks.accuracy --misses --only 207   what one article lacks
python -m benchmarks.accuracy --save before.json    ... change something ...
python -m benchmarks.accuracy --compare before.json what the change gained and lost
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from benchmarks import changes, floors, linking
from benchmarks.corpora import CLOSED, Case, corpora, digest
from extract.domain.record import ArticleRecord
from extract.evaluate import ArticleScore, GoldArticle, score_article, summarize
from extract.evaluate.confidence import reliability
from extract.evaluate.report import article_table, curve_table, miss_lines, reliability_table, slot_table
from extract.pipeline import Pipeline

__all__ = ["main"]

Made = list[tuple[GoldArticle, ArticleRecord | None]]
Pairs = dict[str, Made]
Scores = dict[str, list[ArticleScore]]
_MANY = 60
"""Articles from which on starting further processes pays."""


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="accuracy", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument(
        "--set", action="append", dest="sets", metavar="NAME", help="only this set (repeatable)"
    )
    parser.add_argument("--only", action="append", metavar="PREFIX", help="only articles whose id starts so")
    parser.add_argument("--articles", action="store_true", help="one row per article of the open sets")
    parser.add_argument(
        "--misses", action="store_true", help="each missed and spurious value of the open sets"
    )
    parser.add_argument("--confidence", action="store_true", help="reliability table and curve of every set")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the scores for --compare")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="what was gained and lost since --save")
    parser.add_argument("--update-floors", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --update-floors: lower them, too")
    chosen = parser.parse_args(given)
    looking = chosen.misses or chosen.articles or chosen.only
    if looking and CLOSED.intersection(chosen.sets or ()):
        parser.error("a scored-only set is scored as a whole and never looked into")
    if chosen.update_floors and (chosen.sets or chosen.only):
        parser.error("floors are pinned on whole runs: leave --set and --only out")
    return chosen


def _select(chosen: argparse.Namespace) -> dict[str, list[Case]]:
    """Return the cases asked for; a single article can be picked from the open sets only."""
    sets = {name: cases for name, cases in corpora().items() if not chosen.sets or name in chosen.sets}
    if chosen.only:
        prefixes = tuple(chosen.only)
        sets = {
            name: [case for case in cases if case.id.startswith(prefixes)]
            for name, cases in sets.items()
            if name not in CLOSED
        }
    return {name: cases for name, cases in sets.items() if cases}


def _run(sets: dict[str, list[Case]]) -> Pairs:
    """Run the pipeline over every case, many of them on all processors."""
    wanted = [(name, case.id) for name, cases in sets.items() for case in cases]
    pairs: Pairs = {name: [] for name in sets}
    if len(wanted) < _MANY:
        for name, key in wanted:
            pairs[name] += _read((name, key))
        return pairs
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for (name, _), found in zip(wanted, pool.map(_read, wanted, chunksize=8), strict=True):
            pairs[name] += found
    return pairs


@cache
def _here() -> tuple[Pipeline, dict[tuple[str, str], Case]]:
    """Return this process's pipeline and cases."""
    return Pipeline(), {(name, case.id): case for name, cases in corpora().items() for case in cases}


def _read(case: tuple[str, str]) -> Made:
    pipeline, cases = _here()
    return cases[case].run(pipeline)


def _show(console: Console, chosen: argparse.Namespace, pairs: Pairs, scores: Scores) -> None:
    """Print what was asked for; of scored-only sets nothing but sums."""
    console.print(slot_table(scores))
    for name, some in scores.items():
        if chosen.confidence:
            console.rule(name)
            console.print(reliability_table(reliability(some)), curve_table(pairs[name]))
        if name in CLOSED:
            continue
        if chosen.articles:
            console.print(article_table(some))
        if chosen.misses:
            for line in miss_lines(some):
                console.print(line, soft_wrap=True)
    if chosen.compare:
        for change in changes.changed_lines(changes.load(chosen.compare), scores):
            console.print(change, markup=False, highlight=False, soft_wrap=True)


def _gate(console: Console, chosen: argparse.Namespace, sets: dict[str, list[Case]], scores: Scores) -> int:
    """Hold the scores against the floors, or pin them anew; return the exit code."""
    known = floors.read_floors()
    failures: list[str] = []
    for name, cases in sets.items():
        measured = floors.pin(len(scores[name]), digest(cases), summarize(scores[name], resamples=0))
        before = known.get(name)
        lower = floors.below(before, measured) if before else []
        same_corpus = before is not None and before["digest"] == measured["digest"]
        if chosen.update_floors and (not lower or chosen.allow_lower or not same_corpus):
            known[name] = measured  # floors of other articles than these say nothing
        elif before is None:
            console.print(f"{name}: no floors yet; pin them with --update-floors")
        else:
            failures += [f"{name}: {line}" for line in lower]
            if not same_corpus and not chosen.update_floors:
                failures.append(f"{name}: the corpus has changed; look at it, then pin with --update-floors")
    if chosen.update_floors:
        floors.write_floors(known)
    for name in known.keys() - sets.keys():
        console.print(f"{name}: not on this machine, its floors stay as they are")
    for line in failures:
        console.print(f"[red]FLOOR[/] {line}")
    return 1 if failures else 0


def _link(console: Console) -> int:
    """Show how well one plant is found across articles, held against its goal; return the exit code."""
    scores = linking.score_worlds()
    console.print("one plant across articles", linking.table(scores), sep="\n", soft_wrap=True)
    failures = linking.broken(scores)
    for line in failures:
        console.print(f"[red]GOAL[/] linking, {line}")
    return 1 if failures else 0


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, gate.

    Returns:
        0 where every floor holds, 1 where one does not.
    """
    chosen = _arguments(given)
    sets = _select(chosen)
    console = Console(width=None if sys.stdout.isatty() else 24 + 24 * len(sets))
    if not sets:
        console.print("no articles: neither ../shared/devset nor fixtures/articles has any of these")
        return 1
    pairs = _run(sets)
    scores = {name: [score_article(gold, record) for gold, record in some] for name, some in pairs.items()}
    _show(console, chosen, pairs, scores)
    if chosen.save:
        changes.save(scores, chosen.save)
    if chosen.only or chosen.sets:
        return 0
    return max(_gate(console, chosen, sets, scores), _link(console))


if __name__ == "__main__":
    sys.exit(main())
