"""The calls of the package on one shared pipeline, loaded at the first use.

For a pipeline of your own (another model, several settings side by side) use `extract.pipeline.Pipeline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.errors import ConfigError, ReadError
from extract.pipeline import Pipeline

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["extract_articles", "extract_batch", "extract_file", "extract_text"]


@cache
def _shared() -> Pipeline:
    return Pipeline()


def extract_text(
    text: str, *, title: str | None = None, published: str | None = None, url: str | None = None
) -> ArticleRecord:
    """Return the record of a text; see `Pipeline.extract_text`.

    >>> extract_text("A 240 MW solar plant opened in Kano, Nigeria, in May 2024.").plants[0].fuels
    ('solar',)
    """
    return _shared().extract_text(text, title=title, published=published, url=url)


def extract_file(path: str | Path) -> ArticleRecord:
    """Return the record of the first article in a file; see `Pipeline.extract_file`."""
    return _shared().extract_file(path)


def extract_articles(articles: Iterable[Article]) -> Iterator[ArticleRecord | Rejection]:
    """Yield one record or rejection per article, in order."""
    return _shared().extract_articles(articles)


def extract_batch(table: pa.Table) -> pa.Table:
    """Return one row per article of an Arrow table, with the record as nested columns.

    Args:
        table: Has a column `text`, and may have `id`, `title`, `published` and `url`, all strings.

    Returns:
        The records in the order of the articles, with the columns of the Parquet output.

    Raises:
        ConfigError: pyarrow is not installed (`pip install 'plantwire[parquet]'`).
        ReadError: There is no column `text`, or a row has no text or was refused; the row is named.
    """
    try:
        from extract.emit.parquet import arrow_table
    except ImportError as error:
        raise ConfigError("extract_batch needs pyarrow: pip install 'plantwire[parquet]'") from error
    if "text" not in table.column_names:
        raise ReadError("the table has no column 'text'", key="text")
    known = [name for name in ("text", "id", "title", "published", "url") if name in table.column_names]
    records = []
    for number, row in enumerate(table.select(known).to_pylist()):
        try:
            records.append(_shared().extract_text(row.pop("text") or "", **row))
        except ReadError as error:
            raise ReadError(error.message, path=f"row {number}", stage=error.stage) from error
    return arrow_table(records)
