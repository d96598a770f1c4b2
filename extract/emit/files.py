"""Files that appear whole or not at all: a spool for the records, then one rename onto the target.

Owns temporary names, flushing and the mapping of OSError; knows nothing of what is inside the files.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from extract.domain.record import ArticleRecord
from extract.emit.base import Sink
from extract.emit.jsonform import record_line
from extract.errors import SinkError

__all__ = ["FileSink", "Spool", "os_errors", "replace_path", "synced", "temporary_path", "whole_file"]


@contextmanager
def os_errors(target: str) -> Iterator[None]:
    """Turn an OSError inside the block (read-only, disk full, no such folder) into a SinkError."""
    try:
        yield
    except OSError as error:
        raise SinkError(f"cannot be written: {error.strerror or error}", path=target) from error


def temporary_path(path: Path) -> Path:
    """The name beside `path` that this process writes under; on the same disk, so that a rename is enough."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of `path` only when the block ends well.

    Raises:
        SinkError: The file cannot be written; `path` is then as it was before.
    """
    temporary = temporary_path(path)
    with os_errors(str(path)):
        try:
            with synced(temporary) as handle:
                yield handle
            replace_path(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def synced(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing and have it on disk, not only in memory, when the block ends well."""
    with path.open("wb") as handle:
        yield handle
        handle.flush()
        os.fsync(handle.fileno())


def replace_path(temporary: Path, path: Path) -> None:
    """Put `temporary` (a file or folder) in the place of `path` and make the rename last."""
    if path.is_dir() and temporary.is_dir():
        old = temporary.with_suffix(".old")
        path.rename(old)
        temporary.rename(path)
        shutil.rmtree(old)
    else:
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    if os.name != "posix":  # Windows has no handle on a folder to flush.
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Spool:
    """Record lines in a nameless file, read back in the order of article ids, the last of each id only.

    Keeps an offset in memory for each article and the records on disk, so that a long run fits; being
    nameless, the file is gone however the process ends.
    """

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives until close()
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, record: ArticleRecord) -> None:
        """Append a record; an earlier one of the same article is forgotten."""
        line = record_line(record)
        self._places[record.article.id] = (self._file.seek(0, os.SEEK_END), len(line))
        self._file.write(line)

    def lines(self) -> Iterator[bytes]:
        """Yield the JSON lines in the order of article ids."""
        for _, (offset, length) in sorted(self._places.items()):
            self._file.seek(offset)
            yield self._file.read(length)

    def records(self) -> Iterator[ArticleRecord]:
        """Yield the records in the order of article ids."""
        return (ArticleRecord.model_validate_json(line) for line in self.lines())

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()


class FileSink(Sink):
    """A sink whose file or folder is made afresh by each run and appears, complete, on close."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.path = Path(target)
        self._spool: Spool | None = None

    def open(self) -> None:
        """See `Sink.open`; makes the folder the file is to lie in."""
        with os_errors(self.target):
            self.path = self.path.resolve()
            self._check_target()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._spool = Spool(self.path.parent)

    def write(self, record: ArticleRecord) -> None:
        """See `Sink.write`."""
        with os_errors(self.target):
            self._opened().add(record)

    def close(self) -> None:
        """See `Sink.close`."""
        spool = self._opened()
        try:
            with os_errors(self.target):
                self._publish(spool)
        finally:
            self.abort()

    def abort(self) -> None:
        """See `Sink.abort`; what stood at the target before still stands there."""
        if self._spool is not None:
            # Closing flushes; on a full disk that fails too, and by now nobody needs the spool.
            with suppress(OSError):
                self._spool.close()
            self._spool = None

    def _check_target(self) -> None:
        """Refuse to put a file in the place of a folder or device."""
        if self.path.exists() and not self.path.is_file():
            raise SinkError("is no regular file; name another", path=self.target)

    @abstractmethod
    def _publish(self, spool: Spool) -> None:
        """Make the file from the spool's records."""

    def _opened(self) -> Spool:
        if self._spool is None:
            raise SinkError("is not open; use the sink in a with block", path=self.target)
        return self._spool
