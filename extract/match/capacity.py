"""Finds capacities in an article: power, heat and stored energy, with counts, ranges and shared units.

Owns the grammar of figures with units. Does not know whose capacity a figure is; fleets, targets and
peak demand are found too and left to later stages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.analyze.analysis import Analysis
from extract.domain.mention import CapacityMention
from extract.domain.span import Span
from extract.domain.values import CapacityKind, Quantity
from extract.normalize.counts import count_rule, is_count
from extract.normalize.numbers import Numeral, find_numerals, plain
from extract.normalize.power import Unit, normalized, unit_after
from extract.normalize.power_context import calories_end, is_heat, is_rate, is_stored, same_sentence
from extract.normalize.series import Joint, is_label, is_year, joint, qualifier_of, spread
from extract.normalize.tables import column_heads, leads

__all__ = ["find_capacities", "match_capacities"]

_TIMES = re.compile(r"\s?(?:(?:units?|sets?|nos?\.?)\s)?[x×✕*]\s?", re.IGNORECASE)
_TIMES_AFTER = re.compile(r"\s?[x×✕*]\s?(\d{1,3})(?![\d.,]\d|\d|[A-Za-z]|\s?[x×*])", re.IGNORECASE)
_HOURS = re.compile(
    r"\s?[/,]\s?(?P<hours>\d{1,2}(?:\.\d)?)[\s-]?(?:hours?|hrs?|h)(?![A-Za-z])", re.IGNORECASE
)
_POWER_AND_ENERGY = re.compile(r"\s?[/(,]\s?|[-–]|\s(?:and|with)\s(?:about\s|around\s|some\s)?")
_SHORTEST_HOURS, _LONGEST_HOURS = Decimal("0.5"), Decimal(48)  # of batteries and pumped storage at full power
_COUNT_REACH = 110
_HEAD_WORD = re.compile(r"(?:^|[,(:]\s?|(?<!per)\s)(?P<unit>[A-Za-z]+(?:\([a-z]+\))?)(?=\)?$|\s)")
_MANY, _FEW = 100, 12  # hardly a hundred machines of a few MW, but "660x2 MW"


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
    _head_units(text, items)
    _share_units(text, items)
    joined = _ranges(text, items)
    _counts(text, joined)
    powers = sorted(_megawatts(item) for item in joined if item.unit and item.kind == "electric")
    found: list[CapacityMention] = []
    last_end = 0
    for i, item in enumerate(joined):
        if item.unit is None or not item.value or item.start < last_end:
            continue
        if not _wanted(text, joined, i, powers):
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
        if following and is_count(numeral) and _TIMES.fullmatch(text, numeral.end, following.start):
            count = int(numeral.amount)
            numeral = following.unscaled() if following.weak else following
            i += 1
            if count > _MANY and is_count(numeral) and numeral.amount <= _FEW:
                # "660x2 MW": the size stands first
                items.append(
                    _with_unit(
                        text, _Item(numeral, start, numeral.end, Decimal(count), count=int(numeral.amount))
                    )
                )
                i += 1
                continue
        items.append(_with_unit(text, _Item(numeral, start, numeral.end, numeral.amount, count=count)))
        i += 1
    return items


def _with_unit(text: str, item: _Item) -> _Item:
    unit = unit_after(text, item.end)
    if unit is None and item.count and text[item.start - 1 : item.start] == "(":
        # "1,320 (2x660) MW": the unit stands behind the bracket
        unit = unit_after(text, item.end + 1) if text[item.end : item.end + 1] == ")" else None
    if unit is None and (calories := calories_end(text, item.start, item.end)):
        unit = Unit("Gcal/h", "thermal", calories)
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


def _head_units(text: str, items: list[_Item]) -> None:
    """Give figures of a table's column the unit at its head ("MW", "Capacity, MWp"), in place."""
    places = {item.start: i for i, item in enumerate(items) if item.unit is None}
    for cell, head in column_heads(text):
        i = places.get(cell.start)
        if i is None or not leads(text, items[i].start, items[i].end, cell):
            continue
        unit = next((u for m in _HEAD_WORD.finditer(head.of(text)) if (u := unit_after(m["unit"], 0))), None)
        if unit is not None and unit.kind != "energy":
            items[i] = replace(items[i], unit=unit.name, kind=unit.kind, rule="capacity.column")


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
            if rule := count_rule(text, other.numeral, item.start, item.end):
                items[i] = replace(item, start=other.start, count=int(other.value), rule=rule)
            break


def _wanted(text: str, items: list[_Item], i: int, powers: list[Decimal]) -> bool:
    """Return False for output, consumption, rates and prices."""
    item = items[i]
    if is_rate(text, item.start, item.end):
        return False
    if item.kind != "energy":
        return True
    before = next((other for other in reversed(items[max(0, i - 4) : i]) if other.unit), None)
    beside = before is not None and before.kind == "electric" and _in_hours(item, before)
    if beside and before and _POWER_AND_ENERGY.fullmatch(text, before.end, item.start):
        return True
    beside = beside and before is not None and same_sentence(text, before.end, item.start)
    lowest = bisect_left(powers, _megawatts(item) / _LONGEST_HOURS)
    hours = lowest < len(powers) and powers[lowest] * _SHORTEST_HOURS <= _megawatts(item)
    return is_stored(text, item.start, item.end, hours, beside)


def _megawatts(item: _Item) -> Decimal:
    """Return a figure in MW, or in MWh for energy, all units of it together."""
    assert item.unit is not None
    return normalized(item.value * (item.count or 1), item.unit, item.kind)


def _in_hours(energy: _Item, power: _Item) -> bool:
    """Return True where the energy is what a store of that power gives in half an hour to two days."""
    if power.unit is None or not power.value:
        return False
    return _SHORTEST_HOURS <= _megawatts(energy) / _megawatts(power) <= _LONGEST_HOURS


def _mention(text: str, item: _Item) -> CapacityMention:
    assert item.unit is not None
    kind = item.kind
    if kind == "electric" and is_heat(text, item.start, item.end):
        kind = "thermal"
    value = plain(item.value * (item.count or 1))
    span = Span(item.start, item.end)
    quantity = Quantity(
        value=value,
        unit=item.unit,
        kind=kind,
        normalized=normalized(value, item.unit, kind),
        qualifier=qualifier_of(text, span.start, span.end),
        count=item.count,
        unit_value=plain(item.value) if item.count else None,
        value_min=None if item.low is None else plain(item.low),
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
    value = plain(item.value * (item.count or 1) * Decimal(match["hours"]))
    quantity = Quantity(value, unit, "energy", normalized(value, unit, "energy"))
    yield CapacityMention(Span(item.start, match.end()), "capacity.power_times_hours", quantity)
