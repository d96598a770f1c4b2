"""What the run and its workers say to each other, all of it plain and picklable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from extract.batch.outcome import OutcomeKind
from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.read import Document

__all__ = ["Ask", "Done", "Extractor", "Limits", "Make", "Orders", "Ready", "Retired", "Task", "Verdict"]


class Extractor(Protocol):
    """What a worker needs of a pipeline."""

    def extract(self, article: Article) -> ArticleRecord | Rejection:
        """Return the record of an article, or why it was refused."""
        ...


Make = Callable[[str], Extractor]
"""Makes a worker's pipeline from a model's name; a module's function, so that it reaches other processes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one article may take.

    Attributes:
        seconds: Time.
        megabytes: Memory of the worker that has it, in resident size.
        characters: Length of its text.
    """

    seconds: float
    megabytes: int
    characters: int

    @property
    def name(self) -> str:
        """The limits in one word: who raises them wants those tried again that went over them."""
        return f"{self.seconds:g}s-{self.megabytes}MB-{self.characters}c"


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be done.

    Attributes:
        order: Its place in the run.
        key: See `document_key`.
        document: The document.
        gated: False to take it through all stages, whatever its words.
        asked: False to extract it even if the run knows a copy of it.
    """

    order: int
    key: str
    document: Document
    gated: bool = True
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded its pipeline, or says why it cannot."""

    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Retired:
    """A worker has done its share; what it has waiting is for others."""


@dataclass(frozen=True, slots=True)
class Ask:
    """An article that can tell of plants was read; is it to be extracted, or is it a copy?"""

    order: int
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to `Ask`."""

    extract: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A document is done with.

    Attributes:
        order: Its place in the run.
        kind: What became of it; "skipped" before it was parsed, "copy" where the verdict was no, "crash"
            where the worker is going down with it.
        payload: JSON of the record or rejection, or a crash's traceback.
        plants: How many the record holds.
        stage: The stage that refused it.
        limited: True where it went over a limit.
        reason: Why it was refused.
        relevant: False for an article without a word that a power plant could be told with.
    """

    order: int
    kind: OutcomeKind | str
    payload: bytes = b""
    plants: int = 0
    stage: str | None = None
    limited: bool = False
    reason: str = ""
    relevant: bool = True


@dataclass(frozen=True, slots=True)
class Orders:
    """How a worker is to work: what it is told when it starts."""

    model: str
    make: Make
    limits: Limits
    recycle_after: int
