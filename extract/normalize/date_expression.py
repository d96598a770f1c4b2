"""What the date grammar finds: calendar expressions as written, not yet placed in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extract.domain.span import Span
from extract.domain.values import Qualifier

__all__ = ["OPEN", "Expression", "Found", "Unit", "YearRef"]

Unit = Literal[
    "day", "month", "quarter", "half", "year", "years", "season", "weekday", "week", "decade", "offset",
    "duration",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearRef:
    """How a year is given.

    stated: `value` is the year. published: so many years after publication. previous: after the date
    mentioned last. context: "the year", of publication or of the same sentence. open: not at all.
    `nearest` turns a step into the next or last occurrence ("next March", "the following June").
    """

    base: Literal["stated", "published", "previous", "context", "open"] = "open"
    value: int = 0
    nearest: bool = False


OPEN = YearRef()
"""No year given."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A calendar expression as written.

    `number` counts in `unit` (month 1-12, quarter 1-4, weekday 0-6, first year of a decade); `last` ends a
    range within one expression. `fiscal` counts from the fiscal year's start, which `split` ("2026-27")
    names outright. For a duration `number` is the count, `low` the lower one of "two to three", `length`
    its unit, `months` what "and a half" adds; `rule` tells what it counts from.
    """

    span: Span
    rule: str
    unit: Unit
    number: int = 0
    last: int = 0
    day: int = 0
    day_last: int = 0
    year: YearRef = OPEN
    part: str | None = None
    qualifier: Qualifier = "exact"
    fiscal: bool = False
    split: bool = False
    length: str = ""
    low: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match: `text[start:end]`, and the named groups that took part."""

    text: str
    start: int
    end: int
    groups: Mapping[str, str | None]

    def get(self, name: str) -> str:
        """Return a group's text, empty where the group took no part."""
        return self.groups.get(name) or ""
