"""An article for the eye: its text with every value highlighted, then each value with rule and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group
from rich.table import Table
from rich.text import Text

from extract.domain.record import ArticleRecord, Capacity, Cost, DateEntry, Evidence, Partner, PlantRecord

__all__ = ["Value", "explained", "values"]

Reasons = Mapping[tuple[str, str, int], Sequence[tuple[str, float]]]

STYLES = {
    "plant": "bold reverse",
    "country": "green",
    "status": "bold yellow",
    "capacity": "bold cyan",
    "cost": "bold magenta",
    "partner": "bold blue",
    "date": "bold red",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One filled slot in words."""

    slot: str
    said: str
    evidence: tuple[Evidence, ...]
    confidence: float | None


def values(plant: PlantRecord) -> Iterator[Value]:
    """Yield every value of a plant, in the order of the record."""
    notes = [
        *plant.fuels,
        plant.technology,
        "CHP" if plant.chp else None,
        "aggregate" if plant.aggregate else None,
    ]
    said = " · ".join([plant.name, *(note for note in notes if note)])
    yield Value("plant", said, plant.evidence, plant.confidence)
    where = plant.location
    if parts := [part for part in (where.place, where.region, where.country) if part]:
        yield Value("country", ", ".join(parts), where.evidence, where.confidence)
    if plant.status is not None:
        yield Value("status", plant.status.value, plant.status.evidence, plant.status.confidence)
    for capacity in plant.capacities:
        yield Value("capacity", _capacity(capacity), capacity.evidence, capacity.confidence)
    for cost in plant.costs:
        yield Value("cost", _cost(cost), cost.evidence, cost.confidence)
    for partner in plant.partners:
        yield Value("partner", _partner(partner), partner.evidence, partner.confidence)
    for entry in plant.dates:
        yield Value("date", _date(entry), entry.evidence, entry.confidence)


def _notes(*notes: str | None) -> str:
    """Return what is worth saying beside a value, in brackets."""
    kept = [note for note in notes if note and note not in {"exact", "active"}]
    return f" ({', '.join(kept)})" if kept else ""


def _capacity(entry: Capacity) -> str:
    parts = f"{entry.count}x{entry.unit_value}" if entry.count else None
    return f"{entry.value:,} {entry.unit} {entry.kind}{_notes(parts, entry.qualifier)}"


def _cost(entry: Cost) -> str:
    sums = (entry.amount,) if entry.amount is not None else (entry.amount_min, entry.amount_max)
    amount = " to ".join(f"{part:,}" for part in sums if part is not None)
    converted = None if entry.converted_from is None else f"converts cost {entry.converted_from + 1}"
    old = "superseded" if entry.superseded else None
    return f"{amount} {entry.currency} {entry.kind}{_notes(converted, old, entry.qualifier)}"


def _partner(entry: Partner) -> str:
    share = None if entry.share is None else f"{entry.share:g} %"
    return f"{entry.name}: {entry.role}{_notes(entry.status, share)}"


def _date(entry: DateEntry) -> str:
    period = str(entry.start) if entry.start == entry.end else f"{entry.start} to {entry.end}"
    return f"{entry.event} {period}{_notes(entry.qualifier, 'superseded' if entry.superseded else None)}"


def _highlighted(text: str, found: Iterable[Value]) -> Text:
    """Return the text with each value's evidence in the style of its slot; plants lie beneath the rest."""
    shown = Text(text)
    for value in sorted(found, key=lambda value: value.slot != "plant"):
        for evidence in value.evidence:
            shown.stylize(STYLES[value.slot], evidence.start, evidence.end)
    return shown


def explained(record: ArticleRecord, reasons: Reasons) -> Group:
    """Return the highlighted article and a table of values for each plant.

    Args:
        record: The article's record.
        reasons: By plant id, slot and start of the first evidence the features that decided.
    """
    article = record.article
    found = [value for plant in record.plants for value in values(plant)]
    legend = Text("  ").join(Text(slot, style=style) for slot, style in STYLES.items())
    parts: list[Text | Table] = [
        Text(
            f"{article.source} · published {article.published or 'unknown'} · {len(record.plants)} plants",
            "dim",
        ),
        legend,
        Text(),
        _highlighted(article.text or "", found),
    ]
    parts += [_table(plant, reasons) for plant in record.plants]
    parts += [Text(f"{remark.code}: {remark.message}", style="yellow") for remark in record.diagnostics]
    return Group(*parts)


def _reasons(plant: PlantRecord, value: Value, reasons: Reasons) -> Sequence[tuple[str, float]]:
    """Return the features that decided a value, by the first of its evidence that any were kept for."""
    starts = [0] if value.slot == "status" else [evidence.start for evidence in value.evidence]
    return next((reasons[key] for s in starts if (key := (plant.id, value.slot, s)) in reasons), ())


def _table(plant: PlantRecord, reasons: Reasons) -> Table:
    """Return one plant's values, each with the characters, the rule and how sure it is."""
    table = Table(title=Text(f"{plant.name}  [{plant.id}]"), title_justify="left", expand=True)
    table.add_column("slot", no_wrap=True)
    table.add_column("value", ratio=3)
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("evidence", ratio=3)
    table.add_column("rule", ratio=2, overflow="fold")
    table.add_column("decided by", ratio=2, overflow="fold")
    for value in values(plant):
        quotes = Text("\n").join(
            Text(f"{e.start}:{e.end} {' '.join(e.text.split())}") for e in value.evidence
        )
        rules = Text("\n".join(dict.fromkeys(e.rule for e in value.evidence)))
        sure = "" if value.confidence is None else f"{value.confidence:.2f}"
        why = Text("\n".join(f"{name} {weight:+.1f}" for name, weight in _reasons(plant, value, reasons)))
        table.add_row(Text(value.slot, STYLES[value.slot]), Text(value.said), sure, quotes, rules, why)
    return table
