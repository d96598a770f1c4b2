"""How much one input may cost: sizes, expansion and nesting. Every constant says what it guards against."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from extract.errors import ReadError

__all__ = [
    "MAX_DEPTH",
    "MAX_DOCUMENT",
    "MAX_LINE",
    "MAX_MEMBER",
    "Budget",
    "buffered",
    "counted",
    "read_document",
    "unpacked",
]

MAX_DOCUMENT = 64 * 1024 * 1024
"""Bytes of one page or text held in memory. Saved news pages with pictures inlined reach 20 MB."""

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one JSON line: a page of MAX_DOCUMENT is refused there too."""

MAX_MEMBER = 16 * 1024**3
"""Unpacked bytes of one archive member. Line formats stream, so this only stops a reader that never ends."""

MAX_DEPTH = 2
"""Archives inside archives: a zip of gzipped pages is 2. Deeper is how bombs are built, not newsrooms."""

RATIO = 200
"""Unpacked bytes per packed byte. Pages pack 4 to 30 times; zlib's most for zeros is about 1,030 times."""

RATIO_FLOOR = 32 * 1024 * 1024
"""The ratio is not looked at below this much output: a tiny file of blanks packs well and does no harm."""

_CHUNK = 1 << 16


@dataclass(slots=True)
class Budget:
    """What unpacking one top-level input has taken in and given out so far, over all nesting levels."""

    packed: int = 0
    unpacked: int = 0

    def spend(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            ReadError: More came out than RATIO times what went in.
        """
        self.unpacked += count
        if self.unpacked > RATIO_FLOOR and self.unpacked > RATIO * max(self.packed, 1):
            raise ReadError(
                f"unpacks to more than {RATIO} times its size: refused as an archive bomb; "
                "unpack it yourself if you trust it"
            )


class _Counted(io.RawIOBase):
    """The packed side: counts what is taken from the outermost input."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._budget.packed += len(data)
        return data


class _Unpacked(io.RawIOBase):
    """The unpacked side: counts what comes out and maps a decoder's errors to ReadError."""

    def __init__(self, stream: BinaryIO, budget: Budget, kind: str, foreign: tuple[type[Exception], ...]):
        self._stream = stream
        self._budget = budget
        self._kind = kind
        self._foreign: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, *foreign)
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._stream.read(len(view))
        except self._foreign as error:
            raise ReadError(f"truncated or damaged {self._kind}: {error}; fetch or pack it again") from error
        view[: len(data)] = data
        self._size += len(data)
        self._budget.spend(len(data))
        if self._size > MAX_MEMBER:
            raise ReadError(f"unpacks to more than {MAX_MEMBER:,} bytes; split it")
        return len(data)


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """Return the stream with `peek` and `readline`, itself where it has them already."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), _CHUNK)


def unpacked(
    stream: BinaryIO, budget: Budget, kind: str, foreign: Iterable[type[Exception]] = ()
) -> io.BufferedReader:
    """Return a buffered, bounded view of a decompressor's output.

    Args:
        stream: What the decompressor gives.
        budget: The top-level input's budget.
        kind: "gzip" or "zip", for messages.
        foreign: Exceptions of this decompressor that mean damaged data.
    """
    return io.BufferedReader(_Unpacked(stream, budget, kind, tuple(foreign)), _CHUNK)


def counted(stream: BinaryIO, budget: Budget) -> BinaryIO:
    """Return the stream so that every byte taken from it is credited to the budget."""
    return cast(BinaryIO, _Counted(stream, budget))


def read_document(stream: BinaryIO) -> bytes:
    """Read one whole document.

    Raises:
        ReadError: It is larger than MAX_DOCUMENT.
    """
    data = stream.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        raise ReadError(f"larger than {MAX_DOCUMENT:,} bytes for one article; for many use JSON Lines")
    return data
