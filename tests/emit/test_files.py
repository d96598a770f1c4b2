"""File sinks: equal bytes, one rename, full disks and standard output."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract.emit import open_sink
from extract.emit.jsonl import StdoutSink, read_records
from extract.errors import ConfigError, ReadError, SinkError
from tests.emit.backends import emit
from tests.emit.records import full_record, plant, record

ROOT = Path(__file__).parents[2]


def test_jsonl_is_the_same_bytes_in_whatever_order_articles_come(tmp_path: Path) -> None:
    some = [full_record(id="b"), record(id="a"), record(plant(), id="c")]
    emit(str(tmp_path / "1.jsonl"), some)
    emit(str(tmp_path / "2.jsonl"), some[::-1])
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    lines = (tmp_path / "1.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["article"]["id"] for line in lines] == ["a", "b", "c"]


def test_jsonl_writes_whole_numbers_without_a_point(tmp_path: Path) -> None:
    emit(str(tmp_path / "o.jsonl"), [full_record()])
    line = (tmp_path / "o.jsonl").read_text(encoding="utf-8")
    assert '"amount_min":1200000000.5,"amount_max":1300000000,' in line
    assert '"share":51,' in line
    assert ".0," not in line


def test_nothing_stays_beside_the_file(tmp_path: Path) -> None:
    emit(str(tmp_path / "new" / "o.jsonl"), [full_record()])
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["o.jsonl"]


def test_who_reads_the_old_file_reads_it_to_the_end(tmp_path: Path) -> None:
    """The new file takes the old one's place in one step; nobody sees half of either."""
    path = tmp_path / "o.jsonl"
    emit(str(path), [record(id="old")])
    with path.open(encoding="utf-8") as reader:
        emit(str(path), [full_record(id="new")])
        assert '"id":"old"' in reader.read()
    assert '"id":"new"' in path.read_text(encoding="utf-8")


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "o.jsonl"
    path.touch()
    path.chmod(0o600)
    emit(str(path), [record()])
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    emit(str(tmp_path / "link.jsonl"), [record()])
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len(list(read_records(tmp_path / "real.jsonl"))) == 1


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "o.jsonl").mkdir()
    with pytest.raises(SinkError, match="no regular file"):
        emit(str(tmp_path / "o.jsonl"), [record()])


FULL_DISK = """
import resource, sys
from extract.emit import open_sink
from extract.errors import SinkError
from tests.emit.records import full_record
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    with open_sink(sys.argv[1]) as sink:
        for number in range(60):
            sink.write(full_record(id=f"k{number}"))
except SinkError as error:
    sys.exit(f"SinkError {error}")
"""


@pytest.mark.parametrize("name", ["o.jsonl", "o.csv", "o.parquet", "o.db", "o.duckdb"])
def test_a_full_disk_is_a_sink_error_and_no_half_file(tmp_path: Path, name: str) -> None:
    """A limit on the size of files stands in for the full disk; the system reports both alike."""
    target = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, target], cwd=ROOT, check=False, capture_output=True
    )
    message = done.stderr.decode()
    assert message.startswith("SinkError") and name in message, message
    assert done.returncode == 1
    assert target.suffix in (".db", ".duckdb") or list(tmp_path.iterdir()) == []


def test_stdout_gets_each_record_as_it_comes() -> None:
    stream = io.BytesIO()
    with StdoutSink(stream=stream) as sink:
        sink.write(record(id="b"))
        assert stream.getvalue().count(b"\n") == 1
        sink.write(record(id="a"))
    ids = [json.loads(line)["article"]["id"] for line in stream.getvalue().splitlines()]
    assert ids == ["b", "a"]


def test_a_reader_that_goes_away_is_a_sink_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as stream, pytest.raises(SinkError, match="standard output"):
        StdoutSink(stream=stream).write(record())


@pytest.mark.parametrize(
    "target", ["out.xlsx", "out", "mysql://host/db", "", "out.jsonl.", "http://a/b.jsonl"]
)
def test_an_unknown_kind_names_the_known_ones(target: str) -> None:
    with pytest.raises(ConfigError, match=r"\.jsonl.*\.db.*sqlite://"):
        open_sink(target)


def test_reading_names_the_line_that_is_no_record(tmp_path: Path) -> None:
    emit(str(tmp_path / "o.jsonl"), [record()])
    with (tmp_path / "o.jsonl").open("a") as file:
        file.write('{"plants": []}\n')
    with pytest.raises(ReadError, match="line 2"):
        list(read_records(tmp_path / "o.jsonl"))
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_records(tmp_path / "missing.jsonl"))
