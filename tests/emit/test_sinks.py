"""Every sink gives back what it was given, once, whole, and refuses what it must: one suite for all."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.domain.record import ArticleRecord
from extract.emit import SINKS, open_sink
from extract.errors import SinkError
from tests.emit.backends import BACKENDS, Backend, emit, expected
from tests.emit.records import TEXT, cost, full_record, plant, record, records

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=BACKENDS, ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest) -> Backend:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def target(backend: Backend, tmp_path: Path) -> str:
    return backend.target(tmp_path)


def test_returns_what_it_was_given(backend: Backend, target: str) -> None:
    given_records = [
        full_record(),
        record(id="b"),
        record(plant(), id="c", url="https://example.org/?a=1&b=ü"),
    ]
    emit(target, given_records)
    assert backend.read(target) == expected(given_records)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(records(), max_size=3))
def test_returns_any_record(backend: Backend, some: list[ArticleRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = backend.target(Path(folder))
        emit(target, some)
        assert backend.read(target) == expected(some)


def test_no_records_make_empty_tables(backend: Backend, target: str) -> None:
    emit(target, [])
    assert backend.read(target) == expected([])


def test_running_twice_changes_nothing(backend: Backend, target: str) -> None:
    emit(target, [full_record(), record(id="b")])
    first = backend.read(target)
    emit(target, [full_record(), record(id="b")])
    assert backend.read(target) == first


def test_the_last_record_of_an_article_replaces_its_rows_only(backend: Backend, target: str) -> None:
    newer = record(plant(id="p9", costs=()), title="Corrected")
    emit(target, [full_record(), record(plant(), id="other"), newer])
    assert backend.read(target) == expected([newer, record(plant(), id="other")])


def test_numbers_are_exact(backend: Backend, target: str) -> None:
    """Fifteen digits, halves and tiny shares come back as they went in."""
    amounts = [356_000_000_000, 999_999_999_999_999, 0.1, 1_200_000_000.5]
    costs = tuple(plant().costs[1].model_copy(update={"amount": a, "converted_from": None}) for a in amounts)
    emit(target, [record(plant(costs=costs))])
    tables = backend.read(target)
    assert tables is not None
    assert [row[4] for row in tables["costs"]] == amounts


def test_a_number_beyond_64_bits_is_kept_as_nearly_as_can_be(backend: Backend, target: str) -> None:
    """Validation refuses it; a sink that gets it all the same must not fall over."""
    odd = record(plant(costs=(cost(amount=10**22),)))
    emit(target, [odd])
    assert backend.read(target) == expected([odd])


def test_a_failed_run_leaves_nothing_half_written(backend: Backend, target: str) -> None:
    with pytest.raises(RuntimeError), open_sink(target) as sink:
        sink.write(full_record())
        raise RuntimeError("the run fails here")
    assert backend.read(target) in (None, expected([]), expected([full_record()]))
    emit(target, [record(id="b")])


def test_a_failed_run_keeps_the_file_of_the_last_one(backend: Backend, target: str) -> None:
    emit(target, [full_record()])
    with pytest.raises(RuntimeError), open_sink(target):
        raise RuntimeError("the run fails here")
    assert backend.read(target) == expected([full_record()])


KILLED = """
import os, signal, sys
from extract.emit import open_sink
from tests.emit.records import full_record
sink = open_sink(sys.argv[1])
sink.open()
for number in range(30):
    sink.write(full_record(id=f"k{number:02}"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_whole_articles_only(backend: Backend, target: str) -> None:
    emit(target, [full_record()])
    done = subprocess.run([sys.executable, "-c", KILLED, target], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    tables = backend.read(target)
    assert tables is not None
    kept = [row[1] for row in tables["articles"]]
    assert tables == expected([full_record(id=given_id) for given_id in kept])
    emit(target, [record(id="b")])


def test_refuses_what_is_no_unicode(backend: Backend, target: str) -> None:
    """Half a surrogate pair can be stored nowhere; the other articles of the run are."""
    with open_sink(target) as sink:
        sink.write(record(id="a"))
        with pytest.raises(SinkError):
            sink.write(record(id="b", title="\udcff"))
        sink.write(record(id="c"))
    assert backend.read(target) == expected([record(id="a"), record(id="c")])


def test_a_nul_is_kept_or_refused_never_cut(backend: Backend, target: str) -> None:
    odd = record(id="a", text=f"{TEXT}\0 and more")
    try:
        emit(target, [odd])
    except SinkError:
        return
    assert backend.read(target) == expected([odd])


def test_an_impossible_place_is_a_sink_error_that_names_it(backend: Backend, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    target = backend.target(tmp_path / "file" / "below")
    with pytest.raises(SinkError) as caught:
        emit(target, [full_record()])
    assert caught.value.stage == "emit"


def test_writing_before_opening_is_an_error(backend: Backend, target: str) -> None:
    with pytest.raises(SinkError, match="with block"):
        open_sink(target).write(full_record())


def test_the_suite_runs_over_every_kind_of_sink() -> None:
    kinds = {kind.about for key, kind in SINKS.items() if key != "-"}
    tried = {SINKS[key].about for b in BACKENDS for key in (b.name, f".{b.name}") if key in SINKS}
    assert kinds == tried
