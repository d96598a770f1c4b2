"""What a run's state holds to the outputs: records in order, refusals, duplicates, and the closing counts.

The last step of a run and the only one that touches the outputs. Repeating it gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.batch.counts import Counts
from extract.batch.roster import Entry, Standing, settle
from extract.batch.state import State
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.emit import Quarantine, Sink, os_errors, whole_file
from extract.threshold import keep_confident

__all__ = ["Wanted", "publish"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How records are to be written."""

    min_confidence: float
    keep_empty: bool
    keep_text: bool


def publish(
    entries: Sequence[Entry],
    state: State,
    wanted: Wanted,
    sinks: Iterable[Sink],
    quarantine: Path,
    duplicates: Path,
    not_relevant: int,
) -> Counts:
    """Write everything, and return what it was.

    Args:
        entries: The run's entries, in order, none of them missing.
        state: What became of them.
        wanted: How records are to be written.
        sinks: Where records go; opened and closed here.
        quarantine: The file for refusals.
        duplicates: The file for copies.
        not_relevant: How many articles were passed over before they were parsed.

    Raises:
        SinkError: A destination cannot be written; files are then as they were before.
    """
    counts = Counts(articles=len(entries) + not_relevant, not_relevant=not_relevant)
    copies: list[Standing] = []
    with ExitStack() as stack:
        opened = [stack.enter_context(sink) for sink in sinks]
        refusals = stack.enter_context(Quarantine(quarantine))
        for standing in settle(entries, state.get, everything=wanted.keep_empty):
            if standing.kind == "record":
                _write(_record(standing, state, wanted), wanted, opened, refusals, counts)
            elif standing.kind == "copy":
                counts.duplicates += 1
                copies.append(standing)
            elif standing.kind == "irrelevant":
                counts.not_relevant += 1
            else:
                counts.quarantined += 1
                refusals.write(_rejection(standing, state))
    _write_copies(copies, duplicates)
    return counts


def _record(standing: Standing, state: State, wanted: Wanted) -> ArticleRecord:
    """Return an entry's record under its own source, without what is too unsure."""
    entry = standing.entry
    record = ArticleRecord.model_validate_json(state.payload(entry.key or ""))
    changes: dict[str, Any] = {"source": entry.source}
    if not wanted.keep_text:
        changes["text"] = None
    record = record.model_copy(update={"article": record.article.model_copy(update=changes)})
    return keep_confident(record, wanted.min_confidence)


def _write(
    record: ArticleRecord, wanted: Wanted, sinks: Iterable[Sink], refusals: Quarantine, counts: Counts
) -> None:
    counts.plants += len(record.plants)
    counts.with_plants += bool(record.plants)
    counts.without_plants += not record.plants
    if record.plants or wanted.keep_empty:
        for sink in sinks:
            sink.write(record)


def _rejection(standing: Standing, state: State) -> Rejection:
    entry = standing.entry
    if entry.key is None or state.get(entry.key) is None:
        return entry.rejection or Rejection(source=entry.source, stage="run", reason="not done; run again")
    payload = json.loads(state.payload(entry.key))
    return Rejection.model_validate({**payload, "source": entry.source})


def _write_copies(copies: Sequence[Standing], path: Path) -> None:
    """Write which input is a copy of which; without any there is no file.

    Raises:
        SinkError: The file cannot be written.
    """
    if not copies:
        with os_errors(str(path)):
            path.unlink(missing_ok=True)
        return
    with os_errors(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as handle:
        for standing in copies:
            first = standing.first.source if standing.first is not None else None
            line = json.dumps({"source": standing.entry.source, "duplicate_of": first}, ensure_ascii=False)
            handle.write(line.encode("utf-8", "backslashreplace") + b"\n")
