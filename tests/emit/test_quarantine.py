"""The quarantine file: every rejection, at once, readable again."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.domain.rejection import Rejection
from extract.emit import Quarantine, read_quarantine
from extract.errors import ReadError, SinkError

REJECTIONS = [
    Rejection(source="a.html", stage="read", reason="empty", sha256="0" * 64),
    Rejection(source="b/ü \u2028.txt", stage="validate", reason="plants[0].name: is '\"'\nno"),
    Rejection(source="not utf-8 \udcff.txt", stage="read", reason="odd name"),
]


def test_returns_what_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "run" / "quarantine.jsonl"
    with Quarantine(path) as quarantine:
        for rejection in REJECTIONS:
            quarantine.write(rejection)
    assert list(read_quarantine(path)) == REJECTIONS
    assert quarantine.count == 3
    path.read_bytes().decode("utf-8")


def test_a_rejection_is_on_disk_before_the_run_ends(tmp_path: Path) -> None:
    with Quarantine(tmp_path / "q.jsonl") as quarantine:
        quarantine.write(REJECTIONS[0])
        assert list(read_quarantine(tmp_path / "q.jsonl")) == REJECTIONS[:1]


def test_a_clean_run_leaves_no_file_not_even_an_old_one(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("of an earlier run\n")
    with Quarantine(tmp_path / "q.jsonl"):
        pass
    assert not (tmp_path / "q.jsonl").exists()


@pytest.mark.parametrize("line", ["{", "[]", '{"source": "a"}', "\n"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "q.jsonl").write_text(REJECTIONS[0].model_dump_json() + "\n" + line)
    with pytest.raises(ReadError, match="line 2"):
        list(read_quarantine(tmp_path / "q.jsonl"))


def test_no_file_to_read_or_write_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        list(read_quarantine(tmp_path / "missing.jsonl"))
    (tmp_path / "file").touch()
    with pytest.raises(SinkError):
        Quarantine(tmp_path / "file" / "q.jsonl").write(REJECTIONS[0])
