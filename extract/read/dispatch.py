"""One input to its documents and articles: looks at the content, picks the reader, refuses the foreign."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import BinaryIO

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.archives import gzip_stream, seekable, zip_members
from extract.read.document import Document, article_of
from extract.read.inputs import STDIN, Meter
from extract.read.jsonfile import read_json
from extract.read.limits import MAX_DEPTH, Budget, buffered, read_document
from extract.read.parquet import read_parquet
from extract.read.sniff import HEAD, Kind, sniff
from extract.read.warc import read_warc

__all__ = ["documents", "read_article", "read_bytes", "read_path"]


def documents(path: Path, meter: Meter | None = None) -> Iterator[Document | Rejection]:
    """Yield the documents of a file, unparsed, and a rejection for what in it is none.

    Args:
        path: The file; `-` is standard input.
        meter: Told which file is open, so that it can say how far reading has come.
    """
    source = str(path)
    try:
        if path == STDIN:
            yield from _stream(sys.stdin.buffer, _Place("-"))
            return
        with path.open("rb") as stream, (meter or Meter()).reading(stream):
            yield from _stream(stream, _Place(source, path.name))
    except OSError as error:
        yield Rejection(source=source, stage="read", reason=f"cannot be opened: {error.strerror or error}")


def read_path(path: Path) -> Iterator[Article | Rejection]:
    """Yield the articles of a file, and a rejection for what in it is none.

    Args:
        path: The file; `-` is standard input.
    """
    return map(_article, documents(path))


def read_bytes(data: bytes, source: str, suffix: str | None = None) -> Iterator[Article | Rejection]:
    """Yield the articles of an input held in memory.

    Args:
        data: Its bytes.
        source: What to call it.
        suffix: Ending of its name with the dot, where it has one; the content goes before it.
    """
    return map(_article, _stream(io.BytesIO(data), _Place(source, f"input{suffix}" if suffix else "")))


def _article(found: Document | Rejection) -> Article | Rejection:
    return article_of(found) if isinstance(found, Document) else found


def read_article(source: Path | str | bytes) -> Article:
    """Return the first article of a file or of bytes.

    Args:
        source: A path, or the content itself as bytes.

    Raises:
        ReadError: The first thing in it is no article; the message says why.
    """
    if isinstance(source, bytes):
        found = next(read_bytes(source, "bytes"), None)
    else:
        path = Path(source)
        if not path.exists() and path != STDIN:
            raise ReadError("no such file; check the path", path=str(path))
        if path.is_dir():
            raise ReadError("a folder, no article; give a file in it", path=str(path))
        found = next(read_path(path), None)
    if isinstance(found, Article):
        return found
    if found is None:
        raise ReadError("no article in it", path=source if isinstance(source, str) else None)
    raise ReadError(found.reason, path=found.source)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stream stands: its full source, its own name, and what unpacking it has cost so far."""

    source: str
    name: str = ""
    depth: int = 0
    budget: Budget = field(default_factory=Budget)

    @property
    def suffix(self) -> str | None:
        """The name's ending in lower case, with its dot."""
        return PurePath(self.name).suffix.lower() or None


def _stream(raw: BinaryIO, place: _Place) -> Iterator[Document | Rejection]:
    """Yield what one stream holds, or that it holds nothing."""
    empty = True
    for found in _held(raw, place):
        empty = False
        yield found
    if empty:
        yield Rejection(source=place.source, stage="read", reason="no article in it; nothing was read")


def _held(raw: BinaryIO, place: _Place) -> Iterator[Document | Rejection]:
    """Yield what one stream holds; its refusal is the last thing yielded."""
    digest: str | None = None
    try:
        stream = buffered(raw)
        head = stream.peek(HEAD)[:HEAD]
        if not head:
            raise ReadError("empty file; save or fetch it again")
        digest = hashlib.sha256(head).hexdigest() if len(head) < HEAD else None
        kind = sniff(head, place.suffix)
        if kind == "gzip" or kind == "zip":  # noqa: PLR1714 - narrows the type
            yield from _archive(stream, kind, place)
        elif kind == "json":
            yield from read_json(stream, place.source, place.suffix)
        elif kind == "parquet":
            yield from read_parquet(seekable(stream), place.source)
        elif kind == "warc":
            yield from read_warc(stream, place.source)
        else:
            data = read_document(stream)
            digest = hashlib.sha256(data).hexdigest()
            yield Document(place.source, kind, data, sha256=digest)
    except ReadError as error:
        yield Rejection(source=place.source, stage="read", reason=error.message, sha256=digest)


def _archive(stream: io.BufferedReader, kind: Kind, place: _Place) -> Iterator[Document | Rejection]:
    """Yield what a packed input holds.

    Raises:
        ReadError: It is nested too deep, damaged or no archive of articles.
    """
    if place.depth >= MAX_DEPTH:
        raise ReadError(f"archives nested deeper than {MAX_DEPTH}; unpack the outer ones")
    outermost = place.depth == 0
    inside = replace(place, depth=place.depth + 1)
    if kind == "gzip":
        unpacked = gzip_stream(stream, place.budget, outermost=outermost)
        yield from _stream(unpacked, replace(inside, name=place.name.removesuffix(".gz")))
        return
    for member in zip_members(seekable(stream), place.source, place.budget, outermost=outermost):
        if isinstance(member, Rejection):
            yield member
        else:
            name, content = member
            yield from _stream(content, replace(inside, source=f"{place.source}!{name}", name=name))
