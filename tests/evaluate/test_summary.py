from __future__ import annotations

import io
from random import Random

import pytest
from rich.console import Console

from extract.evaluate import ALL, ArticleScore, Detail, pair_up, score_article, summarize
from extract.evaluate.confidence import Bin, calibration_error, chance_error, curve, reliability
from extract.evaluate.report import (
    article_table,
    as_numbers,
    curve_table,
    miss_lines,
    reliability_table,
    slot_table,
)
from extract.evaluate.score import Outcome
from tests.evaluate.helpers import EVIDENCE, capacity, gold, plant, record


def detail(slot: str, outcome: Outcome, confidence: float | None = None) -> Detail:
    wanted, given = (None, "x") if outcome == "fp" else ("x", None if outcome == "fn" else "x")
    return Detail(slot, outcome, wanted, given, "Lakeside", EVIDENCE if given else (), confidence)


def score(article: str, *details: Detail) -> ArticleScore:
    return ArticleScore(article, details)


def test_precision_recall_and_f1_of_a_slot_and_of_all() -> None:
    scores = [
        score("a", detail("cost", "tp"), detail("cost", "tp"), detail("cost", "fp")),
        score("b", detail("cost", "fn"), detail("date", "tp"), detail("cost", "tp")),
    ]
    measures = summarize(scores)
    assert (measures["cost"].tp, measures["cost"].fp, measures["cost"].fn) == (3, 1, 1)
    assert measures["cost"].precision == measures["cost"].recall == measures["cost"].f1 == 0.75
    assert measures[ALL].f1 == pytest.approx(0.8)
    assert measures["partner"].f1 == 1.0


def test_the_interval_is_the_same_on_every_run_and_holds_the_score() -> None:
    scores = [score(str(n), detail("cost", "tp"), detail("cost", "fn" if n % 3 else "tp")) for n in range(30)]
    first, second = summarize(scores)["cost"], summarize(scores)["cost"]
    assert first == second
    assert first.low < first.f1 < first.high
    assert summarize(scores, resamples=0)["cost"].low == pytest.approx(first.f1)


def test_only_misses_give_zero_and_nothing_at_all_gives_one() -> None:
    assert summarize([score("a", detail("cost", "fn"))])["cost"].f1 == 0
    assert summarize([score("a", detail("cost", "fn"))])["cost"].precision == 0
    assert summarize([])[ALL].f1 == 1


def test_calibration_compares_confidence_with_the_share_right() -> None:
    sure = [detail("cost", "tp", 0.95)] * 3 + [detail("cost", "fp", 0.95)]
    bins = reliability([score("a", *sure, detail("cost", "tp", 1.0), detail("fuel", "fp"))])
    assert [(one.number, one.right) for one in bins] == [(5, 0.8)]
    assert calibration_error(bins) == pytest.approx(0.16)


def test_faultless_confidences_show_the_error_of_chance() -> None:
    sure = [0.3] * 40 + [0.85] * 120
    draw = Random(1).random
    errors = [
        calibration_error(
            reliability([score("a", *(detail("cost", "tp" if draw() < c else "fp", c) for c in sure))])
        )
        for _ in range(400)
    ]
    bins = [Bin(0.3, 0.4, 40, 0.3, 0.3), Bin(0.8, 0.9, 120, 0.85, 0.85)]
    assert chance_error(bins) == pytest.approx(sum(errors) / len(errors), rel=0.06)
    assert chance_error([]) == 0


def test_a_higher_lowest_confidence_turns_hits_into_misses_and_drops_spurious_values() -> None:
    wanted = [{"value": value, "unit": "MW", "kind": "electric"} for value in (10, 20)]
    given = (capacity(10), capacity(20, confidence=0.4), capacity(30, confidence=0.3))
    pair = (gold({"names": ["Lakeside"], "capacities": wanted}), record(plant("Lakeside", capacities=given)))
    found = [summarize(thinned)["capacity"] for _, thinned in curve([pair], (0.0, 0.5, 0.95))]
    assert [(m.tp, m.fp, m.fn) for m in found] == [(2, 1, 0), (1, 0, 1), (0, 0, 2)]
    assert curve([(pair[0], None)], (0.5,))[0][1][0].counts() == {("plant", "fn"): 1, ("capacity", "fn"): 2}


def test_gold_and_records_meet_by_id_digest_file_name_or_address() -> None:
    golds = [
        gold(article="one"),
        gold(article="two").model_copy(update={"text_sha256": "f" * 64}),
        gold(article="three"),
        gold(article="four").model_copy(update={"url": "https://news.example/4"}),
        gold(article="five"),
    ]
    by_id, by_digest, by_file, by_url, stranger = (record(article=name) for name in "vwxyz")
    records = [
        by_id.model_copy(update={"article": by_id.article.model_copy(update={"id": "one"})}),
        by_digest.model_copy(update={"article": by_digest.article.model_copy(update={"sha256": "f" * 64})}),
        by_file.model_copy(update={"article": by_file.article.model_copy(update={"source": "d/three.txt"})}),
        by_url.model_copy(
            update={"article": by_url.article.model_copy(update={"url": "https://news.example/4"})}
        ),
        stranger,
    ]
    pairs, strangers = pair_up(golds, reversed(records))
    assert [found for _, found in pairs] == [*records[:4], None]
    assert strangers == [stranger]


def printed(*things: object) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(*things)
    return out.getvalue()


def test_the_tables_show_sets_side_by_side_articles_and_misses_with_evidence() -> None:
    article = gold(
        {
            "names": ["Lakeside"],
            "country": "KZ",
            "capacities": [{"value": 100, "unit": "MW", "kind": "electric"}],
        }
    )
    made = record(plant("Lakeside", country="KZ", capacities=(capacity(70),)))
    scores = [score_article(article, made)]
    both = printed(slot_table({"left": scores, "right": []}))
    assert "left" in both and "1 articles" in both and "0.667" in both
    assert "tp" in printed(slot_table({"left": scores}))
    assert "0.667" in printed(article_table(scores))
    lines = [line.plain for line in miss_lines(scores)]
    assert len(lines) == 2
    assert "missed   capacity 100 MW electric" in lines[0]
    assert "spurious capacity 70 MW electric (0.90)" in lines[1] and "[0:4] 'text' test" in lines[1]
    assert "calibration" in printed(reliability_table(reliability(scores)))
    assert "0.667" in printed(curve_table([(article, made)]))
    assert as_numbers(scores)["slots"]["capacity"]["fn"] == 1
