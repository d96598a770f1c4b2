"""What every sink is: open, write records, close; as a context manager. Owns the contract, no format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from extract.domain.record import ArticleRecord

__all__ = ["Sink"]


class Sink(ABC):
    """A destination for article records, known to the user as `target`.

    An article that is written again, in this run or a later one, replaces what it had written before;
    the last one wins. Whatever the destination cannot do is a `SinkError` naming the target.
    """

    def __init__(self, target: str) -> None:
        self.target = target

    @abstractmethod
    def open(self) -> None:
        """Get ready to write; refuses a destination that is not ours, before anything is changed."""

    @abstractmethod
    def write(self, record: ArticleRecord) -> None:
        """Take one record; no other record is lost when this one is refused."""

    @abstractmethod
    def close(self) -> None:
        """Finish: everything written is now where the user looks for it."""

    @abstractmethod
    def abort(self) -> None:
        """Let go after a failure: leave behind nothing that is half written."""

    def __enter__(self) -> Self:
        """Open the sink for a `with` block."""
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the sink, or abort where the block failed."""
        if kind is None:
            self.close()
        else:
            self.abort()
