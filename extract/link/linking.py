"""Linking: from the mentions of all articles to plants. One pure function; the rooms' other steps in order.

`link` depends on the set of mentions and pairs only: no order, no earlier run, no clock. That is what makes
the same articles give the same plants however they were split into runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from extract.link.candidates import candidate_pairs
from extract.link.cluster import Edge, Forest, cluster
from extract.link.compare import compare
from extract.link.mention import Mention, MentionKey
from extract.link.names import Part
from extract.link.pairs import Pairs
from extract.link.site import Node, build_nodes, index_members, parts_of

__all__ = ["Link", "Linking", "Plant", "link", "plant_id"]


_SAME, _DECIDED = 99.0, 100.0
"""What stands for points where none were counted: mentions of one node, pairs of the pairs file."""


@dataclass(frozen=True, slots=True)
class Link:
    """Why a mention is where it is: the mention it was linked to and the reasons; None for the first."""

    to: MentionKey
    score: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant, or a unit or phase of one.

    `id` is made from the oldest mention, so that later articles never change it. `site` is the id of the
    plant it is part of, its own where it is the whole or nobody speaks of the whole. `mentions` are sorted
    from the oldest.
    """

    id: str
    site: str
    parts: tuple[Part, ...]
    mentions: tuple[MentionKey, ...]


@dataclass(frozen=True, slots=True)
class Linking:
    """All plants, sorted by id, and for each mention that was linked to another the link."""

    plants: tuple[Plant, ...]
    links: Mapping[MentionKey, Link]


def plant_id(oldest: MentionKey) -> str:
    """Return the id of the plant whose oldest mention this is.

    >>> plant_id(("article-1", "p1"))
    'P7f7f84ff6068'
    """
    return "P" + sha256("\n".join(oldest).encode()).hexdigest()[:12]


def link(mentions: Iterable[Mention], pairs: Pairs | None = None) -> Linking:
    """Return the plants that a set of mentions speaks of; aggregates are no plants and in none.

    Args:
        mentions: In any order, each key once.
        pairs: What a human decided; pairs that name an unknown mention are passed over.
    """
    known = {m.key: m for m in mentions if not m.aggregate}
    pairs = (pairs or Pairs()).among(known.keys())
    nodes = build_nodes(known.values(), pairs.named())
    forest = _grown(nodes, pairs)
    groups: dict[int, list[MentionKey]] = defaultdict(list)
    for place, node in enumerate(nodes):
        groups[forest.find(place)].extend(node.members)
    named = {key for members in groups.values() for key in members}
    sites = [*groups.values(), *([key] for key in sorted(known.keys() - named))]
    plants = [plant for site in sites for plant in _plants_of(site, known, pairs)]
    return Linking(tuple(sorted(plants, key=lambda p: p.id)), _links(nodes, forest, pairs))


def _grown(nodes: Sequence[Node], pairs: Pairs) -> Forest:
    edges = []
    for left, right in candidate_pairs(nodes):
        verdict = compare(nodes[left], nodes[right])
        if verdict.links:
            edges.append(Edge(left, right, verdict))
    at = index_members(nodes)
    together = [(at[a], at[b]) for a, b in pairs.must if a in at and b in at]
    apart = [(at[a], at[b]) for a, b in pairs.cannot if a in at and b in at]
    return cluster(nodes, edges, together, apart)


def _plants_of(site: Sequence[MentionKey], known: Mapping[MentionKey, Mention], pairs: Pairs) -> list[Plant]:
    """Divide a site into the plant as a whole and its units and phases."""
    said = {key: parts_of(known[key].names) for key in site}
    counted = {part for parts in said.values() for part in parts if part.kind != "number"}
    groups: dict[frozenset[Part], list[MentionKey]] = defaultdict(list)
    for key, parts in said.items():
        groups[frozenset(_counted(part, counted) for part in parts)].append(key)
    joined = _joined_by_hand(groups, site, pairs)
    oldest = {parts: min(keys, key=lambda k: known[k].age) for parts, keys in joined.items()}
    whole = oldest.get(frozenset()) or min(oldest.values(), key=lambda k: known[k].age)
    return [
        Plant(
            id=plant_id(oldest[parts]),
            site=plant_id(whole),
            parts=tuple(sorted(parts)),
            mentions=tuple(sorted(keys, key=lambda k: known[k].age)),
        )
        for parts, keys in joined.items()
    ]


def _counted(part: Part, counted: set[Part]) -> Part:
    """A bare number counts what the site's other articles count with it: "Noor II" is Noor phase 2."""
    if part.kind == "number":
        # With both a unit 2 and a phase 2 on the site the bare number stays by itself.
        named = {other for other in counted if other.label == part.label and other.kind != "letter"}
        if len(named) == 1:
            return named.pop()
    return part


def _joined_by_hand(
    groups: Mapping[frozenset[Part], list[MentionKey]], site: Sequence[MentionKey], pairs: Pairs
) -> dict[frozenset[Part], list[MentionKey]]:
    """Parts that the pairs file makes one are one, under the plainer name of the two."""
    here = set(site)
    named = {key: parts for parts, keys in groups.items() for key in keys}
    becomes: dict[frozenset[Part], frozenset[Part]] = {parts: parts for parts in groups}
    for one, two in sorted(pairs.must):
        if one in here and two in here:
            a, b = becomes[named[one]], becomes[named[two]]
            keep = min(a, b, key=lambda parts: (len(parts), sorted(parts)))
            becomes = {old: keep if new in (a, b) else new for old, new in becomes.items()}
    joined: dict[frozenset[Part], list[MentionKey]] = defaultdict(list)
    for parts, keys in groups.items():
        joined[becomes[parts]].extend(keys)
    return joined


def _links(nodes: Sequence[Node], forest: Forest, pairs: Pairs) -> dict[MentionKey, Link]:
    """The links that were used: between nodes by their verdict, inside a node to its oldest mention."""
    links: dict[MentionKey, Link] = {}
    for node in nodes:
        first, *rest = node.members
        links.update(
            dict.fromkeys(rest, Link(first, _SAME, "says the same of name, country, fuel and place"))
        )
    for edge in forest.used:
        _hang(
            links,
            nodes[edge.left].members[0],
            nodes[edge.right].members[0],
            edge.verdict.score,
            edge.verdict.text(),
        )
    for one, two in sorted(pairs.must):
        _hang(links, one, two, _DECIDED, "the pairs file says so")
    return links


def _hang(
    links: dict[MentionKey, Link], one: MentionKey, two: MentionKey, score: float, reasons: str
) -> None:
    """Add a link between two trees: the second is turned round to hang from the first."""
    if _top(links, one) == _top(links, two):
        return
    key, to = two, Link(one, score, reasons)
    while True:
        old = links.get(key)
        links[key] = to
        if old is None:
            return
        key, to = old.to, Link(key, old.score, old.reasons)


def _top(links: Mapping[MentionKey, Link], key: MentionKey) -> MentionKey:
    while key in links:
        key = links[key].to
    return key
