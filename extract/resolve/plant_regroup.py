"""Plants anew from phrases that were found to belong together: what the rules knew of them goes along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.domain.mention import PlantMention
from extract.encode.phrases import Phrase
from extract.resolve.plant_names import core_key
from extract.resolve.plant_state import Draft, State

__all__ = ["phrase_of", "plant_phrases", "regrouped"]

_NAMED = 3
"""What a phrase with a name counts against one without, where it is asked which plant is which."""


def _mentions(state: State) -> list[tuple[int, PlantMention]]:
    """Return every mention with the number of its draft, in text order."""
    found = [(i, m) for i, draft in enumerate(state.drafts) for m in draft.mentions]
    return sorted(found, key=lambda f: (f[1].span, f[0]))


def phrase_of(mention: PlantMention, owner: int, *, together: bool) -> Phrase:
    """Return a mention as the encoder is asked about it.

    Args:
        mention: The mention.
        owner: The number of the plant that rules take it for.
        together: Whether that plant is a group.
    """
    core = core_key(mention.place or mention.name or "") if mention.form != "anaphor" else ""
    count = mention.count if together else None
    return Phrase(mention.span, mention.form, owner, core, mention.unit, together, mention.fuels, count)


def plant_phrases(state: State) -> list[Phrase]:
    """Return the phrases that rules take for plants, in text order."""
    return [phrase_of(m, owner, together=state.drafts[owner].aggregate) for owner, m in _mentions(state)]


def regrouped(state: State, groups: Sequence[Sequence[int]]) -> State:
    """Return the article's plants as these groups of phrases, in order of first mention.

    A group takes over what rules know of the plant that most of its phrases were taken for; where several
    groups come from one plant, the one with most of it does, and the others are what their phrases say.

    Args:
        state: The plants as rules found them.
        groups: Every phrase of `plant_phrases` in one group, or in none where it means no plant.
    """
    mentions = _mentions(state)
    weights = [Counter[int]() for _ in groups]
    for number, group in enumerate(groups):
        for index in group:
            owner, mention = mentions[index]
            weights[number][owner] += _NAMED if mention.form in {"name", "unit", "bare"} else 1
    heirs = {
        owner: max(range(len(groups)), key=lambda g: (weights[g][owner], -g))
        for owner in {owner for weight in weights for owner in weight}
    }
    new = State(state.text, state.mentions)
    for number, group in enumerate(groups):
        inherited = [owner for owner, _ in weights[number].most_common() if heirs[owner] == number]
        draft = _inherited([state.drafts[i] for i in inherited]) if inherited else Draft()
        new.drafts.append(draft)
        own = [mentions[index][1] for index in group]
        for mention in sorted({m.span: m for m in own}.values(), key=lambda m: m.span):
            new.attach(number, mention)
        if not inherited:
            _described(draft, own)
    for number, draft in enumerate(new.drafts):
        moved = [heirs[m] for m in draft.members if m in heirs]
        draft.members = list(dict.fromkeys(m for m in moved if m != number))
        draft.parent = heirs.get(draft.parent) if draft.parent is not None else None
        if draft.parent == number:
            draft.parent = None
    return new


def _inherited(drafts: Sequence[Draft]) -> Draft:
    """Return one draft with what several say, the first foremost, without mentions."""
    first = drafts[0]
    return replace(
        first,
        core=next((d.core for d in drafts if d.core), None),
        fuels=tuple(dict.fromkeys(f for d in drafts for f in d.fuels)) if first.fuels else (),
        candidate=all(d.candidate for d in drafts),
        head=next((d.head for d in drafts if d.head), ""),
        count=next((d.count for d in drafts if d.count), None),
        place=next((d.place for d in drafts if d.place), None),
        capacities=set().union(*(d.capacities for d in drafts)),
        mentions=[],
        members=[m for d in drafts for m in d.members],
        aliases=list(dict.fromkeys(a for d in drafts for a in d.aliases)),
    )


def _described(draft: Draft, mentions: Sequence[PlantMention]) -> None:
    """Fill in what the phrases of a plant say that no rule took for one."""
    named = [m for m in mentions if m.form in {"name", "bare", "unit"} and (m.place or m.name)]
    draft.core = core_key(named[0].place or named[0].name or "") if named else None
    draft.unit = next((m.unit for m in mentions if m.unit and m.form == "unit"), None)
    draft.aggregate = any(m.plural for m in mentions) and draft.unit is None
    draft.count = next((m.count for m in mentions if m.count), None) if draft.aggregate else None
