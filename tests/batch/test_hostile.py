"""Endless runs of digits, brackets and letters, dense lists: time in step with length, whatever stands there.

`make soak` takes 145,000 characters of each through (benchmarks/hostile.py).
"""

from __future__ import annotations

import time

import pytest

from extract.domain.article import Article
from extract.pipeline import Pipeline

RUNS = [
    "7",
    "1,",
    "1.",
    "(",
    ")",
    "[",
    "a",
    "A",
    "Aa ",
    "MW ",
    "$",
    "$1 ",
    "- ",
    "A. ",
    "and ",
    "| ",
    "\n",
    "ü",
    "5 MW, ",
    "$5 million, ",
    "Orlova power plant, ",
    "Acme Power Ltd, ",
    "10 May 2031, ",
    "and the plant of 5 MW ",
]


@pytest.mark.parametrize("run", RUNS)
def test_twice_the_run_takes_at_most_some_twice_the_time(pipeline: Pipeline, run: str) -> None:
    """CPU time, not the clock; four times the length may take eight times as long, with room for noise.

    From 16,000 characters on, what a part holds: of a shorter run, little may be taken for a plant.
    """

    def taken(size: int) -> float:
        text = f"Plant opens\n\nA 240 MW solar plant opened in Kano.\n\n{run * (size // len(run))}\n"
        article = Article(id="x", source="x", text=text)
        started = time.process_time()
        pipeline.extract(article)
        return time.process_time() - started

    small = max(taken(16_000), 0.2)
    assert taken(64_000) < 8 * small
