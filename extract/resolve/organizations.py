"""Mentions of organisations to organisations: one entity for all names that stand for the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extract.domain.entity import OrganizationEntity
from extract.domain.mention import OrganizationKind, OrganizationMention
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import fold

__all__ = ["group_organizations"]


def group_organizations(mentions: Sequence[OrganizationMention]) -> tuple[OrganizationEntity, ...]:
    """Group the mentions of one article into organisations, in order of first mention.

    Mentions belong together where they share a key (the matcher has linked acronyms and short forms) or an
    entity of the lexicon; a described party ("a Chinese consortium") stays by itself.

    Args:
        mentions: All mentions of one article.

    Returns:
        One entity per organisation.
    """
    groups: list[list[OrganizationMention]] = []
    at: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        labels = [f"key:{mention.key}", *([f"entity:{mention.entity}"] if mention.entity else [])]
        places = sorted({at[label] for label in labels if label in at})
        if not places:
            groups.append([mention])
            places = [len(groups) - 1]
        else:
            for other in places[1:]:
                groups[places[0]] += groups[other]
                groups[other] = []
            at = {label: places[0] if place in places else place for label, place in at.items()}
            groups[places[0]].append(mention)
        at.update(dict.fromkeys(labels, places[0]))
    return tuple(_entity(group) for group in groups if group)


def _entity(group: list[OrganizationMention]) -> OrganizationEntity:
    """Build the entity of a group: fullest name, other names, most frequent kind."""
    ordered = sorted(group, key=lambda m: m.span)
    names = list(dict.fromkeys(m.name for m in ordered))
    name = max(names, key=_fullness)
    aliases = tuple(n for n in _once(names) if fold(n) != fold(name))
    entity = next((m.entity for m in ordered if m.entity), None)
    kinds: Counter[OrganizationKind] = Counter(m.kind for m in ordered)
    return OrganizationEntity(
        name=name,
        aliases=aliases,
        kind=kinds.most_common(1)[0][0],
        mentions=tuple(ordered),
        country=_country(entity),
        entity=entity,
    )


def _fullness(name: str) -> tuple[int, int]:
    """Longer is fuller; of equally long spellings the one with small letters reads better."""
    return len(name), sum(c.islower() for c in name)


def _once(names: list[str]) -> list[str]:
    """Drop names that differ in case or accents only."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(fold(name), name)
    return list(seen.values())


def _country(entity: str | None) -> str | None:
    """Return the seat that the lexicon gives, the code itself for a state."""
    if entity is None:
        return None
    if entity.startswith("state:"):
        return entity.removeprefix("state:")
    entry = load_lexicon("organizations").by_id().get(entity)
    country = entry.data.get("country") if entry else None
    return str(country) if country else None
