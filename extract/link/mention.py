"""Mention: what one article's record says about which plant it means. The input of linking, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Mention", "MentionKey"]

MentionKey = tuple[str, str]
"""Article id, then the plant record's id in that article."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One plant record of one article, as far as linking looks at it.

    Args:
        article: The article's id.
        record: The plant record's id, stable for the same article.
        names: The name, then the aliases.
        country: ISO 3166-1 alpha-2, or None where the article leaves it open.
        region: State or province, as stated.
        place: City, district or site, as stated.
        latitude: Of the place, or None.
        longitude: Of the place, or None.
        fuels: Fuel classes of the contract.
        owners: Owners, developers and operators, as named.
        capacity: Largest electric capacity in MW, or None.
        aggregate: True for several plants taken together: no plant of its own.
        published: The article's date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None.
    """

    article: str
    record: str
    names: tuple[str, ...]
    country: str | None = None
    region: str | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    fuels: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    capacity: float | None = None
    aggregate: bool = False
    published: str | None = None
    key: MentionKey = field(init=False, compare=False, repr=False)
    """What the mention is known by in the database: one tuple, as a million of them are passed around."""

    def __post_init__(self) -> None:
        """Make the key."""
        object.__setattr__(self, "key", (self.article, self.record))

    @property
    def age(self) -> tuple[str, str, str]:
        """Sorts mentions from the oldest; those without a date come last, ties go by id."""
        return self.published or "9999", self.article, self.record
