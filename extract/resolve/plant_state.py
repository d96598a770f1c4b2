"""The state of plant coreference: entities under way, and what the text says around a phrase.

Offers questions (which sentence, which place follows, who was named last) and two changes, add and attach.
The rules that use them are in plant_groups.py and plants.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.domain.mention import Mentions, PlaceMention, PlantMention
from extract.domain.span import Span
from extract.resolve.plant_names import bracket_alias, core_key, fuels_agree, same_core

__all__ = ["PLACE_LINK", "Draft", "State"]

PLACE_LINK = re.compile(
    r"^[\s,]*(?:(?:project|complex|site|which|that|to be|being|will be|is|are|located|built|sited|"
    r"planned|situated|set up|put up|established|lie|lies|are|under construction|to stand|stands?|"
    r"will stand|to rise|to go up|goes up|go up|to be built|to be put up|to lie)\s){0,4}(?:in|at|"
    r"near|off|outside|on|for|of|from|around|close to|north of|south of|east of|"
    r"west of)\s(?:the\s)?(?:(?:city|town|village|municipality|province|district|state|region|"
    r"coast|island|desert|port|outskirts|county|north|south|east|west|northern|southern|eastern|"
    r"western|central|downtown|former|nearby|remote|coastal)(?:\sof)?\s){0,3}$"
)


@dataclass(slots=True)
class Draft:
    """An entity while the pass is under way."""

    core: str | None = None
    unit: str | None = None
    fuels: tuple[str, ...] = ()
    aggregate: bool = False
    candidate: bool = False
    head: str = ""
    chp: bool = False
    count: int | None = None
    parent: int | None = None
    place: PlaceMention | None = None
    capacities: set[str] = field(default_factory=set)
    mentions: list[PlantMention] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


class State:
    """One article's entities so far, in order of first mention."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self.text = text
        self.mentions = mentions
        self.drafts: list[Draft] = []
        self.sentence_of = {s.start: i for i, s in enumerate(mentions.sentences)}
        self.starts = [s.start for s in mentions.sentences]

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
        """Return the place a phrase is followed by: 'a 240 MW plant in Kano'."""
        reach = self.past_capacities(span.end)
        for place in self.mentions.places:
            if place.demonym or place.span.start < reach or place.rule in {"place.in_name", "place.dateline"}:
                continue
            if place.span.start - reach > 60:
                break
            if PLACE_LINK.match(self.text[reach : place.span.start]):
                return place
        return None

    def past_capacities(self, offset: int) -> int:
        """Return where the text goes on after capacities in apposition: 'Unit 5, 2x20 MW, in Minahasa'."""
        for capacity in self.mentions.capacities:
            if 0 <= capacity.span.start - offset <= 9 and re.fullmatch(
                r"[\s,(]*(?:of |with )?", self.text[offset : capacity.span.start]
            ):
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
        draft = Draft(**facts)  # type: ignore[arg-type]
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
        members = {m for d in self.drafts for m in d.members}
        for index, draft in enumerate(self.drafts):
            doubtful = draft.candidate and index not in members
            if draft.aggregate != plural or doubtful or not fuels_agree(draft.fuels, mention.fuels):
                continue
            last = max(draft.mentions, key=lambda m: m.span.start)
            firsts = [
                m.span.start
                for m in draft.mentions
                if self.sentence(m.span.start) == self.sentence(last.span.start)
            ]
            order.append((self.sentence(last.span.start), -min(firsts), index))
        return [index for *_, index in sorted(order, reverse=True)]

    def _inherited(self, parent: int | None) -> tuple[str, ...]:
        return self.drafts[parent].fuels if parent is not None else ()

    def _index_of(self, core: str) -> int | None:
        return next(
            (i for i, d in enumerate(self.drafts) if d.core and same_core(d.core, core) and not d.aggregate),
            None,
        )

    def _is_called(self, draft: Draft, core: str) -> bool:
        """Return True where a core names an entity: its own, an alias, or the place of a nameless one."""
        if draft.core:
            return same_core(draft.core, core) or core in map(core_key, draft.aliases)
        return (
            draft.place is not None and draft.place.level != "country" and core_key(draft.place.name) == core
        )

    def _same_place(self, draft: Draft, place: PlaceMention) -> bool:
        if place.level == "country":
            return False
        key = core_key(place.name)
        return (draft.place is not None and core_key(draft.place.name) == key) or bool(
            draft.core and draft.core == key
        )

    def _first_place(self, span: Span) -> PlaceMention | None:
        """Return the first place named behind a phrase in its sentence."""
        here = self.sentence(span.start)
        behind = [
            p for p in self.mentions.places
            if p.span.start >= span.end and self.sentence(p.span.start) == here and not p.demonym
            and p.level != "country" and p.rule != "place.in_name"
        ]  # fmt: skip
        return behind[0] if behind else None

    def _parties_before(self, span: Span) -> int:
        """Return how many organisations stand in this sentence before a span and in the sentence before."""
        here = self.sentence(span.start)
        return len({
            o.key for o in self.mentions.organizations
            if o.span.end <= span.start and here - self.sentence(o.span.start) <= 1
        })  # fmt: skip
