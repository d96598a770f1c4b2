"""Whatever is killed, changed, shuffled or run side by side: the same input gives the same bytes."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from extract.batch import versions as versions_module
from extract.emit import read_records
from tests.batch.helpers import Found, article, folder_of, start, told

KILLS = int(os.environ.get("PLANTWIRE_KILLS", "4"))
"""`make soak` says 50."""


def some(count: int) -> dict[str, str]:
    """Return articles of every sort: with plants, not relevant, refused, deadly, copies."""
    found = {f"a{number:03}.txt": article(number, "A power plant may dawdle") for number in range(count)}
    found |= {f"b{number}.txt": article(300 + number, "The football club won") for number in range(5)}
    found |= {
        f"c{number}.txt": article(number).replace("opened", "may dawdle") + "Share\n" for number in range(3)
    }
    found["d.txt"] = article(400, "The power plant will die")
    found["e.txt"] = article(401, "Please refuse the power plant")
    found["f.txt"] = ""
    return found


def test_kills_at_random_moments_and_then_the_same_bytes(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", some(60))
    told([tmp_path / "in"], tmp_path / "whole.jsonl", workers=2)
    rng = random.Random(os.environ.get("PLANTWIRE_SEED", "plantwire"))
    kills = 0
    while kills < KILLS:
        process = start(tmp_path, str(tmp_path / "in"), "-o", "o.jsonl", "--workers", "2")
        time.sleep(rng.uniform(0.2, 3.0))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate(timeout=60)
        if process.returncode in {0, 1}:  # it was through before its time came: all over again
            assert Found(tmp_path / "o.jsonl").bytes() == Found(tmp_path / "whole.jsonl").bytes()
            for path in (tmp_path / ".o.jsonl.plantwire" / "shards").iterdir():
                path.unlink()
    told([tmp_path / "in"], tmp_path / "o.jsonl", workers=2)
    assert Found(tmp_path / "o.jsonl").bytes() == Found(tmp_path / "whole.jsonl").bytes()
    assert not list((tmp_path / ".o.jsonl.plantwire").rglob(".*.tmp"))


def test_workers_and_order_of_inputs_change_no_byte(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", some(20))
    files = sorted((tmp_path / "in").iterdir())
    outcomes = []
    for number, workers in enumerate((1, 3)):
        random.Random(number).shuffle(files)
        output = tmp_path / f"{number}" / "o.jsonl"
        output.parent.mkdir()
        counts = told(files, output, workers=workers)
        outcomes.append((counts, Found(output).bytes()))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0].as_dict() == {
        "articles": 31, "with_plants": 20, "without_plants": 0, "not_relevant": 5, "quarantined": 3,
        "duplicates": 3, "plants": 20,
    }  # fmt: skip


class TestRecomputation:
    """Only what changed is done again. The log of calls is the marker file each extraction touches."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = folder_of(tmp_path / "in", {f"{n}.txt": article(n) for n in range(6)})
        self.output = tmp_path / "o.jsonl"
        told([self.folder], self.output)

    def outcomes_written(self) -> int:
        shards = sorted((self.output.parent / ".o.jsonl.plantwire" / "shards").glob("*.jsonl"))
        return sum(len(path.read_bytes().splitlines()) - 1 for path in shards)

    def test_nothing_changed_nothing_done(self) -> None:
        told([self.folder], self.output)
        assert self.outcomes_written() == 6

    def test_a_changed_input_alone_is_done_again(self) -> None:
        (self.folder / "3.txt").write_text(article(33), encoding="utf-8")
        told([self.folder], self.output)
        assert self.outcomes_written() == 7
        sources = [
            (Path(r.article.source).name, "number 33." in (r.article.text or ""))
            for r in read_records(self.output)
        ]
        assert sorted(sources) == [(f"{n}.txt", n == 3) for n in range(6)]

    def test_a_moved_input_is_not_done_again_and_is_named_anew(self) -> None:
        (self.folder / "3.txt").rename(self.folder / "moved.txt")
        told([self.folder], self.output)
        assert self.outcomes_written() == 6
        assert "moved.txt" in {Path(r.article.source).name for r in read_records(self.output)}

    def test_other_weights_or_code_do_all_again_but_not_what_reading_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = versions_module.versions("x")
        changed = versions_module.Versions(real.reading, "other")
        monkeypatch.setattr("extract.runner.versions", lambda model: changed)
        (self.folder / "x.txt").write_text("12 34\n", encoding="utf-8")
        told([self.folder], self.output)
        before = self.outcomes_written()
        assert before == 6 + 7
        monkeypatch.setattr(
            "extract.runner.versions", lambda model: versions_module.Versions(real.reading, "third")
        )
        told([self.folder], self.output)
        assert self.outcomes_written() == before + 6

    def test_force_does_all_again(self) -> None:
        told([self.folder], self.output, force=True)
        assert self.outcomes_written() == 6
        assert len(list(read_records(self.output))) == 6

    def test_a_damaged_shard_is_done_again(self) -> None:
        (shard,) = (self.output.parent / ".o.jsonl.plantwire" / "shards").glob("*.jsonl")
        shard.write_bytes(shard.read_bytes()[:-700])
        told([self.folder], self.output)
        assert len(list(read_records(self.output))) == 6


def test_versions_follow_content_not_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "weights").write_bytes(b"one")
    first = versions_module.versions(str(model))
    assert versions_module.versions(str(model)) == first
    (model / "weights").write_bytes(b"two")
    second = versions_module.versions(str(model))
    assert second.reading == first.reading and second.extraction != first.extraction
    package = tmp_path / "package"
    (package / "lexicons" / "data").mkdir(parents=True)
    (package / "lexicons" / "data" / "units.toml").write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr(versions_module, "_PACKAGE", package)
    monkeypatch.setattr(versions_module, "_READING", ("lexicons",))
    monkeypatch.setattr(versions_module, "_EXTRACTION", ())
    third = versions_module.versions(str(model))
    (package / "lexicons" / "data" / "units.toml").write_text("a = 2", encoding="utf-8")
    fourth = versions_module.versions(str(model))
    assert third.reading != fourth.reading and third.extraction != fourth.extraction


def test_the_parts_answers_rest_on_are_all_there() -> None:
    """A folder or file that is renamed must be renamed in the lists, or its changes go unseen."""
    names = (*versions_module._READING, *versions_module._EXTRACTION)
    assert [name for name in names if not (versions_module._PACKAGE / name).exists()] == []
    others = {"api", "batch", "cli", "config", "emit", "evaluate", "explain", "export", "link", "migrate",
              "progress", "runner", "schema", "threshold", "__init__", "__main__", "py"}  # fmt: skip
    here = {p.stem for p in versions_module._PACKAGE.iterdir() if not p.name.startswith("__p")}
    assert here - {Path(n).parts[0].removesuffix(".py") for n in names} <= others
