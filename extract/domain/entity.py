"""Entities: the things of an article behind their mentions."""

from __future__ import annotations

from dataclasses import dataclass

from extract.domain.mention import OrganizationKind, OrganizationMention

__all__ = ["OrganizationEntity"]


@dataclass(frozen=True, slots=True)
class OrganizationEntity:
    """One organisation of an article with all its mentions.

    `name` is the fullest form met, legal form kept; `aliases` are the other forms in order of appearance;
    `country` is ISO 3166-1 alpha-2 where a lexicon knows the seat; `entity` the lexicon's identifier.
    """

    name: str
    aliases: tuple[str, ...]
    kind: OrganizationKind
    mentions: tuple[OrganizationMention, ...]
    country: str | None = None
    entity: str | None = None
