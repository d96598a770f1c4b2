"""Plants known only by a place or a bare name: 'one is for Orlova', '250 MW at Orlova', 'Orlova, 670 MW'.

A place or name is a candidate where a capacity, a frame ("the one at X", "work at X") or a coordination with
another candidate supports it. Pure on text and mentions; sees no entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.domain.mention import Mentions, PlantMention
from extract.domain.span import Span
from extract.resolve.plant_names import core_key, is_generic_name

__all__ = ["headings", "name_candidates"]

_AMOUNT = (
    r"[\d][\d.,  ]*\s?-?\s?(?:MWp?|GWp?|kW|megawatts?|gigawatts?|kilowatts?|"
    r"million kilowatts?)(?:\s\(?(?:MW|GW)\)?)?"
)
_CAPACITY_AFTER = re.compile(
    rf"^(?:,|:| (?=\d)|\s\(|\s[-–—]|(?:,? (?:has|have|had|with|gets?|will have|of|counts?|adds?|offers?|"
    rf"which has|the .{{0,20}} of))?)\s?(?:about |some |up to |nearly |a |an |the |just |only |"
    rf"capacity of |output of ){{0,3}}{_AMOUNT}"
)
_CAPACITY_BEFORE = re.compile(
    rf"{_AMOUNT},?\s(?:sits? |is |are |lies? |stands? |come |comes )?(?:at|in|for|from|of|is for|"
    rf"off)\s(?:the )?$"
)
_FRAME_BEFORE = re.compile(
    r"(?i)\b(?:one|other|another|ones|first|second|third|former|latter|larger|smaller|bigger|work|"
    r"works|construction|building|site|sites|turbines?|reactors?|machines?|"
    r"generators?|blocks?|plants?|stations?|farms?|parks?|projects?|units?|capacity|energy|power|boilers?)"
    r"(?:,? (?:is|are|was|will be|stands?|lies?|belongs?|begins?|began|started|sits?|"
    r"rises?))? ?(?:at|in|for|of|near|on|off|to|called|named|is|at lake|"
    r"in the case of)\s(?:the )?(?:lake |river )?$"
)
_ONE_BEFORE = re.compile(
    r"(?i)\b(?:one|other|another|first|second|third|fourth|fifth|sixth|former|latter|larger|"
    r"smaller|bigger)"
    r"(?:,? (?:is|are|was|will be|stands?|lies?|belongs?|sits?|rises?|goes up|is going up|"
    r"is being built|is to be built))? ?(?:at|in|for|near|on|off|is)\s(?:the )?(?:lake |river )?$|"
    r"\b(?:project|plant|farm|station|scheme|complex|park|facility|reactor), $"
)
_FRAME_AFTER = re.compile(
    r"^(?:[’']s (?:units?|turbines?|reactors?|output|generators?|capacity|owners?|developers?|builders?)|"
    r",? (?:which|whose)?\s?(?:is|are|was|will be|has been|went|came|gets?|began|started|"
    r"replaces?|runs?|produces?|generates?|supplies|feeds?|burns?)\b[^.]{0,60}\b(?:power|plants?|"
    r"stations?|farms?|commission\w*|operation|service|turbines?|built|electricity|grid|online|"
    r"stream|reactors?|built|construction|cycle))"
)
_JOINED = re.compile(
    r"^(?:, (?:and )?|,? and |,? or |/)(?:at |in |for |one for |one at |one in |another at |the )?$"
)
_PROPER = re.compile(
    r"(?<![\w’'.&-])[A-ZÀ-ÖØ-ÞĀŁŚŠŻŽČİŞ][\w’'-]*[a-zà-ÿ\d][\w’'-]*(?:[ /](?:(?:de|la|el|del|da|do|"
    r"du|des|dos|los|las|al|y|e) )?[A-ZÀ-ÖØ-Þ][\w’'-]*){0,3}(?: (?:\d|I{1,3}|IV|V)\b)?"
)
_SUBJECT_AFTER = re.compile(
    r"^(?:,? which\b|(?: and [A-Z][\w-]+)? (?:is|are|was|were|will|has|have|had|gets?|would|took|"
    r"went|came|began|started|belongs|stands|burns|runs)\b)"
)
_LEVELS = {"city", "other", "region"}
_LARGE_CITY = 1_000_000
_WIDE = re.compile(
    r"\b(?:State|County|Province|Region|region|Oblast|District|Islands?|Peninsula|Coast|East|Valley)$"
)
_TITLED = re.compile(
    r"(?:Prime |Deputy |Vice )?(?:Minister|President|Governor|King|Prince|Sheikh|Mr|Mrs|Ms|Dr|Sir|Lord|"
    r"Premier|Chancellor|Senator|Secretary|Chairman|General|Professor)\b"
)


_HEADING = re.compile(
    r"^(?:\d{1,2}[.)]\s)?([A-ZÀ-Ý][A-ZÀ-Ý’' -]{2,38}[A-ZÀ-Ý](?: [IVX]{1,3}|"
    r" \d{1,2})?)(?:, [A-ZÀ-Ý][A-Za-zÀ-ÿ ]{2,30}[.:]|[.:](?= [A-Z])| \()",
    re.MULTILINE,
)


def headings(text: str, mentions: Mentions) -> Iterator[PlantMention]:
    """Yield names in capitals that head a paragraph of a round-up: 'ORLOVA, IRAQ. The first of four'."""
    countries = {core_key(p.name) for p in mentions.places if p.level == "country"}
    body = mentions.paragraphs[1].start if len(mentions.paragraphs) > 1 else 0
    datelines = [p.span for p in mentions.places if p.rule == "place.dateline"]
    for match in _HEADING.finditer(text):
        name = match.group(1)
        if match.start() == body or any(d.start == match.start(1) for d in datelines):
            continue
        known = core_key(name) in countries or all(is_generic_name(w) for w in name.split())
        if known or (mentions.sentences and match.start() < mentions.sentences[0].end):
            continue
        pretty = " ".join(w if re.fullmatch(r"[IVX]+|\d+", w) else w.capitalize() for w in name.split())
        yield PlantMention(
            span=Span(match.start(1), match.end(1)),
            rule="plant.heading",
            form="bare",
            name=pretty,
            place=pretty,
        )


def name_candidates(
    text: str, mentions: Mentions, known: list[PlantMention], used: set[Span]
) -> Iterator[PlantMention]:
    """Yield places and bare names that the text around them supports as plants, in text order.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        known: Plant mentions found already; nothing overlapping them is yielded.
        used: Places that already say where some plant is.
    """
    taken = [m.span for m in known]
    spans: dict[Span, str] = {}
    for place in mentions.places:
        lake = place.level == "water" and re.search(r"(?i)\b(?:lake|reservoir)\b", place.name)
        usable = (
            not place.demonym
            and place.name not in {"Europe", "Asia", "Africa"}
            and (place.level in _LEVELS or bool(lake))
            and place.rule not in {"place.in_name", "place.dateline"}
        )
        if usable and place.span not in used:
            spans[place.span] = place.name
    soft = _guessed_parties(mentions)
    others = [m.span for m in mentions.organizations if m.key not in soft]
    others += [m.span for m in mentions.dates]
    others += [m.span for m in mentions.costs]
    others += [m.span for m in mentions.capacities]
    refused = [p.span for p in mentions.places]
    starts = _sentence_starts(mentions)
    for match in _PROPER.finditer(text):
        span = Span(*match.span())
        if " " not in match.group() and span.start in starts and not _unlikely_word(text, match.group()):
            continue
        words = match.group().split()
        if _TITLED.match(match.group()) or all(is_generic_name(w) or w.isdigit() for w in words):
            continue
        if not any(span.overlaps(o) for o in (*others, *refused)):
            spans[span] = match.group()
    free = {s: n for s, n in spans.items() if not any(s.overlaps(t) for t in taken)}
    owned = [
        c.span.end for c in mentions.capacities
        if any(m.span.contains(c.span) or 0 <= c.span.start - m.span.end <= 9 for m in known)
    ]  # fmt: skip
    subjects = {s for s in free if s.start in starts and _SUBJECT_AFTER.match(text[s.end : s.end + 60])}
    supported = {
        s: why
        for s in free
        if (why := _support(text, s) or ("subject" if s in subjects else None))
        and not any(0 <= s.start - end <= 25 for end in owned)
    }
    guessed = [m.span for m in mentions.organizations if m.key in soft]
    supported = {
        s: why
        for s, why in supported.items()
        if not _too_wide(s, why, mentions) and (why == "capacity" or not any(s.overlaps(g) for g in guessed))
    }
    homes = _homes(text, mentions)
    supported = {s: why for s, why in supported.items() if s not in homes}
    ordered = sorted(free)
    for left, right in pairwise(ordered):
        if _JOINED.match(text[left.end : right.start]) and (left in supported) != (right in supported):
            supported.setdefault(left, "joined")
            supported.setdefault(right, "joined")
    cores = {core_key(free[s]) for s in supported}
    for span in ordered:
        if core_key(free[span]) in cores:
            rule = f"plant.candidate_{supported.get(span, 'again')}"
            yield PlantMention(span=span, rule=rule, form="bare", name=free[span], place=free[span])


def _guessed_parties(mentions: Mentions) -> set[str]:
    """Return organisations that the model alone guessed: a figure beside such a name makes it a plant."""
    rules: dict[str, set[str]] = {}
    for party in mentions.organizations:
        rules.setdefault(party.key, set()).add(party.rule)
    return {key for key, found in rules.items() if found <= {"partner.ner", "partner.repeat"}}


def _too_wide(span: Span, why: str, mentions: Mentions) -> bool:
    """Return True for a region or a large city that only a frame supports: 'a project in Dakar'."""
    if why in {"capacity", "one"}:
        return False
    return any(
        p.span == span and (p.level == "region" or p.population > _LARGE_CITY or _WIDE.search(p.name))
        for p in mentions.places
    )


def _unlikely_word(text: str, word: str) -> bool:
    """Return True for a first word that is hardly an ordinary one: never in small letters, met again."""
    if is_generic_name(word) or re.search(rf"\b{re.escape(word.lower())}\b", text):
        return False
    return not word.isascii() or len(re.findall(rf"\b{re.escape(word)}\b", text)) > 1


def _homes(text: str, mentions: Mentions) -> set[Span]:
    """Return places that only say where another lies: 'Gansu' in 'Wuwei in Gansu'."""
    found = set()
    for left, right in pairwise(mentions.places):
        between = text[left.span.end : right.span.start]
        wider = right.level in {"region", "country"}
        if re.fullmatch(r", |,? (?:in|of) (?:the )?", between) and wider:
            found.add(right.span)
    found |= {p.span for p in mentions.places if p.level == "region" and p.population == 0 and " " in p.name}
    return found


def _sentence_starts(mentions: Mentions) -> frozenset[int]:
    """Return where sentences start, also behind a heading country ("FRANCE - Orlova ...")."""
    starts = {s.start for s in mentions.sentences}
    headings = any(p.span.start in starts for p in mentions.places)
    heads = {p.span.end + 3 for p in mentions.places if p.level == "country"} if headings else set()
    return frozenset(starts | heads)


def _support(text: str, span: Span) -> str | None:
    """Return what beside the name says that a plant is meant: a capacity or a frame; else None."""
    before, after = text[max(0, span.start - 70) : span.start], text[span.end : span.end + 110]
    if _CAPACITY_AFTER.match(after) or _CAPACITY_BEFORE.search(before):
        return "capacity"
    if _ONE_BEFORE.search(before):
        return "one"
    if _FRAME_BEFORE.search(before):
        return "frame_before"
    return "frame_after" if _FRAME_AFTER.match(after) else None
