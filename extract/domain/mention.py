"""Mentions: spans with a kind, the rule that found them and a normalized value. What matchers return.

All offsets are half-open character offsets into `Article.text`. Mentions carry no decision: whether an
amount is a plant's cost, or an organisation a partner, is decided later, in resolve and assemble.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extract.domain.span import Span
from extract.domain.values import Money, Period, Quantity

__all__ = [
    "CapacityMention",
    "CostMention",
    "CueMention",
    "DateMention",
    "Mentions",
    "OrganizationMention",
    "PlaceMention",
    "PlantMention",
]

PlantForm = Literal["name", "description", "unit", "bare", "anaphor"]
OrganizationKind = Literal["company", "bank", "government", "state", "media", "consortium", "other"]


@dataclass(frozen=True, slots=True)
class CapacityMention:
    """A quantity of power or stored energy as stated, e.g. "2x660 MW"."""

    span: Span
    rule: str
    value: Quantity


@dataclass(frozen=True, slots=True)
class CostMention:
    """A sum of money, e.g. "356 billion tenge". `converts` is the span of the sum this one converts.

    `open` lists the currencies (ISO 4217) that its word can mean where only a country decides: `value` then
    has that of the country the article is about, and a plant elsewhere may be paid for in another.
    """

    span: Span
    rule: str
    value: Money
    converts: Span | None = None
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression; `period` is None where it cannot be resolved without guessing.

    `relative` is True where the period was resolved against the publication date or another date.
    """

    span: Span
    rule: str
    period: Period | None
    relative: bool = False


@dataclass(frozen=True, slots=True)
class OrganizationMention:
    """A name of an organisation, or of a state acting as a party.

    `name` is the name as it should be printed (no determiner, no possessive), `key` its comparison form
    (folded, legal forms aside), `entity` the canonical identifier where a lexicon knows it.
    """

    span: Span
    rule: str
    name: str
    key: str
    kind: OrganizationKind = "company"
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name. `country` is ISO 3166-1 alpha-2; `level` says what kind of place it is.

    `demonym` marks "Kazakh" or "French"; those tell a country but are no location.
    """

    span: Span
    rule: str
    name: str
    level: Literal["country", "region", "city", "water", "other"]
    country: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    demonym: bool = False


@dataclass(frozen=True, slots=True)
class CueMention:
    """A lexicon word that licenses or shifts a reading, e.g. "commissioned" (event), "lent" (role).

    `slot` names the lexicon ("event", "role", "stage", "context"), `value` the entry's id.
    """

    span: Span
    rule: str
    slot: str
    value: str


@dataclass(frozen=True, slots=True)
class PlantMention:
    """A phrase that refers to one or several plants.

    form: "name" (has a proper name: "Orlova CHP plant"), "description" ("a 240 MW plant in Orlova"),
    "unit" ("Unit 3", "the second phase"), "bare" (a known name alone: "Orlova"), "anaphor" ("the plant",
    "both facilities", "it").
    """

    span: Span
    rule: str
    form: PlantForm
    name: str | None = None
    head: str = ""
    fuels: tuple[str, ...] = ()
    technology: str | None = None
    chp: bool = False
    plural: bool = False
    count: int | None = None
    definite: bool = False
    unit: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything the matchers found in one article, each tuple in text order."""

    plants: tuple[PlantMention, ...] = ()
    capacities: tuple[CapacityMention, ...] = ()
    costs: tuple[CostMention, ...] = ()
    organizations: tuple[OrganizationMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    cues: tuple[CueMention, ...] = ()
    sentences: tuple[Span, ...] = field(default=())
    paragraphs: tuple[Span, ...] = field(default=())
