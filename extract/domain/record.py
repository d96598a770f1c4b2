"""The published record: pydantic models that schema, SQL columns, Parquet types and docs derive from.

This file is the single source of the output format; `plantwire schema` prints the JSON Schema made from it.
Every change here is a new `SCHEMA_VERSION` and a line in CHANGELOG.md.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = [
    "SCHEMA_VERSION",
    "ArticleInfo",
    "ArticleRecord",
    "Capacity",
    "Cost",
    "DateEntry",
    "Diagnostic",
    "Evidence",
    "Fuel",
    "Location",
    "Normalized",
    "Partner",
    "PlantRecord",
    "Provenance",
    "Status",
]

SCHEMA_VERSION = "1.0"

Fuel = Literal[
    "coal", "gas", "oil", "nuclear", "hydro", "solar", "wind", "geothermal",
    "biomass", "waste", "storage", "hydrogen",
]  # fmt: skip
StatusValue = Literal[
    "announced", "pre-construction", "construction", "operating", "mothballed",
    "retired", "shelved", "cancelled",
]  # fmt: skip
Role = Literal[
    "owner", "developer", "operator", "contractor", "supplier", "designer", "lender", "investor",
    "offtaker", "government", "technology", "partner",
]  # fmt: skip
PartnerStatus = Literal["active", "prospective", "dropped"]
CostKind = Literal["project", "contract", "loan", "investment", "other"]
Event = Literal[
    "announcement", "agreement", "approval", "tender", "construction_start",
    "construction_milestone", "commissioning", "retirement",
]  # fmt: skip
Qualifier = Literal["exact", "approximate", "at_least", "at_most"]
Confidence = Annotated[float, Field(ge=0.0, le=1.0, description="probability that the value is right, 0 to 1")]
CountryCode = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")]
Number = int | float


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Model):
    """The characters a value rests on: half-open offsets into the article's text."""

    start: int = Field(ge=0, description="first character, counted from 0")
    end: int = Field(ge=0, description="one past the last character")
    text: str = Field(description="the characters themselves, equal to text[start:end]")
    rule: str = Field(description="the rule that found it, e.g. 'capacity.count_times_unit'")


class _Entry(_Model):
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="where the text says so")
    confidence: Confidence


class Normalized(_Model):
    """The same quantity in the base unit of its kind."""

    value: Number
    unit: Literal["MW", "MWth", "MWh"]


class Capacity(_Entry):
    """What a plant can produce (electric, thermal) or store (energy)."""

    value: Number = Field(gt=0, description="as stated; for '2x660 MW' the product")
    unit: str = Field(description="as written, canonical spelling: MW, MWp, GW, Gcal/h, MWth, MWh")
    kind: Literal["electric", "thermal", "energy"]
    count: int | None = Field(default=None, ge=1, description="number of equal units, for '2x660 MW'")
    unit_value: Number | None = Field(default=None, description="size of one unit, in `unit`")
    normalized: Normalized
    qualifier: Qualifier = "exact"


class Cost(_Entry):
    """A sum of money tied to the plant, in full digits."""

    amount: Number | None = Field(default=None, description="the sum; absent where a range is given")
    amount_min: Number | None = None
    amount_max: Number | None = None
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217 code")
    kind: CostKind
    superseded: bool = Field(default=False, description="true for a plan that no longer holds")
    converted_from: int | None = Field(
        default=None, ge=0, description="index in `costs` of the amount this one converts"
    )
    qualifier: Qualifier = "exact"

    @model_validator(mode="after")
    def _amount_or_range(self) -> Cost:
        ranged = self.amount_min is not None and self.amount_max is not None
        if (self.amount is None) != ranged:
            raise ValueError("a cost has either amount or both amount_min and amount_max")
        return self


class Partner(_Entry):
    """An organisation with a part in the plant."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    role: Role
    status: PartnerStatus = "active"
    share: float | None = Field(default=None, ge=0, le=100, description="percent")
    country: CountryCode | None = None


class DateEntry(_Entry):
    """When something happened or is to happen to the plant; both ends inclusive."""

    event: Event
    start: date
    end: date
    precision: Literal["day", "month", "quarter", "half", "year", "range"]
    edtf: str = Field(description="ISO 8601-2 (EDTF) form, e.g. '2029-33' for the first quarter")
    qualifier: Qualifier = "exact"
    superseded: bool = Field(default=False, description="true for a date that no longer holds")

    @model_validator(mode="after")
    def _ordered(self) -> DateEntry:
        if self.end < self.start:
            raise ValueError("a period ends before it starts")
        return self


class Status(_Entry):
    """How far the plant is, in Global Energy Monitor's vocabulary."""

    value: StatusValue


class Location(_Model):
    """Where the plant is; each part null if unknown."""

    place: str | None = None
    region: str | None = None
    country: CountryCode | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = 0.0


class PlantRecord(_Model):
    """A power plant, a unit or phase treated as a project, or several plants taken together."""

    id: str = Field(description="stable: same article, same id")
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    aggregate: bool = Field(default=False, description="true where the record stands for several plants")
    members: tuple[str, ...] = Field(default=(), description="ids of the plants an aggregate stands for")
    location: Location = Location()
    fuels: tuple[Fuel, ...] = ()
    technology: str | None = None
    chp: bool = Field(default=False, description="true where the plant makes heat as well as power")
    status: Status | None = None
    capacities: tuple[Capacity, ...] = ()
    costs: tuple[Cost, ...] = ()
    partners: tuple[Partner, ...] = ()
    dates: tuple[DateEntry, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="where the plant is named")
    confidence: Confidence


class ArticleInfo(_Model):
    """The article a record was made from."""

    id: str
    source: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    published_evidence: str | None = None
    language: str | None = None
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the text in UTF-8")
    text: str | None = Field(default=None, description="headline, blank line, body; absent under --no-text")


class Diagnostic(_Model):
    """Something that looked odd: said, not hidden."""

    code: str
    message: str
    evidence: tuple[Evidence, ...] = ()


class Provenance(_Model):
    """What made the record."""

    plantwire: str
    model: str
    lexicons: str = Field(description="digest of the lexicon files")
    weights: str = Field(description="digest of the decision weights")


class ArticleRecord(_Model):
    """One article's record: the line of the JSON Lines output."""

    schema_version: Literal["1.0"] = "1.0"
    article: ArticleInfo
    plants: tuple[PlantRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    provenance: Provenance
