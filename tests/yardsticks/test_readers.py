"""Each yardstick on a sample of its form of gold, made up here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.yardsticks import cqe, prices, recognizers
from benchmarks.yardsticks.__main__ import YARDSTICKS, main
from benchmarks.yardsticks.amounts import found_money, found_power
from benchmarks.yardsticks.core import Task, totals
from extract.errors import ReadError

QUANTITIES = [
    {
        "text": "Costs rose from $2 billion to $3 billion for 600 megawatts, up 50 percent.",
        "quantities": [
            {"value": "2000000000-3000000000", "normalized_unit": "dollar"},
            {"value": "600", "normalized_unit": "Megawatt"},
            {"value": "50.0", "normalized_unit": "percentage"},
        ],
    },
    {"text": "It pays 5 euros.", "quantities": [{"value": "5", "normalized_unit": "canadian dollar"}]},
]
SPECIFICATION = [
    {
        "Input": "lent hk$ 5 million at $ 2 a share and 3 cents",
        "Results": [
            {"End": 17, "Resolution": {"value": "5000000", "unit": "Hong Kong dollar", "isoCurrency": "HKD"}},
            {"End": 24, "Resolution": {"value": "2", "unit": "Dollar"}},
            {"End": 44, "Resolution": {"value": "3", "unit": "Cent"}},
            {"End": 44, "Resolution": {"value": None, "unit": "Cent"}},
        ],
    }
]
EXAMPLES = """
from decimal import Decimal
PRICES = [
    Example("$", "$ 12.50 each", "$", "12.50", 12.5),
    Example(None, "NZD $9.90", "NZD", "9.90", Decimal("9.90")),
    Example("EUR", "19,90", "EUR", "19,90", 19.9),
    Example(None, "ask us", None, None, None),
    Example("EUR", None, None, None, None),
]
"""


def write(folder: Path, content: object) -> Path:
    path = folder / "gold.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def counts(tasks: Sequence[Task]) -> list[tuple[str, int, int, int]]:
    """Return name, gold, found and right of each task."""
    sums = [(task.name, totals(task.outcomes)) for task in tasks]
    return [(name, total.gold, total.found, total.right) for name, total in sums]


def test_cqe_is_scored_for_money_power_and_everything(tmp_path: Path) -> None:
    assert counts(cqe.measure([write(tmp_path, QUANTITIES)])) == [
        ("gold: sums of money", 2, 2, 1),
        ("gold: power", 1, 1, 1),
        ("gold: every quantity", 4, 3, 2),
    ]


def test_recognizers_knows_sums_from_prices_and_coins(tmp_path: Path) -> None:
    assert counts(recognizers.measure([write(tmp_path, SPECIFICATION)])) == [
        ("gold: sums of money", 1, 1, 1),
        ("gold: every amount", 3, 1, 1),
    ]


def test_prices_are_right_with_amount_and_currency_as_written(tmp_path: Path) -> None:
    assert counts(prices.measure([write(tmp_path, EXAMPLES)])) == [
        ("price-parser: price with its currency", 2, 2, 2),
        ("price-parser: every example", 3, 2, 2),
    ]


def test_the_module_of_prices_is_never_run(tmp_path: Path) -> None:
    path = write(tmp_path, "raise SystemExit(3)\nExample(None, '$5', '$', '5', 5)\n")
    assert prices.read_examples(path)[0][:2] == ("$5", "$")


def test_a_change_is_a_range_only_where_gold_says_so() -> None:
    text = "up from $2bn to $3bn to $4bn, after $1bn to his heirs"
    assert len(found_money(text)) == 4
    joined = [str(a) for a in found_money(text, changes_are_ranges=True)]
    assert joined == ["2000000000-3000000000 USD", "3000000000-4000000000 USD", "1000000000 USD"]


def test_power_keeps_the_ends_of_a_range() -> None:
    assert [str(a) for a in found_power("500-600 MW and 2 kW")] == ["500-600 MW", "2 kW"]


@pytest.mark.parametrize("name", sorted(YARDSTICKS))
@pytest.mark.parametrize("content", ["{", '{"a": 1}', "[1]", "x = 1", ""])
def test_what_is_no_gold_is_refused_by_name(name: str, content: str, tmp_path: Path) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ReadError, match=r"gold\.json"):
        YARDSTICKS[name]([path])


def test_a_missing_file_ends_with_a_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cqe", str(tmp_path / "none.json")]) == 2
    assert "none.json: cannot be read" in capsys.readouterr().err


def test_a_run_prints_a_row_a_half_and_misses_of_the_looking_half_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = [
        {"text": f"Text {n}.", "quantities": [{"value": str(n), "normalized_unit": "euro"}]} for n in range(9)
    ]
    assert main(["cqe", str(write(tmp_path, samples)), "--misses"]) == 0
    out = capsys.readouterr().out
    looking = [one for one in cqe.measure([tmp_path / "gold.json"])[0].outcomes if one.half == "looking"]
    assert 0 < len(looking) < 9
    assert out.count("missed") == 2 * len(looking)  # once for money, once for every quantity
    assert "scored" in out
