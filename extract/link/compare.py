"""Do two nodes mean one site? A sum of points with its reasons, or a veto. Pure, symmetric.

The points are hand-set (see docs/decisions/0012): the name carries most, then place, country, fuel and
owner; a link needs `ENOUGH`. A veto holds whatever the points say: coal is not nuclear, Kenya is not Peru,
Upper Kotmale is not Lower Kotmale.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from extract.link.places import Spot, distance, places_named
from extract.link.site import Node, SiteName
from extract.link.spelling import PART, core_likeness, is_adjective_of

__all__ = ["ENOUGH", "Reason", "Verdict", "compare", "fuels_conflict", "name_likeness"]

ENOUGH = 6.0

# Fuels that one plant may be said to run on in one article and not in another: dual firing, hybrids,
# pumped storage. Any other two fuels are two plants: a coal plant's gas-fired successor is another plant.
_TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("gas", "oil"), ("gas", "hydrogen"), ("biomass", "waste"), ("coal", "biomass"), ("hydro", "storage"),
        ("solar", "storage"), ("wind", "storage"), ("gas", "storage"), ("gas", "waste"), ("oil", "biomass"),
    )
)  # fmt: skip
_KILOMETRES = ((15, 3.0), (50, 1.5), (120, 0.0), (300, -3.0))
_TOO_FAR = -5.0
_LIKENESS = ((0.99, 6.0), (0.97, 5.5), (0.9, 4.5), (0.85, 3.2), (0.8, 2.5))
_NAMED_BY_PLACE = 0.98


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for or against, in points and words."""

    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing two nodes came to; `veto` says why they can never be one, else None."""

    reasons: tuple[Reason, ...]
    veto: str | None = None

    @property
    def score(self) -> float:
        """The sum of the points."""
        return round(sum(reason.points for reason in self.reasons), 2)

    @property
    def links(self) -> bool:
        """True where the nodes are one site."""
        return self.veto is None and self.score >= ENOUGH

    def text(self) -> str:
        """The reasons in one line."""
        parts = [f"{reason.text} ({reason.points:+g})" for reason in self.reasons]
        return "; ".join([*parts, *([f"never: {self.veto}"] if self.veto else [])])


def compare(left: Node, right: Node) -> Verdict:
    """Compare two nodes.

    Returns:
        The verdict; without a likeness of names there are no other reasons, as nothing else can link.
    """
    veto = _veto(left, right)
    name = _name_reason(left, right)
    if name is None:
        return Verdict((), veto or "no name in common")
    found = [name, _country(left, right), _fuel(left, right), _place(left.spot, right.spot)]
    found += [_owner(left, right), _capacity(left, right)]
    return Verdict(tuple(reason for reason in found if reason is not None), veto)


def _veto(left: Node, right: Node) -> str | None:
    if left.country and right.country and left.country != right.country:
        return f"{left.country} is not {right.country}"
    if fuels_conflict(left.fuels, right.fuels):
        return f"{_listed(left.fuels)} is not {_listed(right.fuels)}"
    return None


def fuels_conflict(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return True where no one plant runs on both sets of fuels.

    Coal and nuclear conflict even where a third fuel is shared.

    >>> fuels_conflict(frozenset({"coal"}), frozenset({"nuclear"}))
    True
    >>> fuels_conflict(frozenset({"gas"}), frozenset({"gas", "oil"}))
    False
    """
    if not left or not right:
        return False
    if ("nuclear" in left) != ("nuclear" in right):
        return True
    if left & right:
        return False
    return not any(frozenset(pair) in _TOGETHER for pair in product(left, right))


def name_likeness(left: Node, right: Node) -> tuple[float, SiteName, SiteName]:
    """Return the best likeness over the names of both, and the two names it is of."""
    country = left.country or right.country
    best = (0.0, left.names[0], right.names[0])
    for one, two in product(left.names, right.names):
        best = max(best, (_alike(one, two, country), one, two))
    return best


