"""Parquet: types that derive from the models, row groups, equal files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.domain.record import ArticleRecord
from extract.emit import parquet
from extract.emit.parquet import arrow_schema, arrow_table
from extract.errors import SinkError
from tests.emit.backends import emit, expected, read_parquet
from tests.emit.records import full_record, plant, record


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


def test_a_slash_makes_a_folder_with_a_file_a_year(tmp_path: Path) -> None:
    target = f"{tmp_path / 'out.parquet'}/"
    some = [
        record(plant(), id=f"a{n}", published=p)
        for n, p in enumerate(("2025-03-01", "2026", None, "2026-05-02"))
    ]
    emit(target, some)
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.parquet") if path.is_file())
    years = ("2025", "2026", "__HIVE_DEFAULT_PARTITION__")
    assert names == [f"out.parquet/year={year}/records.parquet" for year in years]
    table = pq.read_table(target, partitioning="hive")
    found = {(row["article"]["id"], row["year"]) for row in table.select(["article", "year"]).to_pylist()}
    assert found == {("a0", 2025), ("a1", 2026), ("a2", None), ("a3", 2026)}
    emit(target, some[:1])
    assert len(list(tmp_path.rglob("records.parquet"))) == 1, "made afresh, like the file"


def test_a_folder_of_somebody_else_and_a_file_in_its_place_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "out.parquet"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(SinkError, match=r"holds notes\.txt"):
        emit(f"{folder}/", [record()])
    (tmp_path / "other.parquet").write_text("a file")
    with pytest.raises(SinkError, match="is a file"):
        emit(f"{tmp_path / 'other.parquet'}/", [record()])
