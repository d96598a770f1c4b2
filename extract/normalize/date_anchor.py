"""What dates are counted from: the publication date, and the dates placed before in the same text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extract.domain.values import Period
from extract.normalize.date_context import sentence_at
from extract.normalize.date_expression import Expression

__all__ = ["Anchor", "Placing"]

_MEMORY = 700
"""Characters back to which "that year" may reach: about two paragraphs of a news story."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The publication date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, published: str | None) -> Anchor | None:
        """Read YYYY, YYYY-MM or YYYY-MM-DD; None for None or no such date."""
        try:
            parts = [int(part) for part in (published or "").split("-")]
            anchor = cls(*parts[:3])
            date(anchor.year, anchor.month or 1, anchor.day or 1)
        except ValueError:
            return None
        return anchor

    @property
    def date(self) -> date | None:
        """The day, None where only month or year is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@dataclass(slots=True)
class Placing:
    """What is known while an article's expressions are placed one after another."""

    text: str
    anchor: Anchor | None
    country: str | None = None
    placed: list[tuple[Expression, Period | None]] = field(default_factory=list)

    def previous(self, expression: Expression, *, same_sentence: bool = False) -> Period | None:
        """Return the period placed last before an expression, None where it lies too far back."""
        first, _ = sentence_at(self.text, expression.span.start)
        reach = first if same_sentence else expression.span.start - _MEMORY
        for before, period in reversed(self.placed):
            if before.span.start < reach:
                return None
            if period is not None and before.rule != "near-day":
                return period
        return None
