"""price-parser: the examples of its tests, tests/test_price_parsing.py, read and never run.

Shop prices from pages in many languages. A price is right where amount and currency, as written, are. The
examples were its development set, so its own figure is 100 save the few it marks as failing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from benchmarks.yardsticks.core import Answer, Task, compare, read_bytes
from extract.errors import ReadError
from extract.match.cost import find_costs

__all__ = ["Example", "measure", "read_examples"]

Example = tuple[str, str | None, Decimal | None]
"""A price as found on a page, the currency as written and the amount; None for none."""

_AMOUNT = re.compile(r"\d[\d\s\u00a0.,'’]*")


def measure(paths: Iterable[Path]) -> list[Task]:
    """Score prices that carry their currency, and all: most others are bare numbers, no money to plantwire.

    Raises:
        ReadError: A file is not that test module.
    """
    tasks = []
    for path in paths:
        examples = read_examples(path)
        signed = [example for example in examples if example[1] is None or example[1] in example[0]]
        signed = [example for example in signed if example[1] is not None or example[2] is None]
        for name, some, comparable in (
            ("price with its currency", signed, True),
            ("every example", examples, False),
        ):
            outcomes = tuple(
                compare(f"{text}  [{amount} {sign}]", _gold(sign, amount), _found(text))
                for text, sign, amount in some
            )
            tasks.append(
                Task(f"price-parser: {name}", outcomes, comparable, "its own library: 100 by construction")
            )
    return tasks


def read_examples(path: Path) -> list[Example]:
    """Return the `Example(hint, price, currency, amount_text, amount)` calls of the module that have a price.

    Raises:
        ReadError: The file is no Python, or has no such calls.
    """
    try:
        tree = ast.parse(read_bytes(path))
    except (SyntaxError, ValueError) as error:
        raise ReadError(f"not the test module of price-parser ({error})", path=str(path)) from error
    calls = [
        node.args
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Example"
    ]
    found = [_example(arguments) for arguments in calls if len(arguments) >= 5]
    if not found:
        raise ReadError("holds no price-parser examples: Example(hint, price, ...)", path=str(path))
    return [example for example in found if example is not None]


def _example(arguments: list[ast.expr]) -> Example | None:
    """Read one call; None for one without a price."""
    _, price, currency, _, amount = (_constant(argument) for argument in arguments[:5])
    if not isinstance(price, str):
        return None
    return price, currency, None if amount is None else Decimal(amount)


def _constant(node: ast.expr) -> str | None:
    """Return a literal as text, the argument of Decimal("...") included."""
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    return None if not isinstance(node, ast.Constant) or node.value is None else str(node.value)


def _sign(written: str) -> str:
    """Return a currency as written, folded; "NZD $" and "$ NZD" are "nzd"."""
    sign = re.sub(r"[\s.:–-]|\bto\b", "", written).casefold()
    return re.sub(r"\$?([a-z]{3})\$?", r"\1", sign) if sign.isascii() else sign


def _gold(sign: str | None, amount: Decimal | None) -> list[Answer]:
    return [] if amount is None else [Answer((amount,), _sign(sign or ""))]


def _found(text: str) -> list[Answer]:
    """Return the first sum of a text, its currency as written; price-parser gives one, too."""
    for mention in find_costs(text):
        amount = mention.value.amount if mention.value.amount is not None else mention.value.amount_min
        if amount is not None:
            return [Answer((amount,), _sign(_AMOUNT.sub("", text[mention.span.start : mention.span.end])))]
    return []
