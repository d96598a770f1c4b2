"""JSON Lines: one article record a line, to a file in the order of article ids, or as they come to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from extract.domain.record import ArticleRecord
from extract.emit.base import Sink
from extract.emit.files import FileSink, Spool, os_errors, whole_file
from extract.emit.jsonform import record_line
from extract.errors import ReadError

__all__ = ["JsonlSink", "StdoutSink", "read_records"]


class JsonlSink(FileSink):
    """A `.jsonl` file that appears, whole, on close."""

    def _publish(self, spool: Spool) -> None:
        with whole_file(self.path) as handle:
            handle.writelines(spool.lines())


class StdoutSink(Sink):
    """JSON Lines on standard output, each as soon as it is known; nothing can be taken back here."""

    def __init__(self, target: str = "-", stream: BinaryIO | None = None) -> None:
        super().__init__(target)
        self._stream = stream

    def open(self) -> None:
        """See `Sink.open`."""
        self._stream = self._stream or sys.stdout.buffer

    def write(self, record: ArticleRecord) -> None:
        """See `Sink.write`; a reader that went away (`| head`) is a SinkError."""
        line = record_line(record)
        with os_errors("standard output"):
            (self._stream or sys.stdout.buffer).write(line)

    def close(self) -> None:
        """See `Sink.close`; the stream stays open, it is not ours."""
        with os_errors("standard output"):
            (self._stream or sys.stdout.buffer).flush()

    def abort(self) -> None:
        """See `Sink.abort`."""


def read_records(path: Path) -> Iterator[ArticleRecord]:
    """Yield the records of a JSON Lines file this module wrote.

    Raises:
        ReadError: The file cannot be read, or a line is no article record; names the line.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _record(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {error}", path=str(path)) from error


def _record(line: str, path: Path, number: int) -> ArticleRecord:
    try:
        return ArticleRecord.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"no article record: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise ReadError(message, path=str(path), key=f"line {number}") from error
