"""Databases whose writing ends half way: killed, out of space, refused by the server. Nothing is lost.

In each test the second batch fails in the middle of its rows; the first is whole, and a rerun completes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from extract.emit import batch, open_sink
from extract.emit.batch import BatchSink
from extract.emit.columns import all_tables
from extract.emit.postgres import PostgresSink
from extract.emit.rows import Cells, in_rows
from extract.errors import SinkError
from tests.emit.backends import BACKENDS, Backend, emit, expected
from tests.emit.records import full_record, record

ROOT = Path(__file__).parents[2]
DATABASES = [backend for backend in BACKENDS if backend.name in ("sqlite", "duckdb", "postgresql")]
SIZE = 4
SOME = [full_record(id=f"a{number}") for number in range(3 * SIZE)]

WRITER = """
import os, resource, signal, sys
from itertools import islice
from extract.emit import batch
from tests.emit.backends import emit
from tests.emit.test_losses import SIZE, SOME

class Failing(list):
    def fail(self):
        {failing}

    def __iter__(self):
        yield from islice(super().__iter__(), 30)
        self.fail()
        yield from islice(super().__iter__(), 30, None)

    def __getitem__(self, where):
        if isinstance(where, slice) and where.start > 3:
            self.fail()
        return super().__getitem__(where)

def counted(sink, cells):
    calls.append(len(cells["articles"]))
    write(sink, dict(cells, evidence=Failing(cells["evidence"])) if len(calls) == 2 else cells)

target, calls, batch._BATCH = sys.argv[1], [], SIZE
from extract.emit import open_sink
kind = type(open_sink(target))
write, kind._write_batch = kind._write_batch, counted
emit(target, SOME)
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
FULL = """signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))"""


@pytest.fixture(params=DATABASES, ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest) -> Backend:
    return request.param  # type: ignore[no-any-return]


def write_failing(target: str, failing: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WRITER.format(failing=failing), target]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_a_kill_inside_a_transaction(backend: Backend, tmp_path: Path) -> None:
    target = backend.target(tmp_path)
    done = write_failing(target, KILL)
    assert done.returncode == -9, done.stderr
    assert backend.read(target) == expected(SOME[:SIZE])
    emit(target, SOME)
    assert backend.read(target) == expected(SOME)
    if backend.name == "sqlite":
        assert list(tmp_path.iterdir()) == [Path(target)]
        assert Path(target).read_bytes()[18:20] == b"\1\1", "the header says rollback journal again"


@pytest.mark.parametrize("backend", DATABASES[:2], indirect=True, ids=lambda backend: backend.name)
def test_a_disk_that_runs_full(backend: Backend, tmp_path: Path) -> None:
    """The system lets the process write no file beyond a size from then on."""
    target = backend.target(tmp_path)
    done = write_failing(target, FULL)
    assert done.returncode == 1 and "SinkError" in done.stderr.splitlines()[-1], done.stderr
    assert target in done.stderr.splitlines()[-1]
    assert backend.read(target) == expected(SOME[:SIZE])
    emit(target, SOME)
    assert backend.read(target) == expected(SOME)


def test_a_server_that_runs_out_of_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trigger says what the server says of a full disk."""
    monkeypatch.setattr(batch, "_BATCH", SIZE)
    backend = DATABASES[-1]
    target = backend.target(tmp_path)
    emit(target, SOME[:SIZE])
    with psycopg.connect(target, autocommit=True) as server:
        server.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END$$"
        )
        server.execute("CREATE TRIGGER full_disk BEFORE INSERT ON evidence EXECUTE FUNCTION full_disk()")
        with pytest.raises(SinkError, match="No space left on device"):
            emit(target, SOME)
        assert backend.read(target) == expected(SOME[:SIZE])
        server.execute("DROP TRIGGER full_disk ON evidence")
    emit(target, SOME)
    assert backend.read(target) == expected(SOME)


def test_a_connection_lost_between_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_BATCH", SIZE)
    backend = DATABASES[-1]
    target = backend.target(tmp_path)
    with pytest.raises(SinkError, match="PostgreSQL"), open_sink(target) as sink:
        for one in SOME[:SIZE]:
            sink.write(one)
        assert isinstance(sink, PostgresSink) and sink._connection is not None
        with psycopg.connect(target, autocommit=True) as server:
            server.execute("SELECT pg_terminate_backend(%s)", [sink._connection.info.backend_pid])
        for one in SOME[SIZE:]:
            sink.write(one)
    assert backend.read(target) == expected(SOME[:SIZE])
    emit(target, SOME)
    assert backend.read(target) == expected(SOME)


def test_many_cells_close_a_batch_before_many_articles(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_CELLS", 500)
    target, sizes = backend.target(tmp_path), []
    kind = type(open_sink(target))
    assert issubclass(kind, BatchSink)
    write = kind._write_batch

    def counted(sink: BatchSink, cells: Cells) -> None:
        sizes.append(len(list(in_rows(all_tables()[0], cells["articles"]))))
        write(sink, cells)

    monkeypatch.setattr(kind, "_write_batch", counted)
    emit(target, SOME[:4])
    assert sizes == [1, 1, 1, 1]
    assert backend.read(target) == expected(SOME[:4])


def test_an_article_twice_in_a_batch(backend: Backend, tmp_path: Path) -> None:
    target = backend.target(tmp_path)
    some = [
        full_record(id="a"),
        record(id="b"),
        record(id="a", title="new"),
        full_record(id="b"),
        record(id="c"),
    ]
    emit(target, some)
    assert backend.read(target) == expected(some)
