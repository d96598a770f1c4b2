"""The gold format: facts of an article written down by a careful reader. Owns its shape and calendar forms.

A calendar form is YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, YYYY-Hn or YYYY-YYYY.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from extract.domain.record import Event, Fuel, PartnerStatus, Role, StatusValue
from extract.errors import ReadError

__all__ = [
    "GoldArticle",
    "GoldCapacity",
    "GoldCost",
    "GoldDate",
    "GoldPartner",
    "GoldProject",
    "load_gold",
    "parse_period",
]

_FORMS = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<last>\d{4})"
    r"|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?"
)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last day of another in the same year."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def parse_period(form: str) -> tuple[date, date]:
    """Return the first and last day, both inclusive, of a calendar form.

    Raises:
        ValueError: It is none of the six forms, or no such day exists.

    >>> parse_period("2029-Q4")
    (datetime.date(2029, 10, 1), datetime.date(2029, 12, 31))
    """
    found = _FORMS.fullmatch(form)
    if found is None:
        raise ValueError(
            f"'{form}' is no calendar form: use YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, YYYY-Hn, YYYY-YYYY"
        )
    number = {key: int(text) for key, text in found.groupdict().items() if text is not None}
    year = number["year"]
    if "day" in number:
        day = date(year, number["month"], number["day"])
        return day, day
    if "month" in number:
        date(year, number["month"], 1)  # refuses month 13 with a plain ValueError
        return _months(year, number["month"], number["month"])
    if "quarter" in number:
        return _months(year, 3 * number["quarter"] - 2, 3 * number["quarter"])
    if "half" in number:
        return _months(year, 6 * number["half"] - 5, 6 * number["half"])
    return date(year, 1, 1), date(number.get("last", year), 12, 31)


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Entry(_Gold):
    optional: bool = False


class GoldUnits(_Gold):
    """The count and the size of one unit, as in "2x55 MW"."""

    count: int
    value: Decimal


class GoldCapacity(_Entry):
    """A capacity as stated; kind energy is MWh of storage."""

    value: Decimal
    unit: str
    kind: Literal["electric", "thermal", "energy"]
    units: GoldUnits | None = None


class GoldCost(_Entry):
    """A sum in full digits, or a range of two. A null currency accepts any."""

    amount: Decimal | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    currency: str | None = None
    kind: str = "project"

    @model_validator(mode="after")
    def _has_sum(self) -> GoldCost:
        if self.amount is None and (self.amount_min is None or self.amount_max is None):
            raise ValueError("a cost has amount, or amount_min and amount_max")
        return self


class GoldPartner(_Entry):
    """An organisation; any of its names is right."""

    names: Annotated[tuple[str, ...], Field(min_length=1)]
    role: Role
    status: PartnerStatus = "active"


class GoldDate(_Entry):
    """An event with the calendar forms accepted for it, best first."""

    event: Event
    value: tuple[str, ...]

    @field_validator("value", mode="before")
    @classmethod
    def _as_list(cls, given: object) -> object:
        return [given] if isinstance(given, str) else given

    @field_validator("value")
    @classmethod
    def _are_forms(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for form in given:
            parse_period(form)
        return given


class GoldProject(_Entry):
    """A plant, unit or phase, or several plants together, with what the article says about it."""

    names: Annotated[tuple[str, ...], Field(min_length=1)]
    aggregate: bool = False
    country: str | None = None
    place: str | None = None
    fuel: tuple[Fuel, ...] = ()
    chp: bool = False
    status: StatusValue | None = None
    capacities: tuple[GoldCapacity, ...] = ()
    costs: tuple[GoldCost, ...] = ()
    partners: tuple[GoldPartner, ...] = ()
    dates: tuple[GoldDate, ...] = ()


class GoldArticle(_Gold):
    """One article's gold. `text_sha256` is that of the article file's bytes."""

    id: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    lang: str | None = None
    text_sha256: str | None = None
    projects: tuple[GoldProject, ...]


def load_gold(path: Path) -> list[GoldArticle]:
    """Read gold from a file (.json: one article or a list, .jsonl: one a line) or a folder of such files.

    Returns:
        The articles in order of their identifiers.

    Raises:
        ReadError: Nothing there, or a file does not fit the format; file and key are named.
    """
    files = sorted(path.rglob("*.json")) + sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    articles = [article for file in files for article in _read_file(file)]
    if not articles:
        raise ReadError(
            "holds no gold: a folder of .json files, a .json or a .jsonl is expected", path=str(path)
        )
    return sorted(articles, key=lambda article: article.id)


def _read_file(path: Path) -> Iterator[GoldArticle]:
    """Yield the gold articles of one file."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            whole = json.loads(text)
            rows = whole if isinstance(whole, list) else [whole]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadError(f"cannot be read as gold: {error}", path=str(path)) from error
    for row in rows:
        try:
            yield GoldArticle.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            raise ReadError(
                first["msg"], path=str(path), key=".".join(str(part) for part in first["loc"])
            ) from error
