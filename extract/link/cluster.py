"""From verdicts on pairs to sites: the best links first, never across a veto, never by the order of input.

1. Nodes with country, fuel and place known are joined by their links, the strongest first, unless any two
   nodes of the two groups rule each other out.
2. A node that leaves one of them open joins the group its best link leads to. Where links lead to two
   groups that are not one plant ("the Kano plant", with a coal and a gas plant in Kano), it stays alone:
   right or silent.
3. What is still alone may join what it links to, by the same rules.

All of it depends on the set of nodes and their keys only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from extract.link.compare import Verdict, fuels_conflict
from extract.link.places import Spot, distance
from extract.link.site import Node

__all__ = ["Edge", "Forest", "cluster"]

_MARGIN = 1.0
_OUTWEIGHED = 3
_APART = 150.0
"""Kilometres; two groups that know their towns this far apart are not joined through a third node."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes, by their places in the list; `left` is the smaller."""

    left: int
    right: int
    verdict: Verdict


class Forest:
    """Groups of nodes that only grow; remembers what rules two groups out and which links were used."""

    def __init__(self, nodes: Sequence[Node], apart: Iterable[tuple[int, int]] = ()) -> None:
        self._nodes = nodes
        self._root = list(range(len(nodes)))
        self._fuels: dict[int, set[frozenset[str]]] = {i: {n.fuels} for i, n in enumerate(nodes)}
        self._country: dict[int, str | None] = {i: n.country for i, n in enumerate(nodes)}
        self._spots: dict[int, set[Spot]] = {
            i: {n.spot} for i, n in enumerate(nodes) if n.spot is not None and n.spot.latitude is not None
        }
        self._apart: dict[int, set[int]] = defaultdict(set)
        self._mass = [len(node.members) for node in nodes]
        self.used: list[Edge] = []
        for one, two in apart:
            self._apart[one].add(two)
            self._apart[two].add(one)

    def mass(self, group: int) -> int:
        """Return how many mentions are in a group."""
        return self._mass[group]

    def find(self, node: int) -> int:
        """Return the group a node is in."""
        while self._root[node] != node:
            self._root[node] = self._root[self._root[node]]
            node = self._root[node]
        return node

    def ruled_out(self, one: int, two: int) -> str | None:
        """Return why two groups cannot be one, or None."""
        if two in self._apart[one]:
            return "the pairs file keeps them apart"
        here, there = self._country[one], self._country[two]
        if here and there and here != there:
            return f"{here} is not {there}"
        if any(fuels_conflict(a, b) for a, b in product(self._fuels[one], self._fuels[two])):
            return "their fuels rule each other out"
        spots, others = self._spots.get(one, set()), self._spots.get(two, set())
        if spots and others and min(_far(a, b) for a, b in product(spots, others)) > _APART:
            return "their towns lie too far apart"
        return None

    def join(self, one: int, two: int) -> None:
        """Make one group of two; the smaller root stays."""
        keep, gone = sorted((one, two))
        self._root[gone] = keep
        self._mass[keep] += self._mass[gone]
        self._fuels[keep] |= self._fuels.pop(gone)
        self._country[keep] = self._country[keep] or self._country.pop(gone)
        if gone in self._spots:
            self._spots[keep] = self._spots.get(keep, set()) | self._spots.pop(gone)
        for other in self._apart.pop(gone, set()):
            self._apart[other].discard(gone)
            self._apart[other].add(keep)
            self._apart[keep].add(other)

    def try_edge(self, edge: Edge) -> bool:
        """Join the groups of an edge unless they are one already or ruled out."""
        one, two = self.find(edge.left), self.find(edge.right)
        if one == two or self.ruled_out(one, two):
            return False
        self.join(one, two)
        self.used.append(edge)
        return True


def _far(one: Spot, two: Spot) -> float:
    return distance((one.latitude or 0.0, one.longitude or 0.0), (two.latitude or 0.0, two.longitude or 0.0))


def cluster(
    nodes: Sequence[Node],
    edges: Iterable[Edge],
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> Forest:
    """Return the groups of nodes that are one site each.

    Args:
        nodes: In the order of their keys.
        edges: Links between them, in any order.
        together: Nodes the pairs file makes one, whatever their verdict.
        apart: Nodes the pairs file keeps apart.
    """
    forest = Forest(nodes, apart)
    for one, two in sorted(together):
        left, right = forest.find(one), forest.find(two)
        if left != right:
            forest.join(left, right)
    ranked = sorted(edges, key=lambda e: (-e.verdict.score, e.left, e.right))
    for edge in ranked:
        if nodes[edge.left].specified and nodes[edge.right].specified:
            forest.try_edge(edge)
    torn = _attach_open(nodes, ranked, forest)
    for edge in ranked:
        if not {edge.left, edge.right} & torn:
            forest.try_edge(edge)
    return forest


def _attach_open(nodes: Sequence[Node], ranked: Sequence[Edge], forest: Forest) -> set[int]:
    """Join each node that leaves something open to the one group it means; return those torn between two."""
    offers: dict[int, list[tuple[Edge, int]]] = defaultdict(list)
    for edge in ranked:
        for node, other in ((edge.left, edge.right), (edge.right, edge.left)):
            if not nodes[node].specified and nodes[other].specified:
                offers[node].append((edge, forest.find(other)))
    chosen = {node: _choose(found, forest) for node, found in sorted(offers.items())}
    wanted = [(edge, node) for node, edge in chosen.items() if edge is not None]
    for edge, _ in sorted(wanted, key=lambda w: (-w[0].verdict.score, w[1])):
        forest.try_edge(edge)
    return {node for node, edge in chosen.items() if edge is None}


def _choose(found: Sequence[tuple[Edge, int]], forest: Forest) -> Edge | None:
    """Return the link to the group an open node means, None where it is torn between two.

    Of groups whose links are about as strong, the one with most mentions counts; a rival with a third of
    its mentions leaves the node torn, one that can never be the same plant does so with a single mention.
    """
    least = found[0][0].verdict.score - _MARGIN
    offers: dict[int, Edge] = {}
    for edge, group in found:
        if edge.verdict.score > least:
            offers.setdefault(group, edge)
    best = min(offers, key=lambda group: (-forest.mass(group), group))
    for rival in offers.keys() - {best}:
        if forest.ruled_out(best, rival) or forest.mass(rival) * _OUTWEIGHED > forest.mass(best):
            return None
    return offers[best]
