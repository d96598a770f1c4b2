"""Chooses readings of ambiguous place names by the other places the article names.

Works on `PlaceMention`s and the article's text alone. A choice is made only where the article supports it;
what stays open stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.domain.mention import PlaceMention
from extract.lexicons.gazetteer import Place, demonyms, fold_name, load_gazetteer
from extract.match import place_words as words
from extract.match.place_names import BIG

__all__ = ["WEIGHT", "place_country", "resolve_places"]

# How much a mention tells about where things are: a place something is in, against a mere adjective.
WEIGHT = {
    "place.framed": 1.2, "place.in": 1.2, "place.in_plant": 1.2, "place.head": 1.0, "place.heading": 1.5,
    "place.name": 0.9, "place.demonym": 0.6, "place.of_party": 0.4, "place.in_name": 0.2,
    "place.dateline": 0.3,
}  # fmt: skip

_TOWN = 20_000
"""People from which on a place of a name that no other country has is meant wherever the story plays."""


@dataclass(frozen=True, slots=True)
class _Article:
    """What a choice looks at: the mentions, how strongly each country is named, frames, all readings."""

    mentions: Sequence[PlaceMention]
    evidence: dict[str, float]
    framed: dict[str, PlaceMention]
    positions: dict[str, list[int]]
    companions: Counter[tuple[str, str | None]]
    regions: frozenset[str]

    @property
    def total(self) -> float:
        """The sum of the evidence, 1 where there is none."""
        return sum(self.evidence.values()) or 1.0


def resolve_places(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Choose a reading for each name that has several.

    A "Place, Country" frame of the same name wins, then the reading in a country the article names
    (the nearer and more often, the better), then the largest place by far, else the mention stays as it is.

    Args:
        mentions: Mentions of one article in text order; those with a country are taken as settled.

    Returns:
        The mentions in the same order.
    """
    framed = {
        _key(mention.name): mention
        for mention in reversed(mentions)
        if mention.country and mention.level != "country" and not mention.demonym
    }
    positions: dict[str, list[int]] = defaultdict(list)
    for mention in mentions:
        if mention.country:
            positions[mention.country].append(mention.span.start)
    regions = frozenset(m.region for m in mentions if m.region and m.level == "region")
    article = _Article(mentions, _evidence(mentions), framed, positions, _companions(mentions), regions)
    return tuple(_resolve(mention, article) for mention in mentions)


def _key(name: str) -> str:
    return fold_name(_bare(name))


def _bare(name: str) -> str:
    """Return a name without the head word beside it: "Kwara State" is "Kwara"."""
    for position in (match.start() for match in re.finditer(r"[ -]", name)):
        head = words.after_heads(name, position)
        if head and head[1] == len(name):
            return name[:position]
    return name


def _candidates(mention: PlaceMention) -> tuple[Place, ...]:
    if mention.level == "water":
        return ()
    gazetteer = load_gazetteer()
    places = gazetteer.lookup(mention.name)
    if not places and (bare := _bare(mention.name)) != mention.name:
        places = gazetteer.lookup(bare)
    if places and places[0].level == "country":
        # "Russia" is no town in Ohio unless a frame says so; "Georgia" may be the state.
        return tuple(place for place in places if place.level != "city")
    return places


def _evidence(mentions: Sequence[PlaceMention]) -> dict[str, float]:
    """Return how strongly each country is named by mentions that leave no choice."""
    weights: dict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.country:
            weights[mention.country] += WEIGHT.get(mention.rule, 0.5)
        elif not mention.demonym and (only := _only_country(_candidates(mention))):
            weights[only] += 0.5 * WEIGHT.get(mention.rule, 0.5)
    return dict(weights)


def _only_country(places: Sequence[Place]) -> str | None:
    """Return the country of a large city or region that no other place of the name can rival."""
    if not places or places[0].level == "country":
        return None
    best = max(places, key=lambda place: place.population)
    rivals = [place for place in places if place.country != best.country]
    rival = max((place.population for place in rivals), default=0)
    return best.country if best.population >= BIG and best.population > 10 * rival else None


