"""Coreference of plants: which phrases mean one plant, which mean several, which a unit of another.

One pass in text order over the mentions. A link is made only where one candidate is left by name, unit,
fuel, number or recency; what stays open becomes an entity of its own, which later decisions may drop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.domain.mention import Mentions, OrganizationMention, PlaceMention, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.resolve.plant_candidates import headings, name_candidates
from extract.resolve.plant_names import (
    bracket_alias,
    coordinated,
    core_key,
    fuels_agree,
    is_generic_name,
    printed_name,
    same_core,
)

__all__ = ["resolve_plants"]

_LEGAL = re.compile(r"(?i)\b(?:inc|ltd|limited|corp|corporation|co|plc|gmbh|s\.?a|company|holdings?|llc|bank|authority|commission|ministry|association|agency|council)\b\.?$")
_WEAK_HEADS = {"project", "projects", "development", "complex", "hub", "scheme", "undertaking", "facility", "facilities"}
_PLACE_LINK = re.compile(r"^[\s,]*(?:(?:project|complex|site|which|that|to be|being|will be|is|are|located|built|sited|planned|situated|set up|put up|established|lie|lies|are|under construction)\s){0,4}(?:in|at|near|off|outside|on|for|of|from|around|close to|north of|south of|east of|west of)\s(?:the\s)?(?:(?:city|town|village|municipality|province|district|state|region|coast|island|desert|port|outskirts|county|north|south|east|west|northern|southern|eastern|western|central|downtown|former|nearby|remote|coastal)(?:\sof)?\s){0,3}$")
_APPOSITION = re.compile(r"(?:\s?\([^()]{1,40}\))?(?:,\s(?:which (?:is|will be) )?|\s(?:is|was|will be|would be|is to be|has become|became)\s)(?:(?:a|an|the|its|their|one of the)\s)?(?:\w+['’]s\s)?(?:[a-z]+\s){0,2}")
_COPULA = re.compile(r"(?:It|This|That)\s(?:is|was|will be|would be|is to be)\s(?:to be\s)?(?:an?|the)\s(?:[a-z]+\s){0,2}")
_OF_LINK = re.compile(r"^\s?(?:at|of|in|for|to)\s(?:the\s|its\s|their\s)?(?:existing\s|planned\s)?$")
_NOT_BARE = re.compile(r"(?:\b(?:in|near|at|from|to|into|towards|outside|around|of|between|via|the city of|the town of)\s|\b(?:city|town|province|region|district|mayor|governor|river|lake) (?:of\s)?|[’'])$")
_NOT_BARE_AFTER = re.compile(r"^(?:\s(?:province|region|district|state|city|county|river|town|village|oblast|Ltd|Limited|Corp|Inc|Holding|Group|Company|Co\b|Energy|Power\b|Generation|River|Lake|Bay|Street)|,\s[A-Z])")


@dataclass(slots=True)
class _Draft:
    """An entity while the pass is under way."""

    core: str | None = None
    unit: str | None = None
    fuels: tuple[str, ...] = ()
    aggregate: bool = False
    candidate: bool = False
    count: int | None = None
    parent: int | None = None
    place: PlaceMention | None = None
    capacities: set[str] = field(default_factory=set)
    mentions: list[PlantMention] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


class _Pass:
    """The state of one article's pass: entities so far, in order of first mention."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self.text = text
        self.mentions = mentions
        self.drafts: list[_Draft] = []
        self.sentence_of = {s.start: i for i, s in enumerate(mentions.sentences)}
        self.starts = [s.start for s in mentions.sentences]

    # -- helpers ---------------------------------------------------------------------------------------
    def sentence(self, offset: int) -> int:
        """Return the index of the sentence an offset lies in."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def last_sentence(self, index: int) -> int:
        """Return the sentence an entity was last mentioned in."""
        return self.sentence(max(m.span.start for m in self.drafts[index].mentions))

    def capacities_near(self, span: Span) -> set[str]:
        """Return normalized capacities inside a phrase or right behind it."""
        found = set()
        for capacity in self.mentions.capacities:
            inside = span.contains(capacity.span) or capacity.span.overlaps(span)
            behind = 0 <= capacity.span.start - span.end <= 3
            if inside or behind:
                found.add(f"{capacity.value.normalized.normalize():f}{capacity.value.kind}")
        return found

    def place_after(self, span: Span) -> PlaceMention | None:
        """Return the place a phrase is followed by: 'a 240 MW plant in Trishal'."""
        reach = self.past_capacities(span.end)
        for place in self.mentions.places:
            if place.demonym or place.span.start < reach or place.rule in {"place.in_name", "place.dateline"}:
                continue
            if place.span.start - reach > 60:
                break
            if _PLACE_LINK.match(self.text[reach : place.span.start]):
                return place
        return None

    def past_capacities(self, offset: int) -> int:
        """Return where the text goes on after capacities in apposition: 'Unit 5, 2x20 MW, in Minahasa'."""
        for capacity in self.mentions.capacities:
            if 0 <= capacity.span.start - offset <= 9 and re.fullmatch(r"[\s,(]*(?:of |with )?", self.text[offset : capacity.span.start]):
                offset = capacity.span.end
        return offset

    def place_inside(self, span: Span, core: str | None) -> PlaceMention | None:
        """Return the place that is a plant's proper name, or stands within its phrase."""
        for place in self.mentions.places:
            if not place.demonym and span.contains(place.span):
                return place
        del core
        return None

    def add(self, mention: PlantMention, **facts: object) -> int:
        """Start a new entity with this mention and return its index."""
        draft = _Draft(**facts)  # type: ignore[arg-type]
        self.drafts.append(draft)
        self.attach(len(self.drafts) - 1, mention)
        return len(self.drafts) - 1

    def attach(self, index: int, mention: PlantMention) -> None:
        """Add a mention to an entity and take over what it says."""
        draft = self.drafts[index]
        draft.mentions.append(mention)
        if draft.candidate and not mention.rule.startswith("plant.candidate"):
            draft.candidate = False
        if mention.form != "anaphor":
            draft.fuels = tuple(dict.fromkeys((*draft.fuels, *mention.fuels)))
            draft.capacities |= self.capacities_near(mention.span)
        if draft.place is None and mention.form in {"name", "description", "unit"}:
            draft.place = self.place_after(mention.span)
        alias = bracket_alias(self.text, mention.span) if mention.form == "name" else None
        if alias and alias not in draft.aliases:
            draft.aliases.append(alias)

    def recent(self, mention: PlantMention, *, plural: bool = False) -> list[int]:
        """Return compatible entities, the most recently mentioned first (first of a sentence wins)."""
        order = []
        for index, draft in enumerate(self.drafts):
            if draft.aggregate != plural or draft.candidate or not fuels_agree(draft.fuels, mention.fuels):
                continue
            last = max(draft.mentions, key=lambda m: m.span.start)
            firsts = [m.span.start for m in draft.mentions if self.sentence(m.span.start) == self.sentence(last.span.start)]
            order.append((self.sentence(last.span.start), -min(firsts), index))
        return [index for *_, index in sorted(order, reverse=True)]

    # -- one rule per form -----------------------------------------------------------------------------
    def named(self, mention: PlantMention) -> None:
        """Link a named or bare mention by its core, unit and fuels, or start an entity."""
        core = core_key(mention.place or mention.name or "")
        others = coordinated(self.text, mention.span) if mention.plural and mention.unit is None else []
        if mention.plural and mention.unit is None and (others or mention.count):
            self._named_group(mention, core, others)
            return
        matches = [
            i
            for i, d in enumerate(self.drafts)
            if (not d.aggregate or d.unit)
            and d.unit == mention.unit
            and self._is_called(d, core)
            and fuels_agree(d.fuels, mention.fuels)
        ]
        exact = [i for i in matches if self.drafts[i].core == core]
        if exact or len(matches) == 1:
            self.attach((exact or matches)[-1], mention)
            return
        described = self._described_before(mention)
        if described is not None:
            self.drafts[described].core = core
            self.drafts[described].unit = mention.unit
            self.attach(described, mention)
            return
        if mention.rule.startswith("plant.candidate"):
            described = self._described_before(mention)
            if described is not None:
                self.drafts[described].core = core
                self.attach(described, mention)
                return
            place = next((p for p in self.mentions.places if p.span == mention.span), None)
            self.add(mention, core=core, candidate=True, place=place)
            return
        headline = self._headline_entity(mention) if mention.unit is None else None
        if headline is not None and self.drafts[headline].unit is None and not self.drafts[headline].core:
            self.drafts[headline].core = core
            self.attach(headline, mention)
            return
        parent = None
        if mention.unit:
            parent = next((i for i, d in enumerate(self.drafts) if d.core == core and d.unit is None and not d.aggregate), None)
        self.add(mention, core=core, unit=mention.unit, parent=parent, fuels=self._inherited(parent))

    def _is_called(self, draft: _Draft, core: str) -> bool:
        """Return True where a core names an entity: its own, an alias, or the place of a nameless one."""
        if draft.core:
            return same_core(draft.core, core) or core in map(core_key, draft.aliases)
        return draft.place is not None and draft.place.level != "country" and core_key(draft.place.name) == core

    def _inherited(self, parent: int | None) -> tuple[str, ...]:
        return self.drafts[parent].fuels if parent is not None else ()

    def _described_before(self, mention: PlantMention) -> int | None:
        """Return a nameless entity this name belongs to: 'a power station at Colón' ... in apposition."""
        for index in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[index]
            last = draft.mentions[-1]
            between = self.text[last.span.end : mention.span.start]
            if draft.core or draft.aggregate or len(between) > 25 or mention.span.start < last.span.end:
                continue
            if re.fullmatch(r",? (?:called|named|known as|dubbed|at|of|in) (?:the )?|, (?:the )?", between) and not mention.unit:
                if re.fullmatch(r",? (?:at|in) (?:the )?", between) and draft.place is None:
                    return None
                return index if fuels_agree(draft.fuels, mention.fuels) else None
        return None

    def _named_group(self, mention: PlantMention, core: str, others: list[tuple[Span, str]]) -> None:
        """Read 'the A and B plants' as a group with members, 'both A plants' as a group of what is known."""
        members = []
        for span, name in others:
            single = PlantMention(
                span=span, rule="plant.coordinated", form="bare", name=name, place=name, fuels=mention.fuels,
                technology=mention.technology, chp=mention.chp, head=mention.head,
            )  # fmt: skip
            self.named(single)
            members.append(self._index_of(core_key(name)))
        own = [i for i, d in enumerate(self.drafts) if d.core == core and not d.aggregate]
        if others and not own:
            last = PlantMention(
                span=mention.span, rule="plant.coordinated", form="bare", name=mention.place, place=mention.place,
                fuels=mention.fuels, technology=mention.technology, chp=mention.chp, head=mention.head,
            )  # fmt: skip
            self.named(last)
            own = [i for i, d in enumerate(self.drafts) if d.core == core and not d.aggregate]
        members = [m for m in members if m is not None] + own
        same = [i for i, d in enumerate(self.drafts) if d.aggregate and set(d.members) == set(members) and members]
        if same:
            self.attach(same[0], mention)
            return
        self.add(mention, core=None if members else core, aggregate=True, count=mention.count or len(members) or None, members=members)

    def _index_of(self, core: str) -> int | None:
        return next((i for i, d in enumerate(self.drafts) if d.core and same_core(d.core, core) and not d.aggregate), None)

    def unit(self, mention: PlantMention) -> None:
        """Link 'Unit 3' or 'the second phase' to its plant and to earlier mentions of that unit."""
        parent = self._unit_parent(mention)
        parent_draft = self.drafts[parent] if parent is not None else None
        core = parent_draft.core if parent_draft else None
        for index, draft in enumerate(self.drafts):
            if draft.unit == mention.unit and (draft.parent == parent or (core and draft.core == core)):
                self.attach(index, mention)
                return
        self.add(mention, core=core, unit=mention.unit, parent=parent, fuels=self._inherited(parent))

    def _unit_parent(self, mention: PlantMention) -> int | None:
        """Return the plant a unit belongs to: named right behind it, else the one talked of."""
        candidates = [i for i in self.recent(mention) if self.drafts[i].unit is None]
        return candidates[0] if candidates else None

    def described(self, mention: PlantMention) -> None:
        """Link 'a 240 MW plant in Trishal' or 'the gas-fired plant' to an entity or start one."""
        if mention.plural:
            self._plural(mention)
            return
        if mention.rule == "plant.another":
            recent = self.recent(mention)
            if recent:
                self.add(mention, fuels=self.drafts[recent[0]].fuels, place=self._first_place(mention.span))
            return
        apposed = self._apposed(mention)
        if apposed is not None:
            self.attach(apposed, mention)
            return
        capacities = self.capacities_near(mention.span)
        place = self.place_after(mention.span)
        for index in self.recent(mention):
            draft = self.drafts[index]
            if capacities and draft.capacities and capacities & draft.capacities:
                self.attach(index, mention)
                return
            if place is not None and self._same_place(draft, place) and mention.fuels:
                self.attach(index, mention)
                return
        if mention.definite and place is None and capacities:
            unsized = [i for i in self.recent(mention) if not self.drafts[i].capacities]
            if unsized and self.sentence(mention.span.start) - self.last_sentence(unsized[0]) <= 2:
                self.attach(unsized[0], mention)
                return
        conflict = bool(capacities) or place is not None
        if mention.definite and not conflict:
            fitting = [i for i in self.recent(mention) if self.drafts[i].unit is None or not mention.fuels]
            if fitting:
                self.attach(fitting[0], mention)
                return
        headline = self._headline_entity(mention)
        if headline is not None:
            self.attach(headline, mention)
            return
        self.add(mention)

    def _apposed(self, mention: PlantMention) -> int | None:
        """Return the plant this phrase only describes: 'Akkuyu, a 4,800 MW plant', 'It is a gas plant'."""
        candidates = self.recent(mention)
        sentence = self.mentions.sentences[self.sentence(mention.span.start)] if self.mentions.sentences else None
        if sentence is not None and _COPULA.fullmatch(self.text[sentence.start : mention.span.start]):
            return candidates[0] if candidates else None
        for index in candidates:
            last = self.drafts[index].mentions[-1]
            if last.span.end <= mention.span.start and _APPOSITION.fullmatch(self.text[last.span.end : mention.span.start]):
                return index
        return None

    def _same_place(self, draft: _Draft, place: PlaceMention) -> bool:
        if place.level == "country":
            return False
        key = core_key(place.name)
        return (draft.place is not None and core_key(draft.place.name) == key) or bool(draft.core and draft.core == key)

    def _headline_entity(self, mention: PlantMention) -> int | None:
        """Return the nameless plant of the headline, which the first description in the body takes up."""
        if not self.mentions.sentences or len(self.drafts) != 1 or self.drafts[0].aggregate:
            return None
        draft = self.drafts[0]
        only_headline = all(self.sentence(m.span.start) == 0 for m in draft.mentions)
        return 0 if only_headline and fuels_agree(draft.fuels, mention.fuels) else None

    def _plural(self, mention: PlantMention) -> None:
        """Link or start a group: by its count, by places listed behind it, else by recency."""
        same = [
            i for i in self.recent(mention, plural=True)
            if mention.count is None or self.drafts[i].count in (None, mention.count)
        ]  # fmt: skip
        if same and (mention.definite or mention.count or self.sentence(mention.span.start) <= 3):
            self.attach(same[0], mention)
            self.drafts[same[0]].count = self.drafts[same[0]].count or mention.count
            if not self.drafts[same[0]].members:
                self.drafts[same[0]].members = self._members_by_place(mention)
            return
        self.add(mention, aggregate=True, count=mention.count, members=self._members_by_place(mention))

    def _members_by_place(self, mention: PlantMention) -> list[int]:
        """Return the plants that a list of places behind a plural phrase names, adding those not yet known."""
        places = self._listed_places(mention.span)
        members: list[int] = []
        if len(places) < 2 or (mention.count and len(places) > mention.count):
            return members
        for place in places:
            single = PlantMention(
                span=place.span, rule="plant.listed_place", form="bare", name=place.name, place=place.name,
                fuels=mention.fuels, technology=mention.technology, chp=mention.chp, head=mention.head,
            )  # fmt: skip
            self.named(single)
            found = self._index_of(core_key(place.name))
            if found is not None:
                self.drafts[found].place = self.drafts[found].place or place
                members.append(found)
        return members

    def _listed_places(self, span: Span) -> list[PlaceMention]:
        """Return the places of 'plants in A, B and C' (with or without a comma before 'in')."""
        segments = self._segments(span)
        if segments:
            return segments
        found: list[PlaceMention] = []
        reach = self.past_capacities(span.end)
        for place in self.mentions.places:
            if place.demonym or place.span.start < span.end or place.level == "country" or place.rule == "place.in_name":
                continue
            between = self.text[reach : place.span.start]
            fits = _PLACE_LINK.match(between) if not found else re.fullmatch(r",? (?:and (?:in |at |near )?)?|, (?:in |at )?", between)
            if not fits:
                if found or place.span.start - span.end > 40:
                    break
                continue
            found.append(place)
            reach = place.span.end
        return found

    def _segments(self, span: Span) -> list[PlaceMention]:
        """Return one place per part of 'projects are in A in X; in B in X; and in C in Y'."""
        sentence = self.mentions.sentences[self.sentence(span.start)] if self.mentions.sentences else span
        rest = self.text[span.end : sentence.end]
        parts = re.split(r";\s(?:and\s)?", rest)
        if len(parts) < 2 or not all(re.match(r"[^;]{0,30}\b(?:in|at|near|off|on)\s", part) for part in parts):
            return []
        found, offset = [], span.end
        for part in parts:
            offset = self.text.index(part, offset)
            inside = [p for p in self.mentions.places if offset <= p.span.start < offset + len(part) and not p.demonym and p.level != "country"]
            found += inside[:1]
        return found if len(found) == len(parts) else []

    def anaphor(self, mention: PlantMention) -> None:
        """Link 'the plant', 'both facilities', 'all three' to what was talked of last."""
        if not mention.definite and mention.form == "anaphor":
            return
        if mention.rule == "plant.counted" and not self._near_group(mention):
            return
        if mention.rule == "plant.ordinal":
            self._ordinal(mention)
            return
        if mention.plural:
            self._plural_anaphor(mention)
            return
        candidates = self.recent(mention)
        here = self.sentence(mention.span.start)
        for index in candidates:
            last = max(m.span.start for m in self.drafts[index].mentions)
            if here - self.sentence(last) <= 6:
                self.attach(index, mention)
                return

    def _near_group(self, mention: PlantMention) -> bool:
        """Return True where 'the two' has a group of that size, or as many plants, within four sentences."""
        here = self.sentence(mention.span.start)
        near = [d for i, d in enumerate(self.drafts) if here - self.last_sentence(i) <= 4 and not d.candidate]
        if any(d.aggregate and mention.count in (d.count, len(d.members)) for d in near):
            return True
        return sum(not d.aggregate and d.unit is None for d in near) == mention.count

    def _ordinal(self, mention: PlantMention) -> None:
        """Link 'The second, ...' or 'the latter' to a member of the group last talked of, adding it if unknown."""
        groups = [i for i in self.recent(mention, plural=True) if self.sentence(mention.span.start) - self.last_sentence(i) <= 3]
        pair = [i for i in self.recent(mention) if self.sentence(mention.span.start) - self.last_sentence(i) <= 1]
        if mention.unit in {"former", "latter"} and self._parties_before(mention.span) >= 2:
            return
        if mention.unit in {"former", "latter"} and len(pair) >= 2:
            first, last = sorted(pair[:2], key=lambda i: self.drafts[i].mentions[-1].span.start)
            self.attach(first if mention.unit == "former" else last, mention)
            return
        order = {"first": 0, "former": 0, "second": 1, "latter": 1, "third": 2, "fourth": 3, "fifth": 4}
        place = order.get(mention.unit or "", 0)
        if not groups or place >= (self.drafts[groups[0]].count or 9):
            return
        group = self.drafts[groups[0]]
        if place < len(group.members):
            self.attach(group.members[place], mention)
            return
        new = self.add(mention, fuels=group.fuels, place=self._first_place(mention.span))
        group.members.append(new)

    def _parties_before(self, span: Span) -> int:
        """Return how many organisations stand in this sentence before a span and in the sentence before."""
        here = self.sentence(span.start)
        return len({
            o.key for o in self.mentions.organizations
            if o.span.end <= span.start and here - self.sentence(o.span.start) <= 1
        })  # fmt: skip

    def _first_place(self, span: Span) -> PlaceMention | None:
        """Return the first place named behind a phrase in its sentence."""
        here = self.sentence(span.start)
        behind = [
            p for p in self.mentions.places
            if p.span.start >= span.end and self.sentence(p.span.start) == here and not p.demonym
            and p.level != "country" and p.rule != "place.in_name"
        ]  # fmt: skip
        return behind[0] if behind else None

    def _plural_anaphor(self, mention: PlantMention) -> None:
        groups = self.recent(mention, plural=True)
        fitting = [i for i in groups if mention.count in (None, self.drafts[i].count) or len(self.drafts[i].members) == mention.count]
        if fitting:
            self.attach(fitting[0], mention)
            return
        singles = [i for i in self.recent(mention) if self.drafts[i].unit is None]
        if mention.count and len(singles) >= mention.count:
            members = sorted(singles[: mention.count])
            self.add(mention, aggregate=True, count=mention.count, members=members)

    # -- the pass --------------------------------------------------------------------------------------
    def run(self, mentions: Sequence[PlantMention]) -> None:
        """Take the mentions in text order, each by the rule for its form."""
        for mention in mentions:
            if mention.form in {"name", "bare"} or (mention.form == "unit" and mention.place):
                self.named(mention)
            elif mention.form == "unit":
                self.unit(mention)
            elif mention.form == "description":
                self.described(mention)
            else:
                self.anaphor(mention)


