from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import accuracy, changes, floors
from benchmarks.corpora import CLOSED, DEVSET, corpora, digest
from extract.evaluate import ArticleScore, Detail, Measure


def scores(hits: int, spurious: int, missed: int) -> list[ArticleScore]:
    details = [Detail("cost", "tp", f"{n} USD", f"{n} USD", "Lakeside") for n in range(hits)]
    details += [Detail("cost", "fp", None, f"wrong {n}", "Lakeside") for n in range(spurious)]
    details += [Detail("cost", "fn", f"{n} USD", None, "Lakeside") for n in range(hits, hits + missed)]
    return [ArticleScore("a", tuple(details))]


def test_a_floor_is_rounded_down_and_broken_only_from_below() -> None:
    pinned = floors.pin(1, "x", {"cost": Measure(2, 1, 1, 0, 1)})
    assert pinned["slots"]["cost"] == {"precision": 0.666, "recall": 0.666, "f1": 0.666}
    better = floors.pin(1, "x", {"cost": Measure(3, 1, 0, 0, 1)})
    assert floors.below(pinned, better) == []
    assert floors.below(better, pinned) == [
        "cost precision: 0.666 is below the floor 0.750",
        "cost recall: 0.666 is below the floor 1.000",
        "cost f1: 0.666 is below the floor 0.857",
    ]


def test_what_a_change_gained_and_lost_is_told_value_by_value(tmp_path: Path) -> None:
    changes.save({"tuning": scores(1, 1, 1)}, tmp_path / "before.json")
    before = changes.load(tmp_path / "before.json")
    lines = list(changes.changed_lines(before, {"tuning": scores(2, 0, 0)}))
    assert lines == [
        "tuning: hits 1 -> 2 (+1), spurious 1 -> 0 (-1), missed 1 -> 0 (-1)",
        "  + gained   a cost 1 USD <Lakeside>",
        "  + cleared  a cost wrong 0 <Lakeside>",
    ]


def test_of_scored_only_sets_nothing_but_sums_is_kept_or_told(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    changes.save({"scored-only": scores(1, 1, 1)}, path)
    assert json.loads(path.read_text()) == {"scored-only": {"counts": [1, 1, 1]}}
    lines = list(changes.changed_lines(changes.load(path), {"scored-only": scores(2, 0, 0)}))
    assert len(lines) == 1


def test_in_one_process_or_several_the_same_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    sets = {name: corpora()[name][:2] for name in ("fixtures", "corpus")}
    alone = accuracy._run(sets)
    monkeypatch.setattr(accuracy, "_MANY", 1)
    assert accuracy._run(sets) == alone
    assert [len(found) for found in alone.values()] == [2, 2]


@pytest.mark.parametrize("option", [["--misses"], ["--articles"], ["--only", "x"]])
@pytest.mark.parametrize("name", sorted(CLOSED))
def test_looking_into_a_scored_only_set_is_refused(
    name: str, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        accuracy.main(["--set", name, *option])
    assert stopped.value.code == 2
    assert "never looked into" in capsys.readouterr().err


def test_fixtures_are_split_by_their_meta_and_have_a_digest() -> None:
    sets = corpora()
    assert sets["fixtures"] and sets["fixtures scored-only"]
    ids = [{case.id for case in cases} for cases in sets.values()]
    assert sum(map(len, ids)) == len(set.union(*ids))
    assert digest(sets["fixtures"]) == digest(sets["fixtures"]) != digest(sets["fixtures"][1:])


@pytest.mark.skipif(not DEVSET.is_dir(), reason="the development set is not beside this checkout")
def test_every_fifth_article_of_the_development_set_is_scored_only() -> None:
    sets = corpora()
    assert {int(case.id[:3]) % 5 for case in sets["tuning"]} == {1, 2, 3, 4}
    assert {int(case.id[:3]) % 5 for case in sets["scored-only"]} == {0}
