"""Measures plantwire on an outside yardstick: python -m benchmarks.yardsticks NAME PATH...

NAME is cqe, recognizers, prices or timeml; docs/how-to/yardsticks.md says which files each one reads.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.yardsticks import cqe, prices, recognizers, timeml
from benchmarks.yardsticks.core import HALVES, Task, totals
from extract.errors import ExtractError

__all__ = ["YARDSTICKS", "main"]

YARDSTICKS: dict[str, Callable[[Iterable[Path]], list[Task]]] = {
    "cqe": cqe.measure,
    "recognizers": recognizers.measure,
    "prices": prices.measure,
    "timeml": timeml.measure,
}


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.yardsticks", description=__doc__)
    parser.add_argument("name", choices=sorted(YARDSTICKS), help="which form of gold the files are in")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files of it, brought by you")
    parser.add_argument("--misses", action="store_true", help="what went wrong in the looking half")
    return parser.parse_args(given)


def _table(tasks: Sequence[Task]) -> Table:
    """Return precision, recall and F1 of value and unit, a row per task and half."""
    table = Table(title="value and unit; * gold asks for more than plantwire looks for")
    for heading in ("task", "half", "samples", "gold", "P", "R", "F1", "F1 of value", "published F1"):
        table.add_column(heading, justify="left" if heading in ("task", "half", "published F1") else "right")
    for task in tasks:
        for half in ("both", *HALVES):
            sums = totals(one for one in task.outcomes if half in ("both", one.half))
            shares = (sums.precision, sums.recall, sums.f1, sums.value_f1)
            first = half == "both"
            table.add_row(
                task.name + ("" if task.comparable else " *") if first else "",
                half,
                str(sums.samples),
                str(sums.gold),
                *(f"{100 * share:.1f}" if sums.gold else "-" for share in shares),
                task.published if first else "",
                end_section=half == HALVES[-1],
            )
    return table


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print.

    Returns:
        0 where everything was read, 2 where a path is not what the yardstick reads.
    """
    chosen = _arguments(given)
    console = Console(width=None if sys.stdout.isatty() else 150)
    try:
        tasks = YARDSTICKS[chosen.name](chosen.paths)
    except ExtractError as error:
        Console(stderr=True).print(f"error: {error}", markup=False, soft_wrap=True)
        return 2
    console.print(_table(tasks))
    if chosen.misses:
        for task in tasks:
            console.rule(task.name)
            for line in (line for one in task.outcomes if one.half == HALVES[0] for line in one.lines):
                console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
