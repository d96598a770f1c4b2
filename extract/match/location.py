"""Finds place names in an article: gazetteer look-up, words around the name, spaCy's entities as support.

Owns which capitalised words are places. What role a name plays is in `place_rules.py`, what frames it in
`place_frames.py`, which of several readings is meant in `place_resolution.py`, which country a plant is in in
`place_countries.py`. Knows nothing of plants but that their head nouns may follow a place name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, cast

from extract.analyze.analysis import Analysis
from extract.domain.mention import PlaceMention
from extract.domain.span import Span
from extract.lexicons.gazetteer import fold_name
from extract.match import place_words as words
from extract.match.place_countries import article_country, country_near
from extract.match.place_frames import container_behind, frame, unknown_names
from extract.match.place_names import BIG, Context, Name, scan
from extract.match.place_resolution import place_country, resolve_places
from extract.match.place_rules import is_line_start, rule_of

__all__ = ["article_country", "country_near", "match_places", "place_country", "resolve_places"]

_PERSON_BEFORE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lord|President|Minister|Engr?|Sen|Gov)\.?\s(?:[A-Z][\w.-]{0,30}\s)?$"
)
_CONTINUES = re.compile(r"[ -][A-ZÀ-Ž][^\W\d_]{3}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,30}")
_ENOUGH = 2.0


def match_places(analysis: Analysis) -> Iterable[PlaceMention]:
    """Return the places an article names, in text order, with readings already chosen.

    Args:
        analysis: The analyzed article.

    Returns:
        Mentions that do not overlap; `country` is None where no reading could be chosen.
    """
    text = analysis.text
    names = list(scan(text))
    context = _make_context(analysis, names)
    accepted = _accept_all(names, context)
    taken = [name.span for name in accepted]
    accepted += [n for n in unknown_names(context) if not any(n.span.overlaps(span) for span in taken)]
    accepted.sort(key=lambda name: name.start)
    return resolve_places(_without_overlaps(_mention(name, text) for name in frame(accepted, text)))


def _without_overlaps(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    """Drop a mention that begins inside the one before: a head word belongs to one name only."""
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def _make_context(analysis: Analysis, names: list[Name]) -> Context:
    text = analysis.text
    entities = tuple((Span(ent.start_char, ent.end_char), ent.label_) for ent in analysis.doc.ents)
    lead = analysis.paragraphs[min(2, len(analysis.paragraphs) - 1)].end if analysis.paragraphs else 0
    titled = tuple((span, "TITLE") for span in analysis.sentences if _is_title_case(span.of(text)))
    headings = sum(1 for name in names if name.level == "country" and is_line_start(name, text))
    plain = Context(text, entities, lead, headings > 1, frozenset(), titled)
    return replace(plain, named=frozenset(_named(names, plain)))


def _named(names: list[Name], context: Context) -> Iterator[str]:
    """Yield the countries that the article speaks of as places: by name, by region, by a great city."""
    for name in names:
        if name.codes:
            yield name.codes[0]
        elif name.places and rule_of(name, context) not in {"place.in_name", "place.of_party"}:
            first = name.places[0]
            alone = len({place.country for place in name.places}) == 1
            if first.level == "country" or first.population >= 5 * BIG or (first.level == "region" and alone):
                yield first.country


def _is_title_case(line: str) -> bool:
    """Return True where most longer words are capitalised, so that a capital says nothing."""
    longer = _LONG_WORD.findall(line)
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


def _accept_all(names: list[Name], context: Context) -> list[Name]:
    """Keep the names that their surroundings support; a name accepted once supports its repeats."""
    text = context.text
    fixed = {"place.demonym", "place.framed"}
    ruled = [n if n.rule in fixed else replace(n, rule=rule_of(n, context)) for n in names]
    judged = [(name, _is_place(name, context)) for name in ruled]
    sure = {fold_name(name.span.of(text)) for name, good in judged if good and name.rule != "place.in_name"}
    return [
        name
        for name, good in judged
        if good or (fold_name(name.span.of(text)) in sure and not _is_person(name, context))
    ]


def _is_place(name: Name, context: Context) -> bool:
    """Return True where something supports that a place is meant."""
    form = name.span.of(context.text)
    common = fold_name(form) in words.common_words()
    if name.rule in {"place.demonym", "place.framed"}:
        return True
    if name.rule in {"place.dateline", "place.heading"}:
        return name.level == "country" or not common
    if _is_person(name, context):
        return False
    if name.rule == "place.in_name":
        return any(place.population >= BIG or place.level != "city" for place in name.places)
    plain_region = name.level == "region" and not common and not _is_short_acronym(form)
    return (
        name.level in {"water", "country"} or plain_region or _support(name, context, form, common) >= _ENOUGH
    )


def _is_short_acronym(form: str) -> bool:
    return form.isupper() and len(form) <= 5


def _support(name: Name, context: Context, form: str, common: bool) -> float:
    """Add up what speaks for and against a city, or a region with a common name."""
    against = 2.0 * common + 3.0 * _is_short_acronym(form)
    against += 2.0 * (fold_name(form) in words.organization_names())
    against += context.is_titled(name.span)
    return _entity_support(name, context) + _word_support(name, context.text, common) - against


def _entity_support(name: Name, context: Context) -> float:
    """Weigh spaCy's label, the countries the article names, and the size of the place."""
    near = context.around(name.span)
    inside = {label for span, label in near if span.contains(name.span) and span.end <= name.end + 2}
    around = {label for span, label in near if span != name.span}
    located = bool(inside & {"GPE", "LOC"})
    score = 2.0 if located else 1.0 if "FAC" in inside else 0.0
    named = [place.population for place in name.places if place.country in context.named]
    if named:
        score += 1.5 if max(named) >= BIG else 1
    elif context.named and not located and name.rule not in {"place.in_plant", "place.in"}:
        score -= 1
    if "ORG" in around and name.rule not in {"place.in_plant", "place.in"}:
        score -= 1
    largest = max((place.population for place in name.places), default=0)
    return score + (1 if largest >= 10 * BIG else 0.5 if largest >= BIG else 0)


