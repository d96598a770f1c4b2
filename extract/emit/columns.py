"""The one description of the tables, derived from the pydantic models. No sink has a column list of its own.

The rules, applied to `ArticleRecord` from the top:

- a scalar is a column; a nested model is columns with its field's name in front (`location_country`);
- a list of models is a table named like the field (`capacities`), a list of scalars one named after its
  owner (`plant_fuels`); both refer to their owner by the owner's key;
- a model with an `id` is known by it, any other by its `position` in its list, counted from 0;
- evidence of any value goes to one table, with the owner's key, the `slot` (table or nested model) and the
  `entry` (position in that table) it belongs to.

A new field of the record is thereby a new column everywhere; nothing here names a field of the record but
`article`, whose fields are the record's own row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from extract.domain.record import ArticleRecord, Evidence

__all__ = [
    "EVIDENCE",
    "NUMBER",
    "ROOT",
    "Column",
    "Evidenced",
    "Kind",
    "Table",
    "all_tables",
    "bare_type",
    "flat_table",
    "tables",
]

Kind = Literal["text", "integer", "number", "real", "boolean", "date"]
ROOT, EVIDENCE = "articles", "evidence"

NUMBER = int | float
_SCALARS: dict[Any, Kind] = {str: "text", bool: "boolean", int: "integer", float: "real", date: "date"}
_SCALARS[NUMBER] = "number"
_UNWRAPPED = "article"
# END is a reserved word of SQL; START goes with it. What they count is told by their kind.
_RESERVED = {"start", "end"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `path` leads from the row's object to the value, and is empty for what rows.py fills in."""

    name: str
    kind: Kind
    nullable: bool = False
    path: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Evidenced:
    """A place below a row's object where evidence stands, and what the evidence table calls it."""

    path: tuple[str, ...]
    slot: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its key, and where the objects of its rows are found below the owner's object.

    `owner_key` are the columns that repeat the owner's key; `known_by` is the column that tells rows of one
    owner apart: "id" or "position".
    """

    name: str
    columns: tuple[Column, ...]
    known_by: str
    owner: str | None = None
    owner_key: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    children: tuple[Table, ...] = ()
    evidenced: tuple[Evidenced, ...] = ()

    @property
    def reference(self) -> str:
        """The column by which rows of other tables name a row of this one, e.g. "plant_id"."""
        return f"{_singular(self.name)}_{self.known_by}"

    @property
    def key(self) -> tuple[str, ...]:
        """The primary key: the owner's, then what tells the rows of one owner apart."""
        return (*self.owner_key, self.known_by)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Table:
    """Return the table of articles with all the others below it."""
    return _table(ROOT, ArticleRecord, owner=None, path=())


@cache
def all_tables() -> tuple[Table, ...]:
    """Return every table, owners before what they own, the evidence table last.

    >>> [table.name for table in all_tables()][:4]
    ['articles', 'article_authors', 'plants', 'plant_aliases']
    """
    found = tuple(_below(tables()))
    return (*found, _evidence_table(found))


def flat_table(name: str, model: type[BaseModel], key: tuple[str, ...]) -> Table:
    """Return the table of a model without lists, that no record owns; `key` are columns of its own."""
    columns = tuple(_column(field) for field in _flat(model, (), nullable=False))
    return Table(name, columns, known_by=key[-1], owner_key=key[:-1])


def _below(table: Table) -> Iterator[Table]:
    yield table
    for child in table.children:
        yield from _below(child)


def _table(name: str, model: type[BaseModel], owner: Table | None, path: tuple[str, ...]) -> Table:
    """Describe the table of a model and those of the lists in it."""
    fields = list(_flat(model, (), nullable=False))
    columns = [_column(field) for field in fields if not field.many]
    keyed = any(column.name == "id" for column in columns)
    table = _owned(name, columns, owner, path, known_by="id" if keyed else "position")
    lists = [field for field in fields if field.many]
    return replace(
        table,
        children=tuple(_child(field, table) for field in lists if field.type is not Evidence),
        evidenced=tuple(
            Evidenced(field.path, "_".join(field.path[:-1]) or name)
            for field in lists
            if field.type is Evidence
        ),
    )