def _resolve(mention: PlaceMention, article: _Article) -> PlaceMention:
    if mention.country and (mention.latitude is not None or mention.level in {"country", "water"}):
        return mention
    if mention.demonym:
        codes = demonyms().get(mention.name, ())
        best = max(codes, key=lambda code: article.evidence.get(code, 0.0), default=None)
        return replace(mention, country=best) if best and article.evidence.get(best) else mention
    places = _candidates(mention)
    if mention.country:
        places = tuple(place for place in places if place.country == mention.country)
        return _settle(mention, places[0]) if places else mention
    same = article.framed.get(_key(mention.name))
    if same is not None:
        return replace(
            mention, level=same.level, country=same.country, region=same.region, latitude=same.latitude,
            longitude=same.longitude, population=same.population,
        )  # fmt: skip
    chosen = _choose(mention, places, article)
    if chosen:
        return _settle(mention, chosen)
    return _inherit(mention, places, article.mentions)


def _choose(mention: PlaceMention, places: Sequence[Place], article: _Article) -> Place | None:
    """Return the best reading, None where none stands out."""
    if not places:
        return None
    best = max(places, key=lambda place: _score(place, mention, article))
    great = max(places, key=lambda place: 0 if place.alternate else place.population)
    if best.level == "city" and great.population >= max(10 * BIG, 20 * best.population) and great != best:
        # "Paris" in a story about the United States is still the capital of France, unless Texas is named.
        return best if best.region in article.regions else great
    if article.evidence.get(best.country, 0.0) > 0 or best.level != "city":
        return best
    if not best.alternate and best.population >= 5 * BIG:
        return best
    alone = len({place.country for place in places}) == 1
    if alone and not best.alternate and best.population >= _TOWN:
        return best
    return best if not article.evidence and best.population >= (_TOWN if alone else BIG) else None


def _score(place: Place, mention: PlaceMention, article: _Article) -> float:
    """Weigh one reading by evidence for its country, nearness of that evidence, companions, size and kind."""
    share = article.evidence.get(place.country, 0.0) / article.total
    near = _nearest(article.positions.get(place.country, []), mention.span.start)
    support = (1.0 if share else 0.0) + share + 1.0 / (1.0 + near / 150)
    level = {"country": 1.3, "region": 0.5, "city": 0.0}[place.level]
    size = len(str(place.population + 1)) / 8
    companions = 0.0
    if place.level != "city":
        companions = min(1.6, 0.8 * article.companions[place.country, place.region])
    return 1.5 * support + companions + size + level - (0.6 if place.alternate else 0.0)


def _nearest(positions: Sequence[int], position: int) -> int:
    """Return the distance to the nearest of sorted positions, a great one where there is none."""
    index = bisect_left(positions, position)
    return min((abs(position - other) for other in positions[max(0, index - 1) : index + 2]), default=10_000)


def _companions(mentions: Sequence[PlaceMention]) -> Counter[tuple[str, str | None]]:
    """Count the cities whose largest namesake lies in each country and region."""
    found: Counter[tuple[str, str | None]] = Counter()
    for name in {m.name for m in mentions if not m.demonym and m.rule != "place.in_name"}:
        readings = load_gazetteer().lookup(name)
        cities = [place for place in readings if place.level == "city" and not place.alternate]
        if cities and len(cities) == len(readings):
            largest = max(cities, key=lambda place: place.population)
            found.update({(largest.country, None), (largest.country, largest.region)})
    return found


def _settle(mention: PlaceMention, place: Place) -> PlaceMention:
    headed = mention.level in {"water", "other"} or _bare(mention.name) != mention.name
    level = mention.level if headed else place.level
    return replace(
        mention, level=level, country=place.country, region=place.region, latitude=place.latitude,
        longitude=place.longitude, population=place.population,
    )  # fmt: skip


def _inherit(
    mention: PlaceMention, places: Sequence[Place], mentions: Sequence[PlaceMention]
) -> PlaceMention:
    """Give an unknown place the only country that the article's other places lie in."""
    if mention.level == "country" or mention.rule == "place.in_name":
        return mention
    if any(place.population >= BIG for place in places):
        return mention
    countries = {other.country for other in mentions if other.country and WEIGHT.get(other.rule, 0.5) > 0.6}
    return replace(mention, country=next(iter(countries))) if len(countries) == 1 else mention


def place_country(name: str, near: str | None = None) -> str | None:
    """Return the country of a place by name.

    Args:
        name: A country, region or city.
        near: A country's code that is preferred where a reading lies in it.

    Returns:
        An ISO 3166-1 code; None where the name is unknown or no reading stands out.

    >>> place_country("Punjab", "IN"), place_country("Karachi"), place_country("Nowhere-on-Sea")
    ('IN', 'PK', None)
    """
    places = load_gazetteer().lookup(name)
    if any(place.country == near for place in places):
        return near
    if places and places[0].level != "city" and len({p.country for p in places if p.level != "city"}) == 1:
        return places[0].country
    return _only_country(places)