def _inside_organization(mention: PlantMention, organizations: Sequence[OrganizationMention], text: str) -> bool:
    """Return True where a name is only part of an organisation's name ('Reliance Energy Development Inc.')."""
    if mention.form in {"name", "bare"} and re.match(r"\s(?:Corp|Inc|Ltd|Limited|Plc|LLC|Co\b|Company|Corporation|Bhd|Pty|GmbH|S\.?A\b|AG\b|Holdings?)", text[mention.span.end :][:14]):
        return True
    for organization in organizations:
        if not organization.span.overlaps(mention.span):
            continue
        if mention.form == "bare" and organization.span.contains(mention.span) and organization.kind != "other":
            if organization.span != mention.span or _LEGAL.search(organization.span.of(text)):
                return True
            continue
        if organization.span.end > mention.span.end and mention.form in {"name", "unit", "anaphor"}:
            return True
        if mention.head in _WEAK_HEADS and organization.span.contains(mention.span) and mention.form == "name":
            return True
        if _LEGAL.search(organization.span.of(text)) and organization.span.end == mention.span.end:
            return True
    return False


def _prepared(text: str, mentions: Mentions) -> list[PlantMention]:
    """Drop what is no plant, turn country-named phrases into descriptions, join units with their plant."""
    countries = {core_key(p.name) for p in mentions.places if p.level == "country" or p.demonym}
    kept: list[PlantMention] = []
    for mention in mentions.plants:
        if _inside_organization(mention, mentions.organizations, text):
            continue
        core = core_key(mention.place or "")
        if mention.form in {"name", "bare"} and core in countries:
            if mention.form == "bare" or mention.rule == "plant.named_weak":
                continue
            mention = replace(mention, form="description", rule="plant.described", name=None, place=None)
        mention = _headline_form(text, mention, mentions)
        kept.append(mention)
    return _join_units(text, kept, mentions.places)


