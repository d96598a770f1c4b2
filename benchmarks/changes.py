"""What a change gained and lost, value by value. Of closed sets only counts are kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import CLOSED
from extract.evaluate import ALL, ArticleScore, summarize

__all__ = ["changed_lines", "load", "save"]

Saved = dict[str, Any]


def _snapshot(sets: Mapping[str, Sequence[ArticleScore]]) -> Saved:
    """Return hits and spurious values of open sets, and the micro-averaged counts of all."""
    taken: Saved = {}
    for name, scores in sets.items():
        total = summarize(scores, resamples=0)[ALL]
        taken[name] = {"counts": [total.tp, total.fp, total.fn]}
        if name in CLOSED:
            continue
        details = [(score.article, detail) for score in scores for detail in score.details]
        taken[name]["hit"] = [[a, d.slot, d.plant, d.gold] for a, d in details if d.outcome == "tp"]
        taken[name]["spurious"] = [[a, d.slot, d.plant, d.given] for a, d in details if d.outcome == "fp"]
    return taken


def save(sets: Mapping[str, Sequence[ArticleScore]], path: Path) -> None:
    """Write the scores to compare a later run with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_snapshot(sets), ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Saved:
    """Read what `save` wrote."""
    found: Saved = json.loads(path.read_text(encoding="utf-8"))
    return found


def changed_lines(before: Saved, sets: Mapping[str, Sequence[ArticleScore]]) -> Iterator[str]:
    """Yield what changed against an earlier run: per set the counts, then each value won or lost."""
    now = _snapshot(sets)
    for name in now:
        if name not in before:
            yield f"{name}: not in the earlier run"
            continue
        old, new = before[name]["counts"], now[name]["counts"]
        yield f"{name}: " + ", ".join(
            f"{outcome} {was} -> {value} ({value - was:+d})"
            for outcome, was, value in zip(("hits", "spurious", "missed"), old, new, strict=True)
        )
        if name in CLOSED:
            continue
        for kind, more, less in (
            ("hit", "+ gained  ", "- lost    "),
            ("spurious", "- spurious", "+ cleared "),
        ):
            then = Counter(map(tuple, before[name][kind]))
            current = Counter(map(tuple, now[name][kind]))
            for sign, difference in ((more, current - then), (less, then - current)):
                for article, slot, plant, value in sorted(difference.elements()):
                    yield f"  {sign} {article} {slot} {value} <{plant}>"
