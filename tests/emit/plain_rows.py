"""The rows of a record the plain way, cell by cell: what the fast way in extract/emit/rows.py is held to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from extract.domain.record import ArticleRecord
from extract.emit.columns import EVIDENCE, Column, Table, all_tables, tables
from extract.emit.jsonform import exact_number

__all__ = ["Row", "Value", "rows_of"]

Value = str | int | float | bool | date | None
Row = tuple[Value, ...]


def rows_of(record: ArticleRecord) -> dict[str, list[Row]]:
    """Return the rows of every table, empty lists included, in the order and columns of `all_tables()`."""
    rows: dict[str, list[Row]] = {table.name: [] for table in all_tables()}
    evidence_table = all_tables()[-1]
    for table, keys, position, item in _walk(tables(), record, {}):
        rows[table.name].append(_row(table, keys, position, item))
        for evidenced in table.evidenced:
            for evidence in _at(item, evidenced.path) or ():
                filled = {**keys, **_place(table, position, item), "slot": evidenced.slot}
                rows[EVIDENCE].append(_row(evidence_table, filled, len(rows[EVIDENCE]), evidence))
    return rows


def _place(table: Table, position: int, item: Any) -> dict[str, Value]:
    """What the evidence table says of a row that has evidence: its id, or its place in its table."""
    return {table.reference: _known(table, item)} if table.known_by == "id" else {"entry": position}


def _walk(
    table: Table, item: Any, keys: dict[str, Value], position: int = 0
) -> Iterator[tuple[Table, dict[str, Value], int, Any]]:
    """Yield (table, owner keys, position, object) of every row, owners before what they own."""
    yield table, keys, position, item
    for child in table.children:
        known = _known(table, item) if table.known_by == "id" else position
        for index, one in enumerate(_at(item, child.path) or ()):
            yield from _walk(child, one, {**keys, table.reference: known}, index)


def _known(table: Table, item: Any) -> Value:
    """The id of a row's object; the article's own lies one level down."""
    column = next(column for column in table.columns if column.name == "id")
    value: Value = _at(item, column.path)
    return value


def _row(table: Table, keys: dict[str, Value], position: int, item: Any) -> Row:
    return tuple(_cell(column, keys, position, item) for column in table.columns)


def _cell(column: Column, keys: dict[str, Value], position: int, item: Any) -> Value:
    if column.path:
        value: Value = _at(item, column.path)
    elif column.name == "position":
        value = position
    elif column.name in keys:
        value = keys[column.name]
    else:
        # The one column of a list of scalars, or an owner this evidence does not have.
        value = None if column.nullable else item
    return exact_number(value) if column.kind == "number" and isinstance(value, float) else value


def _at(item: Any, path: tuple[str, ...]) -> Any:
    """Follow attribute names down from an object; None as soon as one is None."""
    for name in path:
        if item is None:
            return None
        item = getattr(item, name)
    return item
