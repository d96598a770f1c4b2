"""Parquet: one row an article, plants and their entries nested, types derived from the pydantic models.

`out.parquet` is one file; `out.parquet/` is a folder with a file for each year of publication, laid out as
Hive does (`year=2026/records.parquet`), so that a reader of one year opens one file.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from extract.domain.record import SCHEMA_VERSION, ArticleRecord
from extract.emit.columns import NUMBER, bare_type
from extract.emit.files import FileSink, Spool, replace_path, synced, temporary_path, whole_file
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


_FILE = "records.parquet"
_YEAR = re.compile(r"year=(?:\d{4}|__HIVE_DEFAULT_PARTITION__)")


class ParquetSink(FileSink):
    """A `.parquet` file that appears, whole, on close; a folder of them where the target ends in a slash."""

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self._is_folder = target.endswith(("/", os.sep))

    def _check_target(self) -> None:
        """Refuse to put a file in a folder's place, a folder in a file's, or ours over somebody else's."""
        if not self._is_folder:
            super()._check_target()
        elif self.path.exists():
            if not self.path.is_dir():
                raise SinkError("is a file; leave the slash away, or name another", path=self.target)
            foreign = sorted(p.name for p in self.path.iterdir() if not _YEAR.fullmatch(p.name))
            if foreign:
                message = f"holds {foreign[0]}, which is not ours; name another folder"
                raise SinkError(message, path=self.target)

    def _publish(self, spool: Spool) -> None:
        try:
            if self._is_folder:
                self._publish_folder(spool)
            else:
                with whole_file(self.path) as handle:
                    _write(handle, spool.records())
        except pa.ArrowException as error:
            raise SinkError(f"Parquet: {error}", path=self.target) from error

    def _publish_folder(self, spool: Spool) -> None:
        folder = temporary_path(self.path)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            with ExitStack() as stack:
                _write_years(spool, folder, stack)
            replace_path(folder, self.path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _write_years(spool: Spool, folder: Path, stack: ExitStack) -> None:
    """Share the records out among the files of their years, a group in memory for each."""
    writers: dict[str, pq.ParquetWriter] = {}
    groups: dict[str, list[ArticleRecord]] = {}
    for record in spool.records():
        year = _year(record)
        if year not in writers:
            (folder / year).mkdir()
            handle = stack.enter_context(synced(folder / year / _FILE))
            writers[year] = stack.enter_context(pq.ParquetWriter(handle, arrow_schema()))
        group = groups.setdefault(year, [])
        group.append(record)
        if len(group) == _GROUP:
            writers[year].write_table(arrow_table(groups.pop(year)))
    for year, group in groups.items():
        writers[year].write_table(arrow_table(group))


def _year(record: ArticleRecord) -> str:
    """The folder of an article: the year it was published, Hive's word for null where that is unknown."""
    published = record.article.published
    return f"year={published[:4] if published else '__HIVE_DEFAULT_PARTITION__'}"


def _write(handle: BinaryIO, records: Iterator[ArticleRecord]) -> None:
    with pq.ParquetWriter(handle, arrow_schema()) as writer:
        while group := list(islice(records, _GROUP)):
            writer.write_table(arrow_table(group))


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
