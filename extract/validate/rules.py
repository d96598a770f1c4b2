"""Plausibility rules: what looks odd is said in a Diagnostic and never dropped or mended.

Each rule is a function from one plant (or the record) to remarks; RULES and RECORD_RULES list them. The
limits are facts of the world, named with their reason, not tuned on articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from extract.domain.record import (
    ArticleRecord,
    Capacity,
    Cost,
    DateEntry,
    Diagnostic,
    PlantRecord,
)

__all__ = ["RECORD_RULES", "RULES", "diagnose"]

# Three Gorges, the largest plant there is, has 22,500 MW.
MAX_PLANT_MW = 25_000
# Snowy 2.0, the largest store of energy under construction, holds 350,000 MWh.
MAX_PLANT_MWH = 1_000_000
# The cheapest solar parks cost about 400,000 USD per MW, the dearest reactors about 20,000,000.
MIN_COST_PER_MW, MAX_COST_PER_MW = 20_000, 50_000_000
# Rough rates are enough between limits that lie three orders of magnitude apart; other currencies swing more.
USD_PER = {"USD": 1.0, "EUR": 1.1, "GBP": 1.3}
# Pearl Street and Holborn Viaduct, the first public power stations, opened in 1882.
FIRST_YEAR, LAST_YEAR = 1880, 2100
# Two sums closer than this are one sum told twice ("$1.2bn", "$1.18bn").
SAME_SUM = 0.02
# Rounded shares (33.4 % three times) may pass 100 by a little.
MAX_SHARES = 100.5

_OPEN = ("announced", "pre-construction")
_ORDER = (("construction_start", "commissioning"), ("commissioning", "retirement"))


def diagnose(record: ArticleRecord) -> tuple[Diagnostic, ...]:
    """Return what looks odd in the record, in the order of its plants; empty where nothing does."""
    found = [d for plant in record.plants for rule in RULES for d in rule(plant)]
    found += [d for rule in RECORD_RULES for d in rule(record)]
    return tuple(dict.fromkeys(found))


def _capacity_too_large(plant: PlantRecord) -> Iterator[Diagnostic]:
    """A single plant above the largest ones of the world; an aggregate may well be."""
    limits = {"MW": MAX_PLANT_MW, "MWth": MAX_PLANT_MW, "MWh": MAX_PLANT_MWH}
    for capacity in () if plant.aggregate else plant.capacities:
        size, unit = capacity.normalized.value, capacity.normalized.unit
        if size > limits[unit]:
            message = f"{plant.name}: {_figure(size)} {unit} is more than any single plant has"
            yield Diagnostic(code="capacity_implausible", message=message, evidence=capacity.evidence)


def _cost_per_mw(plant: PlantRecord) -> Iterator[Diagnostic]:
    """A project cost that fits none of the plant's electric capacities, the smallest or the largest."""
    electric = [c for c in plant.capacities if c.kind == "electric" and c.normalized.value > 0]
    if not electric:
        return
    smallest, largest = (pick(electric, key=_megawatts) for pick in (min, max))
    for cost in plant.costs:
        if cost.kind != "project" or cost.superseded or cost.currency not in USD_PER:
            continue
        low, high = (amount * USD_PER[cost.currency] for amount in _ends(cost))
        over, under = low / _megawatts(largest), high / _megawatts(smallest)
        if over > MAX_COST_PER_MW or under < MIN_COST_PER_MW:
            capacity, ratio = (largest, over) if over > MAX_COST_PER_MW else (smallest, under)
            yield Diagnostic(
                code="cost_per_mw_implausible",
                message=f"{plant.name}: {_sum(cost)} for {_figure(_megawatts(capacity))} MW is about "
                f"{_figure(round(ratio))} USD per MW",
                evidence=(*cost.evidence, *capacity.evidence),
            )


def _dates_out_of_order(plant: PlantRecord) -> Iterator[Diagnostic]:
    """One event wholly before another that must precede it, e.g. commissioning before construction start."""
    for first, second in _ORDER:
        starts, ends = _events(plant, first), _events(plant, second)
        if not starts or not ends:
            continue
        earlier, later = max(starts, key=lambda entry: entry.start), min(ends, key=lambda entry: entry.end)
        if later.end < earlier.start:
            yield Diagnostic(
                code="dates_out_of_order",
                message=f"{plant.name}: {second} {later.edtf} lies before {first} {earlier.edtf}",
                evidence=(*earlier.evidence, *later.evidence),
            )


def _date_out_of_range(plant: PlantRecord) -> Iterator[Diagnostic]:
    """A year in which no power plant was or will be built."""
    for entry in plant.dates:
        if entry.start.year < FIRST_YEAR or entry.end.year > LAST_YEAR:
            message = f"{plant.name}: {entry.event} {entry.edtf} lies outside {FIRST_YEAR}..{LAST_YEAR}"
            yield Diagnostic(code="date_implausible", message=message, evidence=entry.evidence)


def _costs_conflict(plant: PlantRecord) -> Iterator[Diagnostic]:
    """Project costs in one currency, all said to hold, that cannot be one sum; one remark a currency."""
    current = [c for c in plant.costs if c.kind == "project" and not c.superseded]
    for currency in dict.fromkeys(cost.currency for cost in current):
        apart: list[Cost] = []
        for cost in current:
            if cost.currency == currency and all(_apart(cost, other) for other in apart):
                apart.append(cost)
        if len(apart) > 1:
            yield Diagnostic(
                code="costs_conflict",
                message=f"{plant.name}: {_and(map(_sum, apart))} all stand as the project's cost",
                evidence=tuple(e for cost in apart for e in cost.evidence),
            )


