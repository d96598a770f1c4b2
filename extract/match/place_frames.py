"""Frames: names that hold or are held by another ("Natal, Brazil"), and names only a frame makes a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.lexicons.gazetteer import Place, fold_name
from extract.match import place_words as words
from extract.match.place_names import BIG, Context, Name, holders, organization_run

__all__ = ["container_behind", "frame", "unknown_names"]

_PHRASE = rf"(?:{words.CAP})(?:[ '’-](?:{words.CAP})){{0,3}}\.?"
_BEHIND = re.compile(rf"(?:, | \()({_PHRASE})")
_BEHIND_UNKNOWN = re.compile(rf"(?:, |,? in (?:the )?| of (?:the )?)({_PHRASE})")
_BRACKET = re.compile(rf"\s\(({_PHRASE})\)")
_HELD = re.compile(
    r",\s|\s\(|,?\sin (?:the )?(?:[a-z]+ (?:of )?){0,3}|\sof (?:the )?"
    r"|, (?:a|the) [a-z ]{1,30} (?:in|of) (?:the )?"
)
_HELD_ACROSS = re.compile(r", [^,;.\n]{1,30}, |,? and [^,;.\n]{1,30},? in (?:the )?")
_LED = re.compile(r"['’]s?\s(?:[a-z-]+\s){0,3}(?:of\s)?")
_LED_DEMONYM = re.compile(r"\s(?:[a-z-]+\s){0,3}(?:of\s)?")
_KEEP_RULE = {"place.in_name", "place.of_party", "place.dateline", "place.heading"}
_RUN = re.compile(rf"(?<![\w-]){words.CAP}(?:[ -](?:(?:al|el|de|e|ul|la)[ -])?{words.CAP}){{0,3}}")
_NOT_FIRST = re.compile(
    r"(?:The|A|An|This|That|In|At|On|Near|Its|His|Their|Each|Both|Under|From|By|For|And|With|Phase|Unit|Block"
    r"|Stage)\b"
)
_NEAR = re.compile(r"\b[Nn]ear\s$")


def container_behind(name: Name, text: str) -> bool:
    """Return True where ", Country" or " (Region)" follows that one of the name's readings lies in."""
    match = _BEHIND.match(text, name.end)
    return match is not None and any(
        holder.country == place.country and (holder.level == "country" or holder.region == place.region)
        for holder in holders(match[1])
        for place in name.places
    )


def frame(names: list[Name], text: str) -> Iterator[Name]:
    """Give a name the country of the place behind it ("Natal, Brazil") or in front ("Peru's Cusco").

    Args:
        names: Accepted names in text order.
        text: The article's text.

    Yields:
        The same names; a framed one keeps only the readings inside its holder. A great city stays what it
        is unless one of its readings fits: "Tokyo, China" is a list.
    """
    for index, name in enumerate(names):
        holder = None if name.codes or name.country else _holder(names, index, text)
        inside = tuple(place for place in name.places if holder and place.country == holder.country)
        strange = name.level == "country" or any(place.population >= 5 * BIG for place in name.places)
        if holder is None or (strange and not inside):
            yield name
            continue
        in_region = tuple(place for place in inside if holder.region and place.region == holder.region)
        places = in_region or inside
        yield replace(
            name,
            places=places,
            country=holder.country,
            rule=name.rule if name.rule in _KEEP_RULE else "place.framed",
            level=places[0].level if places and name.level == "country" else name.level,
        )


def _holder(names: list[Name], index: int, text: str) -> Place | None:
    """Return the country or region that frames a name, the one behind it before the one in front."""
    name = names[index]
    for step, following in enumerate(names[index + 1 : index + 3]):
        head = words.after_heads(text, name.end)
        gap = text[head[1] if head else name.end : following.start]
        if not (_HELD_ACROSS if step else _HELD).fullmatch(gap):
            continue
        found = [place for place in following.places if place.level != "city"]
        if head and head[0].form == "county":
            # Countries have counties too, but "Burke County, Georgia" is in the state.
            found = [place for place in found if place.level == "region"] or found
        if name.level == "country":
            # "Georgia, US" and "Lebanon, Ohio", but "Panama, Colombia" lists two countries.
            within = gap.startswith((", ", " in"))
            found = [
                p for p in found if within and p.level == "region" and p.country != name.places[0].country
            ]
        fitting = [h for h in found if any(place.country == h.country for place in name.places)]
        if fitting or (found and name.level != "country" and len({place.country for place in found}) == 1):
            return (fitting or found)[0]
    return _leader(names, index, text) if index and name.level != "country" else None


