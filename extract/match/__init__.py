"""Analysis to mentions: one module per slot, listed in the MATCHERS table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from extract.analyze.analysis import Analysis
from extract.domain.mention import Mentions
from extract.match.capacity import match_capacities
from extract.match.cost import match_costs
from extract.match.cue import match_cues
from extract.match.date import match_dates
from extract.match.location import match_places
from extract.match.partner import match_organizations
from extract.match.plant import match_plants

__all__ = ["MATCHERS", "match_all"]

MATCHERS: Mapping[str, Callable[[Analysis], Iterable[Any]]] = MappingProxyType({
    "plants": match_plants,
    "capacities": match_capacities,
    "costs": match_costs,
    "organizations": match_organizations,
    "dates": match_dates,
    "places": match_places,
    "cues": match_cues,
})  # fmt: skip
"""Field of `Mentions` to the function that fills it; none knows of another."""


def match_all(analysis: Analysis) -> Mentions:
    """Run every matcher over one article and return what they found, each kind in text order."""
    found = {
        name: tuple(sorted(matcher(analysis), key=lambda m: m.span)) for name, matcher in MATCHERS.items()
    }
    return Mentions(**found, sentences=analysis.sentences, paragraphs=analysis.paragraphs)
