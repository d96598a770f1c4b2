"""Runs of characters without a space that are longer than any word or address: nothing is told in them."""

from __future__ import annotations

import re

__all__ = ["without_runs"]

_RUN = re.compile(r"\S{400,}")


def without_runs(text: str) -> str:
    """Return a text of the same length with blanks for endless runs.

    spaCy's tokenizer takes time with the square of a run's length, and the encoder a window for each 500
    digits or points of it.

    >>> without_runs("a" * 399 + " " + "1." * 200 + " b") == "a" * 399 + " " * 402 + "b"
    True
    """
    return _RUN.sub(lambda run: " " * len(run.group()), text)
