"""A worker that dies, hangs, crashes or swells costs the article it had, and no other."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from extract.emit import read_quarantine, read_records
from extract.runner import Plan
from tests.batch.helpers import Found, article, folder_of, start, told

LIMITS = {"die": "died over it", "crash": "RuntimeError: asked to", "hang": "took longer than 4 s"}


def texts(said: dict[str, str], ordinary: int = 30) -> dict[str, str]:
    """Return ordinary articles with some among them that do what is said."""
    found = {f"a{number:02}.txt": article(number) for number in range(ordinary)}
    for number, (name, word) in enumerate(said.items()):
        found[f"a{number * 7 + 3:02}-{name}.txt"] = article(100 + number, f"A power plant will {word}")
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_each_way_to_go_down_costs_one_article_with_its_reason(tmp_path: Path, workers: int) -> None:
    folder_of(tmp_path / "in", texts({word: word for word in LIMITS}))
    counts = told([tmp_path / "in"], tmp_path / "o.jsonl", workers=workers, seconds=4)
    assert (counts.articles, counts.with_plants, counts.quarantined) == (33, 30, 3)
    refused = {Path(r.source).stem: r for r in read_quarantine(tmp_path / "o.quarantine.jsonl")}
    for word, reason in LIMITS.items():
        (found,) = [r for name, r in refused.items() if name.endswith(word)]
        assert reason in found.reason
        assert found.stage == "analyze"
        assert found.sha256 is not None
    assert len(list(read_records(tmp_path / "o.jsonl"))) == 30
    lines = (tmp_path / "o.log").read_text("utf-8")
    assert lines.count(" refused at analyze: ") == 3
    assert "Traceback" in lines, "a crash's traceback is in the log, for the report"


def test_a_worker_over_its_memory_limit_costs_one_article(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", texts({"swell": "swell"}, ordinary=6))
    counts = told([tmp_path / "in"], tmp_path / "o.jsonl", memory_mb=300)
    assert (counts.with_plants, counts.quarantined) == (6, 1)
    (refused,) = read_quarantine(tmp_path / "o.quarantine.jsonl")
    assert "exceeded the memory limit of 300 MB" in refused.reason


def test_a_refusal_stands_until_it_is_retried_or_its_limit_is_raised(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", {"a.txt": article(1), "b.txt": article(2, "A power plant may nap")})
    (tmp_path / "in" / "empty.txt").touch()
    output = tmp_path / "o.jsonl"
    first = told([tmp_path / "in"], output, seconds=0.7)
    assert first.quarantined == 2
    assert told([tmp_path / "in"], output, seconds=0.7) == first
    assert told([tmp_path / "in"], output, seconds=30).quarantined == 1, "30 s are other limits"


def test_retry_takes_just_what_was_refused_and_keeps_the_rest(tmp_path: Path) -> None:
    """What the file holds now is what is read: here the empty one was fetched again."""
    folder = folder_of(tmp_path / "in", {"a.txt": article(1), "c.txt": article(3, "Football season")})
    (folder / "b.txt").touch()
    output = tmp_path / "o.jsonl"
    assert told([folder], output).quarantined == 1
    (folder / "b.txt").write_text(article(2), encoding="utf-8")
    (folder / "d.txt").write_text(article(4), encoding="utf-8")
    counts = told([folder], output, retry=True)
    assert (counts.articles, counts.with_plants, counts.quarantined) == (3, 2, 0)
    assert [Path(r.article.source).name for r in read_records(output)].count("a.txt") == 1
    assert not (tmp_path / "o.quarantine.jsonl").exists()


def test_retry_without_a_finished_run_is_wrong_usage(tmp_path: Path) -> None:
    from extract.errors import ConfigError

    folder_of(tmp_path / "in", {"a.txt": article(1)})
    with pytest.raises(ConfigError, match="no finished run"):
        told([tmp_path / "in"], tmp_path / "o.jsonl", retry=True)


def test_control_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", {f"{n:03}.txt": article(n, "A power plant may dawdle") for n in range(500)})
    process = start(tmp_path, "in", "-o", "o.jsonl", "--workers", "1")
    shards = tmp_path / ".o.jsonl.plantwire" / "shards"
    until = time.monotonic() + 60
    while not (shards.is_dir() and list(shards.glob("*.jsonl"))):
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped after" in said and "the same command goes on" in said and "Traceback" not in said
    assert not (tmp_path / "o.jsonl").exists()
    kept = sum(len(path.read_bytes().splitlines()) - 1 for path in shards.glob("*.jsonl"))
    assert 0 < kept < 500
    told([tmp_path / "in"], tmp_path / "o.jsonl")
    assert len(list(read_records(tmp_path / "o.jsonl"))) == 500


def test_two_runs_on_one_output_at_the_same_time_are_refused(tmp_path: Path) -> None:
    from extract.batch.state import State, state_folder
    from extract.batch.versions import versions
    from extract.errors import ConfigError

    folder_of(tmp_path / "in", {"a.txt": article(1)})
    with (
        State(state_folder(tmp_path / "o.jsonl"), versions("x")),
        pytest.raises(ConfigError, match="another run"),
    ):
        told([tmp_path / "in"], tmp_path / "o.jsonl")


def test_the_quarantine_names_stage_reason_input_and_hash(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", {"a.txt": article(1, "Please refuse this power plant")})
    told([tmp_path / "in"], tmp_path / "o.jsonl")
    line = json.loads(Found(tmp_path / "o.jsonl").bytes()[1])
    assert set(line) == {"source", "stage", "reason", "sha256"} and all(line.values())
    assert Plan(("in",), ("o.jsonl",)).quarantine == Path("o.quarantine.jsonl")


def test_workers_that_retire_cost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.runner.RECYCLE", 5)
    folder_of(tmp_path / "in", {f"{n}.txt": article(n) for n in range(200)})
    counts = told([tmp_path / "in"], tmp_path / "o.jsonl", workers=2)
    assert (counts.with_plants, counts.quarantined) == (200, 0)
