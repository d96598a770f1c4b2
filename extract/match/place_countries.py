"""The country an article is about and the country of one plant, from resolved places.

Works on `PlaceMention`s and the article's text alone: which place speaks for a plant depends on the rule that
found it and on where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from extract.analyze.sentences import paragraphs, sentences
from extract.domain.mention import PlaceMention
from extract.domain.span import Span
from extract.lexicons.gazetteer import demonyms, fold_name
from extract.lexicons.loader import load_lexicon
from extract.match import place_words as words
from extract.match.place_resolution import WEIGHT, place_country

__all__ = ["article_country", "country_near"]

# For one plant it matters more that a place says where: an adjective or a party's home says little.
_NEAR_WEIGHT = {
    "place.framed": 1.2, "place.in": 1.2, "place.in_plant": 1.2, "place.head": 1.1, "place.heading": 1.3,
    "place.name": 0.8, "place.demonym": 0.35, "place.of_party": 0.3, "place.in_name": 0.1,
    "place.dateline": 0.1,
}  # fmt: skip


def article_country(
    mentions: Sequence[PlaceMention], publisher: str | None = None, url: str | None = None
) -> str | None:
    """Return the country an article is about: what its text names most, else where its newsroom is.

    Args:
        mentions: The article's resolved places.
        publisher: The newsroom's name.
        url: The article's address; its country ending counts.

    Returns:
        An ISO 3166-1 code, or None.
    """
    weights = _weights(mentions)
    newsroom = _newsroom_country(publisher, url)
    if not weights:
        return newsroom
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    if newsroom in ranked and weights[newsroom] >= 0.75 * weights[ranked[0]]:
        return newsroom
    if weights[ranked[0]] < 0.5 and newsroom:
        return newsroom
    return ranked[0]


def _weights(mentions: Sequence[PlaceMention]) -> dict[str, float]:
    """Return how much the article speaks of each country; the first mentions count for more."""
    weights: dict[str, float] = defaultdict(float)
    for index, mention in enumerate(mentions):
        if mention.country:
            early = 1.5 if index < 3 else 1.0
            weights[mention.country] += early * WEIGHT.get(mention.rule, 0.5)
    return weights


@cache
def _endings() -> dict[str, str]:
    return {entry.data["tld"]: entry.id for entry in load_lexicon("countries").entries if "tld" in entry.data}


def _newsroom_country(publisher: str | None, url: str | None) -> str | None:
    """Return the country of the web address's ending, else of a place or people in the publisher's name."""
    host = urlsplit(url or "").hostname or ""
    if code := _endings().get(host.rpartition(".")[2]):
        return code
    for match in words.demonym_pattern().finditer(publisher or ""):
        if len(demonyms()[match.group()]) == 1:
            return demonyms()[match.group()][0]
    parts = re.findall(r"[^\W\d_]+", publisher or "")
    for size in (3, 2, 1):
        for index in range(len(parts) - size + 1):
            name = " ".join(parts[index : index + size])
            if fold_name(name) not in words.common_words() and (code := place_country(name)):
                return code
    return None


# --- the country of one plant


@lru_cache(maxsize=4)
def _bounds(text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    return sentences(text), paragraphs(text)


def _around(spans: Sequence[Span], position: int) -> Span:
    """Return the span a position lies in, or the nearest before it."""
    index = bisect_right([span.start for span in spans], position) - 1
    return spans[max(0, index)]


def country_near(span: Span, places: Sequence[PlaceMention], text: str) -> tuple[str, PlaceMention] | None:
    """Return the country of a plant mention and the place that says so.

    Looked for in order: inside the phrase, in its clause, in its sentence, at the head of its paragraph,
    in the paragraph, in earlier paragraphs from the nearest back, anywhere in the article.

    Args:
        span: The plant's name or phrase.
        places: The article's resolved places.
        text: The article's text.

    Returns:
        Country code and supporting mention, or None where no place has a country.
    """
    known = [place for place in places if place.country]
    if not known or not text.strip():
        return None
    all_sentences, all_paragraphs = _bounds(text)
    sentence = _around(all_sentences, span.start)
    paragraph = _around(all_paragraphs, span.start)
    scopes = (
        (span, 4.0),
        (_clause(text, span, sentence), 1.6),
        (sentence, 1.2),
        (paragraph, 0.8),
    )
    weights = _weights(known)
    total = sum(weights.values())
    heading = max((p.span for p in known if p.rule == "place.heading" and p.span <= span), default=None)

    def score(place: PlaceMention) -> float:
        gap = _distance(span, place)
        scope = next(
            (value for area, value in scopes if area.contains(place.span)), 0.4 + 0.3 / (1 + gap / 300)
        )
        if place.span == heading:
            scope = max(scope, 1.6)
        trust = _NEAR_WEIGHT.get(place.rule, 0.3)
        if place.demonym and 0 <= span.start - place.span.end <= 25:
            trust = 0.9
        if scope >= 4.0:
            trust = max(trust, 0.8)
        share = weights[place.country or ""] / total
        prior = 1.2 if scope < 0.8 else 0.8 if share >= 0.6 else 0.4
        return trust * (scope + 0.5 / (1 + gap / 60)) + prior * share

    best = max(known, key=score)
    return best.country or "", best


def _clause(text: str, span: Span, sentence: Span) -> Span:
    """Return the stretch around a mention between semicolons, dashes and contrasting words."""
    cut = re.compile(r";|\s[–—]\s|,\s(?:while|whereas|but|and the|as well as)\s")
    start = max((m.end() for m in cut.finditer(text, sentence.start, span.start)), default=sentence.start)
    after = cut.search(text, span.end, max(span.end, sentence.end))
    return Span(start, max(span.end, after.start() if after else sentence.end))


def _distance(span: Span, place: PlaceMention) -> float:
    """Return how far a place is; one that says where counts as nearer, an adjective as farther."""
    gap = float(span.gap(place.span))
    if place.rule in {"place.in", "place.framed", "place.head", "place.in_plant"}:
        gap *= 0.6
    if place.demonym:
        gap = gap * 1.8 + 20
    return gap
