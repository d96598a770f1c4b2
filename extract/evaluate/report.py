"""Scores for a reader: tables for the terminal, and the same as plain numbers for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.domain.record import ArticleRecord
from extract.evaluate.confidence import Bin, calibration_error, chance_error, curve, reliability
from extract.evaluate.gold import GoldArticle
from extract.evaluate.score import SLOTS, ArticleScore, Detail
from extract.evaluate.summary import ALL, RESAMPLES, Measure, summarize

__all__ = [
    "article_table",
    "as_numbers",
    "curve_table",
    "miss_lines",
    "reliability_table",
    "slot_table",
]


def slot_table(sets: Mapping[str, Sequence[ArticleScore]]) -> Table:
    """Return precision, recall and F1 per slot; one set with counts and intervals, several side by side."""
    if len(sets) == 1:
        ((name, scores),) = sets.items()
        return _single_table(name, scores)
    table = Table(title="precision, recall, F1 per slot; 95 %: of F1, over resampled articles")
    table.add_column("slot")
    for name, scores in sets.items():
        table.add_column(f"{name}\n{len(scores)} articles\nP     R     F1", no_wrap=True)
    measures = {name: summarize(scores) for name, scores in sets.items()}
    for slot in (*SLOTS, ALL):
        cells = [" ".join(_shares(measures[name][slot])) for name in sets]
        table.add_row(slot, *cells, style="bold" if slot == ALL else None, end_section=slot == SLOTS[-1])
    table.add_row("95 %", *(_interval(measures[name][ALL]) for name in sets), style="dim")
    return table


def _single_table(name: str, scores: Sequence[ArticleScore]) -> Table:
    """Return the slots of one set with counts and intervals."""
    table = Table(title=f"{name}, {len(scores)} articles; 95 %: of F1, over resampled articles")
    for head in ("slot", "P", "R", "F1", "95 %", "tp", "fp", "fn"):
        table.add_column(head, justify="left" if head == "slot" else "right", no_wrap=True)
    for slot, measure in summarize(scores).items():
        counts = (str(number) for number in (measure.tp, measure.fp, measure.fn))
        cells = [*_shares(measure), _interval(measure), *counts]
        table.add_row(slot, *cells, style="bold" if slot == ALL else None, end_section=slot == SLOTS[-1])
    return table


def _shares(measure: Measure) -> list[str]:
    return [f"{share:.3f}" for share in (measure.precision, measure.recall, measure.f1)]


def _interval(measure: Measure) -> str:
    return f"{measure.low:.3f}-{measure.high:.3f}"


def article_table(scores: Iterable[ArticleScore]) -> Table:
    """Return one row per article, worst first."""
    table = Table(title="articles, worst first")
    for head in ("article", "F1", "tp", "fp", "fn"):
        table.add_column(head, justify="left" if head == "article" else "right")
    rows = [(score.article, summarize([score], resamples=0)[ALL]) for score in scores]
    for article, counts in sorted(rows, key=lambda row: (row[1].f1, row[0])):
        table.add_row(article, f"{counts.f1:.3f}", str(counts.tp), str(counts.fp), str(counts.fn))
    return table


def _line(article: str, detail: Detail) -> Text:
    """Say one missed or spurious value with its evidence."""
    missed = detail.outcome == "fn"
    value = detail.gold if missed else detail.given
    said = "; ".join(f"[{e.start}:{e.end}] {' '.join(e.text.split())!r} {e.rule}" for e in detail.evidence)
    sure = "" if detail.confidence is None else f" ({detail.confidence:.2f})"
    return Text.assemble(
        (f"{article} ", "dim"),
        ("missed   " if missed else "spurious ", "yellow" if missed else "red"),
        f"{detail.slot:8} {value}{sure}",
        (f"  <{detail.plant}>", "dim"),
        (f"  {said}" if said else "", "dim"),
    )


def miss_lines(scores: Iterable[ArticleScore]) -> Iterator[Text]:
    """Yield a line for each missed and each spurious value, article by article."""
    for score in scores:
        for detail in score.details:
            if detail.outcome != "tp":
                yield _line(score.article, detail)


def reliability_table(bins: Sequence[Bin]) -> Table:
    """Return how often values of each confidence were right."""
    error, chance = calibration_error(bins), chance_error(bins)
    table = Table(title=f"confidence: calibration error {error:.3f} (faultless: {chance:.3f})")
    for head in ("confidence", "values", "mean", "right"):
        table.add_column(head, justify="right")
    for one in bins:
        table.add_row(
            f"{one.low:.1f}-{one.high:.1f}", str(one.number), f"{one.confidence:.3f}", f"{one.right:.3f}"
        )
    return table


MINIMA = tuple(step / 10 for step in range(10))


def curve_table(pairs: Sequence[tuple[GoldArticle, ArticleRecord | None]]) -> Table:
    """Return precision and recall over all slots by lowest confidence."""
    table = Table(title="over all slots, by --min-confidence")
    for head in ("at least", "P", "R", "F1"):
        table.add_column(head, justify="right")
    for minimum, thinned in curve(pairs, MINIMA):
        table.add_row(f"{minimum:.1f}", *_shares(summarize(thinned, resamples=0)[ALL]))
    return table


def _slots(scores: Sequence[ArticleScore], resamples: int = RESAMPLES) -> dict[str, Any]:
    return {
        slot: {
            "precision": round(measure.precision, 4),
            "recall": round(measure.recall, 4),
            "f1": round(measure.f1, 4),
            **({"f1_interval": [round(measure.low, 4), round(measure.high, 4)]} if resamples else {}),
            "tp": measure.tp,
            "fp": measure.fp,
            "fn": measure.fn,
        }
        for slot, measure in summarize(scores, resamples=resamples).items()
    }


def as_numbers(
    scores: Sequence[ArticleScore], *, articles: bool = False, misses: bool = False
) -> dict[str, Any]:
    """Return slots and calibration as plain values; on request each article's slots and the values missed."""
    numbers: dict[str, Any] = {
        "articles": len(scores),
        "slots": _slots(scores),
        "calibration_error": calibration_error(reliability(scores)),
        "chance_error": chance_error(reliability(scores)),
    }
    if articles:
        numbers["by_article"] = {score.article: _slots([score], resamples=0) for score in scores}
    if misses:
        numbers["misses"] = [
            {
                "article": score.article,
                "slot": detail.slot,
                "outcome": "missed" if detail.outcome == "fn" else "spurious",
                "value": detail.gold if detail.outcome == "fn" else detail.given,
                "plant": detail.plant,
                "evidence": [evidence.model_dump() for evidence in detail.evidence],
            }
            for score in scores
            for detail in score.details
            if detail.outcome != "tp"
        ]
    return numbers
