"""Outcome: what became of one document, as it is kept in a shard. Knows its line form, not where it lies."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any, Literal

from extract.domain.rejection import Rejection

__all__ = ["Outcome", "OutcomeKind", "Sketch", "header_of", "line_of"]

OutcomeKind = Literal["record", "irrelevant", "refused", "copy"]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What tells whether two articles are the same one: address, MinHash of the words, figures.

    Attributes:
        url: The address in one spelling; None where there is none, or only a site's front page.
        minhash: The MinHash's values, 4 bytes each.
        figures: Hashes of the numbers in the text, 4 bytes each, sorted.
    """

    url: str | None
    minhash: bytes
    figures: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document.

    Attributes:
        key: Of the document, see `document_key`.
        kind: A record (with or without plants), an article that tells of no plant, a refusal, or an article
            left unextracted as a copy of another.
        payload: JSON of the record or rejection; empty for what is not relevant.
        plants: How many plants the record holds.
        sketch: Of the article, where there was one that could tell of plants.
        limits: The limits in force where going over one of them is what it was refused for.
        stage: The stage that refused it.
        relevant: False for an article without a word that a power plant could be told with.
    """

    key: str
    kind: OutcomeKind
    payload: bytes = b""
    plants: int = 0
    sketch: Sketch | None = None
    limits: str | None = None
    stage: str | None = None
    relevant: bool = True

    @property
    def read_only(self) -> bool:
        """True where nothing but reading led to it: model, weights and matchers have no part in it."""
        return self.kind == "irrelevant" or (self.kind == "refused" and self.stage == "read")

    def rejection(self, source: str) -> Rejection:
        """Return the refusal under the name of a source."""
        return Rejection.model_validate({**json.loads(self.payload), "source": source})


def line_of(outcome: Outcome) -> bytes:
    """Return a shard's line: what the index needs as JSON, a tab, the payload."""
    sketch = outcome.sketch
    payload = outcome.payload.rstrip(b"\n")
    header: dict[str, Any] = {"key": outcome.key, "kind": outcome.kind, "crc": zlib.crc32(payload)}
    if outcome.plants:
        header["plants"] = outcome.plants
    if sketch is not None:
        header["sketch"] = [sketch.url, sketch.minhash.hex(), sketch.figures.hex()]
    if outcome.limits is not None:
        header["limits"] = outcome.limits
    if outcome.stage is not None:
        header["stage"] = outcome.stage
    if not outcome.relevant:
        header["relevant"] = False
    return json.dumps(header, separators=(",", ":")).encode() + b"\t" + payload + b"\n"


def header_of(line: bytes) -> Outcome:
    """Return a line's outcome without its payload.

    Raises:
        ValueError: It is no such line, or was damaged since it was written.
    """
    head, _, payload = line.partition(b"\t")
    data = json.loads(head)
    if data["crc"] != zlib.crc32(payload.removesuffix(b"\n")):
        raise ValueError("damaged")
    sketch = data.get("sketch")
    return Outcome(
        key=data["key"],
        kind=data["kind"],
        plants=data.get("plants", 0),
        sketch=Sketch(sketch[0], bytes.fromhex(sketch[1]), bytes.fromhex(sketch[2])) if sketch else None,
        limits=data.get("limits"),
        stage=data.get("stage"),
        relevant=data.get("relevant", True),
    )
