"""Parquet to documents, a batch of rows at a time. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.document import Document

__all__ = ["read_parquet"]

_COLUMNS = ("id", "url", "title", "publisher", "published", "language", "text", "html")
BATCH = 256
"""Rows held at once: 256 pages of 100 KB are 25 MB."""


def read_parquet(stream: BinaryIO, source: str) -> Iterator[Document | Rejection]:
    """Yield a document for each row; only the columns of an article are read.

    Args:
        stream: The file, seekable.
        source: Where it came from; row numbers from 1 are added as `source:row`.

    Raises:
        ReadError: pyarrow is not installed, the file is damaged, or no column holds the articles.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ReadError("reading Parquet needs pyarrow: pip install 'plantwire[parquet]'") from error
    number = 0
    try:
        table = pq.ParquetFile(stream)
        columns = [name for name in table.schema_arrow.names if name in _COLUMNS]
        if not {"text", "html"} & set(columns):
            raise ReadError(
                "no column 'text' or 'html' in this Parquet file; rename the one that holds the articles"
            )
        for batch in table.iter_batches(batch_size=BATCH, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, f"{source}:{number}", number)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadError(f"truncated or damaged Parquet after row {number}: {error}") from error


def _row(row: dict[str, object], where: str, number: int) -> Document:
    """Return one row as a document."""
    raw = repr(sorted(row.items(), key=lambda item: item[0])).encode("utf-8", "replace")
    digest = hashlib.sha256(raw).hexdigest()
    return Document(where, "object", fields=row, sha256=digest, prefix=f"row {number}: ")