def _word_support(name: Name, text: str, common: bool) -> float:
    """Weigh the words right before and behind the name."""
    partial = _continues(text, name.end)
    score = 0.0
    if name.rule == "place.in" and not partial:
        score += 2
    elif name.rule == "place.name" and words.ends_with("toward", text, name.start):
        score += 1
    elif name.rule == "place.in_plant":
        score += (0.5 if common else 1.5) - (1.5 if partial else 0)
    if name.rule == "place.head" or container_behind(name, text):
        score += 3
    return score + (1.5 if words.has_plant_before(text, name.start) else 0)


def _continues(text: str, position: int) -> bool:
    """Return True where a capitalised word follows at once: the name may be longer than what was found."""
    return _CONTINUES.match(text, position) is not None and not words.is_plant_word(text, position + 1)


def _is_person(name: Name, context: Context) -> bool:
    """Return True where the name is part of a person's."""
    text = context.text
    if _PERSON_BEFORE.search(text, max(0, name.start - 40), name.start):
        return True
    if words.ends_with("locative", text, name.start) and not _continues(text, name.end):
        return False
    for span, label in context.around(name.span):
        if label == "PERSON" and span.contains(name.span):
            longer = span.end - span.start > name.end - name.start + 2
            return longer or not (
                name.level != "city" or name.rule == "place.in_plant" or _is_great(name, context)
            )
    return False


def _is_great(name: Name, context: Context) -> bool:
    """Return True for a large city of a country the article names: spaCy's PERSON is then mistaken."""
    return any(place.population >= BIG and place.country in context.named for place in name.places)


def _mention(name: Name, text: str) -> PlaceMention:
    """Return the mention: the head word is part of the name ("Kwara State", "Lake Ohrid")."""
    if name.codes:
        only = name.codes[0] if len(name.codes) == 1 else None
        return PlaceMention(name.span, name.rule, name.span.of(text), "country", only, demonym=True)
    span, level = _with_head(name, text)
    plain = " ".join(span.of(text).split())
    country = name.country or (words.waters().get(fold_name(plain)) if level == "water" else None)
    mention = PlaceMention(span, name.rule, plain, _level(level), country)
    if not name.places or not (name.country or (len(name.places) == 1 and name.level != "city")):
        return mention
    place = name.places[0]
    return replace(
        mention, country=place.country, region=place.region, latitude=place.latitude,
        longitude=place.longitude, population=place.population,
    )  # fmt: skip


def _with_head(name: Name, text: str) -> tuple[Span, str]:
    """Return the span with the head word beside the name, and the level that word gives."""
    if name.rule in {"place.head", "place.in", "place.framed", "place.name"}:
        after = words.after_heads(text, name.end)
        if after and name.level != "country":
            return Span(name.start, after[1]), after[0].level
        before = words.before_heads(text, name.start)
        if before and before[0].level in {"water", "other"}:
            return Span(before[1], name.end), before[0].level
    return name.span, name.level


def _level(level: str) -> Literal["country", "region", "city", "water", "other"]:
    known = {"country", "region", "city", "water", "other"}
    return cast(Literal["country", "region", "city", "water", "other"], level if level in known else "other")
