"""Which inputs a run is given: folders, files, standard input, and what is said of those there are not."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read import list_inputs, read_article, read_path
from tests.read.helpers import TEXT, refusals


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.html",
        ".hidden.txt",
        "a_files/x.html",
        "z/c.md",
        "z/pic.jpg",
        ".git/d.txt",
        "lone_files/e.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "z" / "loop").symlink_to(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in list_inputs([tmp_path])]
    assert found == ["a.html", "b.txt", "lone_files/e.txt", "z/c.md"]


def test_files_are_taken_as_given(tmp_path: Path) -> None:
    (tmp_path / ".hidden.css").write_text(TEXT)
    assert list(list_inputs([str(tmp_path / ".hidden.css"), "-"])) == [
        tmp_path / ".hidden.css",
        Path("-"),
    ]


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        list(list_inputs([tmp_path / "none"]))
    with pytest.raises(ReadError, match="no such file"):
        read_article(tmp_path / "none")
    with pytest.raises(ReadError, match="folder"):
        read_article(tmp_path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(TEXT.encode()))))
    found = list(read_path(Path("-")))
    assert isinstance(found[0], Article) and found[0].text == TEXT


def test_read_article_raises_with_the_reason() -> None:
    with pytest.raises(ReadError, match="PDF"):
        read_article(b"%PDF-1.4")
    assert read_article(TEXT.encode()).title == "Plant opens in Lowtown"


def test_rejection_carries_the_digest() -> None:
    data = b"%PDF-1.4 short"
    assert refusals(data)[0].sha256 == hashlib.sha256(data).hexdigest()


def test_a_folder_inside_that_cannot_be_listed_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    listing = os.scandir

    def scandir(path: Path) -> Iterator[os.DirEntry[str]]:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert list(list_inputs([tmp_path])) == [tmp_path / "a.txt", closed]
    (found,) = read_path(closed)
    assert isinstance(found, Rejection)
    with pytest.raises(ReadError):
        list(list_inputs([closed]))
