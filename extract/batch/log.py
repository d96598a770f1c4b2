"""The run's log: a line for each refusal as it happens, with its time, and a crash's traceback below it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from extract.domain.rejection import Rejection
from extract.emit import os_errors

__all__ = ["Log"]


class Log:
    """A log file, made with its first line; lines are added to what is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: IO[str] | None = None

    def refused(self, rejection: Rejection, trace: str = "") -> None:
        """Write a refusal's line.

        Raises:
            SinkError: The file cannot be written.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        reason = " ".join(rejection.reason.split())
        with os_errors(str(self.path)):
            if self._handle is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._handle = self.path.open("a", encoding="utf-8", errors="backslashreplace")
            self._handle.write(f"{now} refused at {rejection.stage}: {rejection.source}: {reason}\n")
            self._handle.writelines(f"    {line}\n" for line in trace.splitlines())
            self._handle.flush()

    def close(self) -> None:
        """Close the file, where there is one."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
