"""Coreference of plants: which phrases mean one plant, which mean several, which a unit of another.

One pass in text order over the mentions. A link is made only where one candidate is left by name, unit,
fuel, number or recency; what stays open becomes an entity of its own, which later decisions may drop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.resolve.plant_candidates import headings, name_candidates
from extract.resolve.plant_entities import plant_entity
from extract.resolve.plant_groups import Groups
from extract.resolve.plant_merge import complete_groups, merge_nameless, name_from_headline
from extract.resolve.plant_names import coordinated, core_key, fuels_agree
from extract.resolve.plant_prepare import prepared_mentions, with_bare_names
from extract.resolve.plant_state import State

__all__ = ["draft_plants", "plant_entities", "resolve_plants"]

_APPOSITION = re.compile(
    r"(?:\s?\([^()]{1,40}\))?(?:,\s(?:which (?:is|will be) )?|\s(?:is|was|will be|would be|"
    r"is to be|has become|became)\s)(?:(?:a|an|the|its|their|"
    r"one of the)\s)?(?:\w+['’]s\s)?(?:[a-z]+\s){0,2}"
)
_COPULA = re.compile(
    r"(?:It|This|That)\s(?:is|was|will be|would be|is to be)\s(?:to be\s)?(?:an?|the)\s(?:[a-z]+\s){0,2}"
)


class Coreference(Groups):
    """The pass: one rule per form of mention."""

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
        headline = self._headline_plant(mention) if mention.unit is None else None
        if headline is not None and self.drafts[headline].unit is None and not self.drafts[headline].core:
            self.drafts[headline].core = core
            self.attach(headline, mention)
            return
        parent = None
        if mention.unit:
            parent = next(
                (
                    i
                    for i, d in enumerate(self.drafts)
                    if d.core == core and d.unit is None and not d.aggregate
                ),
                None,
            )
        self.add(mention, core=core, unit=mention.unit, parent=parent, fuels=self._inherited(parent))

    def _described_before(self, mention: PlantMention) -> int | None:
        """Return a nameless entity this name belongs to: 'a power station at Colón' ... in apposition."""
        for index in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[index]
            last = draft.mentions[-1]
            between = self.text[last.span.end : mention.span.start]
            if draft.core or draft.aggregate or len(between) > 25 or mention.span.start < last.span.end:
                continue
            if (
                re.fullmatch(r",? (?:called|named|known as|dubbed|at|of|in) (?:the )?|, (?:the )?", between)
                and not mention.unit
            ):
                if re.fullmatch(r",? (?:at|in) (?:the )?", between) and draft.place is None:
                    return None
                return index if fuels_agree(draft.fuels, mention.fuels) else None
        return None

    def unit(self, mention: PlantMention) -> None:
        """Link 'Unit 3' or 'the second phase' to its plant and to earlier mentions of that unit."""
        parent = self._unit_parent(mention)
        parent_draft = self.drafts[parent] if parent is not None else None
        core = parent_draft.core if parent_draft else None
        for index, draft in enumerate(self.drafts):
            if draft.unit == mention.unit and (draft.parent == parent or (core and draft.core == core)):
                self.attach(index, mention)
                return
        # "A second unit of 50,000 barrels a day": a unit of nothing known, no size, no fuel: no plant.
        if parent is not None or mention.fuels or self.capacities_near(mention.span):
            self.add(mention, core=core, unit=mention.unit, parent=parent, fuels=self._inherited(parent))

    def _unit_parent(self, mention: PlantMention) -> int | None:
        """Return the plant a unit belongs to: named right behind it, else the one talked of."""
        candidates = [i for i in self.recent(mention) if self.drafts[i].unit is None]
        return candidates[0] if candidates else None

    def described(self, mention: PlantMention) -> None:
        """Link 'a 240 MW plant in Kano' or 'the gas-fired plant' to an entity or start one."""
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
        headline = self._headline_plant(mention)
        if headline is not None:
            self.attach(headline, mention)
            return
        self.add(mention)

    def _apposed(self, mention: PlantMention) -> int | None:
        """Return the plant this phrase only describes: 'Orlova, a 4,800 MW plant', 'It is a gas plant'."""
        candidates = self.recent(mention)
        sentence = (
            self.mentions.sentences[self.sentence(mention.span.start)] if self.mentions.sentences else None
        )
        if sentence is not None and _COPULA.fullmatch(self.text[sentence.start : mention.span.start]):
            return candidates[0] if candidates else None
        for index in candidates:
            last = self.drafts[index].mentions[-1]
            if last.span.end <= mention.span.start and _APPOSITION.fullmatch(
                self.text[last.span.end : mention.span.start]
            ):
                return index
        return None

    def _headline_plant(self, mention: PlantMention) -> int | None:
        """Return the nameless plant of the headline, which the first description in the body takes up."""
        if not self.mentions.sentences or len(self.drafts) != 1 or self.drafts[0].aggregate:
            return None
        draft = self.drafts[0]
        only_headline = all(self.sentence(m.span.start) == 0 for m in draft.mentions)
        return 0 if only_headline and fuels_agree(draft.fuels, mention.fuels) else None

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


def _all_mentions(text: str, mentions: Mentions, reader: Coreference) -> list[PlantMention]:
    """Return the matcher's mentions with those that only the whole article supports, in text order."""
    prepared = with_bare_names(text, mentions, prepared_mentions(text, mentions))
    if not any(m.form in {"name", "description"} for m in prepared):
        return prepared
    linked = [reader.place_after(m.span) for m in prepared if m.form in {"description", "unit"}]
    taken = [m.span for m in prepared]
    heads = [h for h in headings(text, mentions) if not any(h.span.overlaps(t) for t in taken)]
    found = name_candidates(text, mentions, prepared, {p.span for p in linked if p is not None})
    free = [f for f in found if not any(f.span.overlaps(h.span) for h in heads)]
    return sorted([*prepared, *heads, *free], key=lambda m: (m.span.start, m.span.end))


def draft_plants(text: str, mentions: Mentions) -> State:
    """Group the plant mentions of one article, by rules.

    Args:
        text: The article's text.
        mentions: Everything the matchers found.
    """
    state = Coreference(text, mentions)
    state.run(_all_mentions(text, mentions, state))
    name_from_headline(state)
    merge_nameless(state)
    complete_groups(state)
    for draft in state.drafts:
        if draft.unit and "+" in draft.unit:
            draft.aggregate = any(d is not draft and d.core == draft.core for d in state.drafts)
    return state


def plant_entities(state: State) -> tuple[PlantEntity, ...]:
    """Return the plants of an article; groups list their members, units name their parent."""
    kept = [i for i, draft in enumerate(state.drafts) if draft.mentions]
    place_of = {old: new for new, old in enumerate(kept)}
    return tuple(plant_entity(place_of[i], state.drafts[i], state, place_of) for i in kept)


def resolve_plants(text: str, mentions: Mentions) -> tuple[PlantEntity, ...]:
    """Return the plants of one article as rules alone see them, in order of first mention."""
    return plant_entities(draft_plants(text, mentions))
