"""The command line's inputs as paths: files as given, folders walked lazily, `-` for standard input.

A folder's names are sorted, so they are all held; of a million files that is the names alone, some 100 MB,
and nothing of a file is looked at before its turn comes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extract.errors import ReadError
from extract.read.companions import is_companion_folder, is_resource

__all__ = ["STDIN", "Meter", "list_inputs"]

STDIN = Path("-")


def list_inputs(inputs: Sequence[str | Path]) -> Iterator[Path]:
    """Yield the files to read: each given file, those in given folders by name, `-` as it is.

    Within a folder its files come first, then its folders, each in sorted order. Hidden files, parts of saved
    pages (`*_files/`, pictures, scripts, styles) and links to folders are passed over.

    Args:
        inputs: Files, folders or `-`.

    Raises:
        ReadError: A path does not exist or a folder cannot be listed.
    """
    for given in inputs:
        path = Path(given)
        if path == STDIN or path.is_file():
            yield path
        elif path.is_dir():
            yield from _walk(path)
        elif os.path.lexists(path):
            if path.is_symlink() and not path.exists():
                raise ReadError("a link that leads nowhere", path=str(path))
            yield path  # a named pipe is read like a file
        else:
            raise ReadError("no such file or folder; check the path", path=str(path))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield a folder's files, then those of its folders."""
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            files, folders = _listed(here)
        except OSError as error:
            if here == folder:
                raise ReadError(f"cannot be listed: {error.strerror or error}", path=str(here)) from error
            yield here  # refused where it is opened, and the run goes on
            continue
        known = frozenset(files) if folders else frozenset()
        pending += [here / name for name in reversed(folders) if not is_companion_folder(name, known)]
        for name in files:
            if not is_resource(name):
                path = here / name
                if not path.is_symlink() or path.is_file():
                    yield path


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of a folder's files and of its folders, each sorted; links count as files.

    Raises:
        OSError: The folder cannot be listed.
    """
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_symlink() or entry.is_file(follow_symlinks=False):
                files.append(entry.name)
    return sorted(files), sorted(folders)


class Meter:
    """How many bytes of the inputs have been read, the file that is open included."""

    def __init__(self) -> None:
        self._before = 0
        self._stream: BinaryIO | None = None

    @contextmanager
    def reading(self, stream: BinaryIO) -> Iterator[None]:
        """Follow a file while the block lasts."""
        self._stream = stream
        try:
            yield
        finally:
            self._before, self._stream = self.bytes_read, None

    @property
    def bytes_read(self) -> int:
        """Bytes read so far."""
        if self._stream is None or self._stream.closed:
            return self._before
        return self._before + (self._stream.tell() if self._stream.seekable() else 0)