def _shares_exceed(plant: PlantRecord) -> Iterator[Diagnostic]:
    """Shares of the active partners of one role that add up to more than the whole."""
    for role in dict.fromkeys(p.role for p in plant.partners):
        held = [p for p in plant.partners if p.role == role and p.status == "active" and p.share is not None]
        shares = {p.name.casefold(): p.share or 0.0 for p in held}
        total = sum(shares.values())
        if total > MAX_SHARES:
            yield Diagnostic(
                code="shares_exceed_whole",
                message=f"{plant.name}: the shares of its {role}s add up to {_figure(total)} %",
                evidence=tuple(e for p in held for e in p.evidence),
            )


def _members_unknown(record: ArticleRecord) -> Iterator[Diagnostic]:
    """Members that are no plant of the article, or members of what is no aggregate."""
    known = {plant.id for plant in record.plants}
    for plant in record.plants:
        missing = [member for member in plant.members if member not in known or member == plant.id]
        if missing:
            message = f"{plant.name}: members {', '.join(missing)} are no other plants of this article"
            yield Diagnostic(code="members_unknown", message=message, evidence=plant.evidence)
        if plant.members and not plant.aggregate:
            message = f"{plant.name}: has members but does not stand for several plants"
            yield Diagnostic(code="members_unexpected", message=message, evidence=plant.evidence)


def _statuses_conflict(record: ArticleRecord) -> Iterator[Diagnostic]:
    """Records of one name that are at different stages; one remark a name."""
    named: dict[str, list[PlantRecord]] = {}
    for plant in record.plants:
        if plant.status is not None and not plant.aggregate:
            named.setdefault(plant.name.casefold(), []).append(plant)
    for plants in named.values():
        stages = dict.fromkeys(p.status.value for p in plants if p.status is not None)
        if len(stages) > 1:
            yield Diagnostic(
                code="statuses_conflict",
                message=f"{plants[0].name}: records of this name are {_and(stages)}",
                evidence=tuple(e for p in plants if p.status is not None for e in p.status.evidence),
            )


def _status_against_dates(record: ArticleRecord) -> Iterator[Diagnostic]:
    """A stage that the plant's own dates contradict, seen from the day of publication."""
    today = _published_day(record)
    for plant in record.plants if today is not None else ():
        clash, says = _date_clash(plant, today or date.max)
        if plant.status is not None and clash:
            forms = ", ".join(entry.edtf for entry in clash)
            yield Diagnostic(
                code="status_against_dates",
                message=f"{plant.name}: is {plant.status.value} but {says} ({forms})",
                evidence=(*plant.status.evidence, *(e for entry in clash for e in entry.evidence)),
            )


def _date_clash(plant: PlantRecord, today: date) -> tuple[list[DateEntry], str]:
    """The dates that contradict the plant's status and how; none where nothing does."""
    stage = plant.status.value if plant.status is not None else None
    starts, openings = _events(plant, "construction_start"), _events(plant, "commissioning")
    if stage == "operating" and all(entry.start > today for entry in openings):
        return openings, "is to be commissioned only later"
    if stage in _OPEN:
        past = [entry for entry in starts if entry.end < today and entry.qualifier == "exact"]
        return past, "has a start of construction in the past"
    if stage == "construction" and all(entry.start > today for entry in starts):
        return starts, "is to start construction only later"
    return [], ""


def _published_day(record: ArticleRecord) -> date | None:
    """The publication date where it is known to the day, else None."""
    try:
        return date.fromisoformat(record.article.published or "")
    except ValueError:
        return None


def _events(plant: PlantRecord, event: str) -> list[DateEntry]:
    return [entry for entry in plant.dates if entry.event == event and not entry.superseded]


def _megawatts(capacity: Capacity) -> float:
    return float(capacity.normalized.value)


def _ends(cost: Cost) -> tuple[float, float]:
    """Lower and upper end of a sum; the same number twice where it is no range."""
    low = cost.amount if cost.amount is not None else cost.amount_min
    high = cost.amount if cost.amount is not None else cost.amount_max
    return float(low or 0), float(high or 0)


def _apart(one: Cost, other: Cost) -> bool:
    """Return True where no reading of the two sums makes them one, hedges and rounding allowed for."""
    (_, high), (other_low, _) = sorted((_ends(one), _ends(other)))
    return high * (1 + SAME_SUM) < other_low


def _sum(cost: Cost) -> str:
    low, high = _ends(cost)
    return (
        f"{_figure(low)} {cost.currency}"
        if low == high
        else f"{_figure(low)} to {_figure(high)} {cost.currency}"
    )


def _and(parts: Iterable[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}"


def _figure(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,}"


RULES: tuple[Callable[[PlantRecord], Iterator[Diagnostic]], ...] = (
    _capacity_too_large,
    _cost_per_mw,
    _dates_out_of_order,
    _date_out_of_range,
    _costs_conflict,
    _shares_exceed,
)
RECORD_RULES: tuple[Callable[[ArticleRecord], Iterator[Diagnostic]], ...] = (
    _members_unknown,
    _statuses_conflict,
    _status_against_dates,
)