def _leader(names: list[Name], index: int, text: str) -> Place | None:
    """Return the country or region that leads to a name: "Peru's Cusco", "the Croatian city of Osijek"."""
    leader, name = names[index - 1], names[index]
    gap = text[leader.end : name.start]
    if len(leader.codes) == 1 and _LED_DEMONYM.fullmatch(gap):
        return Place(0, "country", leader.codes[0])
    if leader.level in {"country", "region"} and _LED.fullmatch(gap):
        found = [place for place in leader.places if place.level == leader.level]
        return found[0] if len({place.country for place in found}) == 1 else None
    return None


def unknown_names(context: Context) -> Iterator[Name]:
    """Yield names the gazetteer lacks but whose surroundings say that they are places.

    Args:
        context: The article.

    Yields:
        Names without readings; known ones may be among them, the caller drops what overlaps.
    """
    text = context.text
    for match in _RUN.finditer(text):
        start, end = match.span()
        if skip := _NOT_FIRST.match(text, start, end):
            start = skip.end() + 1
        start = _behind_head(text, start, end)
        if start >= end or _is_shouted(text[start:end]):
            continue
        name = Name(start, _before_head(text, start, end))
        after, before = words.after_heads(text, name.end), words.before_heads(text, start)
        if after and not organization_run(text, after[1]):
            yield replace(name, level=after[0].level, rule="place.head")
        elif before and not words.starts_with("organization_head", text, start):
            yield replace(name, level=before[0].level, rule="place.head")
        elif _is_unknown_place(name, context):
            yield replace(name, level="city", rule="place.in")


def _before_head(text: str, start: int, end: int) -> int:
    """Return where a run of capitalised words ends without its head: "Burke" of "Burke County"."""
    for gap in re.finditer(r"[ -]", text[start:end]):
        head = words.after_heads(text, start + gap.start())
        if head and head[1] == end:
            return start + gap.start()
    return end


def _behind_head(text: str, start: int, end: int) -> int:
    """Return where a run of capitalised words begins without its head: "Ohrid" of "Lake Ohrid"."""
    for gap in re.finditer(r" ", text[start:end]):
        head = words.before_heads(text, start + gap.end())
        if head and head[1] == start:
            return start + gap.end()
    return start


def _is_shouted(form: str) -> bool:
    """Return True for a short word in capitals: an acronym, not a place."""
    return form.isupper() and len(form) <= 6


def _is_unknown_place(name: Name, context: Context) -> bool:
    """Return True for a name behind a locative word that a region, a plant or spaCy makes a place."""
    text = context.text
    if not _may_be_place(name, text):
        return False
    labels = {label for span, label in context.around(name.span) if span.contains(name.span)}
    bracket = _BRACKET.match(text, name.end)
    if bracket and any(place.level == "region" for place in holders(bracket[1])):
        return "ORG" not in labels
    if not words.ends_with("locative", text, name.start):
        return False
    held = _BEHIND_UNKNOWN.match(text, name.end)
    if (held and holders(held[1])) or words.has_plant_before(text, name.start):
        return True
    return bool(labels & {"GPE", "LOC"}) or _NEAR.search(text, max(0, name.start - 6), name.start) is not None


def _may_be_place(name: Name, text: str) -> bool:
    """Return False for common words, organisations, and names a number follows ("Snowy 2.0")."""
    form = name.span.of(text)
    known = (words.common_words(), words.not_places(), words.organization_names())
    if any(fold_name(form) in group for group in known) or fold_name(form.split()[0]) in words.common_words():
        return False
    return not organization_run(text, name.start - 1) and not re.match(
        r"[ -]\d", text[name.end : name.end + 2]
    )
