"""SQLite: one file, a transaction for each batch of articles. An article replaces its own rows only.

Ids come in no order, so every transaction writes pages all over the keys of a large database. Where records
come faster than a machine extracts them, several batches are one transaction: each page is written once.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.emit.batch import BatchSink
from extract.emit.columns import ROOT, Kind, Table, all_tables
from extract.emit.linked import linked_statements
from extract.emit.ownership import other_release
from extract.emit.rows import Cells, Value
from extract.emit.sql import create_statements, delete_statements, insert_statement, version_number
from extract.errors import SinkError

__all__ = ["APPLICATION_ID", "SqliteSink"]

# "plwr" in ASCII; SQLite keeps it in the file's header, `file` and our own check read it there.
APPLICATION_ID = 0x706C7772

# NUMERIC keeps an integral amount as an integer, any other as a float.
_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "NUMERIC",
    "real": "REAL",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_INT64 = 2**63
# Pages kept in memory (SQLite: 2 MB), and in the log before it is copied back (SQLite: 4 MB).
_CACHE_KB, _LOG_PAGES = 256_000, 64_000
# Batches a transaction, of a source that fills each within so many seconds; a slower one gets its commits.
_SPAN, _PAUSE = 8, 1.0
# Rows an INSERT: half a microsecond less a row; below 1,000 parameters for the widest table.
_TOGETHER = 40
_ROOT = all_tables()[0]
_ID = _ROOT.names.index("id")


class SqliteSink(BatchSink):
    """A `.db` or `.sqlite` file, made where it does not exist.

    Args:
        target: The file.
        timeout: Seconds to wait for another program that holds the file.
    """

    keeps_nul = True

    def __init__(self, target: str, timeout: float = 10.0) -> None:
        super().__init__(target)
        self._timeout = timeout
        self._connection: sqlite3.Connection | None = None
        self._pending = 0
        self._written: float | None = None
        self._inserts = [_Insert.into(table) for table in all_tables()]
        self._deletes = delete_statements()

    def _connect(self) -> None:
        with self._errors():
            Path(self.target).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.target, timeout=self._timeout, isolation_level=None)
            try:
                self._prepare(self._connection)
            except (sqlite3.Error, SinkError):
                self._disconnect()
                raise

    def _write_batch(self, cells: Cells) -> None:
        waited = None if self._written is None else time.monotonic() - self._written
        with self._errors(), self._transaction() as connection:
            there = _known(connection, cells[ROOT][_ID :: len(_ROOT.columns)])
            for delete in self._deletes if there else ():
                connection.executemany(delete, there)
            for insert in self._inserts:
                insert.run(connection, cells[insert.table])
            self._pending += 1
            if self._pending >= _SPAN or waited is None or waited > _PAUSE:
                self._commit(connection)
        self._written = time.monotonic()

    def _commit(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("COMMIT")
        self._pending = 0

    def close(self) -> None:
        """See `Sink.close`; leaves one plain file, without the log beside it."""
        try:
            self._flush()
            with self._errors():
                if self._connection is not None:
                    self._commit(self._connection)
                    self._switch_journal(self._connection, "delete")
        finally:
            self.abort()

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._commit(self._connection)  # Whole batches: one that failed was rolled back then.
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = self._written = None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Check whose file it is, then make the tables where it is new."""
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        # What undoes a statement is kept anew for each: in memory, not in a file.
        connection.execute("PRAGMA temp_store = MEMORY")
        application, version, tables = self._found(connection)
        if application == APPLICATION_ID and version == version_number():
            self._use_log(connection)
            connection.execute("BEGIN IMMEDIATE")  # Says now, not at the first article, that it is read-only.
            connection.execute("ROLLBACK")
            return
        if application == APPLICATION_ID:
            raise SinkError(other_release(version, version_number()), path=self.target)
        if application != 0 or tables:
            raise SinkError("is a database of another application; write to a new file", path=self.target)
        self._use_log(connection)
        with self._transaction():
            for statement in (*create_statements(_TYPES), *linked_statements(_TYPES)):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version_number()}")
            self._commit(connection)

    def _found(self, connection: sqlite3.Connection) -> tuple[int, int, int]:
        """Return the file's application, layout and number of tables as they are at one moment.

        Asked one by one, another run that makes its tables in between would look like another application.
        """
        connection.execute("BEGIN")
        try:
            questions = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_schema")
            application, version, tables = (connection.execute(q).fetchone()[0] for q in questions)
        finally:
            connection.execute("ROLLBACK")
        return application, version, tables

    def _use_log(self, connection: sqlite3.Connection) -> None:
        """Commit to a log while we write: 20 ms an article become 4, and new readers need not wait.

        A power cut may then take back the last articles, each as a whole. `close` leaves one plain file, also
        where a run that was killed or is still writing left the log in use.
        """
        if self._switch_journal(connection, "wal"):
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")

    def _switch_journal(self, connection: sqlite3.Connection, mode: str) -> bool:
        """Return True where the file is now in this mode; another program that reads it may prevent it."""
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            switched: bool = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0] == mode
        except sqlite3.OperationalError:
            switched = False
        connection.execute(f"PRAGMA busy_timeout = {int(self._timeout * 1000)}")
        return switched

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Go on in the open transaction or begin one; where the block fails, nothing of it stays."""
        connection = self._connection
        if connection is None:
            raise SinkError("is not open; use the sink in a with block", path=self.target)
        if not connection.in_transaction:
            connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            # A full disk has already rolled back by itself; then there is nothing left to undo.
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
            raise SinkError(f"SQLite: {error}", path=self.target) from error


def _known(connection: sqlite3.Connection, ids: list[Value]) -> list[tuple[Value]]:
    """Which of these articles the database holds already."""
    marks = ", ".join("?" * len(ids))
    found: list[tuple[Value]] = connection.execute(
        f"SELECT id FROM articles WHERE id IN ({marks})", ids
    ).fetchall()
    return found


@dataclass(frozen=True, slots=True)
class _Insert:
    """How rows get into a table: many in a statement, the rest one by one.

    `odd` is where the rows hold dates and figures, which SQLite may want in another form.
    """

    table: str
    width: int
    many: str
    single: str
    odd: tuple[int, ...]

    @classmethod
    def into(cls, table: Table) -> _Insert:
        odd = tuple(at for at, column in enumerate(table.columns) if column.kind in ("date", "number"))
        width = len(table.columns)
        return cls(table.name, width, insert_statement(table, rows=_TOGETHER), insert_statement(table), odd)

    def run(self, connection: sqlite3.Connection, cells: list[Value]) -> None:
        for at in self.odd:
            cells[at :: self.width] = map(_stored, cells[at :: self.width])
        size = _TOGETHER * self.width
        last = len(cells) - len(cells) % size
        connection.executemany(self.many, (cells[at : at + size] for at in range(0, last, size)))
        rest = range(last, len(cells), self.width)
        connection.executemany(self.single, (cells[at : at + self.width] for at in rest))


def _stored(value: Value) -> Value:
    """A date or figure as SQLite takes it: dates as text, what is beyond 64 bits as a float."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, int) and not -_INT64 <= value < _INT64 else value
