"""From a record to the cells of each table, by the description in columns.py. Pure; knows no field by name.

Cells stand row after row in one list a table: a load of 100,000 records makes seven million rows, each of
which would otherwise be an object to make, to look at and to let go. A table's way to its values is worked
out once and kept as a plan of attribute getters, for the same reason. `tests/emit/plain_rows.py` does it
the plain way, cell by cell; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from extract.domain.record import ArticleRecord
from extract.emit.columns import EVIDENCE, Column, Table, all_tables, tables
from extract.emit.jsonform import exact_number

__all__ = ["Cells", "Row", "Value", "cells_of", "in_rows", "rows_of"]

Value = str | int | float | bool | date | None
Row = tuple[Value, ...]
Cells = dict[str, list[Value]]
"""The cells of each table, row after row."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """Columns that are read with one getter, together null where the object at `owner` is."""

    owner: Callable[[Any], Any] | None
    get: Callable[[Any], Row]
    width: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the rows of a table are made.

    `scalar` tables have one column of their own, the item itself. `get` reads all columns at once where
    every nested object is there, `segments` where one is not. `numbers` are the places, among the
    table's own columns, of figures that are written as integers where they are integral. `ids` says for
    each id column of the evidence table which of the row's keys it is, None for none.
    """

    name: str
    positioned: bool
    scalar: bool
    get: Callable[[Any], Row]
    segments: tuple[_Segment, ...]
    numbers: tuple[int, ...]
    known: Callable[[Any], Value] | None
    ids: tuple[int | None, ...]
    evidenced: tuple[tuple[Callable[[Any], Any], str], ...]
    children: tuple[tuple[Callable[[Any], Any], _Plan], ...]


def rows_of(record: ArticleRecord) -> dict[str, list[Row]]:
    """Return the rows of every table, empty lists included, in the order and columns of `all_tables()`."""
    cells = cells_of(record)
    return {table.name: list(in_rows(table, cells[table.name])) for table in all_tables()}


def cells_of(record: ArticleRecord) -> Cells:
    """Return the cells of every table, empty lists included, in the order of `all_tables()`."""
    cells: Cells = {table.name: [] for table in all_tables()}
    _fill(_whole(), (record,), (), cells)
    return cells


def in_rows(table: Table, cells: Sequence[Value]) -> Iterator[Row]:
    """Yield the rows that a table's cells are."""
    return zip(*[iter(cells)] * len(table.columns), strict=True)


@cache
def _whole() -> _Plan:
    return _plan(tables())


def _fill(plan: _Plan, items: Sequence[Any], keys: Row, cells: Cells) -> None:
    """Add the rows of the objects in a list, their evidence and everything below them."""
    out, known = cells[plan.name], plan.known
    for position, item in enumerate(items):
        out += ((*keys, position) if plan.positioned else keys) + _own(plan, item)
        below = (*keys, position if known is None else known(item))
        if plan.evidenced:
            _add_evidence(plan, item, below, position if known is None else None, cells[EVIDENCE])
        for get, child in plan.children:
            some = get(item)
            if not some:
                continue
            if child.scalar:
                inner = cells[child.name]
                for index, one in enumerate(some):
                    inner += (*below, index, one)
            else:
                _fill(child, some, below, cells)


def _own(plan: _Plan, item: Any) -> Row:
    """The values of a row's own columns."""
    try:
        values = plan.get(item)
    except AttributeError:
        # A nested object is absent, and with it the columns read from it.
        parts = (
            part.get(item) if part.owner is None or part.owner(item) is not None else (None,) * part.width
            for part in plan.segments
        )
        values = tuple(value for part in parts for value in part)
    for place in plan.numbers:
        value = values[place]
        if isinstance(value, float) and value.is_integer():
            values = (*values[:place], exact_number(value), *values[place + 1 :])
    return values


def _add_evidence(plan: _Plan, item: Any, keys: Row, entry: int | None, out: list[Value]) -> None:
    """Add the evidence of one object; `keys` end in the object's own."""
    take, width = _evidence_cells()
    article, number = keys[0], len(out) // width
    ids = tuple([None if at is None else keys[at] for at in plan.ids])
    for get, slot in plan.evidenced:
        some = get(item)
        if some:
            middle = (*ids, slot, entry)
            for one in some:
                # Half the time of unpacking, and of reading attributes one by one.
                out += (article, number) + middle + take(one.__dict__)  # noqa: RUF005
                number += 1


def _plan(table: Table) -> _Plan:
    own = [column for column in table.columns if column.path]
    scalar = not own
    id_column = next((column for column in own if column.name == "id"), None)
    keyed = id_column is not None and table.known_by == "id"
    return _Plan(
        name=table.name,
        positioned=table.owner is not None,
        scalar=scalar,
        get=_tuple_getter([".".join(column.path) for column in own] or ["__class__"]),
        segments=() if scalar else tuple(_segments(own)),
        numbers=tuple(place for place, column in enumerate(own) if column.kind == "number"),
        known=_path_getter(id_column.path) if id_column is not None and keyed else None,
        ids=_id_places(table),
        evidenced=tuple((_path_getter(one.path), one.slot) for one in table.evidenced),
        children=tuple((_path_getter(child.path), _plan(child)) for child in table.children),
    )


def _id_places(table: Table) -> tuple[int | None, ...]:
    """For each id column of the evidence table its place among a row's keys, the row's own the last."""
    keys = (*table.owner_key, table.reference)
    listed = [c.name for c in all_tables()[-1].columns if c.nullable and c.name.endswith("_id")]
    return tuple(keys.index(name) if name in keys else None for name in listed)


def _segments(columns: Sequence[Column]) -> Iterator[_Segment]:
    """Group columns by the nested object they are read from: one that may be absent is asked for first."""
    for path, some in groupby(columns, key=lambda column: column.path[:-1]):
        names = [".".join(column.path) for column in some]
        yield _Segment(_path_getter(path) if path else None, _tuple_getter(names), len(names))


def _tuple_getter(names: Sequence[str]) -> Callable[[Any], Row]:
    get: Callable[[Any], Any] = attrgetter(*names)
    return get if len(names) > 1 else lambda item: (get(item),)


def _path_getter(path: Sequence[str]) -> Callable[[Any], Any]:
    """Return what follows attribute names down from an object; None as soon as one is None."""
    if len(path) == 1:
        return attrgetter(path[0])

    def follow(item: Any) -> Any:
        for name in path:
            if item is None:
                return None
            item = getattr(item, name)
        return item

    return follow


@cache
def _evidence_cells() -> tuple[Callable[[Any], Row], int]:
    """What takes the cells of a piece of evidence out of its fields, and the width of its row."""
    columns = all_tables()[-1].columns
    return itemgetter(*(name for column in columns for name in column.path)), len(columns)
