"""Span: a half-open character interval in an article's text. Owns interval arithmetic, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Span", "drop_overlaps"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end` of `Article.text`.

    >>> Span(4, 9).of("one three five")
    'three'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the characters of `text` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return True where the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def gap(self, other: Span) -> int:
        """Return the number of characters between the two, 0 where they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


T = TypeVar("T")


def drop_overlaps(found: Iterable[tuple[Span, T]]) -> list[tuple[Span, T]]:
    """Keep the longest of overlapping spans, the first of equally long ones.

    Args:
        found: (span, anything) pairs in any order.

    Returns:
        A non-overlapping selection in text order.

    >>> drop_overlaps([(Span(0, 3), "a"), (Span(2, 9), "b"), (Span(9, 10), "c")])
    [(Span(start=2, end=9), 'b'), (Span(start=9, end=10), 'c')]
    """
    kept: list[tuple[Span, T]] = []
    taken: set[int] = set()
    for span, value in sorted(found, key=lambda f: (f[0].start - f[0].end, f[0].start)):
        cells = range(span.start, span.end)
        if not taken.isdisjoint(cells):
            continue
        taken.update(cells)
        kept.append((span, value))
    return sorted(kept, key=lambda f: f[0])
