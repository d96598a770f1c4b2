"""Members of gzip and zip inputs as bounded streams. Opens, counts, refuses; reads no article itself."""

from __future__ import annotations

import gzip
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.companions import is_companion
from extract.read.limits import Budget, counted, unpacked

__all__ = ["gzip_stream", "seekable", "zip_members"]

IN_MEMORY = 32 * 1024 * 1024
"""Bytes of a nested archive kept in memory; a larger one goes to a temporary file while it is read."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, struct.error, KeyError,
)  # fmt: skip
_OFFICE = {
    "[Content_Types].xml": "an Office document",
    "META-INF/MANIFEST.MF": "a Java archive",
    "META-INF/container.xml": "an e-book",
}


def gzip_stream(stream: BinaryIO, budget: Budget, *, outermost: bool) -> BinaryIO:
    """Return the unpacked view of a gzip stream, members in a row included."""
    packed = counted(stream, budget) if outermost else stream
    return unpacked(cast(BinaryIO, gzip.GzipFile(fileobj=packed)), budget, "gzip")


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return the stream if it can seek, else a temporary copy that can."""
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    while chunk := stream.read(1 << 20):
        copy.write(chunk)
    copy.seek(0)
    return cast(BinaryIO, copy)


def zip_members(
    stream: BinaryIO, source: str, budget: Budget, *, outermost: bool
) -> Iterator[tuple[str, BinaryIO] | Rejection]:
    """Yield (name, stream) of each member in name order; one that cannot be opened is a rejection.

    Args:
        stream: The archive, seekable.
        source: Where it came from.
        budget: The top-level input's budget.
        outermost: True where the archive itself is the input, so that its size is what was taken in.

    Raises:
        ReadError: It is no readable zip, or an Office file, e-book or program in a zip's clothes.
    """
    if outermost:
        budget.packed += stream.seek(0, 2)
        stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
        members = sorted(archive.infolist(), key=lambda info: info.filename)
    except _BROKEN as error:
        raise ReadError(f"truncated or damaged zip: {error}; fetch or pack it again") from error
    names = {info.filename for info in members}
    for name, kind in _OFFICE.items():
        if name in names:
            raise ReadError(f"this is {kind}, no archive of articles; save the text as HTML or plain text")
    with archive:
        for info in members:
            if info.is_dir() or is_companion(info.filename, names):
                continue
            where = f"{source}!{info.filename}"
            try:
                member = archive.open(info)
            except _BROKEN as error:
                reason = (
                    "encrypted; unpack it yourself" if info.flag_bits & 1 else f"cannot be unpacked: {error}"
                )
                yield Rejection(source=where, stage="read", reason=reason)
                continue
            with member:
                yield info.filename, unpacked(cast(BinaryIO, member), budget, "zip", _BROKEN)
