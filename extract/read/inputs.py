"""The command line's inputs as paths: files as given, folders walked lazily, `-` for standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import ReadError
from extract.read.companions import is_companion_folder, is_resource

__all__ = ["STDIN", "list_inputs"]

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
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if here == folder:
                raise ReadError(f"cannot be listed: {error.strerror or error}", path=str(here)) from error
            yield here  # refused where it is opened, and the run goes on
            continue
        files = {entry.name for entry in listed if not entry.is_dir(follow_symlinks=False)}
        for entry in listed:
            if entry.name in files and entry.is_file() and not is_resource(entry.name):
                yield Path(entry.path)
        pending += [
            Path(entry.path)
            for entry in reversed(listed)
            if entry.name not in files and not is_companion_folder(entry.name, files)
        ]
