"""Nodes: mentions that say the same about which site they mean, taken together before any comparing.

A thousand articles about one plant say a dozen different things about its name, fuel and place; comparing
is done between those dozen. What may differ from article to article (owner, size) is kept as sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.link.mention import Mention, MentionKey
from extract.link.names import Part, parse_name
from extract.link.places import Spot, spot_of
from extract.normalize.names import organization_key

__all__ = ["Node", "SiteName", "build_nodes", "index_members", "parts_of", "site_names"]


class SiteName(NamedTuple):
    """A name of a site: its words in order, and its marks (north, upper, new), sorted."""

    core: tuple[str, ...]
    marks: tuple[str, ...]


class _Said(NamedTuple):
    """What tells nodes apart; `alone` keeps a mention of the pairs file in a node of its own."""

    names: tuple[SiteName, ...]
    country: str
    fuels: tuple[str, ...]
    spot: tuple[str, ...]
    alone: MentionKey


@dataclass(frozen=True, slots=True)
class Node:
    """Mentions of one site that agree in names, country, fuels and place; `key` orders nodes."""

    key: _Said
    names: tuple[SiteName, ...]
    country: str | None
    fuels: frozenset[str]
    spot: Spot | None
    owners: frozenset[str]
    capacities: tuple[float, ...]
    members: tuple[MentionKey, ...]

    @property
    def specified(self) -> bool:
        """True where country, fuel and place are known: such nodes are joined first."""
        return self.country is not None and bool(self.fuels) and self.spot is not None


@lru_cache(maxsize=400_000)
def site_names(names: tuple[str, ...]) -> tuple[SiteName, ...]:
    """Return the distinct site names among a mention's names, sorted; empty where none names a site."""
    parsed = (parse_name(name) for name in names)
    return tuple(sorted({SiteName(p.core, tuple(sorted(p.marks))) for p in parsed if p.core}))


@lru_cache(maxsize=400_000)
def parts_of(names: tuple[str, ...]) -> frozenset[Part]:
    """Return which part of its site a mention speaks of; empty for the whole.

    The first name decides; aliases only say what kind of thing its number counts ("Noor II", "unit 2").
    """
    first = parse_name(names[0]).parts
    labels = {part.label for part in first}
    more = {part for name in names[1:] for part in parse_name(name).parts if part.label in labels}
    kinds = {part.kind for part in first | more} - {"number"}
    return frozenset(part for part in first | more if part.kind != "number" or not kinds)


def build_nodes(mentions: Iterable[Mention], alone: frozenset[MentionKey] = frozenset()) -> list[Node]:
    """Return the nodes of the mentions that name a site, in the order of their keys.

    Args:
        mentions: In any order; aggregates and mentions without a name of a site are passed over.
        alone: Mentions the pairs file speaks of; each stays by itself.
    """
    groups: dict[_Said, list[Mention]] = {}
    for mention in mentions:
        names = site_names(mention.names)
        if names and not mention.aggregate:
            groups.setdefault(_said(mention, names, alone), []).append(mention)
    return [_node(said, groups[said]) for said in sorted(groups)]


def _said(mention: Mention, names: tuple[SiteName, ...], alone: frozenset[MentionKey]) -> _Said:
    spot = _spot(mention)
    where: tuple[str, ...] = ()
    if spot is not None:
        at = () if spot.latitude is None else (f"{spot.latitude:.2f}", f"{spot.longitude:.2f}")
        where = (spot.region or "", str(spot.key or ""), *at, *(() if at else sorted(spot.words)))
    fuels = mention.fuels or parse_name(mention.names[0]).fuels
    only = mention.key if mention.key in alone else ("", "")
    return _Said(names, mention.country or "", tuple(sorted(fuels)), where, only)


def _spot(mention: Mention) -> Spot | None:
    return spot_of(mention.place, mention.region, mention.country, mention.latitude, mention.longitude)


def _node(said: _Said, members: Sequence[Mention]) -> Node:
    whole = [m for m in members if not parts_of(m.names)]
    return Node(
        key=said,
        names=said.names,
        country=said.country or None,
        fuels=frozenset(said.fuels),
        spot=_spot(min(members, key=lambda m: m.key)),
        owners=frozenset(_owner_key(owner) for m in members for owner in m.owners) - {""},
        capacities=tuple(sorted({m.capacity for m in whole if m.capacity})),
        members=tuple(m.key for m in sorted(members, key=lambda m: m.age)),
    )


@lru_cache(maxsize=200_000)
def _owner_key(name: str) -> str:
    return organization_key(name)


def index_members(nodes: Sequence[Node]) -> Mapping[MentionKey, int]:
    """Return the place in `nodes` of each mention's node."""
    return {key: place for place, node in enumerate(nodes) for key in node.members}
