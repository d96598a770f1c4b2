"""Who was in a run, and which article stands for which: a function of all inputs, not of their order.

Entries are in the order of the sorted inputs. Going through them in that order, an article that is like one
kept before is its copy; so the first of copies is the same whatever was read or finished first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from extract.batch.likeness import Index
from extract.batch.outcome import Outcome
from extract.domain.rejection import Rejection

__all__ = ["Entry", "Standing", "settle"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a run that was not passed over before it was parsed.

    Attributes:
        order: Its place among all documents of the run.
        source: As records and rejections name it.
        path: The file it was found in.
        key: See `document_key`; None for what is no document at all.
        rejection: Why it is none.
    """

    order: int
    source: str
    path: str
    key: str | None = None
    rejection: Rejection | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON's types."""
        refused = self.rejection.model_dump() if self.rejection is not None else None
        return {**asdict(self), "rejection": refused}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Entry:
        """Return an entry from what `as_dict` gave."""
        refused = data.get("rejection")
        return cls(**{**data, "rejection": Rejection.model_validate(refused) if refused else None})


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry is in the end.

    Attributes:
        entry: The entry.
        kind: Its part; "missing" for one that was left out as a copy and is none.
        first: The entry it is a copy of.
    """

    entry: Entry
    kind: Literal["record", "irrelevant", "refused", "copy", "missing"]
    first: Entry | None = None


def settle(
    entries: Sequence[Entry], outcome_of: Callable[[str], Outcome | None], *, everything: bool = False
) -> Iterator[Standing]:
    """Yield what each entry is, in order; once nothing is missing, that is the result of the run.

    Args:
        entries: In order.
        outcome_of: What became of a document.
        everything: True where articles count as looked into whatever their words.
    """
    index = Index()
    kept: dict[int, Entry] = {}
    for entry in entries:
        outcome = outcome_of(entry.key) if entry.key is not None else None
        if outcome is None:
            yield Standing(entry, "refused" if entry.rejection is not None else "missing")
            continue
        if outcome.kind == "irrelevant" or not (everything or outcome.relevant):
            yield Standing(entry, "irrelevant")
            continue
        if outcome.sketch is None:
            yield Standing(entry, "refused")
            continue
        first = index.first(outcome.sketch)
        if first is not None:
            yield Standing(entry, "copy", kept[first])
        elif outcome.kind == "refused":
            yield Standing(entry, "refused")
        else:
            index.add(entry.order, outcome.sketch)
            kept[entry.order] = entry
            yield Standing(entry, "missing" if outcome.kind == "copy" else "record")
