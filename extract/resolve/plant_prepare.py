"""Plant mentions before coreference: organisations out, headlines sobered, units joined to plants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.domain.mention import Mentions, OrganizationMention, PlaceMention, PlantMention
from extract.domain.span import Span
from extract.resolve.plant_names import bracket_alias, core_key
from extract.resolve.plant_state import State

__all__ = ["prepared_mentions", "with_bare_names"]

_LEGAL = re.compile(
    r"(?i)\b(?:inc|ltd|limited|corp|corporation|co|plc|gmbh|s\.?a|company|holdings?|llc|bank|"
    r"authority|commission|ministry|association|agency|council)\b\.?$"
)
_WEAK_HEADS = {
    "project",
    "projects",
    "development",
    "complex",
    "hub",
    "scheme",
    "undertaking",
    "facility",
    "facilities",
}
_OF_LINK = re.compile(r"^\s?(?:at|of|in|for|to)\s(?:the\s|its\s|their\s)?(?:existing\s|planned\s)?$")
_NOT_BARE = re.compile(
    r"(?:\b(?:in|near|at|from|to|into|towards|outside|around|of|between|via|the city of|"
    r"the town of)\s|\b(?:city|town|province|region|district|mayor|governor|river|lake) (?:of\s)?|"
    r"[’'])$"
)
_NOT_BARE_AFTER = re.compile(
    r"^(?:\s(?:province|region|district|state|city|county|river|town|village|oblast|Ltd|Limited|"
    r"Corp|Inc|Holding|Group|Company|Co\b|Energy|Power\b|Generation|River|Lake|Bay|Street)|"
    r",\s[A-Z])"
)


def _inside_organization(
    mention: PlantMention, organizations: Sequence[OrganizationMention], text: str
) -> bool:
    """Return True where a name is only part of an organisation's ('Sunrise Energy Development Inc.')."""
    if mention.form in {"name", "bare"} and re.match(
        r"\s(?:Corp|Inc|Ltd|Limited|Plc|LLC|Co\b|Company|Corporation|Bhd|Pty|GmbH|S\.?A\b|AG\b|Holdings?)",
        text[mention.span.end :][:14],
    ):
        return True
    for organization in organizations:
        if not organization.span.overlaps(mention.span):
            continue
        if (
            mention.form == "bare"
            and organization.span.contains(mention.span)
            and organization.kind != "other"
        ):
            if organization.span != mention.span or _LEGAL.search(organization.span.of(text)):
                return True
            continue
        if organization.span.end > mention.span.end and mention.form in {"name", "unit", "anaphor"}:
            return True
        if (
            mention.head in _WEAK_HEADS
            and organization.span.contains(mention.span)
            and mention.form == "name"
        ):
            return True
        if _LEGAL.search(organization.span.of(text)) and organization.span.end == mention.span.end:
            return True
    return False


def prepared_mentions(text: str, mentions: Mentions) -> list[PlantMention]:
    """Drop what is no plant, turn country-named phrases into descriptions, join units with their plant."""
    countries = {core_key(p.name) for p in mentions.places if p.level == "country" or p.demonym}
    figures = [m.span for m in mentions.costs] + [m.span for m in mentions.dates]
    kept: list[PlantMention] = []
    for mention in mentions.plants:
        if _inside_organization(mention, mentions.organizations, text):
            continue
        if mention.form == "bare" and any(mention.span.overlaps(figure) for figure in figures):
            continue
        core = core_key(mention.place or "")
        if mention.form in {"name", "bare"} and core in countries:
            if mention.form == "bare" or mention.rule == "plant.named_weak":
                continue
            plain = replace(mention, form="description", rule="plant.described", name=None, place=None)
            kept.append(plain)
            continue
        kept.append(_headline_form(text, mention, mentions))
    return _join_units(text, kept, mentions.places)


