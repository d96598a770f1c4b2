"""What no newspaper prints, through the whole pipeline: `make soak`.

python -m benchmarks.hostile                 every input at the greatest length that is taken on, some minutes
python -m benchmarks.hostile --size 100000   smaller, to look for what grows faster than it should
python -m benchmarks.hostile digits table    some of them

Each input is read and extracted in a process of its own, the way a worker does. It has to end as a record
or a refusal within the time an article may take, in CPU seconds, and under a gibibyte.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection

from rich.console import Console
from rich.table import Table

from extract.config import Settings
from extract.domain.rejection import Rejection
from extract.pipeline import Pipeline
from extract.read import Document, article_of

__all__ = ["INPUTS", "main"]

MEBIBYTES = 1024
_LEAD = "Plant opens\n\nA 240 MW solar plant of Acme Corp. opened in Kano, Nigeria, in May 2024.\n\n"
_STORY = (
    "The {n} MW Orlova-{n} wind farm near Kano, owned by Acme{n} Power Ltd, will cost ${n} million and open "
    "in May 20{n:02}. Siemens supplied the turbines and the World Bank lent the money.\n\n"
)
_MONTHS = ("January", "May", "October")


def _run(unit: str) -> Callable[[int], Document]:
    """Return what makes an article that repeats some characters."""
    return lambda size: _text(unit * (size // len(unit)))


def _list(line: str) -> Callable[[int], Document]:
    """Return what makes an article of lines that differ in a number."""

    def made(size: int) -> Document:
        count = size // len(line.format(n=55, month="January"))
        return _text("".join(line.format(n=10 + i % 89, month=_MONTHS[i % 3]) for i in range(count)))

    return made


def _text(body: str) -> Document:
    return Document("hostile", "text", f"{_LEAD}{body}\n".encode())


def _table(size: int) -> Document:
    """Make a page whose table has 3,000 rows at full length."""
    rows = "".join(
        f"<tr><td>Plant {i}</td><td>{i % 900} MW</td><td>20{i % 90 + 10}</td></tr>" for i in range(size // 50)
    )
    head = f"<html><head><title>Plants</title></head><body><article><h1>Plants</h1><p>{_LEAD}</p>"
    return Document("hostile", "html", f"{head}<table>{rows}</table></article></body></html>".encode())


INPUTS: Mapping[str, Callable[[int], Document]] = {
    "digits": _run("7"),
    "digits and points": _run("1."),
    "brackets": _run("("),
    "letters": _run("a"),
    "capitals": _run("A"),
    "words in capitals": _run("Aa "),
    "dollars": _run("$1 "),
    "line breaks": _run("\n"),
    "one endless sentence": _run("and the plant of 5 MW "),
    "capacities": _list("{n} MW, "),
    "costs": _list("${n} million, "),
    "plants": _list("Orlova-{n} power plant, "),
    "organisations": _list("Acme{n} Power Ltd, "),
    "dates": _list("{n} {month} 20{n}, "),
    "places": _list("Kano, Nigeria; Lagos; Orlova {n}; "),
    "table": _table,
    "news": _list(_STORY),
}


def _taken(connection: Connection, name: str, size: int) -> None:
    """Send what became of an input, the CPU seconds it took and the process's peak in MiB."""
    pipeline = Pipeline()
    pipeline.extract_text(_LEAD)
    limit = Settings().max_characters
    started = time.process_time()
    article = article_of(INPUTS[name](size))
    if isinstance(article, Rejection):
        told = f"refused: {article.reason}"
    elif len(article.text) > limit:
        told = f"refused: {len(article.text):,} characters, the limit is {limit:,}"
    else:
        made = pipeline.extract(article)
        told = (
            f"refused: {made.reason}" if isinstance(made, Rejection) else f"record, {len(made.plants)} plants"
        )
    scale = 1024 if sys.platform == "linux" else 1024**2
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // scale
    connection.send((told, time.process_time() - started, peak))


def main(given: Sequence[str] | None = None) -> int:
    """Take the inputs through, print what became of them; 1 where one took too much."""
    parser = argparse.ArgumentParser(prog="hostile", description="what no newspaper prints")
    parser.add_argument("names", nargs="*", choices=[*INPUTS, []], help="which inputs; all, by default")
    parser.add_argument("--size", type=int, default=145_000, help="characters of each")
    options = parser.parse_args(given)
    console = Console(width=130)
    table = Table("input", "CPU s", "MiB", "outcome", title=f"hostile input, {options.size:,} characters")
    context = multiprocessing.get_context("spawn")
    failed = 0
    for name in options.names or INPUTS:
        ours, theirs = context.Pipe()
        process = context.Process(target=_taken, args=(theirs, name, options.size))
        process.start()
        theirs.close()
        try:
            told, seconds, peak = ours.recv()
        except EOFError:
            told, seconds, peak = "the process died", 0.0, 0
        process.join()
        bad = seconds > Settings().seconds or peak > MEBIBYTES or process.exitcode != 0
        failed += bad
        table.add_row(name, f"{seconds:.1f}", str(peak), told[:90], style="red" if bad else None)
        console.print(f"{name}: {seconds:.1f} s, {peak} MiB, {told[:90]}")
    console.print(table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
