"""What a person sees of a run: a bar on standard error with counts, speed and time left; one closing line.

Progress is measured in bytes read of the inputs, because a file may hold one article or a million; how many
bytes there are is counted by a thread of its own while the run is at work.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from extract.batch.counts import Counts
from extract.read import Meter

__all__ = ["closing_line", "shown_progress", "told"]

EVERY = 0.1
"""Seconds between two updates of the bar."""


def told(counts: Counts) -> str:
    """Return counts in words; every article stands in exactly one of them."""
    return (
        f"{counts.articles} articles: {counts.with_plants} with plants ({counts.plants} plants), "
        f"{counts.without_plants} without, {counts.not_relevant} not relevant, "
        f"{counts.quarantined} quarantined, {counts.duplicates} duplicates"
    )


def closing_line(counts: Counts, seconds: float, outputs: Sequence[str], quarantine: Path) -> str:
    """Return the run's closing summary."""
    line = told(counts)
    if counts.quarantined:
        line = line.replace(" quarantined", f" quarantined (see {quarantine})")
    speed = f"{counts.articles / seconds:.1f} articles/s" if seconds > 0 else ""
    return f"{line}, {speed} -> {', '.join(outputs)}"


@contextmanager
def shown_progress(
    inputs: Sequence[str], console: Console
) -> Iterator[tuple[Callable[[Counts], None], Meter]]:
    """Show how a run stands, where that is a terminal.

    Yields:
        What to tell the counts to, and the meter of the bytes read.
    """
    meter = Meter()
    if not console.is_terminal:
        yield lambda counts: None, meter
        return
    total = _Total(inputs)
    columns = (
        SpinnerColumn(), BarColumn(20), TaskProgressColumn(), TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    started = shown = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def notice(counts: Counts) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - shown < EVERY:
                return
            shown = now
            speed = counts.articles / max(now - started, 0.001)
            text = (
                f"{counts.articles} articles, {speed:.1f}/s: {counts.with_plants} with plants, "
                f"{counts.not_relevant} not relevant, {counts.quarantined} quarantined"
            )
            progress.update(task, description=text, total=total.known, completed=meter.bytes_read)

        try:
            yield notice, meter
        finally:
            total.stop()


class _Total:
    """The size of all inputs, counted in the background; None until it is known."""

    def __init__(self, inputs: Sequence[str]) -> None:
        self.known: int | None = None
        self._stopped = False
        if "-" not in inputs:
            threading.Thread(target=self._count, args=(tuple(inputs),), daemon=True).start()

    def stop(self) -> None:
        """Count no further."""
        self._stopped = True

    def _count(self, inputs: tuple[str, ...]) -> None:
        size = 0
        for name in inputs:
            for folder, _, files in os.walk(name):
                for file in files:
                    size += _size(Path(folder, file))
                    if self._stopped:
                        return
            size += _size(Path(name)) if Path(name).is_file() else 0
        self.known = max(size, 1)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
