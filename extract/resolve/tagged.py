"""Plant names that the encoder saw and no rule found: 'Orlova' where nothing beside it says plant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extract.domain.mention import Mentions, PlantMention
from extract.domain.span import Span
from extract.encode.heads import Tagged
from extract.lexicons.known_plants import known_countries
from extract.lexicons.loader import load_lexicon
from extract.normalize.fuels import fuels_in, is_technical, technology_in
from extract.normalize.names import known_organization
from extract.resolve.plant_names import is_generic_name
from extract.resolve.plant_state import State

__all__ = ["occupied", "with_phrases", "with_tagged"]

SURE = 0.6
"""How sure the encoder must be of a name. Flat: at 0.45 and 0.75, cross-validated F1 of all slots was 0.689
and 0.688 on the open articles (2026-11); lower finds more in articles full of bare names."""
LIKELY = 0.5
"""How sure it must be of another phrase, which makes no plant unless something is said of it."""
_LEADING = re.compile(r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+|[\W_]+")
_TRAILING = re.compile(r"(?:[’']s?|[\W_]|\s(?:and|or|of|in|at|the|for|with))+$")
_NO_PLANT = re.compile(r"(?i)\b(?:kv|hvdc|transmission|interconnectors?|substations?|cables?|pipelines?)\b")
"""What carries power or fuel makes none."""
_GROWTH = frozenset({"extension", "extensions", "expansion"})
_SIZE = re.compile(r"\s?\b[\d.,]+\s?-?(?:MW\w*|GW\w*|kW|megawatts?|gigawatts?)\b.*$")


def with_tagged(text: str, mentions: Mentions, tags: Sequence[Tagged]) -> Mentions:
    """Return the mentions with the encoder's plant names added where no plant mention stands.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        tags: What the encoder found.
    """
    taken = occupied(mentions)
    found = list(mentions.plants)
    for tag in tags:
        if tag.kind != "plant" or tag.probability < SURE:
            continue
        span = _trimmed(text, tag.span)
        if span is None or any(span.overlaps(other) for other in taken):
            continue
        core = _core(span.of(text))
        if core is not None and not _is_firm(core):
            found.append(PlantMention(
                span=span, rule="plant.tagged", form="bare", name=" ".join(span.of(text).split()), place=core
            ))  # fmt: skip
            taken.append(span)
    return replace(mentions, plants=tuple(sorted(found, key=lambda m: m.span)))


def _is_firm(name: str) -> bool:
    """Return True for the name of a known organisation that no known plant has.

    >>> _is_firm("Norfund"), _is_firm("Drax"), _is_firm("Orlova")
    (True, False, False)
    """
    return known_organization(name) is not None and not known_countries(name)


def occupied(mentions: Mentions) -> list[Span]:
    """Return where plants and figures stand: a tag over one of them is none of a name."""
    kinds = (mentions.plants, mentions.capacities, mentions.costs, mentions.dates)
    return [mention.span for found in kinds for mention in found]


def with_phrases(state: State, tags: Sequence[Tagged]) -> State:
    """Return the plants with phrases added that the encoder takes for plants, each one by itself at first.

    Args:
        state: The plants as rules found them.
        tags: What the encoder found.
    """
    taken = sorted(m.span for draft in state.drafts for m in draft.mentions)
    taken += [m.span for m in state.mentions.costs]
    taken += [m.span for m in state.mentions.dates]
    for tag in tags:
        span = tag.span
        if tag.kind not in {"phrase", "group"} or tag.probability < LIKELY or "\n" in span.of(state.text):
            continue
        if any(span.overlaps(other) for other in taken) or not _stands_for_a_plant(span.of(state.text)):
            continue
        several = tag.kind == "group"
        state.add(
            PlantMention(span, "plant.phrase", "anaphor", plural=several, definite=True), aggregate=several
        )
    return state


@cache
def _words(entry_id: str) -> frozenset[str]:
    return frozenset(form.lower() for form in load_lexicon("plant_words").by_id()[entry_id].forms)


@cache
def _other_works() -> re.Pattern[str]:
    words = "|".join(sorted(_words("not_plant"), key=len, reverse=True))
    heads = "|".join(sorted(_words("stands_for")))
    return re.compile(rf"(?i)\b({words})\s+({heads})\b")


def _makes_no_power(phrase: str) -> bool:
    """Return True for works of another kind; what names a fuel or a technology of power is none of them.

    A capitalised word before a small head is somebody's name.

    >>> [_makes_no_power(p) for p in ("the lithium plant", "Orlova Sugar plant", "cement and solar plant")]
    [True, False, False]
    """
    found = _other_works().search(phrase)
    named = found is not None and found[1][0].isupper() and found[2][0].islower()
    return found is not None and not (named or fuels_in(phrase) or technology_in(phrase))


def _stands_for_a_plant(phrase: str) -> bool:
    """Return True where a word of a phrase can mean a plant: "twenty 2.5-" and "the" are only fragments."""
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    return not _words("stands_for").isdisjoint(words) and not _makes_no_power(phrase)


def _trimmed(text: str, span: Span) -> Span | None:
    """Return the span without articles before and signs around it; None where nothing is left."""
    start, end = span.start, span.end
    while (lead := _LEADING.match(text, start, end)) is not None:
        start = lead.end()
    end = start + len(_TRAILING.sub("", text[start:end]))
    return Span(start, end) if end - start > 1 and "\n" not in text[start:end] else None


def _core(name: str) -> str | None:
    """Return what is left of a name without generic words and sizes at its end; None where that is no name.

    >>> _core("Orlova wind farm"), _core("Unit 2"), _core("Orlova HVDC"), _core("500 kV Orlova Project")
    ('Orlova', None, None, None)
    >>> _core("Bay"), _core("Orlova Bay"), _core("Orlova Road"), _core("Orlova lithium plant")
    (None, 'Orlova Bay', 'Orlova Road', None)
    """
    if (
        _NO_PLANT.search(name)
        or is_technical(name)
        or name.lower() in _words("no_name_alone")
        or _makes_no_power(name)
    ):
        return None
    words = _SIZE.sub("", name).split()
    while words and (is_generic_name(words[-1]) or words[-1].islower()):
        word = words.pop()
        if not is_generic_name(word) and word not in _GROWTH:
            return None  # "Orlova residents": named after the same place as the plant
    proper = [w for w in words if w[0].isupper() and not is_generic_name(w)]
    return " ".join(words) if proper else None
