"""The database linking reads and writes: SQLite or PostgreSQL behind one small face. SQL comes from callers.

Everything between `open` and `commit` is one transaction; a store that is closed without `commit` leaves
the database as it was. Values never enter SQL text.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePath
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, unquote

from extract.emit.columns import Table
from extract.emit.ownership import other_release
from extract.emit.sql import insert_statement, quoted, version_number
from extract.emit.sqlite import APPLICATION_ID
from extract.errors import ConfigError, SinkError

__all__ = ["SqliteStore", "Store", "batches", "open_store"]

Values = Sequence[Any]
_BATCH = 10_000


class Store(ABC):
    """A database of ours, open for linking. Use in a `with` block; nothing is kept without `commit`."""

    mark = "?"

    def __init__(self, target: str, *, read_only: bool = False) -> None:
        self.target = target
        self.read_only = read_only

    @abstractmethod
    def open(self) -> None:
        """Connect, refuse what is not ours or of another release, begin a transaction."""

    @abstractmethod
    def rows(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, a batch at a time."""

    @abstractmethod
    def execute(self, sql: str, values: Values = ()) -> int:
        """Run a statement; return how many rows it changed."""

    @abstractmethod
    def insert(self, table: Table, rows: Iterable[Values]) -> None:
        """Add rows, many at once, in the order of the table's columns."""

    @abstractmethod
    def commit(self) -> None:
        """Keep what was done."""

    @abstractmethod
    def close(self) -> None:
        """Let go; what was not committed is undone."""

    def order(self, *columns: str) -> str:
        """Return an ORDER BY list that sorts texts as Python does."""
        return ", ".join(columns)

    def replace(self, table: Table, rows: Iterable[Values]) -> int:
        """Make a table hold exactly these rows, touching only those that differ; return how many did.

        The rows may come from a query of this store, even of the same table.
        """
        columns = ", ".join(map(quoted, table.names))
        name = quoted(f"staged_{table.name}")
        self.execute(f"DROP TABLE IF EXISTS {name}")
        self.execute(
            f"CREATE TEMPORARY TABLE {name} AS SELECT {columns} FROM {quoted(table.name)} WHERE 1 = 0"
        )
        self.insert(replace(table, name=f"staged_{table.name}"), rows)
        keys = ", ".join(map(quoted, table.key))
        ours, theirs = (f"SELECT {columns} FROM {source}" for source in (name, quoted(table.name)))
        gone = f"SELECT {keys} FROM ({theirs} EXCEPT {ours}) gone"
        changed = self.execute(f"DELETE FROM {quoted(table.name)} WHERE ({keys}) IN ({gone})")
        changed += self.execute(f"INSERT INTO {quoted(table.name)} ({columns}) {ours} EXCEPT {theirs}")
        self.execute(f"DROP TABLE {name}")
        return changed

    def __enter__(self) -> Self:
        """Open for a `with` block."""
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close, however the block ended."""
        self.close()


class SqliteStore(Store):
    """A `.db` or `.sqlite` file a sink has made."""

    def __init__(self, target: str, *, read_only: bool = False, timeout: float = 10.0) -> None:
        super().__init__(target, read_only=read_only)
        self._timeout = timeout
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """See `Store.open`."""
        if not Path(self.target).is_file():
            raise SinkError("no such database; `plantwire run ... -o` makes one", path=self.target)
        with self._errors():
            mode = "ro" if self.read_only else "rw"
            uri = f"file:{quote(str(Path(self.target).absolute()))}?mode={mode}"
            connection = sqlite3.connect(uri, uri=True, timeout=self._timeout, isolation_level=None)
            self._connection = connection
            try:
                application, version = (
                    connection.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("application_id", "user_version")
                )
                if application != APPLICATION_ID:
                    raise SinkError("is a database of another application", path=self.target)
                if version != version_number():
                    raise SinkError(other_release(version, version_number()), path=self.target)
                connection.execute("PRAGMA temp_store = FILE")
                connection.execute("PRAGMA cache_size = -64000")
                connection.execute("BEGIN" if self.read_only else "BEGIN IMMEDIATE")
            except (sqlite3.Error, SinkError):
                self.close()
                raise

    def rows(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """See `Store.rows`."""
        with self._errors():
            cursor = self._opened().execute(sql, values)
            while batch := cursor.fetchmany(_BATCH):
                yield from batch

    def execute(self, sql: str, values: Values = ()) -> int:
        """See `Store.execute`."""
        with self._errors():
            return self._opened().execute(sql, values).rowcount

    def insert(self, table: Table, rows: Iterable[Values]) -> None:
        """See `Store.insert`."""
        with self._errors():
            self._opened().executemany(insert_statement(table), rows)

    def commit(self) -> None:
        """See `Store.commit`."""
        with self._errors():
            self._opened().execute("COMMIT")

    def close(self) -> None:
        """See `Store.close`."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise SinkError("is not open; use the store in a with block", path=self.target)
        return self._connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise SinkError(f"SQLite: {error}", path=self.target) from error


def batches(rows: Iterable[Values], size: int = _BATCH) -> Iterator[list[Values]]:
    """Yield lists of at most `size` rows."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def open_store(target: str, *, read_only: bool = False) -> Store:
    """Return the store of a database; use it in a `with` block.

    Args:
        target: A `.db` or `.sqlite` file, `sqlite:///...` or `postgresql://...`.
        read_only: True where nothing will be written.

    Raises:
        ConfigError: It is no such database, or the driver is not installed.
    """
    scheme, is_url, _ = target.partition("://")
    if is_url and scheme in ("postgresql", "postgres"):
        try:
            from extract.link.postgres import PostgresStore
        except ImportError as error:
            message = "needs a package that is not installed; pip install 'plantwire[postgres]'"
            raise ConfigError(message, key=scheme) from error
        return PostgresStore(target, read_only=read_only)
    if is_url and scheme == "sqlite":
        return SqliteStore(unquote(target.removeprefix("sqlite://").removeprefix("/")), read_only=read_only)
    if not is_url and PurePath(target).suffix.lower() in (".db", ".sqlite"):
        return SqliteStore(target, read_only=read_only)
    raise ConfigError("linking works on a .db or .sqlite file, sqlite:/// or postgresql://", key=target)
