"""Shared by the batch tests: folders of articles, runs, and runs as a command to be killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from extract.batch.counts import Counts
from extract.config import Settings
from extract.runner import Plan, run
from tests.fakes import fake_pipeline

__all__ = ["COMMAND", "Found", "article", "folder_of", "start", "told"]

WORDS = [
    "council",
    "river",
    "bridge",
    "minister",
    "harvest",
    "market",
    "teacher",
    "railway",
    "museum",
    "garden",
    "voter",
    "engineer",
    "harbour",
    "library",
    "painter",
    "judge",
    "farmer",
    "captain",
    "festival",
    "forest",
    "tunnel",
    "senator",
    "baker",
    "clinic",
    "tower",
    "meadow",
    "senate",
    "orchard",
]
COMMAND = "import extract.runner, tests.fakes; extract.runner.pipeline = tests.fakes.fake_pipeline; "
ROOT = Path(__file__).resolve().parents[2]


def article(number: int, said: str = "A power plant opened") -> str:
    """Return a text of its own for each number: no two are near-identical."""
    body = " ".join(WORDS[(number * 7 + step * (number % 11 + 1)) % len(WORDS)] for step in range(40))
    return f"Story {number} from the valley\n\n{said}, number {number}. The {body}.\n"


def folder_of(path: Path, texts: dict[str, str]) -> Path:
    """Write texts to files of a folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def told(
    inputs: list[str] | list[Path], output: Path, *, workers: int = 1, seconds: float = 60.0,
    memory_mb: int = 2048, force: bool = False, retry: bool = False, keep_empty: bool = False,
) -> Counts:  # fmt: skip
    """Run the fake pipeline in worker processes and return the counts."""
    plan = Plan(tuple(map(str, inputs)), (str(output),), force=force, retry=retry, keep_empty=keep_empty)
    settings = Settings(workers=workers, seconds=seconds, memory_mb=memory_mb)
    return run(plan, settings, make=fake_pipeline)


class Found:
    """What a run left beside its output."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def bytes(self) -> tuple[bytes, ...]:
        """Return everything a user looks at: records, refusals, duplicates."""
        names = ("{}.jsonl", "{}.quarantine.jsonl", "{}.duplicates.jsonl")
        files = [self._output.with_name(name.format(self._output.stem)) for name in names]
        return tuple(path.read_bytes() if path.exists() else b"" for path in files)


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `plantwire run` with the fake pipeline, as a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {COMMAND}from extract.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "run", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
