"""Finds capacities in an article: power, heat and stored energy, with counts, ranges and shared units.

Owns the grammar of figures with units. Does not know whose capacity a figure is; fleets, targets and
peak demand are found too and left to later stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extract.analyze.analysis import Analysis
from extract.domain.mention import CapacityMention
from extract.domain.span import Span
from extract.domain.values import CapacityKind, Quantity
from extract.normalize.numbers import Numeral, alternation, find_numerals
from extract.normalize.power import normalized, unit_after, unit_entries
from extract.normalize.power_context import is_heat, is_rate, is_stored
from extract.normalize.series import Joint, is_label, is_year, joint, qualifier_of, spread

__all__ = ["find_capacities", "match_capacities"]

_TIMES = re.compile(r"\s?[x×✕*]\s?", re.IGNORECASE)
_TIMES_AFTER = re.compile(r"\s?[x×✕*]\s?(\d{1,3})(?![\d.,]\d|\d|\s?[A-Za-z])", re.IGNORECASE)
_HOURS = re.compile(
    r"\s?[/,]\s?(?P<hours>\d{1,2}(?:\.\d)?)[\s-]?(?:hours?|hrs?|h)(?![A-Za-z])", re.IGNORECASE
)
_MAX_COUNT = 2000
_COUNT_REACH = 110


@dataclass(frozen=True, slots=True)
class _Item:
    """A figure: a number, or "2x660", with the unit behind it if there is one."""

    numeral: Numeral
    start: int
    end: int
    value: Decimal
    unit: str | None = None
    kind: CapacityKind = "electric"
    count: int | None = None
    rule: str = "capacity.figure"
    low: Decimal | None = None


def find_capacities(text: str) -> list[CapacityMention]:
    """Return every capacity a text states, in text order.

    For "2x660 MW" and "four units of 330 MW each" the value is the product and the span runs from the
    count to the unit. A range gives its upper end, the lower in `value_min`. Energy counts only where it
    is stored. "200MW/2-hour" gives the power and, from both figures, the energy.

    Args:
        text: Any text; offsets of the result point into it.

    Returns:
        Mentions in text order; only the energy of "200MW/2-hour" overlaps another.

    >>> [(m.value.value, m.value.unit) for m in find_capacities("100 and 300 MW")]
    [(Decimal('100'), 'MW'), (Decimal('300'), 'MW')]
    """
    items = _items(text, find_numerals(text))
    _share_units(text, items)
    joined = _ranges(text, items)
    _counts(text, joined)
    found: list[CapacityMention] = []
    last_end = 0
    for i, item in enumerate(joined):
        if item.unit is None or not item.value or item.start < last_end:
            continue
        if not _wanted(text, item, joined[i - 1] if i else None):
            continue
        found.append(_mention(text, item))
        last_end = item.end
        found.extend(_by_hours(text, item))
    return found


def match_capacities(analysis: Analysis) -> Iterable[CapacityMention]:
    """Return every capacity of an article; see `find_capacities`."""
    return find_capacities(analysis.text)


def _items(text: str, numerals: list[Numeral]) -> list[_Item]:
    """Read counts written with a times sign, and the units behind the numbers."""
    items: list[_Item] = []
    i = 0
    while i < len(numerals):
        numeral = numerals[i].unscaled() if numerals[i].weak else numerals[i]
        start, count = numeral.start, None
        following = numerals[i + 1] if i + 1 < len(numerals) else None
        if following and _is_count(numeral) and _TIMES.fullmatch(text, numeral.end, following.start):
            count = int(numeral.amount)
            numeral = following.unscaled() if following.weak else following
            i += 1
        items.append(_with_unit(text, _Item(numeral, start, numeral.end, numeral.amount, count=count)))
        i += 1
    return items


def _is_count(numeral: Numeral) -> bool:
    amount = numeral.amount
    return numeral.scale is None and amount == amount.to_integral_value() and 1 <= amount <= _MAX_COUNT


def _with_unit(text: str, item: _Item) -> _Item:
    unit = unit_after(text, item.end)
    if unit is None:
        return item
    small = text[item.end : unit.end].strip(" -\u00a0")[:2] in ("mw", "Mw") and item.value < 1
    glued = item.count is None and text[item.start - 1 : item.start].isalpha() and item.start > 0
    if small or glued:
        return item
    count, end = item.count, unit.end
    if count is None and (times := _TIMES_AFTER.match(text, end)):
        count, end = int(times[1]) or None, times.end()
    rule = "capacity.count_times_unit" if count else item.rule
    return replace(item, end=end, unit=unit.name, kind=unit.kind, count=count, rule=rule)


def _share_units(text: str, items: list[_Item]) -> None:
    """Give "500 and 600 MW" and "100, 200 and 300 MW" the last unit, in place."""
    chained = [False] * (len(items) + 1)
    for i in range(len(items) - 2, -1, -1):
        left, right = items[i], items[i + 1]
        if right.unit is None:
            continue
        kind = joint(text, left.end, right.start)
        if kind is None or (kind == "comma" and not chained[i + 1]):
            continue
        if left.unit is None and _may_share(text, left, right, kind):
            numeral = right.numeral
            scale = numeral.scale if left.numeral.scale is None else None
            value = left.value * scale if scale else left.value
            rule = "capacity.count_times_unit" if left.count else "capacity.shared_unit"
            items[i] = replace(left, value=value, unit=right.unit, kind=right.kind, rule=rule)
        chained[i] = items[i].unit is not None


def _may_share(text: str, left: _Item, right: _Item, kind: Joint) -> bool:
    """Return True where a bare number is of one series with the figure behind it."""
    numeral = left.numeral
    if left.count is None and (is_label(text, numeral) or is_year(text, numeral)):
        return False
    if right.rule == "capacity.count_times_unit" and left.count is None:
        return False
    small, large = sorted((numeral.value, right.numeral.value))
    if not small or large / small > 100:
        return False
    if kind in ("dash", "to"):
        return left.value < right.value
    return kind != "slash" or small >= 10


def _ranges(text: str, items: list[_Item]) -> list[_Item]:
    """Take the two ends of a range together."""
    joined: list[_Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and _is_range(text, last, item):
            rule = "capacity.range"
            joined[-1] = replace(item, start=last.start, low=last.value, rule=rule)
        else:
            joined.append(item)
    return joined


def _is_range(text: str, left: _Item, right: _Item) -> bool:
    if left.unit is None or left.unit != right.unit or left.low is not None or left.count or right.count:
        return False
    kind = joint(text, left.end, right.start)
    if kind is None or left.value >= right.value:
        return False
    return spread(text, left.start, kind) == "range"


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


def _counts(text: str, items: list[_Item]) -> None:
    """Multiply "two 5-MW turbines" and "four units of 330 MW each", in place."""
    for i, item in enumerate(items):
        if item.unit is None or item.count or item.low is not None:
            continue
        for j in range(i - 1, -1, -1):
            other = items[j]
            if item.start - other.end > _COUNT_REACH:
                break
            if other.unit is not None or "\n" in text[other.end : item.start]:
                break
            if is_label(text, other.numeral):
                continue
            if rule := _count_rule(text, other, item):
                items[i] = replace(item, start=other.start, count=int(other.value), rule=rule)
            break


def _count_rule(text: str, other: _Item, item: _Item) -> str | None:
    """Return the rule by which a bare number counts a figure, None where it does not."""
    if not _is_count(other.numeral) or other.value < 2 or is_year(text, other.numeral):
        return None
    patterns = _patterns()
    gap = text[other.end : item.start]
    after = text[item.end : item.end + 80]
    if re.search(r"[.;:]\s", gap):
        return None
    if patterns["direct"].fullmatch(gap):
        return "capacity.count_before_unit" if patterns["noun_after"].match(after) else None
    each = patterns["each_after"].match(after)
    if patterns["total"].search(gap) or (not each and patterns["total"].search(after[:24])):
        return None
    each = each or patterns["each_inside"].search(gap)
    each = each or re.search(
        r"each\sof\s(?:the\s|its\s)?$", text[max(0, other.start - 14) : other.start], re.I
    )
    if each and patterns["noun_inside"].search(gap):
        return "capacity.count_each"
    return "capacity.count_of" if patterns["of_machines"].fullmatch(gap) else None


def _wanted(text: str, item: _Item, before: _Item | None) -> bool:
    """Return False for output, consumption, rates and prices."""
    start = item.end if item.count else item.start
    if item.kind != "energy":
        return not is_rate(text, start, item.end)
    if before and before.unit and before.kind == "electric" and before.end <= item.start:
        gap = text[before.end : item.start]
        if re.fullmatch(r"\s?[/(]\s?|\s?\(\s?|[-–]", gap):
            return True
    if re.search(r"(?<![A-Za-z])per\s$", text[max(0, item.start - 6) : item.start]):
        return False
    return is_stored(text, item.start, item.end)


def _mention(text: str, item: _Item) -> CapacityMention:
    assert item.unit is not None
    kind = item.kind
    if kind == "electric" and is_heat(text, item.start, item.end):
        kind = "thermal"
    value = item.value * item.count if item.count else item.value
    span = Span(item.start, item.end)
    quantity = Quantity(
        value=value,
        unit=item.unit,
        kind=kind,
        normalized=normalized(value, item.unit, kind),
        qualifier=qualifier_of(text, span.start, span.end),
        count=item.count,
        unit_value=item.value if item.count else None,
        value_min=item.low,
    )
    return CapacityMention(span, item.rule, quantity)


def _by_hours(text: str, item: _Item) -> Iterable[CapacityMention]:
    """Yield the energy that "200MW/2-hour" states through its hours."""
    match = (
        _HOURS.match(text, item.end) if item.kind == "electric" and item.unit in ("kW", "MW", "GW") else None
    )
    if match is None or match.group().lstrip().startswith(","):
        return
    unit = f"{item.unit}h"
    value = item.value * (item.count or 1) * Decimal(match["hours"])
    quantity = Quantity(value, unit, "energy", normalized(value, unit, "energy"))
    yield CapacityMention(Span(item.start, match.end()), "capacity.power_times_hours", quantity)