def _headline_form(text: str, mention: PlantMention, mentions: Mentions) -> PlantMention:
    """Correct names in a headline set in capitals: only words that the body capitalises too are names."""
    if not mentions.sentences or mention.span.start >= mentions.sentences[0].end or not mention.place:
        return mention
    head = mentions.sentences[0].of(text)
    words = [w for w in re.findall(r"[^\W\d_]{4,}", head)]
    if not words or sum(w[0].isupper() for w in words) < 0.7 * len(words):
        return mention
    body = text[mentions.sentences[0].end :]
    lowered = body if not head.isupper() else body.upper()
    kept = [w for w in mention.place.split() if re.search(rf"(?<![.!?]\s)(?<!\n)\b{re.escape(w)}\b", lowered)]
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
    """Make one mention of 'unit 7 at the ... plant Tuzla', 'Stage 3 Western Downs Battery', 'X's second unit'."""
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
        titled = re.match(r": ([A-ZÀ-Ž][\w’'-]+(?: [A-ZÀ-Ž][\w’'-]+){0,3})(?=\n|$|,)", text[mention.span.end :][:60])
        if mention.form == "unit" and titled and mention.name is None:
            mention = replace(mention, name=titled.group(1))
        place = _place_of_unit(text, mention, places) if mention.form == "unit" and mention.unit and not mention.place else None
        if place is not None:
            joined.append(replace(mention, span=place.span, rule="plant.candidate", form="bare", name=place.name, place=place.name, unit=None))
            joined.append(replace(mention, place=place.name, name=f"{place.name} {mention.head} {mention.unit}"))
        else:
            joined.append(mention)
        index += 1
    return sorted(joined, key=lambda m: (m.span.start, m.span.end))


