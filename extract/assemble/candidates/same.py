"""Questions about two plants of an article: are they one?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from extract.assemble.link_features import Features
from extract.assemble.scene import Scene, once
from extract.domain.plant_entity import PlantEntity

__all__ = ["SameQuestion", "same_candidates"]

_BEHIND = 3
"""Characters between a plant's phrase and a size that stands right behind it."""
_MOST = 40
"""Articles with more plants than this are lists: nothing in them is said twice in other words."""


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """Two plants by index, the earlier first, with what speaks for or against their being one."""

    first: int
    second: int
    features: Features


def same_candidates(scene: Scene) -> Iterator[SameQuestion]:
    """Yield every pair of plants that may be one: both single or both groups, neither part of the other.

    Groups of two and of three are never one.
    """
    if len(scene.plants) > _MOST:
        return
    named = sum(p.core is not None and not p.aggregate for p in scene.plants)
    for left, right in combinations(scene.plants, 2):
        related = right.index in left.members or left.index in right.members
        sizes = {p.count or len(p.members) for p in (left, right)} - {0}
        if left.aggregate == right.aggregate and not related and not (left.aggregate and len(sizes) > 1):
            yield SameQuestion(left.index, right.index, _features(scene, left, right, named))


def _kind(plant: PlantEntity) -> str:
    return "group" if plant.aggregate else "unit" if plant.unit else "named" if plant.core else "nameless"


def _features(scene: Scene, left: PlantEntity, right: PlantEntity, named: int) -> Features:
    kinds = f"{_kind(left)}-{_kind(right)}"
    found: Features = {
        f"k.{kinds}": 1.0,
        f"k.{kinds}.named{min(named, 3)}": 1.0,
        f"k.plants{min(len(scene.plants), 6)}": 1.0,
    }
    found |= _facts(scene, left, right, kinds)
    found |= _names(left, right)
    found |= _places_in_text(scene, left, right, kinds)
    reading = scene.reading
    if reading is not None:
        alike = reading.alike[left.index][right.index]
        found["z.alike"] = 4 * alike
        found[f"z.alike.{kinds}"] = 4 * alike
        found["z.less"] = min(reading.project[left.index], reading.project[right.index])
        found["z.more"] = max(reading.project[left.index], reading.project[right.index])
        found["zn.left"], found["zn.right"] = reading.names[left.index][0], reading.names[right.index][0]
        found |= _shared_values(scene, left.index, right.index)
    return found


def _facts(scene: Scene, left: PlantEntity, right: PlantEntity, kinds: str) -> Features:
    """Return how fuels, sizes, units, kin and places of the two stand to each other."""
    found: Features = {}
    if left.fuels and right.fuels:
        agree = (
            "same" if left.fuels == right.fuels else "some" if set(left.fuels) & set(right.fuels) else "other"
        )
        found[f"f.fuels.{agree}"] = found[f"f.fuels.{agree}.{kinds}"] = 1.0
    sizes = [_sizes(scene, plant.index) for plant in (left, right)]
    if sizes[0] and sizes[1]:
        found["f.sizes.same" if sizes[0] & sizes[1] else "f.sizes.other"] = 1.0
    if left.unit and right.unit:
        found["f.units.same" if left.unit == right.unit else "f.units.other"] = 1.0
    if left.parent == right.index or right.parent == left.index:
        found["f.part"] = 1.0
    if left.parent is not None and left.parent == right.parent:
        found["f.siblings"] = 1.0
    if any({left.index, right.index} <= set(p.members) for p in scene.plants):
        found["f.members"] = 1.0
    if left.count and right.count:
        found["f.counts.same" if left.count == right.count else "f.counts.other"] = 1.0
    where = [p.place.name if p.place else None for p in (left, right)]
    if where[0] and where[1]:
        found["f.place.same" if where[0] == where[1] else "f.place.other"] = 1.0
    cores = [(p.core or "") for p in (left, right)]
    for name, core in ((where[0], cores[1]), (where[1], cores[0])):
        if name and core and name.casefold() in core:
            found["f.place.is_name"] = 1.0
    heads = [{m.head for m in p.mentions if m.head} for p in (left, right)]
    if heads[0] and heads[1]:
        found["f.head.same" if heads[0] & heads[1] else "f.head.other"] = 1.0
    return found


