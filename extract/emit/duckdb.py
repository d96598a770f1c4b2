"""DuckDB: one file, a transaction for each batch of articles, rows handed over as Arrow tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from extract.emit.batch import BatchSink
from extract.emit.columns import ROOT, Kind, Table, all_tables
from extract.emit.ownership import refuse_foreign_tables
from extract.emit.rows import Cells, Value
from extract.emit.sql import OWNER_COMMENT, create_statements, delete_from, insert_from, quoted
from extract.errors import SinkError

__all__ = ["DuckdbSink"]

_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "real": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
_ARROW: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_STAGED = "staged"


class DuckdbSink(BatchSink):
    """A `.duckdb` file, made where it does not exist.

    Its tables have keys but no references: DuckDB refuses to replace a row that another one refers to.
    """

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self._connection: duckdb.DuckDBPyConnection | None = None

    def _connect(self) -> None:
        with self._errors():
            Path(self.target).parent.mkdir(parents=True, exist_ok=True)
            self._connection = duckdb.connect(self.target)
            try:
                self._prepare(self._connection)
            except (duckdb.Error, SinkError):
                self._disconnect()
                raise

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(duckdb.Error):
                self._connection.close()
        self._connection = None

    def _prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        found = connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() UNION ALL "
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        if refuse_foreign_tables(dict(found), self.target):
            return
        with self._transaction(connection):
            for statement in create_statements(_TYPES, references=False):
                connection.execute(statement)
            connection.execute(f"COMMENT ON TABLE {quoted(ROOT)} IS '{OWNER_COMMENT}'")

    def _write_batch(self, cells: Cells) -> None:
        connection = self._connection
        if connection is None:
            raise SinkError("is not open; use the sink in a with block", path=self.target)
        articles = _arrow_table(all_tables()[0], cells[ROOT])
        with self._errors(), self._transaction(connection):
            with _staged(connection, articles):
                for statement in delete_from(quoted(_STAGED)):
                    connection.execute(statement)
            for table in all_tables():
                with _staged(connection, _arrow_table(table, cells[table.name])):
                    connection.execute(insert_from(table, quoted(_STAGED)))

    @contextmanager
    def _transaction(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """All statements of the block, or none."""
        connection.execute("BEGIN TRANSACTION")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, OSError) as error:
            raise SinkError(f"DuckDB: {str(error).partition(chr(10))[0]}", path=self.target) from error


@contextmanager
def _staged(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> Iterator[None]:
    """Let SQL see an Arrow table under the name of the staging table."""
    connection.register(_STAGED, table)
    try:
        yield
    finally:
        connection.unregister(_STAGED)


def _arrow_table(table: Table, cells: list[Value]) -> pa.Table:
    width = len(table.columns)
    columns = [
        pa.array([_arrow_value(value, column.kind) for value in cells[at::width]], type=_ARROW[column.kind])
        for at, column in enumerate(table.columns)
    ]
    return pa.Table.from_arrays(columns, names=list(table.names))


def _arrow_value(value: Value, kind: Kind) -> Value:
    return float(value) if kind == "number" and isinstance(value, int) else value