def _place_of_unit(text: str, mention: PlantMention, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place in 'phase two of Zhangzhou'."""
    for place in places:
        if 0 < place.span.start - mention.span.end <= 12 and not place.demonym and place.level != "country":
            between = text[mention.span.end : place.span.start]
            return place if re.fullmatch(r"\s(?:of|at)\s(?:the\s)?", between) else None
    return None


def _with_bare(text: str, mentions: Mentions, known: list[PlantMention]) -> list[PlantMention]:
    """Add later occurrences of known names that stand alone ('Hongsa', 'KIPP')."""
    cores: dict[str, PlantMention] = {}
    for mention in known:
        if mention.form in {"name", "bare"} and mention.place and mention.rule != "plant.numbered":
            cores.setdefault(mention.place, mention)
            alias = bracket_alias(text, mention.span)
            if alias and mention.form == "name":
                cores.setdefault(alias, mention)
    reader = _Pass(text, mentions)
    for mention in known:
        place = reader.place_after(mention.span) if mention.form == "description" and not mention.plural else None
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


def resolve_plants(text: str, mentions: Mentions) -> tuple[PlantEntity, ...]:
    """Group the plant mentions of one article into entities.

    Args:
        text: The article's text.
        mentions: Everything the matchers found.

    Returns:
        Entities in order of first mention; groups list their members, units name their parent.
    """
    prepared = _with_bare(text, mentions, _prepared(text, mentions))
    linked = [p for m in prepared if m.form in {"description", "unit"} for p in [_Pass(text, mentions).place_after(m.span)] if p]
    found = name_candidates(text, mentions, prepared, {p.span for p in linked})
    if any(m.form in {"name", "description"} for m in prepared):
        taken = [m.span for m in prepared]
        heads = [h for h in headings(text, mentions) if not any(h.span.overlaps(t) for t in taken)]
        found = [f for f in found if not any(f.span.overlaps(h.span) for h in heads)]
        prepared = sorted([*prepared, *heads, *found], key=lambda m: (m.span.start, m.span.end))
    state = _Pass(text, mentions)
    state.run(prepared)
    _name_from_headline(state)
    _merge_nameless(state)
    for draft in state.drafts:
        if draft.unit and "+" in draft.unit:
            draft.aggregate = any(d is not draft and d.core == draft.core for d in state.drafts)
    kept = [i for i, draft in enumerate(state.drafts) if draft.mentions]
    place_of = {old: new for new, old in enumerate(kept)}
    return tuple(_entity(place_of[i], state.drafts[i], state, place_of) for i in kept)


_HEADLINE_NAME = re.compile(r"(?<![\w-])[A-ZÀ-Ž][\w’'-]*[a-zà-ÿ][\w’'-]*(?: (?:(?:de|la|el|do|da|of) )?[A-ZÀ-Ž][\w’'-]*)*")


def _name_from_headline(state: _Pass) -> None:
    """Name the article's one nameless plant after the name that headline and body share ('Coire Glas')."""
    sentences = state.mentions.sentences
    singles = [d for d in state.drafts if not d.aggregate and not d.candidate and d.unit is None]
    if not sentences or not singles or any(d.core for d in singles):
        return
    head = sentences[0]
    others = [m.span for m in (*state.mentions.organizations, *state.mentions.places, *state.mentions.dates)]
    for match in _HEADLINE_NAME.finditer(state.text, head.start, head.end):
        span = Span(*match.span())
        again = [Span(m.start(), m.end()) for m in re.finditer(rf"\b{re.escape(match.group())}\b", state.text[head.end :])]
        if len(again) < 1 or any(span.overlaps(o) for o in others) or all(is_generic_name(w) for w in match.group().split()):
            continue
        if match.start() == head.start and " " not in match.group():
            continue
        singles[0].core = core_key(match.group())
        for start in [span, *(Span(a.start + head.end, a.end + head.end) for a in again)]:
            singles[0].mentions.append(
                PlantMention(span=start, rule="plant.headline_name", form="bare", name=match.group(), place=match.group())
            )
        singles[0].mentions.sort(key=lambda m: m.span)
        return


def _merge_nameless(state: _Pass) -> None:
    """Give the mentions of a headline's nameless plant to the article's one plant with a name."""
    named = [d for d in state.drafts if d.core and not d.aggregate and not d.candidate and d.unit is None]
    if len(named) != 1:
        return
    home = named[0]
    if any(d.aggregate and (d.count or 0) >= 2 for d in state.drafts):
        return
    for draft in state.drafts:
        nameless = not draft.core and not draft.aggregate and not draft.candidate and draft.unit is None and draft.mentions
        if draft is home or not nameless or not fuels_agree(draft.fuels, home.fuels):
            continue
        early = state.sentence(draft.mentions[0].span.start) <= 1 or draft.mentions[0].definite
        clash = draft.capacities and home.capacities and not draft.capacities & home.capacities
        elsewhere = draft.place is not None and home.place is not None and draft.place.name != home.place.name
        if early and not clash and not elsewhere:
            home.mentions = sorted([*home.mentions, *draft.mentions], key=lambda m: m.span)
            home.fuels = tuple(dict.fromkeys((*home.fuels, *draft.fuels)))
            home.capacities |= draft.capacities
            home.place = home.place or draft.place
            draft.mentions = []
            gone, kept = state.drafts.index(draft), state.drafts.index(home)
            for other in state.drafts:
                other.parent = kept if other.parent == gone else other.parent
                other.members = list(dict.fromkeys(kept if m == gone else m for m in other.members))


def _entity(index: int, draft: _Draft, state: _Pass, place_of: dict[int, int]) -> PlantEntity:
    place = draft.place or next(
        (p for m in draft.mentions if m.form in {"name", "bare"} for p in [state.place_inside(m.span, draft.core)] if p), None
    )
    technology = next((m.technology for m in draft.mentions if m.technology), None)
    names = _names(draft, place, state)
    return PlantEntity(
        index=index,
        name=names[0],
        aliases=tuple(dict.fromkeys([*names[1:], *draft.aliases])),
        mentions=tuple(draft.mentions),
        core=draft.core,
        unit=draft.unit,
        fuels=draft.fuels,
        technology=technology,
        chp=any(m.chp for m in draft.mentions),
        aggregate=draft.aggregate,
        count=draft.count,
        members=tuple(place_of[m] for m in draft.members if m in place_of),
        parent=place_of.get(draft.parent) if draft.parent is not None else None,
        place=place,
        place_name=place.name if place else None,
    )


_DROP = re.compile(r"(?i)^(?:(?:the|a|an|its|new|another|other|further|planned|proposed|existing|of|more)\s)+")
_SIZE = re.compile(r"(?i)^[\d.,x×/\s-]+(?:mw|gw|megawatts?|gigawatts?|kw|mwp|gwh|mwh|billion|million|bn)?[-\s]+")


def _names(draft: _Draft, place: PlaceMention | None, state: _Pass) -> list[str]:
    """Return an entity's names, best first: what it is called, then what it is described as."""
    called: list[str] = []
    named = [m for m in draft.mentions if m.name and m.form in {"name", "unit"}]
    bare = [m for m in draft.mentions if m.name and m.form == "bare"]
    for mention in sorted(named, key=lambda m: -len(m.name or "")) + bare:
        called.append(printed_name(mention) or "")
    described = _described_names(draft, place, state)
    if draft.aggregate:
        names = [*described, *called]
    elif called and not (draft.unit and draft.parent is not None):
        names = called
    else:
        names = [*called, *described]
    return list(dict.fromkeys(n for n in names if n)) or ["power plant"]


def _described_names(draft: _Draft, place: PlaceMention | None, state: _Pass) -> list[str]:
    """Return names for what has none: 'Trishal solar power plant', 'A and B wind farms', 'Tuzla unit 7'."""
    wanted = [m for m in draft.mentions if m.form in {"description", "unit"}] or draft.mentions[:1]
    phrases = [_SIZE.sub("", _DROP.sub("", " ".join(m.span.of(state.text).split()))) for m in wanted]
    phrases = list(dict.fromkeys(sorted((p for p in phrases if p), key=lambda p: -len(p))))[:4]
    head = wanted[0].head or "plant"
    if draft.aggregate:
        cores = [c for m in draft.members if (c := _called(state.drafts[m]))]
        joined = [f"{', '.join(cores[:-1])} and {cores[-1]} {head}"] if len(cores) > 1 else []
        placed = [f"{place.name} {p}" for p in phrases[:1] if place and place.name not in p]
        return [*joined, *placed, *phrases]
    if draft.unit:
        parent = state.drafts[draft.parent] if draft.parent is not None else None
        base = (_called(parent) if parent else None) or (place.name if place else None)
        label = head.rstrip("s") if head.rstrip("s") in {"phase", "stage", "block", "unit"} else "unit"
        label = "" if draft.unit == "extension" else label
        if draft.unit.isalpha() and len(draft.unit) > 2 and label:
            return [f"{base} {draft.unit} {label}"] * bool(base) + [f"{draft.unit} {label}", *phrases]
        return [f"{base} {label} {draft.unit}".replace("  ", " ")] * bool(base) + [f"{label} {draft.unit}".strip(), *phrases]
    if place:
        return [f"{place.name} {phrases[0] if phrases else head}", *phrases]
    return phrases or [head]


def _called(draft: _Draft) -> str | None:
    """Return the short proper name of an entity, or the place it is known by."""
    own = next((m.place for m in draft.mentions if m.place), None)
    return own or (draft.place.name if draft.place else None)
