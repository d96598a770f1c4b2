"""Rules for phrases that mean several plants: counts, lists of places, "both", "the second", "the latter"."""

from __future__ import annotations

import re

from extract.domain.mention import PlaceMention, PlantMention
from extract.domain.span import Span
from extract.resolve.plant_names import core_key
from extract.resolve.plant_state import PLACE_LINK, State

__all__ = ["Groups"]


_NAME = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŻŽČİŞ][\w’'-]*(?: (?:(?:de|la|el|al) )?[A-ZÀ-ÖØ-Þ\d][\w’'-]*){0,3}"
_NAME_LIST = re.compile(
    rf"{_NAME}(?:, {_NAME}){{0,7}},? and (?:(?:in|at|near) )?{_NAME}(?=[,.;:)]| (?!{_NAME}))"
)
_NAMES_ARE = re.compile(
    rf"({_NAME}(?:, {_NAME}){{0,5}},? and {_NAME}) (?:are|were|will be) (?:both |all )?(?:\w+ ){{0,2}}$"
)
_NAMES_FOLLOW = re.compile(r"(?: of (?:them|these))?(?:,|:| -| –| \()\s?(?:in |at |near |the )?")


class Groups(State):
    """Links plural phrases to groups, and ordinals to their members."""

    def named(self, mention: PlantMention) -> None:
        """Link a named mention; the rule for single plants, see `plants.Coreference`."""
        raise AssertionError("groups are resolved by plants.Coreference")

    def _named_group(self, mention: PlantMention, core: str, others: list[tuple[Span, str]]) -> None:
        """Read 'the A and B plants' as a group with members, 'both A plants' as a group of what is known."""
        members: list[int] = []
        for span, name in others:
            single = PlantMention(
                span=span, rule="plant.coordinated", form="bare", name=name, place=name, fuels=mention.fuels,
                technology=mention.technology, chp=mention.chp, head=mention.head,
            )  # fmt: skip
            self.named(single)
            known = self._index_of(core_key(name))
            members += [known] if known is not None else []
        own = [i for i, d in enumerate(self.drafts) if d.core == core and not d.aggregate]
        if others and not own:
            last = PlantMention(
                span=mention.span, rule="plant.coordinated", form="bare", name=mention.place,
                place=mention.place, fuels=mention.fuels, technology=mention.technology,
                chp=mention.chp, head=mention.head,
            )  # fmt: skip
            self.named(last)
            own = [i for i, d in enumerate(self.drafts) if d.core == core and not d.aggregate]
        members += own
        same = [
            i for i, d in enumerate(self.drafts) if d.aggregate and set(d.members) == set(members) and members
        ]
        if same:
            self.attach(same[0], mention)
            return
        self.add(
            mention,
            core=None if members else core,
            aggregate=True,
            count=mention.count or len(members) or None,
            members=members,
        )

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
        """Return the plants that a list of places behind a plural phrase names, adding unknown ones."""
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
        listed = self._segments(span) or self._listed_names(span) or self._subjects(span)
        if listed:
            return listed
        found: list[PlaceMention] = []
        reach = self.past_capacities(span.end)
        for place in self.mentions.places:
            if (
                place.demonym
                or place.span.start < span.end
                or place.level == "country"
                or place.rule == "place.in_name"
            ):
                continue
            between = self.text[reach : place.span.start]
            fits = (
                PLACE_LINK.match(between)
                if not found
                else re.fullmatch(r",? (?:and (?:in |at |near )?)?|, (?:in |at )?", between)
            )
            if not fits:
                if found or place.span.start - span.end > 40:
                    break
                continue
            found.append(place)
            reach = place.span.end
        return found

    def _listed_names(self, span: Span) -> list[PlaceMention]:
        """Return the names of 'plants at A, B and C' or 'three plants, A, B and C', places or not."""
        begin = self.past_capacities(span.end)
        match = _NAME_LIST.search(self.text, begin, begin + 160)
        if match is None:
            return []
        lead = self.text[begin : match.start()]
        if not (_NAMES_FOLLOW.fullmatch(lead) or PLACE_LINK.match(lead)):
            return []
        places = {p.span.start: p for p in self.mentions.places}
        parties = [o.span for o in self.mentions.organizations if o.kind != "other"]
        found = []
        for name in re.finditer(_NAME, match.group()):
            at = Span(match.start() + name.start(), match.start() + name.end())
            known = places.get(at.start)
            if known is not None and (known.demonym or known.level == "country"):
                return []
            if known is None and any(at.overlaps(party) for party in parties):
                return []
            found.append(known or PlaceMention(at, "place.listed", name.group(), "other"))
        return found

    def _subjects(self, span: Span) -> list[PlaceMention]:
        """Return the names of 'A and B are ordinary hydroelectric stations'."""
        sentence = self.mentions.sentences[self.sentence(span.start)] if self.mentions.sentences else span
        match = _NAMES_ARE.search(self.text, sentence.start, span.start)
        if match is None:
            return []
        places = {p.span.start: p for p in self.mentions.places if not p.demonym}
        names = list(re.finditer(_NAME, match.group(1)))
        spans = [Span(match.start(1) + n.start(), match.start(1) + n.end()) for n in names]
        if any(at.overlaps(o.span) for at in spans for o in self.mentions.organizations):
            return []
        return [
            places.get(at.start) or PlaceMention(at, "place.listed", at.of(self.text), "other")
            for at in spans
        ]

    def _segments(self, span: Span) -> list[PlaceMention]:
        """Return one place per part of 'projects are in A in X; in B in X; and in C in Y'."""
        sentence = self.mentions.sentences[self.sentence(span.start)] if self.mentions.sentences else span
        rest = self.text[span.end : sentence.end]
        parts = re.split(r";\s(?:and\s)?", rest)
        if len(parts) < 2 or not all(
            re.match(r"[^;]{0,30}\b(?:in|at|near|off|on)\s", part) for part in parts
        ):
            return []
        found, offset = [], span.end
        for part in parts:
            offset = self.text.index(part, offset)
            inside = [
                p
                for p in self.mentions.places
                if offset <= p.span.start < offset + len(part) and not p.demonym and p.level != "country"
            ]
            found += inside[:1]
        return found if len(found) == len(parts) else []

    def _near_group(self, mention: PlantMention) -> bool:
        """Return True where 'the two' has a group of that size, or as many plants, within four sentences."""
        here = self.sentence(mention.span.start)
        near = [d for i, d in enumerate(self.drafts) if here - self.last_sentence(i) <= 4 and not d.candidate]
        sized = [d for i, d in enumerate(self.drafts) if d.aggregate and here - self.last_sentence(i) <= 12]
        if mention.count and any(mention.count in (d.count, len(d.members)) for d in sized):
            return True
        if any(d.aggregate and mention.count in (None, d.count, len(d.members)) for d in near):
            return True
        return sum(not d.aggregate and d.unit is None for d in near) == mention.count

    def _ordinal(self, mention: PlantMention) -> None:
        """Link 'The second, ...' or 'the latter' to a member of the group last talked of."""
        groups = [
            i
            for i in self.recent(mention, plural=True)
            if self.sentence(mention.span.start) - self.last_sentence(i) <= 3
        ]
        pair = [
            i for i in self.recent(mention) if self.sentence(mention.span.start) - self.last_sentence(i) <= 1
        ]
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

    def _plural_anaphor(self, mention: PlantMention) -> None:
        groups = self.recent(mention, plural=True)
        fitting = [
            i
            for i in groups
            if mention.count in (None, self.drafts[i].count) or len(self.drafts[i].members) == mention.count
        ]
        if fitting:
            self.attach(fitting[0], mention)
            return
        members = self._named_together(mention)
        if not members and mention.count:
            singles = [i for i in self.recent(mention) if self.drafts[i].unit is None]
            members = sorted(singles[: mention.count]) if len(singles) >= mention.count else []
        if members:
            self.add(mention, aggregate=True, count=mention.count, members=members)

    def _named_together(self, mention: PlantMention) -> list[int]:
        """Return the plants of the last sentences that names exactly as many as "the two plants" counts."""
        here = self.sentence(mention.span.start)
        for back in (0, 1, 2):
            spoken = [
                i
                for i, d in enumerate(self.drafts)
                if not d.aggregate and d.unit is None
                and any(self.sentence(m.span.start) == here - back and m.span.end <= mention.span.start
                        for m in d.mentions)
            ]  # fmt: skip
            if spoken:
                return spoken if len(spoken) == mention.count else []
        return []
