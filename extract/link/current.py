"""The row of a plant in `plants_current`: identity from its mentions, figures from what holds. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeVar

from extract.domain.linked import LinkedPlant
from extract.lexicons.gazetteer import fold_name, load_gazetteer
from extract.link.claims import ArticleFacts
from extract.link.history import Claim, Group, Resolved
from extract.link.linking import Plant
from extract.link.mention import Mention
from extract.link.names import parse_name
from extract.link.places import distance
from extract.link.stories import independent

__all__ = ["Position", "current_row", "position_of"]

T = TypeVar("T")
Accuracy = Literal["town", "region"]
Position = tuple[float, float, Accuracy]
_NEAR = 60.0


def current_row(
    plant: Plant,
    mentions: Sequence[Mention],
    articles: Mapping[str, ArticleFacts],
    resolved: Sequence[Resolved],
    current: Mapping[tuple[str, str], list[Group]],
) -> LinkedPlant:
    """Return what holds of a plant now.

    Args:
        plant: The plant.
        mentions: Its mentions, from the oldest.
        articles: Facts of the articles, by id.
        resolved: Its claims with status.
        current: What holds of each slot and kind.
    """
    facts = [articles[article] for article in sorted({m.article for m in mentions})]
    dates = sorted(f.published for f in facts if f.published)
    place, region, country = _whereabouts(mentions)
    position = position_of(place, region, country, _stated(mentions, place))
    cost = _best(current, "costs", "project")
    return LinkedPlant(
        id=plant.id,
        site_id=plant.site,
        kind=_kind(plant),
        part="+".join(part.label for part in plant.parts) or None,
        name=_name(mentions),
        country=country,
        region=region,
        place=place,
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
        location_accuracy=position[2] if position else None,
        fuels=_fuels(mentions),
        technology=_value(current, "technology", ""),
        status=_value(current, "status", ""),
        capacity_mw=_number(current, "electric"),
        capacity_mwth=_number(current, "thermal"),
        storage_mwh=_number(current, "energy"),
        cost=cost.number if cost else None,
        currency=cost.unit if cost else None,
        construction_start=_value(current, "dates", "construction_start"),
        commissioning=_value(current, "dates", "commissioning"),
        retirement=_value(current, "dates", "retirement"),
        owners=_partners(current, "owner"),
        developers=_partners(current, "developer"),
        contractors=_partners(current, "contractor", "supplier"),
        lenders=_partners(current, "lender", "investor"),
        articles=len(facts),
        sources=independent((f.story, f.publisher) for f in facts),
        first_published=dates[0] if dates else None,
        last_published=dates[-1] if dates else None,
        conflicts=_conflicts(resolved),
    )


def _conflicts(resolved: Sequence[Resolved]) -> int:
    """Figures that articles contradict each other about; two values in one article are none."""
    held = {(r.claim.slot, r.claim.kind, r.claim.article) for r in resolved if r.status == "current"}
    disputed = {(r.claim.slot, r.claim.kind, r.claim.article) for r in resolved if r.status == "disputed"}
    return len({(slot, kind) for slot, kind, _ in disputed - held})


def _kind(plant: Plant) -> Literal["plant", "unit", "phase", "part"]:
    kinds = {part.kind for part in plant.parts}
    if not kinds:
        return "plant"
    return "unit" if kinds == {"unit"} else "phase" if kinds == {"phase"} else "part"


def _name(mentions: Sequence[Mention]) -> str:
    """The name most mentions lead with; of two as frequent the older, so that names seldom move."""
    named = [m.names[0] for m in mentions if parse_name(m.names[0]).core] or [m.names[0] for m in mentions]
    counted = Counter(named)
    return max(counted, key=lambda name: counted[name])


def _most(values: Iterable[T | None]) -> T | None:
    counted = Counter(value for value in values if value is not None)
    return max(counted, key=lambda v: (counted[v], str(v))) if counted else None


def _whereabouts(mentions: Sequence[Mention]) -> tuple[str | None, str | None, str | None]:
    """The most stated place, with the region stated beside it, in the most stated country."""
    country = _most(m.country for m in mentions)
    here = [m for m in mentions if m.country == country]
    place = _most(m.place for m in here)
    region = _most(m.region for m in here if m.place == place) or _most(m.region for m in here)
    return place, region, country


def _stated(mentions: Sequence[Mention], place: str | None) -> tuple[float, float] | None:
    """The position the records themselves give for the place."""
    return _most(
        (m.latitude, m.longitude)
        for m in mentions
        if m.place == place and m.latitude is not None and m.longitude is not None
    )


@lru_cache(maxsize=200_000)
def position_of(
    place: str | None, region: str | None, country: str | None, stated: tuple[float, float] | None
) -> Position | None:
    """Return latitude, longitude and what they are the position of, by the gazetteer.

    A town's is that of the town, not of the plant; a region's is the mean of its towns. None where neither
    is known.
    """
    found = [
        p for p in load_gazetteer().lookup(place or "") if p.country == country and p.latitude is not None
    ]
    towns = [p for p in found if p.level == "city"]
    if stated is not None:
        near = any(distance(stated, (p.latitude or 0.0, p.longitude or 0.0)) <= _NEAR for p in towns)
        regional = any(p.level == "region" and abs((p.latitude or 0.0) - stated[0]) < 0.01 for p in found)
        return (*stated, "town" if near or not regional else "region")
    if towns and region is not None:
        towns = [p for p in towns if p.region and fold_name(p.region) == fold_name(region)] or towns
    if towns:
        best = max(towns, key=lambda p: (p.population, -p.key))
        return best.latitude or 0.0, best.longitude or 0.0, "town"
    regions = [p for name in (place, region) for p in load_gazetteer().lookup(name or "")]
    known = [p for p in regions if p.level == "region" and p.country == country and p.latitude is not None]
    return (known[0].latitude or 0.0, known[0].longitude or 0.0, "region") if known else None


def _fuels(mentions: Sequence[Mention]) -> str | None:
    """Fuels stated by at least a fifth as many mentions as the most stated one."""
    counted = Counter(fuel for m in mentions for fuel in m.fuels)
    if not counted:
        return None
    least = max(counted.values()) / 5
    kept = [fuel for fuel, count in counted.items() if count >= least]
    return ", ".join(sorted(kept, key=lambda fuel: (-counted[fuel], fuel)))


def _best(current: Mapping[tuple[str, str], list[Group]], slot: str, kind: str) -> Claim | None:
    groups = current.get((slot, kind))
    return groups[0].best if groups else None


def _value(current: Mapping[tuple[str, str], list[Group]], slot: str, kind: str) -> str | None:
    best = _best(current, slot, kind)
    return best.value if best else None


def _number(current: Mapping[tuple[str, str], list[Group]], kind: str) -> float | None:
    best = _best(current, "capacities", kind)
    return best.number if best else None


def _partners(current: Mapping[tuple[str, str], list[Group]], *roles: str) -> str | None:
    """Names of the partners that hold, shares in brackets, as Global Energy Monitor writes."""
    shown: dict[str, str] = {}
    for role in roles:
        for group in current.get(("partners", role), []):
            live = [claim for claim in group.claims if not claim.gone]
            name = _most(claim.value for claim in live) or live[0].value
            shares = [c for c in live if c.number is not None]
            share = (
                max(shares, key=lambda c: (c.published, c.confidence, c.number)).number if shares else None
            )
            shown.setdefault(name, name if share is None else f"{name} [{share:g}%]")
    return "; ".join(shown[name] for name in sorted(shown)) or None
