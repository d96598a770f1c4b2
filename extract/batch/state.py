"""What a run has done so far, on disk beside its output: a manifest and shards of outcomes.

A shard appears whole (temporary name, fsync, rename) or not at all, so that a run killed at any point finds
on its next start just what was finished. Shards are read once at the start; of each outcome only what the
index needs stays in memory.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from extract.batch.outcome import Outcome, header_of, line_of
from extract.batch.versions import Versions
from extract.emit import os_errors, whole_file
from extract.errors import ConfigError

__all__ = ["State", "state_folder"]

FORMAT = 1
SHARD = 256
"""Outcomes of a shard: at 20 articles a second, 13 seconds' work."""
SECONDS = 5.0
"""Time after which a shard is written though it is not full: what a kill may cost."""


@dataclass(slots=True)
class _Kept:
    """An outcome in the index and where its payload lies; `shard` 0 is the buffer."""

    outcome: Outcome
    shard: int
    start: int
    length: int


def state_folder(output: Path) -> Path:
    """Return the folder beside an output that holds its run's state; hidden, so that no run reads it."""
    return output.with_name(f".{output.name}.plantwire")


class State:
    """The outcomes of earlier runs and of this one, by document key.

    Args:
        folder: Where they are kept.
        versions: What they must have been made with to count.

    Use it in a `with` block; what was added is on disk when the block ends, however it ends.
    """

    def __init__(self, folder: Path, versions: Versions) -> None:
        self.folder = folder
        self.versions = versions
        self._kept: dict[str, _Kept] = {}
        self._buffer: list[bytes] = []
        self._waiting: list[str] = []
        self._flushed = time.monotonic()
        self._number = 0
        self._shards: dict[int, BinaryIO] = {}
        self._lock: BinaryIO | None = None

    def load(self) -> None:
        """Read what is there; nothing is written."""
        for path in sorted((self.folder / "shards").glob("*.jsonl")):
            number = int(path.stem) if path.stem.isdecimal() else 0
            self._number = max(self._number, number)
            self._load_shard(path, number)

    def _load_shard(self, path: Path, number: int) -> None:
        """Index a shard; one that a failing disk has damaged is read up to the damage."""
        with os_errors(str(path)), path.open("rb") as lines:
            try:
                made = json.loads(lines.readline())
                same = made["extraction"] == self.versions.extraction
                if made["format"] != FORMAT or not (same or made["reading"] == self.versions.reading):
                    return
                start = lines.tell()
                for line in lines:
                    outcome = header_of(line)
                    payload = start + line.index(b"\t") + 1
                    if same or outcome.read_only:
                        self._kept[outcome.key] = _Kept(
                            outcome, number, payload, start + len(line) - 1 - payload
                        )
                    start += len(line)
            except (ValueError, KeyError, TypeError, IndexError):
                return

    def clear(self) -> None:
        """Forget everything, on disk, too."""
        self._kept.clear()
        with os_errors(str(self.folder)):
            if self.folder.is_dir():
                shutil.rmtree(self.folder / "shards", ignore_errors=True)
                for path in self.folder.glob("*.json*"):
                    path.unlink(missing_ok=True)

    def __bool__(self) -> bool:
        """True where something was done before with the same versions of everything."""
        return any(not kept.outcome.read_only for kept in self._kept.values())

    def get(self, key: str) -> Outcome | None:
        """Return the outcome of a document without its payload."""
        kept = self._kept.get(key)
        return kept.outcome if kept is not None else None

    def payload(self, key: str) -> bytes:
        """Return the JSON of an outcome's record or rejection."""
        kept = self._kept[key]
        if kept.outcome.payload:
            return kept.outcome.payload
        path = self._path(kept.shard)
        with os_errors(str(path)):
            if kept.shard not in self._shards:
                self._close_shards(beyond=32)
                self._shards[kept.shard] = path.open("rb")
            handle = self._shards[kept.shard]
            handle.seek(kept.start)
            return handle.read(kept.length)

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome; it is on disk within SECONDS or SHARD outcomes."""
        self._kept[outcome.key] = _Kept(outcome, 0, 0, 0)
        self._buffer.append(line_of(outcome))
        self._waiting.append(outcome.key)
        if len(self._buffer) >= SHARD:
            self.flush()

    def tick(self) -> None:
        """Write what has waited long enough."""
        if self._buffer and time.monotonic() - self._flushed > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write a shard of what is in the buffer.

        Raises:
            SinkError: It cannot be written.
        """
        self._flushed = time.monotonic()
        if not self._buffer:
            return
        self._number += 1
        path = self._path(self._number)
        head = json.dumps({"format": FORMAT, **asdict(self.versions)}).encode() + b"\n"
        with whole_file(path) as handle:
            handle.write(head)
            handle.writelines(self._buffer)
        start = len(head)
        for key, line in zip(self._waiting, self._buffer, strict=True):
            payload = start + line.index(b"\t") + 1
            self._kept[key] = _Kept(header_of(line), self._number, payload, start + len(line) - 1 - payload)
            start += len(line)
        self._buffer.clear()
        self._waiting.clear()

    def write_manifest(self, content: dict[str, Any]) -> None:
        """Write what the run is about: inputs, versions, how far it came."""
        made = {"format": FORMAT, **asdict(self.versions), **content}
        with whole_file(self.folder / "manifest.json") as handle:
            handle.write(json.dumps(made, indent=1, ensure_ascii=True).encode() + b"\n")

    def write_lines(self, name: str, lines: Iterable[dict[str, Any]]) -> None:
        """Write a file of JSON lines of this folder, whole."""
        with whole_file(self.folder / name) as handle:
            for line in lines:
                handle.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")

    def manifest(self) -> dict[str, Any]:
        """Return the manifest, empty where there is none."""
        return next(self.lines("manifest.json", whole=True), {})

    def lines(self, name: str, *, whole: bool = False) -> Iterator[dict[str, Any]]:
        """Yield the JSON of a file of this folder; nothing where it is missing or broken."""
        with suppress(OSError, ValueError), (self.folder / name).open("rb") as handle:
            for text in [handle.read()] if whole else handle:
                yield json.loads(text)

    def __enter__(self) -> State:
        """Make the folder and keep other runs out of it.

        Raises:
            ConfigError: Another run is at work on the same output.
            SinkError: The folder cannot be made.
        """
        with os_errors(str(self.folder)):
            (self.folder / "shards").mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / "lock").open("wb")
            for left in self.folder.rglob(".*.tmp"):
                left.unlink(missing_ok=True)
        if not _locked(self._lock):
            self._lock.close()
            self._lock = None
            raise ConfigError("another run is at work on this output; wait for it", key=str(self.folder))
        return self

    def __exit__(self, *_: object) -> None:
        """Write what is left."""
        try:
            self.flush()
        finally:
            self._close_shards()
            if self._lock is not None:
                self._lock.close()

    def _path(self, number: int) -> Path:
        return self.folder / "shards" / f"{number:08}.jsonl"

    def _close_shards(self, beyond: int = 0) -> None:
        if len(self._shards) >= beyond:
            for handle in self._shards.values():
                handle.close()
            self._shards.clear()


def _locked(handle: BinaryIO) -> bool:
    """Take the lock if it is free; the system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: opening twice is the user's own doing there
        return True
    try:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
