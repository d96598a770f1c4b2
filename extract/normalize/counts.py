"""Counts of equal units in words: which bare number multiplies the figure behind it. Knows no unit names."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extract.normalize.numbers import Numeral, alternation
from extract.normalize.power import unit_entries
from extract.normalize.series import is_year

__all__ = ["MAX_COUNT", "count_rule", "is_count"]

MAX_COUNT = 2000
_STOP = re.compile(r"(?<!nos)(?<!approx)[.;:]\s", re.IGNORECASE)
_ANOTHER = re.compile(r"(?:,|,?\s(?:and|or))\s\d")


def is_count(numeral: Numeral) -> bool:
    """Return True where a number may count machines: whole, without a scale, 1 to 2,000."""
    amount = numeral.amount
    whole = numeral.scale is None and amount == amount.to_integral_value()
    return whole and Decimal(1) <= amount <= MAX_COUNT


@cache
def _nouns(kinds: tuple[str, ...]) -> str:
    return alternation({form for kind in kinds for entry in unit_entries(kind) for form in entry.forms})


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of counts in words, built from units.toml."""
    adjectives, machines = _nouns(("count_adjective",)), _nouns(("unit_noun",))
    every = _nouns(("unit_noun", "plant_noun"))
    each = "|".join(p for entry in unit_entries("each_cue") for p in entry.patterns)
    total = "|".join(p for entry in unit_entries("total_cue") for p in entry.patterns)
    words = r"(?:(?!(?:of|for|and|or|to|in|at|with|from|by|the|on)\s)[\w-]{1,24}\s){0,3}"
    loosely = r"(?:about\s|around\s|some\s|up\sto\s)?"
    sources = {
        "direct": rf"\s(?:(?:{adjectives})\s){{0,2}}",
        "noun_after": rf"[\s-]{words}(?:{every})(?![\w-])",
        "each_after": rf",?\s(?:of\s\w+\s|\(\w+\)\s)?\(?(?:{each})(?![\w-])",
        "each_inside": rf"(?<![\w-])(?:{each})(?![\w-])",
        "of_machines": rf"\s(?:[\w-]{{1,24}}\s){{0,3}}(?:{machines})\s(?:of|rated\sat|rated)\s{loosely}",
        "noun_inside": rf"(?<![\w-])(?:{every})(?![\w-])",
        "total": rf"(?<![\w-])(?:{total})(?![\w-])",
    }
    return {name: re.compile(source, re.IGNORECASE) for name, source in sources.items()}


def count_rule(text: str, count: Numeral, start: int, end: int) -> str | None:
    """Return the rule by which a bare number counts the figure at `start`..`end`, None where it does not.

    "two 5-MW turbines", "four units of 330 MW each", "three turbines of 5 MW"; but neither "two wind
    farms of 274 MW together" nor "in 2025, 5-MW turbines".

    >>> count_rule("two 5-MW turbines", Numeral(0, 3, 3, Decimal(2)), 4, 8)
    'capacity.count_before_unit'
    """
    if not is_count(count) or count.amount < 2 or is_year(text, count):
        return None
    patterns = _patterns()
    gap = text[count.end : start]
    after = text[end : end + 80]
    if _STOP.search(gap):
        return None
    if patterns["direct"].fullmatch(gap):
        return "capacity.count_before_unit" if patterns["noun_after"].match(after) else None
    each = patterns["each_after"].match(after)
    if patterns["total"].search(gap) or (not each and patterns["total"].search(after[:24])):
        return None
    each = each or patterns["each_inside"].search(gap)
    each = each or re.search(
        r"each\sof\s(?:the\s|its\s)?$", text[max(0, count.start - 14) : count.start], re.I
    )
    if each and patterns["noun_inside"].search(gap):
        return "capacity.count_each"
    listed = _ANOTHER.match(after)  # "two units of 660 MW and 800 MW"
    return "capacity.count_of" if patterns["of_machines"].fullmatch(gap) and not listed else None
