"""Recognizers-Text: the cases of its currency model, Specs/NumberWithUnit/English/CurrencyModel.json.

A test suite, so its own library is right on what it supports; other programs' figures on it are CQE's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.yardsticks.amounts import decimal_of, found_money, gold_code
from benchmarks.yardsticks.core import Answer, Task, compare, read_bytes
from extract.errors import ReadError

__all__ = ["measure", "read_samples"]

_PER_UNIT = re.compile(r"\s?(?:an?|per|each|/)\s(?!(?:year|month|week)\s(?:ago|earlier|before))\w")


def measure(paths: Iterable[Path]) -> list[Task]:
    """Score sums of money, and every amount the specification asks for, coins and prices per unit among them.

    Raises:
        ReadError: A file is no specification of a currency model.
    """
    tasks = []
    for path in paths:
        samples = [(text, gold, found_money(text)) for text, gold in read_samples(path)]
        sums = [compare(text, [a for a, is_sum in gold if is_sum], found) for text, gold, found in samples]
        every = [compare(text, [a for a, _ in gold], found) for text, gold, found in samples]
        tasks += [
            Task(f"{path.stem}: sums of money", tuple(sums), True),
            Task(f"{path.stem}: every amount", tuple(every), False, "its own library: 100 by construction"),
        ]
    return tasks


def read_samples(path: Path) -> list[tuple[str, list[tuple[Answer, bool]]]]:
    """Return inputs with the amounts in them, and whether each is a sum of money.

    Currencies are ISO codes, anything else is named as there. Coins, bitcoin and "$2 a share" are no sums.

    Raises:
        ReadError: A file is no specification of a currency model.
    """
    try:
        return [
            (case["Input"], _gold(case["Input"], case["Results"])) for case in json.loads(read_bytes(path))
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(
            f"not a currency specification of Recognizers-Text ({error!r})", path=str(path)
        ) from error


def _gold(text: str, results: list[dict[str, Any]]) -> list[tuple[Answer, bool]]:
    """Read the amounts; one without a value ("dollars") is a word, not a sum."""
    found = []
    for result in results:
        resolution = result["Resolution"]
        if resolution["value"] is not None:
            unit = resolution["unit"]
            code = resolution.get("isoCurrency") or gold_code(unit)
            price = _PER_UNIT.match(text, result["End"] + 1)
            answer = Answer((decimal_of(resolution["value"]),), code or unit.casefold())
            found.append((answer, bool(code) and not price))
    return found
