"""WARC (ISO 28500) to documents: each HTML response record is one. Needs the extra `warc` (warcio)."""

from __future__ import annotations

import contextlib
import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.document import Document
from extract.read.limits import MAX_DOCUMENT

__all__ = ["read_warc"]

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, source: str) -> Iterator[Document | Rejection]:
    """Yield each HTML response of status 200 as a document; other records are passed over.

    Args:
        stream: The unpacked WARC.
        source: Where it came from; the record's address is added as `source!address`.

    Raises:
        ReadError: warcio is not installed, or the file is damaged.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise ReadError("reading WARC needs warcio: pip install 'plantwire[warc]'") from error
    archive = ArchiveIterator(stream)
    records = iter(archive)
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):  # its warnings become the refusal below
                record = next(records, None)
            if record is None:
                break
            if not _is_page(record):
                continue
            address = record.rec_headers.get_header("WARC-Target-URI")
            content = record.content_stream().read(MAX_DOCUMENT + 1)
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error, AttributeError) as error:
            raise ReadError(f"truncated or damaged WARC: {error}; fetch it again") from error
        where = f"{source}!{address}"
        if len(content) > MAX_DOCUMENT:
            yield Rejection(
                source=where, stage="read", reason=f"larger than {MAX_DOCUMENT:,} bytes for one article"
            )
        else:
            yield Document(where, "page", content, charset=_charset(kind), address=address)
    if archive.err_count:
        raise ReadError(
            f"{archive.err_count} record(s) of wrong length in this WARC were lost; fetch it again"
        )


def _is_page(record: Any) -> bool:
    """Return True for a record that holds a page as a server answered it."""
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type", "") or "").lower()
    return record.http_headers.get_statuscode() == "200" and any(page in kind for page in _PAGES)


def _charset(kind: str | None) -> str | None:
    """Return the charset parameter of a Content-Type value."""
    for part in (kind or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None
