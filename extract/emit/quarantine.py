"""Quarantine: what was refused, one Rejection a line, appended as it happens: a crash loses none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import ValidationError

from extract.domain.rejection import Rejection
from extract.emit.files import os_errors
from extract.errors import ReadError

__all__ = ["Quarantine", "read_quarantine"]


class Quarantine:
    """The quarantine file of one run; made with the first rejection, so that a clean run leaves none.

    A file left by an earlier run is replaced on opening: it speaks of that run only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._handle: BinaryIO | None = None

    def write(self, rejection: Rejection) -> None:
        """Append a rejection and hand it to the system at once.

        Raises:
            SinkError: The file cannot be written.
        """
        # A file name that is no valid UTF-8 reaches us with surrogates; as \\udcXX escapes they survive
        # the file and name the same input again at replay.
        text = json.dumps(rejection.model_dump(), ensure_ascii=False) + "\n"
        with os_errors(str(self.path)):
            if self._handle is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._handle = self.path.open("wb")
            self._handle.write(text.encode("utf-8", "backslashreplace"))
            self._handle.flush()
        self.count += 1

    def close(self) -> None:
        """Close the file, where there is one."""
        if self._handle is not None:
            with os_errors(str(self.path)):
                self._handle.close()
            self._handle = None

    def __enter__(self) -> Self:
        """Take away what an earlier run left."""
        with os_errors(str(self.path)):
            self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what was written stays, however the block ended."""
        self.close()


def read_quarantine(path: Path) -> Iterator[Rejection]:
    """Yield the rejections of a quarantine file, for `plantwire review` and replay.

    Raises:
        ReadError: The file cannot be read, or a line is no rejection; names the line.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _rejection(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {error}", path=str(path)) from error


def _rejection(line: str, path: Path, number: int) -> Rejection:
    try:
        return Rejection.model_validate(json.loads(line))
    except (ValidationError, json.JSONDecodeError) as error:
        raise ReadError("no rejection of a quarantine file", path=str(path), key=f"line {number}") from error
