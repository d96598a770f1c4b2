"""What a rule of the date grammar is: a pattern that starts with a literal, and what stands before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.normalize.date_expression import Expression, Found

__all__ = ["Reader", "Rule", "make_rule"]

Reader = Callable[[Found], Expression | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date.

    Attributes:
        triggers: Lower-case strings without one of which the rule cannot match; empty for always.
        pattern: Starts with the word the rule hangs on; a group `core` narrows the span.
        reader: Turns what was found into an expression, or None.
        behind: What stands before the pattern, anchored at its start.
        needed: Whether `behind` has to match.
        cased: Whether the pattern runs on the text as it is.
    """

    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    reader: Reader
    behind: re.Pattern[str] | None = None
    needed: bool = False
    cased: bool = False


def make_rule(
    triggers: str,
    pattern: str,
    reader: Reader,
    *,
    behind: str = "",
    needed: bool = False,
    cased: bool = False,
) -> Rule:
    """Compile a rule; `triggers` are separated by bars."""
    flags = re.IGNORECASE if cased else 0
    before = re.compile(rf"(?:{behind})$", flags) if behind else None
    words = tuple(triggers.split("|")) if triggers else ()
    return Rule(words, re.compile(pattern), reader, before, needed, cased)