def _alike(one: SiteName, two: SiteName, country: str | None) -> float:
    if one.marks != two.marks:
        return 0.0
    alike = core_likeness(one.core, two.core)
    if alike >= 0.99:
        return alike
    here, there = places_named(one.core, country), places_named(two.core, country)
    if here & there:
        return _NAMED_BY_PLACE
    # Two towns the gazetteer tells apart are not spellings of one name, however alike; but Smolenskaya is
    # the plant of Smolensk before it is a village.
    told_apart = here and there and not is_adjective_of(one.core, two.core)
    return 0.0 if told_apart and alike > PART else alike


def _name_reason(left: Node, right: Node) -> Reason | None:
    alike, one, two = name_likeness(left, right)
    shown = " ".join(one.core) if one.core == two.core else f"{' '.join(one.core)} ~ {' '.join(two.core)}"
    if alike == PART:
        return Reason(*_part_points(left, right, one, two))
    for least, points in _LIKENESS:
        if alike >= least:
            return Reason(points, f"name {shown}")
    return None


def _part_points(left: Node, right: Node, one: SiteName, two: SiteName) -> tuple[float, str]:
    """One name inside the other: as good as equal where the rest is the other's place or owner."""
    rest = set(one.core) ^ set(two.core)
    shorter, longer = (left, right) if len(one.core) < len(two.core) else (right, left)
    text = f"name {' '.join(one.core)} ~ {' '.join(two.core)}"
    if rest <= _surroundings(shorter):
        return 5.0, f"{text}, the rest being place or owner"
    towns = {word for node in (shorter, longer) if node.spot for word in node.spot.words}
    if set(one.core) & set(two.core) <= towns:
        return -1.0, f"{text}, sharing the town's name only"
    return 1.5, f"{text}, one inside the other"


def _surroundings(node: Node) -> set[str]:
    """The words of a node's place and owners."""
    words = {word for owner in node.owners for word in owner.split()}
    return words | (set(node.spot.words) if node.spot else set())


def _country(left: Node, right: Node) -> Reason | None:
    if not left.country or not right.country:
        return None
    return Reason(1.5, f"country {left.country}") if left.country == right.country else None


def _fuel(left: Node, right: Node) -> Reason | None:
    if not left.fuels or not right.fuels:
        return None
    shared = left.fuels & right.fuels
    if shared:
        return Reason(1.5, f"fuel {_listed(shared)}")
    return Reason(-2.0, f"fuel {_listed(left.fuels)} beside {_listed(right.fuels)}")


def _place(left: Spot | None, right: Spot | None) -> Reason | None:
    if left is None or right is None:
        return None
    if left.key is not None and left.key == right.key:
        return Reason(3.0, "same town")
    here, there = _position(left), _position(right)
    if here is not None and there is not None:
        far = distance(here, there)
        points = next((points for limit, points in _KILOMETRES if far <= limit), _TOO_FAR)
        return Reason(points, f"{far:.0f} km apart")
    if left.region and right.region:
        same = left.region == right.region
        shown = left.region if same else f"{' and '.join(sorted((left.region, right.region)))}"
        return Reason(1.5 if same else -3.5, f"region {shown}")
    if left.words and left.words == right.words:
        return Reason(2.0, "same place name")
    return None


def _position(spot: Spot) -> tuple[float, float] | None:
    if spot.latitude is None or spot.longitude is None:
        return None
    return spot.latitude, spot.longitude


def _owner(left: Node, right: Node) -> Reason | None:
    shared = left.owners & right.owners
    if shared:
        return Reason(2.0, f"owner {min(shared)}")
    return Reason(-0.5, "other owners") if left.owners and right.owners else None


def _capacity(left: Node, right: Node) -> Reason | None:
    """Sizes of the whole plant; plans change and reports round, so a difference counts little."""
    if not left.capacities or not right.capacities:
        return None
    near = min(max(a, b) / min(a, b) for a, b in product(left.capacities, right.capacities))
    if near <= 1.02:
        return Reason(1.0, "same size")
    return Reason(-1.5, f"sizes {near:.1f} to 1") if near >= 3 else None


def _listed(words: frozenset[str]) -> str:
    return "+".join(sorted(words))