@once
def _sizes(scene: Scene, plant: int) -> set[tuple[object, object]]:
    """Return the capacities that stand in a plant's phrases or right behind them."""
    spans = sorted(m.span for m in scene.plants[plant].mentions)
    starts = [s.start for s in spans]
    longest = max(s.end - s.start for s in spans) + _BEHIND
    found: set[tuple[object, object]] = set()
    for size in scene.mentions.capacities:
        at = size.span.start
        near = spans[bisect_left(starts, at - longest) : bisect_right(starts, at)]
        if any(s.contains(size.span) or 0 <= at - s.end <= _BEHIND for s in near):
            found.add((size.value.normalized, size.value.kind))
    return found


def _names(left: PlantEntity, right: PlantEntity) -> Features:
    if not left.core or not right.core:
        return {}
    words = [set(core.split()) for core in (left.core, right.core)]
    found: Features = {}
    if left.core == right.core:
        found["n.equal"] = 1.0
    elif words[0] <= words[1] or words[1] <= words[0]:
        found["n.inside"] = 1.0
    elif words[0] & words[1]:
        found["n.share"] = 1.0
    short, long = sorted((left.core, right.core), key=len)
    if len(short) >= 2 and short == "".join(w[0] for w in long.split()):
        found["n.initials"] = 1.0
    found["n.ratio"] = fuzz.ratio(left.core, right.core) / 50
    return found


def _places_in_text(scene: Scene, left: PlantEntity, right: PlantEntity, kinds: str) -> Features:
    """Return how near the two are mentioned, and what stands between them where they are near."""
    closest = min(
        ((a.span.gap(b.span), a, b) for a in left.mentions for b in right.mentions),
        key=lambda found: found[0],
    )
    gap, one, other = closest
    apart = min(4, abs(scene.sentence(one.span.start) - scene.sentence(other.span.start)))
    together = sum(
        scene.sentence(a.span.start) == scene.sentence(b.span.start)
        for a in left.mentions
        for b in right.mentions
    )
    found: Features = {
        f"d.apart{apart}": 1.0,
        f"d.apart{apart}.{kinds}": 1.0,
        f"d.together{min(together, 2)}": 1.0,
    }
    second = right.mentions[0]
    found[f"d.second.{second.form}.{second.definite}"] = 1.0
    found[f"d.first.{left.mentions[0].form}.{left.mentions[0].definite}"] = 1.0
    found[f"d.rule.{second.rule}"] = 1.0
    found[f"d.count.{min(len(left.mentions), 3)}.{min(len(right.mentions), 3)}"] = 1.0
    if scene.sentence(left.mentions[0].span.start) == 0:
        found[f"d.headline.{kinds}"] = 1.0
    if scene.sentence(second.span.start) <= 2:
        found[f"d.lead.{kinds}"] = 1.0
    if one.span.overlaps(other.span):
        found["d.overlap"] = 1.0
    elif gap <= 25:
        low, high = sorted((one.span, other.span))
        found["d.between=" + " ".join(scene.text[low.end : high.start].lower().split())] = 1.0
    return found


def _shared_values(scene: Scene, left: int, right: int) -> Features:
    """Return whether the encoder gives the two the same values: rivals for a value are often one plant."""
    reading = scene.reading
    if reading is None:
        return {}
    both = one = 0
    for rows in reading.linked.values():
        for row in rows:
            given = (row[left] > 0) + (row[right] > 0)
            both, one = both + (given == 2), one + (given == 1)
    return {f"z.both{min(both, 3)}": 1.0, "z.share": both / (both + one) if both + one else 0.0}
