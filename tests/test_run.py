"""The command with the real pipeline: what README.md shows, and several processes against one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.config import Settings

ROOT = Path(__file__).resolve().parents[1]
MANY = 17
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from extract.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    """One input is refused, one comes twice."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(MANY):
        text = f"Plant {number} opens\n\nA {number + 20} MW solar plant opened in Kano, Nigeria, on Monday.\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "x.txt").write_bytes((folder / "00.txt").read_bytes())
    outcomes = []
    for workers in ("1", "2"):
        done = run("run", "in", "-o", "out.jsonl", "--workers", workers, "--json", "--force", folder=tmp_path)
        assert done.returncode == 1, done.stderr
        written = (tmp_path / "out.jsonl").read_bytes(), (tmp_path / "out.quarantine.jsonl").read_bytes()
        outcomes.append(({**json.loads(done.stdout), "seconds": 0}, *written))
    assert outcomes[0] == outcomes[1]
    counts = outcomes[0][0]
    assert (counts["articles"], counts["quarantined"], counts["duplicates"]) == (MANY + 2, 1, 1)
    assert outcomes[0][1].count(b"\n") == MANY


def test_a_model_that_is_not_there_is_wrong_usage_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A plant opens\n\nA 20 MW solar plant opened.\n", encoding="utf-8")
    done = run("run", "one.txt", "-o", "new/out.jsonl", "--model", "no_such_model", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no_such_model" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["one.txt"]


def test_the_python_in_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert "240 MW 240 MW" in capsys.readouterr().out


def test_the_readme_lists_every_setting() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)
    assert listed == list(Settings.model_fields)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_and_files_named_in_pages_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|\$ )make (\w+)", text))
    assert named and named <= targets
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
