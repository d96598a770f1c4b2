"""CQE_Evaluation: sentences with the quantities in them (Almasian and others, EMNLP 2023).

Reads data/formatted_test_set/{currency-model,dimension-model,NewsQuant}.json of satya77/CQE_Evaluation. The
whole task asks for every quantity, "18 %" and "one consultant" among them; plantwire looks for money and
power only, so these two are scored by themselves as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from benchmarks.yardsticks.amounts import UNITS, decimal_of, found_money, found_power, gold_code
from benchmarks.yardsticks.core import Answer, Task, compare, read_bytes
from extract.errors import ReadError

__all__ = ["measure", "read_samples"]

_PUBLISHED = {
    "currency-model": "CQE 79.6, quantulum3 32.5, Recognizers-Text 52.5",
    "dimension-model": "CQE 79.2, quantulum3 61.9, Recognizers-Text 49.1",
    "NewsQuant": "CQE 85.6, quantulum3 47.2, Recognizers-Text 34.2",
}

Sample = tuple[str, list[Answer]]


def measure(paths: Iterable[Path]) -> list[Task]:
    """Score each file three times: sums of money, power, every quantity.

    Raises:
        ReadError: A file is no test set of CQE_Evaluation.
    """
    tasks = []
    for path in paths:
        samples = read_samples(path)
        sums = [found_money(text, changes_are_ranges=True) for text, _ in samples]
        published = _PUBLISHED.get(path.stem, "")
        money = [
            compare(text, [a for a in gold if _is_code(a.unit)], found)
            for (text, gold), found in zip(samples, sums, strict=True)
        ]
        power = [
            compare(text, [a for a in gold if a.unit in UNITS.values()], found_power(text))
            for text, gold in samples
        ]
        every = [
            compare(text, gold, found + found_power(text))
            for (text, gold), found in zip(samples, sums, strict=True)
        ]
        tasks += [
            Task(f"{path.stem}: sums of money", tuple(money), True),
            Task(f"{path.stem}: power", tuple(power), True),
            Task(f"{path.stem}: every quantity", tuple(every), False, published),
        ]
    return tasks


def _is_code(unit: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3}", unit))


def read_samples(path: Path) -> list[Sample]:
    """Return sentences with their quantities, currencies as ISO codes.

    Raises:
        ReadError: A file is no test set of CQE_Evaluation.
    """
    try:
        entries = json.loads(read_bytes(path))
        return [(entry["text"], [_gold(quantity) for quantity in entry["quantities"]]) for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"not a test set of CQE_Evaluation ({error!r})", path=str(path)) from error


def _gold(quantity: dict[str, str]) -> Answer:
    name = quantity["normalized_unit"].casefold()
    return Answer(_values(quantity["value"]), gold_code(name) or UNITS.get(name) or name)


def _values(figure: str) -> tuple[Decimal, ...]:
    """Read "12.5" and, with a dash inside, the two ends of a range."""
    if match := re.fullmatch(r"([\d.]+)\s?-\s?([\d.]+)", figure):
        return decimal_of(match[1]), decimal_of(match[2])
    return (decimal_of(figure),)
