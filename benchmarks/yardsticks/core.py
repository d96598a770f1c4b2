"""What every yardstick shares: answers, how they are paired, the two halves, precision and recall.

Knows no file format. A sample falls into its half by the digest of its own text, so the split needs no list
and stays the same on every machine: half "looking" may be read while tuning, half "scored" is only scored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extract.errors import ReadError

__all__ = [
    "HALVES",
    "OPEN",
    "Answer",
    "Outcome",
    "Task",
    "Totals",
    "compare",
    "half_of",
    "read_bytes",
    "totals",
]

HALVES = ("looking", "scored")

OPEN = "?"
"""The unit of a sum whose currency gold or program leave open ("francs")."""

_TOLERANCE = Decimal("1e-5")  # as CQE_Evaluation compares values


@dataclass(frozen=True, slots=True)
class Answer:
    """A value with its unit; two values are a range."""

    values: tuple[Decimal, ...]
    unit: str

    def __str__(self) -> str:
        return f"{'-'.join(str(value) for value in self.values)} {self.unit}"

    def same_value(self, other: Answer) -> bool:
        """Return True where the values agree to one in a hundred thousand, ranges end by end."""
        return len(self.values) == len(other.values) and all(
            abs(a - b) <= _TOLERANCE * max(abs(a), abs(b))
            for a, b in zip(self.values, other.values, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one sample came out: how many gold and found answers, how many with value and with unit right."""

    half: str
    gold: int
    found: int
    values: int
    right: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One way to score a data set, with what others have published for it.

    `comparable` says whether the gold asks for what plantwire looks for; where it asks for more, the recall
    is bounded from the start.
    """

    name: str
    outcomes: tuple[Outcome, ...]
    comparable: bool
    published: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over samples; shares are between 0 and 1, 0 where nothing was asked or said."""

    samples: int
    gold: int
    found: int
    values: int
    right: int

    @property
    def precision(self) -> float:
        """Return what share of the found answers is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return what share of the gold was found with value and unit."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def value_f1(self) -> float:
        """Return F1 where the value alone has to be right."""
        return 2 * self.values / (self.gold + self.found) if self.gold + self.found else 0.0


def half_of(text: str) -> str:
    """Return the half a sample falls into, by the last bit of its text's SHA-256, blanks aside.

    >>> half_of("$5 million"), half_of("$5  million ") == half_of("$5 million")
    ('scored', True)
    """
    digest = hashlib.sha256(" ".join(text.split()).encode("utf-8")).digest()
    return HALVES[digest[-1] & 1]


def compare(text: str, gold: Sequence[Answer], found: Sequence[Answer]) -> Outcome:
    """Pair answers one to one: those right in value and unit first, then those right in value.

    Args:
        text: The sample; it decides the half and heads the lines.
        gold: What should be found.
        found: What was found.
    """
    missed, spurious = list(gold), list(found)
    right = _pair(missed, spurious, True)
    values = right + _pair(list(missed), list(spurious), False)
    lines = tuple(
        f"{mark} {answer}  |  {' '.join(text.split())[:400]}"
        for mark, some in (("missed  ", missed), ("spurious", spurious))
        for answer in some
    )
    return Outcome(half_of(text), len(gold), len(found), values, right, lines)


def _pair(missed: list[Answer], spurious: list[Answer], with_unit: bool) -> int:
    """Take what agrees out of both lists; return how many pairs that were."""
    pairs = 0
    for wanted in list(missed):
        fitting = (
            said
            for said in spurious
            if said.same_value(wanted) and (said.unit == wanted.unit or not with_unit)
        )
        if (said := next(fitting, None)) is not None:
            missed.remove(wanted)
            spurious.remove(said)
            pairs += 1
    return pairs


def totals(outcomes: Iterable[Outcome]) -> Totals:
    """Sum up samples."""
    some = list(outcomes)
    return Totals(
        len(some),
        sum(one.gold for one in some),
        sum(one.found for one in some),
        sum(one.values for one in some),
        sum(one.right for one in some),
    )


def read_bytes(path: Path) -> bytes:
    """Return a file's content.

    Raises:
        ReadError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", path=str(path)) from error
