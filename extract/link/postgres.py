"""PostgreSQL for linking: one transaction, server-side cursors to read, COPY to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from extract.emit.columns import Table
from extract.emit.ownership import refuse_foreign_tables
from extract.emit.postgres import shown_url
from extract.emit.sql import LINKED_COMMENT
from extract.errors import SinkError
from extract.link.store import Store, Values, batches

__all__ = ["PostgresStore"]

_BATCH = 10_000
# Linking runs one at a time; a sink may write meanwhile, what it writes is linked next time.
_LOCK = 0x706C7773


class PostgresStore(Store):
    """A `postgresql://` database a sink has made."""

    mark = "%s"

    def __init__(self, target: str, *, read_only: bool = False) -> None:
        super().__init__(shown_url(target), read_only=read_only)
        self._url = target
        self._connection: Connection | None = None
        self._names = count()

    def open(self) -> None:
        """See `Store.open`; the whole run sees the database as it is now."""
        with self._errors():
            connection = self._connection = psycopg.connect(self._url, autocommit=True)
            try:
                # Before the transaction, which sees the database as it is when its first statement starts.
                if not self.read_only:
                    connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
                connection.set_autocommit(False)
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = self.read_only
                self._check(connection)
            except (psycopg.Error, SinkError):
                self.close()
                raise

    def _check(self, connection: Connection) -> None:
        found = connection.execute(
            "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace"
        ).fetchall()
        if not refuse_foreign_tables(dict(found), self.target, LINKED_COMMENT):
            raise SinkError("has no tables of ours; `plantwire run ... -o` makes them", path=self.target)

    def rows(self, sql: str, values: Values = ()) -> Iterator[tuple[Any, ...]]:
        """See `Store.rows`."""
        with self._errors(), self._opened().cursor(f"rows_{next(self._names)}") as cursor:
            cursor.itersize = _BATCH
            yield from cursor.execute(sql, values)

    def execute(self, sql: str, values: Values = ()) -> int:
        """See `Store.execute`."""
        with self._errors():
            return self._opened().execute(sql, values).rowcount

    def insert(self, table: Table, rows: Iterable[Values]) -> None:
        """See `Store.insert`; a batch is one COPY, so that rows may come from a cursor still open."""
        columns = SQL(", ").join(map(Identifier, table.names))
        statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), columns)
        for batch in batches(rows):
            with self._errors(), self._opened().cursor() as cursor, cursor.copy(statement) as copy:
                for row in batch:
                    copy.write_row(row)

    def order(self, *columns: str) -> str:
        """See `Store.order`."""
        return ", ".join(f'{column} COLLATE "C"' for column in columns)

    def commit(self) -> None:
        """See `Store.commit`."""
        with self._errors():
            self._opened().commit()

    def close(self) -> None:
        """See `Store.close`."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None

    def _opened(self) -> Connection:
        if self._connection is None:
            raise SinkError("is not open; use the store in a with block", path=self.target)
        return self._connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            reason = str(error).strip().partition("\n")[0]
            raise SinkError(f"PostgreSQL: {reason}", path=self.target) from error
