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
Confidence = Annotated[
    float, Field(ge=0.0, le=1.0, description="probability that the value is right, 0 to 1")
]
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

    value: Number = Field(description="the quantity in `unit`")
    unit: Literal["MW", "MWth", "MWh"] = Field(description="MW electric, MWth heat, MWh stored energy")


class Capacity(_Entry):
    """What a plant can produce (electric, thermal) or store (energy)."""

    value: Number = Field(gt=0, description="as stated; for '2x660 MW' the product")
    unit: str = Field(description="as written, canonical spelling: MW, MWp, GW, Gcal/h, MWth, MWh")
    kind: Literal["electric", "thermal", "energy"] = Field(description="power, heat or stored energy")
    count: int | None = Field(default=None, ge=1, description="number of equal units, for '2x660 MW'")
    unit_value: Number | None = Field(default=None, description="size of one unit, in `unit`")
    normalized: Normalized = Field(description="the same in the base unit of its kind")
    qualifier: Qualifier = Field(default="exact", description="how the text hedges the figure")


class Cost(_Entry):
    """A sum of money tied to the plant, in full digits."""

    amount: Number | None = Field(default=None, description="the sum; absent where a range is given")
    amount_min: Number | None = Field(default=None, description="lower end of a range")
    amount_max: Number | None = Field(default=None, description="upper end of a range")
    currency: str = Field(pattern="^[A-Z]{3}$", description="ISO 4217 code")
    kind: CostKind = Field(description="what the sum is: the project's cost, a contract, a loan, ...")
    superseded: bool = Field(default=False, description="true for a plan that no longer holds")
    converted_from: int | None = Field(
        default=None, ge=0, description="index in `costs` of the amount this one converts"
    )
    qualifier: Qualifier = Field(default="exact", description="how the text hedges the sum")

    @model_validator(mode="after")
    def _amount_or_range(self) -> Cost:
        ranged = self.amount_min is not None and self.amount_max is not None
        if (self.amount is None) != ranged:
            raise ValueError("a cost has either amount or both amount_min and amount_max")
        return self


class Partner(_Entry):
    """An organisation with a part in the plant."""

    name: str = Field(min_length=1, description="the name as the text has it, without determiner")
    aliases: tuple[str, ...] = Field(default=(), description="other names the text uses for it")
    role: Role = Field(description="its part in the plant")
    status: PartnerStatus = Field(default="active", description="in, may come in, or out")
    share: float | None = Field(default=None, ge=0, le=100, description="its share in the plant, percent")
    country: CountryCode | None = Field(default=None, description="its home country, ISO 3166-1 alpha-2")


class DateEntry(_Entry):
    """When something happened or is to happen to the plant; both ends inclusive."""

    event: Event = Field(description="what happened or is to happen")
    start: date = Field(description="first day of the period")
    end: date = Field(description="last day of the period, inclusive")
    precision: Literal["day", "month", "quarter", "half", "year", "range"] = Field(
        description="how finely the text states it"
    )
    edtf: str = Field(description="ISO 8601-2 (EDTF) form, e.g. '2029-33' for the first quarter")
    qualifier: Qualifier = Field(default="exact", description="how the text hedges the date")
    superseded: bool = Field(default=False, description="true for a date that no longer holds")

    @model_validator(mode="after")
    def _ordered(self) -> DateEntry:
        if self.end < self.start:
            raise ValueError("a period ends before it starts")
        return self


class Status(_Entry):
    """How far the plant is, in Global Energy Monitor's vocabulary."""

    value: StatusValue = Field(description="the stage the article leaves the plant in")


class Location(_Model):
    """Where the plant is; each part null if unknown."""

    place: str | None = Field(default=None, description="city, district or site, as the text has it")
    region: str | None = Field(default=None, description="state or province")
    country: CountryCode | None = Field(default=None, description="ISO 3166-1 alpha-2 code")
    latitude: float | None = Field(default=None, ge=-90, le=90, description="of the place, degrees north")
    longitude: float | None = Field(default=None, ge=-180, le=180, description="of the place, degrees east")
    evidence: tuple[Evidence, ...] = Field(default=(), description="where the text says so")
    confidence: Confidence = 0.0


class PlantRecord(_Model):
    """A power plant, a unit or phase treated as a project, or several plants taken together."""

    id: str = Field(description="stable: same article, same id")
    name: str = Field(min_length=1, description="the fullest name the text gives, else a descriptive one")
    aliases: tuple[str, ...] = Field(default=(), description="other names the text uses")
    aggregate: bool = Field(default=False, description="true where the record stands for several plants")
    members: tuple[str, ...] = Field(default=(), description="ids of the plants an aggregate stands for")
    location: Location = Field(default=Location(), description="where it is")
    fuels: tuple[Fuel, ...] = Field(default=(), description="what it runs on")
    technology: str | None = Field(default=None, description="a term of the lexicon, e.g. 'combined cycle'")
    chp: bool = Field(default=False, description="true where the plant makes heat as well as power")
    status: Status | None = Field(default=None, description="how far it is; null if unsaid")
    capacities: tuple[Capacity, ...] = Field(default=(), description="what it can produce or store")
    costs: tuple[Cost, ...] = Field(default=(), description="sums of money tied to it")
    partners: tuple[Partner, ...] = Field(default=(), description="organisations with a part in it")
    dates: tuple[DateEntry, ...] = Field(default=(), description="its events")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="where the plant is named")
    confidence: Confidence


class ArticleInfo(_Model):
    """The article a record was made from."""

    id: str = Field(description="the given identifier, else one made from the content")
    source: str = Field(description="path, archive member or record it was read from")
    url: str | None = Field(default=None, description="its canonical address")
    title: str | None = Field(default=None, description="its headline")
    publisher: str | None = Field(default=None, description="who published it")
    authors: tuple[str, ...] = Field(default=(), description="its byline")
    published: str | None = Field(
        default=None,
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        description="YYYY-MM-DD, or YYYY-MM or YYYY when no more is known",
    )
    published_evidence: str | None = Field(default=None, description="where the publication date was found")
    language: str | None = Field(default=None, description="BCP 47 tag")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="of the text in UTF-8")
    text: str | None = Field(default=None, description="headline, blank line, body; absent under --no-text")


class Diagnostic(_Model):
    """Something that looked odd: said, not hidden."""

    code: str = Field(description="what kind of oddity, e.g. 'cost_per_mw_implausible'")
    message: str = Field(description="the oddity in one sentence, with plant and figures")
    evidence: tuple[Evidence, ...] = Field(default=(), description="the values concerned")


class Provenance(_Model):
    """What made the record."""

    plantwire: str = Field(description="version of the package")
    model: str = Field(description="name and version of the language model")
    lexicons: str = Field(description="digest of the lexicon files")
    weights: str = Field(description="digest of the decision weights")


class ArticleRecord(_Model):
    """One article's record: the line of the JSON Lines output."""

    schema_version: Literal["1.0"] = Field(default="1.0", description="version of this format")
    article: ArticleInfo = Field(description="the article it was made from")
    plants: tuple[PlantRecord, ...] = Field(default=(), description="what the article says of each plant")
    diagnostics: tuple[Diagnostic, ...] = Field(default=(), description="what looked odd")
    provenance: Provenance = Field(description="what made the record")