def _headline_form(text: str, mention: PlantMention, mentions: Mentions) -> PlantMention:
    """Correct names in a headline set in capitals: only words that the body capitalises too are names."""
    if not mentions.sentences or mention.span.start >= mentions.sentences[0].end or not mention.place:
        return mention
    head = mentions.sentences[0].of(text)
    words = re.findall(r"[^\W\d_]{4,}", head)
    if not words or sum(w[0].isupper() for w in words) < 0.7 * len(words):
        return mention
    body = text[mentions.sentences[0].end :]
    lowered = body if not head.isupper() else body.upper()
    parties = {w for o in mentions.organizations if o.span.start >= mentions.sentences[0].end
               for w in o.span.of(text).split()}  # fmt: skip
    kept = [
        w for w in mention.place.split()
        if re.search(rf"(?<![.!?]\s)(?<!\n)\b{re.escape(w)}\b", lowered) and w not in parties
    ]  # fmt: skip
    if kept == mention.place.split():
        return mention
    if not kept:
        form = "description" if mention.form in {"name", "description"} else "anaphor"
        return replace(mention, form=form, name=None, place=None, rule="plant.headline")  # type: ignore[arg-type]
    core = " ".join(kept)
    name = f"{core} {mention.head}" if mention.form == "name" else core
    return replace(mention, place=core, name=name)


def _join_units(
    text: str, mentions: list[PlantMention], places: Sequence[PlaceMention]
) -> list[PlantMention]:
    """Make one mention of 'unit 7 at the ... plant X', 'Stage 3 X Battery', 'phase two of X'."""
    joined: list[PlantMention] = []
    index = 0
    while index < len(mentions):
        mention = mentions[index]
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            mention.form == "unit" and mention.unit and following is not None and mention.place is None
            and following.form in {"name", "bare"} and following.unit is None
        ):  # fmt: skip
            between = text[mention.span.end : following.span.start]
            if _OF_LINK.match(between) or between in {" ", ""}:
                joined.append(following)
                joined.append(replace(
                    mention, span=Span(mention.span.start, following.span.end), place=following.place,
                    name=f"{following.name} unit {mention.unit}" if following.name else None,
                    fuels=tuple(dict.fromkeys((*mention.fuels, *following.fuels))),
                ))  # fmt: skip
                index += 2
                continue
        titled = re.match(
            r": ([A-ZÀ-Ž][\w’'-]+(?: [A-ZÀ-Ž][\w’'-]+){0,3})(?=\n|$|,)", text[mention.span.end :][:60]
        )
        if mention.form == "unit" and titled and mention.name is None:
            mention = replace(mention, name=titled.group(1))
        place = (
            _place_of_unit(text, mention, places)
            if mention.form == "unit" and mention.unit and not mention.place
            else None
        )
        if place is not None:
            joined.append(
                replace(
                    mention,
                    span=place.span,
                    rule="plant.candidate",
                    form="bare",
                    name=place.name,
                    place=place.name,
                    unit=None,
                )
            )
            joined.append(
                replace(mention, place=place.name, name=f"{place.name} {mention.head} {mention.unit}")
            )
        else:
            joined.append(mention)
        index += 1
    return sorted(joined, key=lambda m: (m.span.start, m.span.end))


def _place_of_unit(text: str, mention: PlantMention, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place in 'phase two of Orlova'."""
    for place in places:
        if 0 < place.span.start - mention.span.end <= 12 and not place.demonym and place.level != "country":
            between = text[mention.span.end : place.span.start]
            return place if re.fullmatch(r"\s(?:of|at)\s(?:the\s)?", between) else None
    return None


def with_bare_names(text: str, mentions: Mentions, known: list[PlantMention]) -> list[PlantMention]:
    """Add later occurrences of known names that stand alone ('Orlova', 'OPP')."""
    cores: dict[str, PlantMention] = {}
    for mention in known:
        if mention.form in {"name", "bare"} and mention.place and mention.rule != "plant.numbered":
            cores.setdefault(mention.place, mention)
            alias = bracket_alias(text, mention.span)
            if alias and mention.form == "name":
                cores.setdefault(alias, mention)
    reader = State(text, mentions)
    for mention in known:
        place = (
            reader.place_after(mention.span) if mention.form == "description" and not mention.plural else None
        )
        if place is not None and place.level in {"city", "other", "water"}:
            cores.setdefault(place.name, replace(mention, place=place.name))
    taken = [m.span for m in known] + [o.span for o in mentions.organizations]
    found = list(known)
    for core, source in sorted(cores.items(), key=lambda c: -len(c[0])):
        for match in re.finditer(rf"(?<![\w-]){re.escape(core)}(?![\w-])", text):
            span = Span(*match.span())
            if any(span.overlaps(other) for other in taken):
                continue
            before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 16]
            if _NOT_BARE.search(before) or _NOT_BARE_AFTER.match(after):
                continue
            taken.append(span)
            found.append(PlantMention(
                span=span, rule="plant.bare", form="bare", name=core, place=source.place, unit=None
            ))  # fmt: skip
    return sorted(found, key=lambda m: (m.span.start, m.span.end))
