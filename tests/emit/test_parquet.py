"""Parquet: types that derive from the models, row groups, equal files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.domain.record import ArticleRecord
from extract.emit import parquet
from extract.emit.parquet import arrow_schema, arrow_table
from tests.emit.backends import emit, expected, read_parquet
from tests.emit.records import full_record, record


def test_types_follow_the_models() -> None:
    schema = arrow_schema()
    plants = schema.field("plants").type.value_type
    costs = plants.field("costs").type.value_type
    assert schema.names == list(ArticleRecord.model_fields)
    assert costs.field("amount").type == pa.float64() and costs.field("amount").nullable
    assert costs.field("converted_from").type == pa.int64()
    assert not costs.field("currency").nullable
    assert plants.field("dates").type.value_type.field("start").type == pa.date32()
    assert plants.field("fuels").type == pa.list_(pa.string())
    assert schema.metadata == {b"plantwire.schema_version": b"1.0"}


def test_a_table_gives_the_records_back() -> None:
    some = [full_record(), record(id="b")]
    assert [ArticleRecord.model_validate(row) for row in arrow_table(some).to_pylist()] == some


def test_many_row_groups_give_what_one_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 2)
    some = [full_record(id=f"a{number}") for number in range(5)]
    emit(str(tmp_path / "o.parquet"), some)
    assert pq.ParquetFile(tmp_path / "o.parquet").num_row_groups == 3
    assert read_parquet(str(tmp_path / "o.parquet")) == expected(some)


def test_same_records_same_bytes_in_whatever_order(tmp_path: Path) -> None:
    some = [full_record(id="b"), record(id="a")]
    emit(str(tmp_path / "1.parquet"), some)
    emit(str(tmp_path / "2.parquet"), some[::-1])
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()
