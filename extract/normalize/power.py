"""Units of power, heat and stored energy: reading them behind a number and converting them.

One pint registry, built once from units.toml, keeps electric power, heat and energy as dimensions of
their own, so that MW and MWth never add up by accident. Knows nothing of sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from extract.domain.values import CapacityKind
from extract.lexicons.loader import load_lexicon
from extract.lexicons.models import Entry
from extract.normalize.numbers import alternation, plain

if TYPE_CHECKING:
    import pint

__all__ = ["Unit", "normalized", "unit_after", "unit_entries"]

_AFTER_SLICE = 48
_TARGETS: dict[CapacityKind, str] = {
    "electric": "megawatt",
    "thermal": "thermal_megawatt",
    "energy": "megawatt_hour",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its canonical spelling ("MWp", "Gcal/h") and the kind of capacity it measures."""

    name: str
    kind: CapacityKind
    end: int


def unit_entries(kind: str) -> tuple[Entry, ...]:
    """Return the entries of units.toml of one kind ("base", "energy", "storage_cue", ...)."""
    return tuple(entry for entry in load_lexicon("units").entries if entry.data["kind"] == kind)


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    """Build the registry: three dimensions that do not convert into one another."""
    import pint  # takes a tenth of a second, and megawatts need no converting

    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(
        None, non_int_type=Decimal, on_redefinition="raise"
    )
    for line in ("watt = [power]", "thermal_watt = [heat]", "watt_hour = [energy]"):
        registry.define(line)
    for kind in ("base", "heat_rate", "energy"):
        for entry in unit_entries(kind):
            registry.define(f"{entry.data['name']} = {entry.data['definition']}")
            if kind == "base":
                thermal = entry.data["definition"].replace("watt", "thermal_watt")
                registry.define(f"thermal_{entry.data['name']} = {thermal}")
    return registry


@cache
def _pint_names() -> dict[tuple[str, CapacityKind], str]:
    """Return (canonical unit, kind) with the unit's name in the registry."""
    names: dict[tuple[str, CapacityKind], str] = {}
    suffixes = ["", *(entry.data["canonical"] for entry in unit_entries("suffix"))]
    for entry in unit_entries("base"):
        for suffix in suffixes:
            names[entry.id + suffix, "electric"] = entry.data["name"]
            names[entry.id + suffix, "thermal"] = f"thermal_{entry.data['name']}"
    for entry in unit_entries("heat_rate"):
        names[entry.id, "thermal"] = entry.data["name"]
    for entry in unit_entries("energy"):
        names[entry.id, "energy"] = entry.data["name"]
    return names


@cache
def _factor(unit: str, kind: CapacityKind) -> Decimal:
    """Return what one of the unit is in MW, MWth or MWh."""
    name = _pint_names()[unit, kind]
    if name == _TARGETS[kind]:
        return Decimal(1)
    one = _registry().Quantity(Decimal(1), name)
    return Decimal(one.to(_TARGETS[kind]).magnitude)


def normalized(value: Decimal, unit: str, kind: CapacityKind) -> Decimal:
    """Return a capacity in MW (electric), MWth (thermal) or MWh (energy).

    Args:
        value: The figure as stated.
        unit: Canonical spelling, e.g. "kW", "MWp", "Gcal/h".
        kind: What the figure measures; "MW" may be electric or, beside "of heat", thermal.

    Raises:
        KeyError: The unit is none of units.toml, or cannot measure this kind.

    >>> normalized(Decimal(820), "Gcal/h", "thermal")
    Decimal('953.66')
    """
    return plain(value * _factor(unit, kind))


@cache
def _forms() -> dict[str, tuple[str, CapacityKind, bool]]:
    """Return folded spellings with (canonical unit, kind, may take a suffix)."""
    table: dict[str, tuple[str, CapacityKind, bool]] = {}
    for entry in unit_entries("base"):
        for form in (*entry.forms, entry.id, f"{entry.id}s"):
            table[form.casefold()] = (entry.id, "electric", True)
        for suffix in unit_entries("suffix"):
            for attached in suffix.data["attached"]:
                canonical = entry.id + suffix.data["canonical"]
                table[(entry.id + attached).casefold()] = (canonical, suffix.data["capacity"], False)
    for entry in unit_entries("heat_rate"):
        table.update({form.casefold(): (entry.id, "thermal", False) for form in (*entry.forms, entry.id)})
    for entry in unit_entries("energy"):
        table.update({form.casefold(): (entry.id, "energy", False) for form in (*entry.forms, entry.id)})
    return table


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{0,2}}(?P<form>{alternation(set(_forms()))})(?![A-Za-z])", re.IGNORECASE)


@cache
def _suffix_patterns() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    """Return each suffix written apart ("MW(e)", "MW thermal", "megawatt-peak") with its pattern."""
    found = []
    for entry in unit_entries("suffix"):
        words = alternation({*entry.forms, *(a for a in entry.data["attached"] if len(a) <= 2 and a != "p")})
        refused = alternation(set(entry.data.get("not_before", ()))) or "(?!)"
        bracket = rf"\s?\((?:{words})\)"
        plain = rf"[\s-](?:{alternation(set(entry.forms))})(?![\w-])(?!\s(?:{refused})(?![A-Za-z]))"
        found.append((entry, re.compile(rf"{bracket}|{plain}", re.IGNORECASE)))
    return tuple(found)


def unit_after(text: str, end: int) -> Unit | None:
    """Return the unit right behind a number, None where there is none.

    Case is forgiven ("600 mw", "kwh") except where it means another unit: "mW" is a milliwatt.

    Args:
        text: The text.
        end: Where the number ends.

    >>> unit_after("600-megawatt", 3).name, unit_after("18 MW(th)", 2).name, unit_after("5 mW", 1)
    ('MW', 'MWth', None)
    """
    match = _pattern().match(text, end, end + _AFTER_SLICE)
    if match is None or match["form"].startswith("mW"):
        return None
    key = " ".join(match["form"].casefold().replace("- ", "-").split())
    found = _forms().get(key) or _forms().get(key.replace("-", " ")) or _forms().get(key.replace(" ", "-"))
    if found is None:
        return None
    name, kind, open_ended = found
    if open_ended:
        for entry, pattern in _suffix_patterns():
            if suffix := pattern.match(text, match.end()):
                return Unit(name + entry.data["canonical"], entry.data["capacity"], suffix.end())
    return Unit(name, kind, match.end())
