"""The command line with a pipeline that takes no time: the command is under test, not the extraction."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from extract import cli
from extract.config import Settings
from extract.emit import read_quarantine, read_records
from tests.fakes import FakePipeline, fake_pipeline


class Result(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.fixture
def plantwire(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """Return a function that runs the command in an empty folder, in one process."""
    monkeypatch.setattr("extract.runner.pipeline", fake_pipeline)
    monkeypatch.setattr("extract.pipeline.Pipeline", FakePipeline)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["plantwire", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        code = stopped.value.code
        printed = capsys.readouterr()
        return Result(code if isinstance(code, int) else 0, printed.out, printed.err)

    return call


def write_articles(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, body in texts.items():
        (folder / f"{name}.txt").write_text(f"{name} in the news\n\n{body}\n", encoding="utf-8")
    return folder


ROOT = Path(__file__).resolve().parents[1]
LONG = "The company said on Monday that the works went on as before, and that it would say more in time."


def test_a_run_writes_every_output_and_closes_with_counts(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}", two=f"Nothing opened. {LONG}")
    result = plantwire("run", "in", "-o", "out.jsonl", "-o", "out.db")
    assert result.code == 0, result.err
    assert (
        "2 articles: 1 with plants (1 plants), 0 without, 1 not relevant, 0 quarantined, 0 duplicates"
        in result.err
    )
    assert [record.article.source for record in read_records(Path("out.jsonl"))] == ["in/one.txt"]
    with sqlite3.connect("out.db") as database:
        assert database.execute("select count(*) from plants").fetchone() == (1,)
    assert not Path("out.quarantine.jsonl").exists()


def test_standard_input_goes_to_standard_output(
    plantwire: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = io.BytesIO(f"One in the news\n\nA power plant opened. {LONG}\n".encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(given)))
    result = plantwire("run", "-", "-o", "-", "--all", "--workers", "1")
    assert result.code == 0 and json.loads(result.out)["article"]["source"] == "-"
    assert plantwire("run", "-", "-o", "-", "-o", "-").code == 2


def test_all_keeps_articles_without_plants_and_no_text_leaves_texts_out(
    plantwire: Cli, tmp_path: Path
) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}", two=f"Nothing opened. {LONG}")
    assert plantwire("run", "in", "-o", "out.jsonl", "--all", "--no-text").code == 0
    records = list(read_records(Path("out.jsonl")))
    assert sorted(len(record.plants) for record in records) == [0, 1]
    assert {record.article.text for record in records} == {None}


def test_what_is_refused_goes_to_quarantine_and_the_run_goes_on(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(
        tmp_path / "in", bad=f"refuse this power plant. {LONG}", good=f"A power plant opened. {LONG}"
    )
    (tmp_path / "in" / "empty.txt").touch()
    result = plantwire("run", "in", "-o", "out.jsonl")
    assert result.code == 1
    assert (
        "3 articles: 1 with plants" in result.err and "2 quarantined (see out.quarantine.jsonl)" in result.err
    )
    stages = {refused.source: refused.stage for refused in read_quarantine(Path("out.quarantine.jsonl"))}
    assert stages == {"in/bad.txt": "validate", "in/empty.txt": "read"}


def test_an_article_that_takes_too_long_or_is_too_long_is_refused(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(
        tmp_path / "in",
        long="power plant " * 900,
        quick=f"A power plant. {LONG}",
        slow=f"sleep: power plant. {LONG}",
    )
    Path("plantwire.toml").write_text("seconds = 0.2\nmax_characters = 2000\n", encoding="utf-8")
    result = plantwire("run", "in", "-o", "out.jsonl", "--quarantine", "q.jsonl")
    assert result.code == 1
    reasons = {refused.source: refused.reason for refused in read_quarantine(Path("q.jsonl"))}
    assert "longer than 0.2 s" in reasons["in/slow.txt"]
    assert "the limit is 2,000" in reasons["in/long.txt"]
    assert len(list(read_records(Path("out.jsonl")))) == 1


def test_the_same_article_twice_is_one_record_and_said(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    result = plantwire("run", "in", "in/one.txt", "-o", "out.jsonl")
    assert result.code == 0
    assert (
        "2 articles: 1 with plants (1 plants), 0 without, 0 not relevant, 0 quarantined, 1 duplicates"
        in result.err
    )


def test_a_second_run_over_a_folder_that_holds_its_outputs_reads_the_same(
    plantwire: Cli, tmp_path: Path
) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    (tmp_path / "in" / "empty.txt").touch()
    first = plantwire("run", "in", "-o", "in/out.jsonl")
    content = Path("in/out.jsonl").read_bytes()
    again = plantwire("run", "in", "-o", "in/out.jsonl")
    assert (again.code, again.err.split(", ")[:5]) == (first.code, first.err.split(", ")[:5])
    assert Path("in/out.jsonl").read_bytes() == content


def test_minimum_confidence_leaves_values_out(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    plantwire("run", "in", "-o", "out.jsonl", "--min-confidence", "0.5")
    assert next(read_records(Path("out.jsonl"))).plants[0].status is None
    result = plantwire("run", "in", "-o", "out.jsonl", "--min-confidence", "0.9")
    assert "0 with plants" in result.err


def test_model_reaches_the_pipeline(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    plantwire("run", "in", "-o", "out.jsonl", "--model", "another")
    assert next(read_records(Path("out.jsonl"))).provenance.model == "another"


def test_json_counts_go_to_standard_output(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    result = plantwire("run", "in", "-o", "out.jsonl", "--json")
    counts = json.loads(result.out)
    assert (counts["articles"], counts["with_plants"], counts["outputs"]) == (1, 1, ["out.jsonl"])
    assert result.err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "in"], "--output"),
        (["run", "-o", "out.jsonl"], "INPUT"),
        (["run", "in", "-o", "out.xyz"], "unknown kind of output"),
        (["run", "nowhere", "-o", "out.jsonl"], "nowhere: no such file or folder"),
        (["run", "in", "-o", "out.jsonl", "-o", "./out.jsonl"], "stands twice"),
        (["run", "in", "-o", "out.jsonl", "--quarantine", "out.jsonl"], "stands twice"),
        (["run", "in/one.txt", "-o", "out.jsonl", "--quarantine", "in/one.txt"], "is an input, too"),
        (["run", "in", "-o", "out.jsonl", "--quarantine", "keep.txt"], "no quarantine file"),
        (["run", "in", "-o", "-", "--json"], "both want standard output"),
        (["run", "in", "-o", "out.jsonl", "--min-confidence", "2"], "--min-confidence"),
        (["run", "in", "-o", "out.jsonl", "--workers", "0"], "--workers"),
        (["run", "in", "-o", "out.jsonl", "--frobnicate"], "--frobnicate"),
        (["run", "in", "-o", "out.jsonl", "--config", "broken.toml"], "broken.toml: colour: no such setting"),
        (["explain", "nowhere.txt"], "nowhere.txt"),
        (["evaluate", "in", "nowhere.jsonl"], "nowhere.jsonl"),
        (["evaluate", "in", "keep.txt"], "no gold"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_usage_is_code_2_says_what_is_wrong_and_writes_nothing(
    plantwire: Cli, tmp_path: Path, arguments: list[str], said: str
) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    Path("keep.txt").write_text("something of mine\n", encoding="utf-8")
    Path("broken.toml").write_text("colour = 'red'\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = plantwire(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.replace("│", "").split())
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_readable_is_code_3(plantwire: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert plantwire("run", "in", "-o", "out.jsonl").code == 3
    (tmp_path / "in" / "empty.txt").touch()
    assert plantwire("run", "in", "-o", "out.jsonl").code == 3
    assert plantwire("explain", "in/empty.txt").code == 3


def test_explain_shows_the_text_and_rule_confidence_and_features_of_each_value(
    plantwire: Cli, tmp_path: Path
) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    result = plantwire("explain", "in/one.txt")
    assert result.code == 0
    for expected in (
        "A power plant opened.",
        "The plant",
        "fake.plant",
        "0.80",
        "operating",
        "0.40",
        "z.project",
        "+1.2",
    ):
        assert expected in result.out


def test_evaluate_prints_the_slots_and_on_request_articles_and_misses(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    plantwire("run", "in", "-o", "out.jsonl")
    project = {"names": ["The plant"], "country": "KZ", "status": "construction"}
    Path("gold.json").write_text(json.dumps({"id": "one", "projects": [project]}), encoding="utf-8")
    result = plantwire("evaluate", "gold.json", "out.jsonl", "--articles", "--misses")
    assert result.code == 0
    assert "1 gold articles, 0 without a record, 0 records not in the gold" in result.err
    for expected in ("status", "one", "missed   status   construction", "spurious status   operating"):
        assert expected in result.out
    figures = json.loads(plantwire("evaluate", "gold.json", "out.jsonl", "--json", "--misses").out)
    assert figures["slots"]["country"]["f1"] == 1
    assert [miss["outcome"] for miss in figures["misses"]] == ["missed", "spurious"]


def test_schema_prints_the_published_schemas(plantwire: Cli) -> None:
    assert json.loads(plantwire("schema").out)["properties"]["plants"]
    assert json.loads(plantwire("schema", "--rejection").out)["properties"]["reason"]


@pytest.mark.parametrize("command", [None, "run", "explain", "evaluate", "schema"])
def test_help_has_an_example(plantwire: Cli, command: str | None) -> None:
    result = plantwire(*([command] if command else []), "--help")
    assert result.code == 0
    assert "Example: plantwire" in result.out


def test_every_setting_can_be_written_in_the_file(tmp_path: Path) -> None:
    from extract.config import load_settings

    path = tmp_path / "plantwire.toml"
    chosen = Settings(model="m", min_confidence=0.25, workers=3, seconds=5, memory_mb=300, max_characters=7)
    lines = (f"{key} = {json.dumps(value)}" for key, value in chosen.model_dump().items())
    path.write_text("\n".join(lines), encoding="utf-8")
    assert load_settings(path) == chosen
    assert load_settings(path, workers=4, model=None).workers == 4


def test_the_default_model_is_the_analyzers() -> None:
    from extract.analyze.nlp import DEFAULT_MODEL

    assert Settings().model == DEFAULT_MODEL


def test_the_page_on_the_command_line_is_up_to_date() -> None:
    """Stale? `make docs`."""
    made = subprocess.run(
        [sys.executable, "-m", "typer", "extract.cli", "utils", "docs", "--name", "plantwire"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert made.stdout.strip() == (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").strip()


def test_dry_run_says_what_would_be_done_and_writes_nothing(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}", two=f"A club won. {LONG}")
    (tmp_path / "in" / "empty.txt").touch()
    before = sorted(tmp_path.rglob("*"))
    result = plantwire("run", "in", "-o", "out.jsonl", "--dry-run")
    assert result.code == 0 and sorted(tmp_path.rglob("*")) == before
    assert "3 articles: 0 done before, 1 to do, 1 not relevant, 1 to be quarantined" in result.err
    plantwire("run", "in", "-o", "out.jsonl")
    told = json.loads(plantwire("run", "in", "-o", "out.jsonl", "--dry-run", "--json").out)
    assert told == {"articles": 3, "done": 1, "to_do": 0, "not_relevant": 1, "quarantined": 1}


def test_force_and_retry_together_are_wrong_usage(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", one=f"A power plant opened. {LONG}")
    result = plantwire("run", "in", "-o", "out.jsonl", "--force", "--retry-quarantined")
    assert result.code == 2 and "give one of them up" in result.err


def test_the_log_has_a_line_per_refusal(plantwire: Cli, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", bad=f"refuse this power plant. {LONG}")
    (tmp_path / "in" / "empty.txt").touch()
    plantwire("run", "in", "-o", "out.jsonl", "--log", "refused.log")
    lines = Path("refused.log").read_text("utf-8").splitlines()
    stages = {line.split(" refused at ")[1].split(":")[0] for line in lines}
    assert len(lines) == 2 and stages == {"read", "validate"}
