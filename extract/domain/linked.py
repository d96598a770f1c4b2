"""What linking adds to a database: pydantic models the tables derive from, as those of the records do.

A change here is a new `LAYOUT` and a migration in `extract/migrate/versions/`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "LAYOUT",
    "ArticleStory",
    "Change",
    "LinkPair",
    "LinkRun",
    "LinkedPlant",
    "PlantMention",
    "PlantValue",
    "ValueStatus",
]

LAYOUT = 2
"""Layout of the database, counted from 1: the records of schema 1.0 alone; 2 has linking's tables, too."""

ValueStatus = Literal["current", "superseded", "disputed", "denied"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LinkedPlant(_Row):
    """A plant, or a unit or phase of one, across all articles, with what holds of it now."""

    id: str = Field(description="stable: made from its oldest mention")
    site_id: str = Field(description="the plant it is part of; its own id where it is the whole")
    kind: Literal["plant", "unit", "phase", "part"] = Field(description="the whole or what part of it")
    part: str | None = Field(description="which part: '3', '1+2', 'b'; null for the whole")
    name: str = Field(description="the name most sources use")
    country: str | None = Field(description="ISO 3166-1 alpha-2 code")
    region: str | None = Field(description="state or province")
    place: str | None = Field(description="city, district or site")
    latitude: float | None = Field(description="degrees north, of what `location_accuracy` says")
    longitude: float | None = Field(description="degrees east")
    location_accuracy: Literal["town", "region"] | None = Field(
        description="what the position is that of; null without a position"
    )
    fuels: str | None = Field(description="fuel classes, the most stated first, joined by ', '")
    technology: str | None = Field(description="a term of the lexicon")
    status: str | None = Field(description="how far it is, in Global Energy Monitor's vocabulary")
    capacity_mw: float | None = Field(description="electric")
    capacity_mwth: float | None = Field(description="heat")
    storage_mwh: float | None = Field(description="stored energy")
    cost: float | None = Field(description="project cost; the upper end of a range")
    currency: str | None = Field(description="ISO 4217 code of the cost")
    construction_start: str | None = Field(description="EDTF")
    commissioning: str | None = Field(description="EDTF")
    retirement: str | None = Field(description="EDTF")
    owners: str | None = Field(description="'Owner [50%]; Owner [50%]', those that hold now")
    developers: str | None = Field(description="joined by '; '")
    contractors: str | None = Field(description="contractors and suppliers, joined by '; '")
    lenders: str | None = Field(description="lenders and investors, joined by '; '")
    articles: int = Field(description="articles that mention it")
    sources: int = Field(description="independent ones among them")
    first_published: str | None = Field(description="date of the oldest article")
    last_published: str | None = Field(description="date of the newest article")
    conflicts: int = Field(description="figures that reports dispute")


class PlantMention(_Row):
    """Which plant a plant record of an article means, and why."""

    article_id: str = Field(description="of the article")
    record_id: str = Field(description="id of the plant record in the article")
    plant_id: str | None = Field(description="the plant meant; null for an aggregate, which is no plant")
    to_article: str | None = Field(description="the mention it was linked to: article")
    to_record: str | None = Field(description="the mention it was linked to: plant record")
    score: float | None = Field(description="points of that link")
    reasons: str | None = Field(description="what the points were given for")


class PlantValue(_Row):
    """One value an article states of a plant, and whether it holds."""

    article_id: str = Field(description="of the article")
    record_id: str = Field(description="id of the plant record in the article")
    slot: str = Field(description="table or nested value it stands in: status, capacities, costs, ...")
    position: int = Field(description="place in that table, 0 for a nested value")
    plant_id: str = Field(description="the plant it is stated of")
    kind: str = Field(description="what of the slot: electric, project, commissioning, owner, ...")
    value: str = Field(description="as text: '660', 'USD 1200000000', '2029-33', 'construction', a name")
    number: float | None = Field(description="the value as a number, where it is one")
    unit: str | None = Field(description="MW, MWth, MWh, a currency, percent")
    status: ValueStatus = Field(description="whether it holds")
    sources: int = Field(description="independent sources that state the same")


class ArticleStory(_Row):
    """Articles that copy one another are one story, named by the oldest of them."""

    article_id: str = Field(description="of the article")
    story_id: str = Field(description="id of the oldest article of the story")


class LinkPair(_Row):
    """A line of the pairs file that holds for this database."""

    article_a: str = Field(description="one mention: article")
    record_a: str = Field(description="one mention: plant record")
    article_b: str = Field(description="the other mention: article")
    record_b: str = Field(description="the other mention: plant record")
    kind: Literal["must_link", "cannot_link"] = Field(description="what was decided")


class LinkRun(_Row):
    """One run of linking that changed something."""

    run: int = Field(description="counted from 1")
    articles: int = Field(description="articles the database then held")
    mentions: int = Field(description="plant records it then held")
    plants: int = Field(description="plants they were linked to")


class Change(_Row):
    """What one run changed in the current view."""

    run: int = Field(description="the run")
    plant_id: str = Field(description="the plant")
    field: str = Field(description="column of plants_current; 'id' for a plant that came or went")
    before: str | None = Field(description="what it was; null for nothing")
    after: str | None = Field(description="what it is; null for nothing")