def _child(field: _Field, owner: Table) -> Table:
    name = field.path[-1]
    if isinstance(field.type, type) and issubclass(field.type, BaseModel):
        return _table(name, field.type, owner, field.path)
    value = Column(_singular(name), _kind(field.type), description=field.description)
    return _owned(f"{_singular(owner.name)}_{name}", [value], owner, field.path, known_by="position")


def _owned(
    name: str, columns: list[Column], owner: Table | None, path: tuple[str, ...], known_by: str
) -> Table:
    """A table with the owner's key and the row's position in front of its own columns."""
    if owner is None:
        return Table(name, tuple(columns), known_by)
    kinds = {column.name: column.kind for column in owner.columns}
    owner_key = (*owner.owner_key, owner.reference)
    front = [
        Column(key, kinds[theirs], description=f"of the {_singular(owner.name)}")
        for key, theirs in zip(owner_key, owner.key, strict=True)
    ]
    position = Column("position", "integer", description="place in its list, from 0")
    return Table(name, (*front, position, *columns), known_by, owner.name, owner_key, path)


def _evidence_table(owners: tuple[Table, ...]) -> Table:
    """The table of all evidence; a nullable id column for every kind of owner that has one."""
    root = owners[0]
    ids = [
        Column(
            f"{_singular(table.name)}_id",
            "text",
            nullable=True,
            description=f"of the {_singular(table.name)}",
        )
        for table in owners[1:]
        if table.known_by == "id"
    ]
    described = [
        *ids,
        Column("slot", "text", description="table or nested value the evidence belongs to"),
        Column("entry", "integer", nullable=True, description="position in that table"),
        *(_column(field) for field in _flat(Evidence, (), nullable=False)),
    ]
    return _owned(EVIDENCE, described, root, (), known_by="position")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a model, those of nested models included: where it is, its bare type, whether a list."""

    path: tuple[str, ...]
    type: Any
    many: bool
    nullable: bool
    description: str


def _flat(model: type[BaseModel], path: tuple[str, ...], nullable: bool) -> Iterator[_Field]:
    for name, info in model.model_fields.items():
        bare, optional, many = bare_type(info.annotation)
        where = (*path, name)
        if not many and isinstance(bare, type) and issubclass(bare, BaseModel):
            yield from _flat(bare, where, nullable or optional)
        else:
            yield _Field(where, bare, many, nullable or optional, info.description or "")


def bare_type(annotation: Any) -> tuple[Any, bool, bool]:
    """Return the type inside Annotated, `X | None`, `tuple[X, ...]`, Literal; if null may be; if a list."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return bare_type(inner[0])
    if origin in (Union, UnionType):
        choices = [choice for choice in inner if choice is not NoneType]
        bare, _, many = bare_type(choices[0]) if len(choices) == 1 else (_number(choices), False, False)
        return bare, NoneType in inner, many
    if origin is Literal:
        return type(inner[0]), False, False
    if origin is tuple:
        return bare_type(inner[0])[0], False, True
    return annotation, False, False


def _number(choices: list[Any]) -> Any:
    if set(choices) != {int, float}:
        raise TypeError(f"no column type for a choice of {choices}; see columns.py")
    return NUMBER


def _kind(bare: Any) -> Kind:
    if bare not in _SCALARS:
        raise TypeError(f"no column type for {bare}; see columns.py")
    return _SCALARS[bare]


def _column(field: _Field) -> Column:
    kind = _kind(field.type)
    parts = field.path[1:] if field.path[0] == _UNWRAPPED else field.path
    name = "_".join(parts)
    if name in _RESERVED:
        name = f"{name}_{'date' if kind == 'date' else 'char'}"
    return Column(name, kind, field.nullable, field.path, field.description)


def _singular(plural: str) -> str:
    if plural.endswith("ies"):
        return f"{plural[:-3]}y"
    return plural[:-2] if plural.endswith("ses") else plural.removesuffix("s")
