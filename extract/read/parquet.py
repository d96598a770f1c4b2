"""Parquet to Articles, a batch of rows at a time. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.jsonfile import ReadHtml, article_from_fields

__all__ = ["read_parquet"]

_COLUMNS = ("id", "url", "title", "publisher", "published", "language", "text", "html")
BATCH = 256
"""Rows held at once: 256 pages of 100 KB are 25 MB."""


def read_parquet(stream: BinaryIO, source: str, read_html: ReadHtml) -> Iterator[Article | Rejection]:
    """Yield an article or rejection for each row; only the columns of an article are read.

    Args:
        stream: The file, seekable.
        source: Where it came from; row numbers from 1 are added as `source:row`.
        read_html: What makes an article of an `html` field.

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
                yield _row(row, f"{source}:{number}", number, read_html)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadError(f"truncated or damaged Parquet after row {number}: {error}") from error


def _row(row: dict[str, object], where: str, number: int, read_html: ReadHtml) -> Article | Rejection:
    """Return the article of one row, or why it is none."""
    try:
        return article_from_fields(row, where, read_html)
    except ReadError as error:
        raw = repr(sorted(row.items(), key=lambda item: item[0])).encode("utf-8", "replace")
        return Rejection(
            source=where,
            stage="read",
            reason=f"row {number}: {error.message}",
            sha256=hashlib.sha256(raw).hexdigest(),
        )
