"""Batches for the databases that want many rows at once: whole articles, the last of each id only."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

from extract.domain.record import ArticleRecord
from extract.emit.base import Sink
from extract.emit.columns import all_tables
from extract.emit.rows import Cells, Value, cells_of
from extract.errors import SinkError

__all__ = ["BatchSink"]

# Articles and cells a batch, whichever is reached first; the cells, some 50 MB, are in memory until then.
# Ids come in no order. A batch is written in theirs, so that one article's keys go beside the last one's and
# not all over the tree of keys, which is a quarter of a load's time; the larger a batch, the nearer they are.
_BATCH, _CELLS = 3000, 2_000_000


class BatchSink(Sink):
    """A sink that writes a batch of articles in one transaction; a crash loses the last batch, whole."""

    keeps_nul = False

    def __init__(self, target: str) -> None:
        super().__init__(target)
        # Tuples, because the collector of cycles soon leaves them alone, and lists never.
        self._articles: dict[str, tuple[tuple[Value, ...], ...]] = {}
        self._held = 0
        self._is_open = False

    def open(self) -> None:
        """See `Sink.open`."""
        self._connect()
        self._is_open = True

    def write(self, record: ArticleRecord) -> None:
        """See `Sink.write`; a text the database cannot keep is refused now, before it spoils a batch."""
        if not self._is_open:
            raise SinkError("is not open; use the sink in a with block", path=self.target)
        cells = cells_of(record)
        _refuse_unstorable(cells, self.target, record.article.id, self.keeps_nul)
        if record.article.id in self._articles:
            self._flush()  # So that this one replaces it.
        self._articles[record.article.id] = some = tuple(map(tuple, cells.values()))
        self._held += sum(map(len, some))
        if len(self._articles) >= _BATCH or self._held >= _CELLS:
            self._flush()

    def close(self) -> None:
        """See `Sink.close`."""
        try:
            self._flush()
        finally:
            self.abort()

    def abort(self) -> None:
        """See `Sink.abort`; batches written before stay."""
        self._clear()
        self._is_open = False
        self._disconnect()

    def _flush(self) -> None:
        if self._articles:
            together: Cells = {table.name: [] for table in all_tables()}
            for given in sorted(self._articles):
                for out, some in zip(together.values(), self._articles[given], strict=True):
                    out.extend(some)
            self._write_batch(together)
            self._clear()

    def _clear(self) -> None:
        self._articles.clear()
        self._held = 0

    @abstractmethod
    def _connect(self) -> None:
        """Connect, refuse what is not ours, make the tables."""

    @abstractmethod
    def _disconnect(self) -> None:
        """Let the connection go; never raises."""

    @abstractmethod
    def _write_batch(self, cells: Cells) -> None:
        """Replace the rows of the batch's articles, which come in the order of ids, in one transaction."""


def _refuse_unstorable(cells: Cells, target: str, given: str, keeps_nul: bool) -> None:
    # All texts at once, found without looking at each of a load's million cells from Python.
    texts: Iterator[Any] = (cells[name][at::width] for name, width, at in _texts() if cells[name])
    together = "".join(filter(None, chain.from_iterable(texts)))
    try:
        together.encode("utf-8")
    except UnicodeEncodeError:
        message = f"a text of article {given!a} holds half of a surrogate pair"
        raise SinkError(message, path=target) from None
    if "\0" in together and not keeps_nul:
        raise SinkError(f"a text of article {given!a} holds NUL", path=target)


@cache
def _texts() -> list[tuple[str, int, int]]:
    """Table, width and place of each column of text; what refers to another row is asked of that row."""
    references = {table.reference for table in all_tables()}
    return [
        (table.name, len(table.columns), at)
        for table in all_tables()
        for at, column in enumerate(table.columns)
        if column.kind == "text" and column.name not in references
    ]
