"""How linking grows: a made-up press of 50,000 mentions and more in a fresh SQLite file, linked twice.

`python -m benchmarks.linking_speed [N ...]` prints for each number plants, seconds, peak memory and the
growth of processor time against n log n, measured from the first number on; 1000000 takes about 8 minutes.
"""

from __future__ import annotations

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.press import write_press
from extract.link.run import link_database

__all__ = ["main"]


def _measured(path: Path) -> tuple[float, float, float, int]:
    """Seconds on the clock, seconds of processor, peak memory in GiB, plants."""
    start, worked = time.perf_counter(), time.process_time()
    summary = link_database(str(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return time.perf_counter() - start, time.process_time() - worked, peak, summary.plants


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each size; each is measured in a process of its own."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.linking_speed", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[50_000, 100_000, 200_000], metavar="N")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        sys.stdout.write(" ".join(map(str, _measured(options.one))) + "\n")
        return 0
    base: float | None = None
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "press.db"
            write_press(path, size)
            command = [sys.executable, "-m", "benchmarks.linking_speed", "--one", str(path)]
            runs = [
                subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)
            ]
        first, second = (line.split() for line in runs)
        clock, worked, memory = map(float, first[:3])
        unit = worked / (size * math.log(size))
        base = base or unit
        sys.stdout.write(
            f"{size} mentions, {first[3]} plants: {clock:.1f} s ({worked:.1f} s of processor), again "
            f"{float(second[1]):.1f} s of processor, {memory:.2f} GiB, {unit / base:.2f} of n log n\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
