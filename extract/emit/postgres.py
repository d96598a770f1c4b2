"""PostgreSQL: a transaction for each batch of articles: their rows staged and upserted, all others copied.

What an article owns is deleted where the article was there before and copied straight into its table: a
staging table of its own would have every row written twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import Connection, Cursor, sql
from psycopg.conninfo import conninfo_to_dict

from extract.emit.batch import BatchSink
from extract.emit.columns import ROOT, Kind, Table, all_tables
from extract.emit.linked import linked_statements
from extract.emit.ownership import refuse_foreign_tables
from extract.emit.rows import Cells, Value, in_rows
from extract.emit.sql import LINKED_COMMENT, create_statements, delete_statements, insert_from
from extract.errors import SinkError

__all__ = ["PostgresSink", "shown_url"]

_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "BIGINT",
    "number": "NUMERIC",
    "real": "DOUBLE PRECISION",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
# Any number will do as long as every run takes the same: two runs must not make the tables at once.
_LOCK = 0x706C7772
_STAGED = sql.Identifier("pg_temp", "staged")


class PostgresSink(BatchSink):
    """A `postgresql://` database; tables go to the first schema of the connection's search path."""

    def __init__(self, target: str) -> None:
        super().__init__(shown_url(target))
        self._url = target
        self._connection: Connection | None = None

    def _connect(self) -> None:
        with self._errors():
            self._connection = psycopg.connect(self._url, autocommit=True)
            try:
                self._prepare(self._connection)
                self._make_staging(self._connection)
            except (psycopg.Error, SinkError):
                self._disconnect()
                raise

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None

    def _prepare(self, connection: Connection) -> None:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            found = connection.execute(
                "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
                "WHERE relnamespace = current_schema()::regnamespace"
            ).fetchall()
            if refuse_foreign_tables(dict(found), self.target, LINKED_COMMENT):
                return
            made = create_statements(_TYPES, create_view="CREATE VIEW")
            for statement in (*made, *linked_statements(_TYPES, create_view="CREATE VIEW")):
                connection.execute(statement)
            comment = sql.SQL("COMMENT ON TABLE {} IS {}")
            connection.execute(comment.format(sql.Identifier(ROOT), sql.Literal(LINKED_COMMENT)))

    def _make_staging(self, connection: Connection) -> None:
        make = sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DELETE ROWS")
        connection.execute(make.format(_STAGED, sql.Identifier(ROOT)))

    def _write_batch(self, cells: Cells) -> None:
        connection = self._connection
        if connection is None:
            raise SinkError("is not open; use the sink in a with block", path=self.target)
        root, *owned = all_tables()
        with self._errors(), connection.transaction(), connection.cursor() as cursor:
            _copy(cursor, _STAGED, root, cells[ROOT])
            # The article's row first: its lock makes a second run with the same article wait for this one.
            # A row that was there before carries a number in xmax, one that is new does not.
            upsert = insert_from(root, _STAGED.as_string(connection))
            written = cursor.execute(f"{upsert} RETURNING id, xmax <> 0").fetchall()
            replaced = [given for given, was_there in written if was_there]
            for delete in delete_statements("ANY(%s)") if replaced else ():
                cursor.execute(delete, [replaced])
            for table in owned:
                _copy(cursor, sql.Identifier(table.name), table, cells[table.name])

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            reason = str(error).strip().partition("\n")[0]
            raise SinkError(f"PostgreSQL: {reason}", path=self.target) from error


def _copy(cursor: Cursor, into: sql.Identifier, table: Table, cells: list[Value]) -> None:
    """Copy rows into a table of these columns."""
    columns = sql.SQL(", ").join(map(sql.Identifier, table.names))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(into, columns)) as copy:
        for row in in_rows(table, cells):
            copy.write_row(row)


def shown_url(url: str) -> str:
    """Return what error messages call the database: never the password.

    >>> shown_url("postgresql://ann:secret@db.example.org/plants?sslmode=require")
    'postgresql://ann@db.example.org/plants'
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Neither the URL nor the driver's message is shown: both may hold the password.
        message = "is no PostgreSQL URL; write postgresql://user@host:port/database"
        raise SinkError(message, path="postgresql://...") from None
    user = f"{parts['user']}@" if parts.get("user") else ""
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"postgresql://{user}{parts.get('host') or ''}{port}/{parts.get('dbname') or ''}"
