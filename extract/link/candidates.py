"""Which nodes are worth comparing: those with a name alike, in one country or one of them without.

Names are compared first, each distinct one once: a thousand nodes called Akkuyu cost one comparison. What
is found is a function of the set of nodes, never of their order, and its number grows like n log n: a name
that more than `_CROWD` nodes of a country bear ("Sunrise") is compared within each place only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from extract.link.places import places_named
from extract.link.site import Node
from extract.link.spelling import PART, core_likeness, skeleton, stem
from extract.link.words import word_set

__all__ = ["candidate_pairs"]

Core = tuple[str, ...]
_CROWD = 150
_BESIDE = 20
_LEAST_LIKENESS = 0.8
_LONG = 4
_BONES = 3
"""A skeleton of more letters may lack one: "bshr" and "bsr" are Bushehr and Bousher."""


def candidate_pairs(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """Return the pairs to compare, as places in `nodes`, smaller first, sorted."""
    bearers: dict[Core, list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        for core in sorted({name.core for name in node.names}):
            bearers[core].append(place)
    pairs: set[tuple[int, int]] = set()
    for members in bearers.values():
        pairs.update(_within(members, nodes))
    for one, two in _alike_cores(bearers, nodes):
        pairs.update(_across(bearers[one], bearers[two], nodes))
    return sorted(pairs)


def _within(members: Sequence[int], nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes of one name; every node of an open country meets all countries."""
    countries: dict[str | None, list[int]] = defaultdict(list)
    for member in members:
        countries[nodes[member].country].append(member)
    nowhere = countries.pop(None, [])
    for group in countries.values():
        yield from _crowded(group, nodes)
    yield from _crowded(nowhere, nodes)
    yield from _met(nowhere, [member for group in countries.values() for member in group])


def _crowded(group: Sequence[int], nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    if len(group) <= _CROWD:
        yield from combinations(sorted(group), 2)
        return
    places: dict[str, list[int]] = defaultdict(list)
    for member in group:
        for key in _where(nodes[member]):
            places[key].append(member)
    for here in places.values():
        # Beyond a crowd in one place, too, each node meets its neighbours in the order of keys.
        ordered = sorted(here)
        reach = len(ordered) if len(ordered) <= _CROWD else _BESIDE
        for at, member in enumerate(ordered):
            yield from ((member, other) for other in ordered[at + 1 : at + 1 + reach])


def _where(node: Node) -> tuple[str, ...]:
    if node.spot is None:
        return ("nowhere",)
    if node.spot.key is not None:
        return (f"town {node.spot.key}", f"region {node.spot.region}")
    return (f"region {node.spot.region}",) if node.spot.region else ("nowhere",)


def _met(few: Iterable[int], many: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(many) > _CROWD:  # A name that common says nothing without a country.
        return
    for one in few:
        yield from ((min(one, other), max(one, other)) for other in many)


def _across(left: Sequence[int], right: Sequence[int], nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes of two names alike; both crowds cut to what shares a country."""
    if len(left) * len(right) > _CROWD * _CROWD:
        return
    for one in left:
        for other in right:
            here, there = nodes[one].country, nodes[other].country
            if one != other and (here == there or here is None or there is None):
                yield min(one, other), max(one, other)


def _alike_cores(bearers: dict[Core, list[int]], nodes: Sequence[Node]) -> Iterator[tuple[Core, Core]]:
    """Pairs of distinct names that may be spellings of one, found by shared keys."""
    seen: set[tuple[Core, Core]] = set()
    blocks: dict[str, dict[str, list[Core]]] = defaultdict(lambda: defaultdict(list))
    for core in sorted(bearers):
        countries = sorted({nodes[place].country or "" for place in bearers[core]})
        for key in sorted(_keys(core)):
            for country in countries:
                blocks[key][country].append(core)
        for country in countries:
            for town in sorted(places_named(core, country or None)):
                blocks[f"town {town}"][country].append(core)
    for key, block in _of_one_country(blocks):
        reach = len(block) if len(block) <= _CROWD else _BESIDE
        for at, one in enumerate(block):
            for two in block[at + 1 : at + 1 + reach]:
                if (one, two) not in seen:
                    seen.add((one, two))
                    alike = core_likeness(one, two)
                    if key.startswith("town ") or alike >= _LEAST_LIKENESS or alike == PART:
                        yield one, two


def _of_one_country(blocks: dict[str, dict[str, list[Core]]]) -> Iterator[tuple[str, list[Core]]]:
    """Names that share a key, country by country; those without a country are in each."""
    for key, by_country in sorted(blocks.items()):
        nowhere = by_country.pop("", [])
        for _, block in sorted(by_country.items()):
            yield key, sorted({*block, *nowhere})
        if nowhere:
            yield key, nowhere


def _keys(core: Core) -> set[str]:
    """Keys two spellings of a name share: consonants of the whole, with one left out, and of each word.

    The whole is written as one word, too: "Myit Sone", "Myitsone".
    """
    wholes = {"".join(map(skeleton, core)), skeleton("".join(core))}
    words = [skeleton(word) for word in core if len(word) >= _LONG and word not in word_set("vague")]
    keys = {f"whole {key}" for whole in wholes for key in _one_less(whole)}
    keys |= {f"word {word}" for word in words if len(word) >= 2}
    keys |= {f"word {word}" for word in core if len(word) > 2}
    return keys | {f"word {stem(word)}" for word in core if len(word) >= _LONG}


def _one_less(bones: str) -> Iterator[str]:
    yield bones
    if len(bones) > _BONES:
        yield from (bones[:at] + bones[at + 1 :] for at in range(len(bones)))
