"""Speed: articles per second and peak memory over the fixtures and, where it is there, the development set.

python -m benchmarks.speed                one pass in this process
python -m benchmarks.speed --rounds 20    each article twenty times, for a steadier figure
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence

from rich.console import Console

from benchmarks.corpora import DEVSET, FIXTURES
from extract.domain.article import Article
from extract.pipeline import Pipeline
from extract.read import read_path

__all__ = ["main"]


def _articles() -> list[Article]:
    """Return every article that can be read; reading is not part of what is timed."""
    paths = [*sorted(FIXTURES.glob("*/article*.*")), *sorted((DEVSET / "articles").glob("*.txt"))]
    return [found for path in paths for found in read_path(path) if isinstance(found, Article)]


def main(given: Sequence[str] | None = None) -> int:
    """Time the pipeline and print what was measured."""
    parser = argparse.ArgumentParser(prog="speed", description="articles per second in one process")
    parser.add_argument("--rounds", type=int, default=1, help="passes over the articles")
    rounds = parser.parse_args(given).rounds
    started = time.perf_counter()
    pipeline = Pipeline()
    loaded = time.perf_counter()
    articles = _articles()
    pipeline.extract(articles[0])  # the first article pays for lexicons that are compiled on first use
    spent = []
    for _ in range(rounds):
        for article in articles:
            before = time.perf_counter()
            pipeline.extract(article)
            spent.append(time.perf_counter() - before)
    spent.sort()
    characters = rounds * sum(len(article.text) for article in articles)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform == "linux" else 1024**2
    )
    console = Console(highlight=False)
    console.print(f"pipeline loaded in {loaded - started:.1f} s")
    console.print(
        f"{len(spent)} articles, {characters / len(spent):,.0f} characters on average: "
        f"{len(spent) / sum(spent):.1f} articles/s, {characters / sum(spent):,.0f} characters/s"
    )
    console.print(
        f"per article: median {spent[len(spent) // 2] * 1000:.0f} ms, "
        f"95 % under {spent[int(len(spent) * 0.95)] * 1000:.0f} ms, longest {spent[-1] * 1000:.0f} ms"
    )
    console.print(f"peak memory {memory:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
