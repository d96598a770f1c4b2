"""Parquet: one row an article, plants and their entries nested, types derived from the pydantic models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from extract.domain.record import SCHEMA_VERSION, ArticleRecord
from extract.emit.columns import NUMBER, bare_type
from extract.emit.files import FileSink, Spool, whole_file
from extract.errors import SinkError

__all__ = ["ParquetSink", "arrow_schema", "arrow_table"]

# Numbers are doubles: every sum of up to fifteen digits comes back as it went in.
_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    NUMBER: pa.float64(),
    date: pa.date32(),
}
# Articles a row group; a few megabytes, so that readers can skip and we need not hold the whole run.
_GROUP = 500


class ParquetSink(FileSink):
    """A `.parquet` file that appears, whole, on close."""

    def _publish(self, spool: Spool) -> None:
        records = spool.records()
        try:
            with whole_file(self.path) as handle, pq.ParquetWriter(handle, arrow_schema()) as writer:
                while group := list(islice(records, _GROUP)):
                    writer.write_table(arrow_table(group))
        except pa.ArrowException as error:
            raise SinkError(f"Parquet: {error}", path=self.target) from error


@cache
def arrow_schema() -> pa.Schema:
    """Return the Arrow schema of article records, `ArticleRecord` field by field.

    >>> arrow_schema().names
    ['schema_version', 'article', 'plants', 'diagnostics', 'provenance']
    """
    return pa.schema(list(_fields(ArticleRecord)), metadata={"plantwire.schema_version": SCHEMA_VERSION})


def arrow_table(records: list[ArticleRecord]) -> pa.Table:
    """Return the records as an Arrow table of `arrow_schema()`, one row each, in the given order."""
    struct = pa.struct(list(arrow_schema()))
    return pa.Table.from_pylist([_shaped(record, struct) for record in records], schema=arrow_schema())


def _fields(model: type[BaseModel]) -> Iterator[pa.Field]:
    for name, info in model.model_fields.items():
        bare, nullable, many = bare_type(info.annotation)
        kind = _arrow_type(bare)
        yield pa.field(name, pa.list_(kind) if many else kind, nullable=nullable)


def _arrow_type(bare: Any) -> pa.DataType:
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return pa.struct(list(_fields(bare)))
    return _TYPES[bare]


def _shaped(value: Any, kind: pa.DataType) -> Any:
    """A value as Arrow takes it for a type: models as dicts, numbers as floats."""
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {field.name: _shaped(getattr(value, field.name), field.type) for field in kind}
    if pa.types.is_list(kind):
        return [_shaped(item, kind.value_type) for item in value]
    return float(value) if pa.types.is_floating(kind) else value
