"""After the pass: names for plants the headline names, and one entity where a plant was read as two."""

from __future__ import annotations

import re

from extract.domain.mention import PlantMention
from extract.domain.span import Span
from extract.resolve.plant_names import core_key, fuels_agree, is_generic_name
from extract.resolve.plant_state import State

__all__ = ["complete_groups", "merge_nameless", "name_from_headline"]

_HEADLINE_NAME = re.compile(
    r"(?<![\w-])[A-ZÀ-Ž][\w’'-]*[a-zà-ÿ][\w’'-]*(?: (?:(?:de|la|el|do|da|of) )?[A-ZÀ-Ž][\w’'-]*)*"
)


def name_from_headline(state: State) -> None:
    """Name the article's one nameless plant after the name that headline and body share ('Glen Orlova')."""
    sentences = state.mentions.sentences
    singles = [d for d in state.drafts if not d.aggregate and not d.candidate and d.unit is None]
    if not sentences or not singles or any(d.core for d in singles):
        return
    head = sentences[0]
    others = [m.span for m in state.mentions.organizations]
    others += [m.span for m in state.mentions.places]
    others += [m.span for m in state.mentions.dates]
    for match in _HEADLINE_NAME.finditer(state.text, head.start, head.end):
        span = Span(*match.span())
        again = [
            Span(m.start(), m.end())
            for m in re.finditer(rf"\b{re.escape(match.group())}\b", state.text[head.end :])
        ]
        if (
            len(again) < 1
            or any(span.overlaps(o) for o in others)
            or all(is_generic_name(w) for w in match.group().split())
        ):
            continue
        if match.start() == head.start and " " not in match.group():
            continue
        singles[0].core = core_key(match.group())
        for start in [span, *(Span(a.start + head.end, a.end + head.end) for a in again)]:
            singles[0].mentions.append(
                PlantMention(
                    span=start,
                    rule="plant.headline_name",
                    form="bare",
                    name=match.group(),
                    place=match.group(),
                )
            )
        singles[0].mentions.sort(key=lambda m: m.span)
        return


def merge_nameless(state: State) -> None:
    """Give the mentions of a headline's nameless plant to the article's one plant with a name."""
    named = [d for d in state.drafts if d.core and not d.aggregate and not d.candidate and d.unit is None]
    if len(named) != 1:
        return
    home = named[0]
    if any(d.aggregate and (d.count or 0) >= 2 for d in state.drafts):
        return
    for draft in state.drafts:
        nameless = (
            not draft.core
            and not draft.aggregate
            and not draft.candidate
            and draft.unit is None
            and draft.mentions
        )
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


def complete_groups(state: State) -> None:
    """Give a counted group without members the plants that make up its number; members share its kind.

    "Three CHP plants" with just three towns spoken of as plants has those three as members.
    """
    singles = [i for i, d in enumerate(state.drafts) if not d.aggregate and d.unit is None and d.mentions]
    for draft in state.drafts:
        if draft.aggregate and draft.mentions and not draft.members and draft.count and draft.unit is None:
            fitting = [i for i in singles if fuels_agree(state.drafts[i].fuels, draft.fuels)]
            if len(fitting) == draft.count:
                draft.members = fitting
        head = next((m.head for m in draft.mentions if m.head and m.form == "description"), "")
        for index in draft.members:
            member = state.drafts[index]
            member.fuels = member.fuels or draft.fuels
            member.chp = member.chp or any(m.chp for m in draft.mentions)
            member.head = member.head or _singular(head)


def _singular(head: str) -> str:
    """Return a plural head noun in the singular: 'power plants', 'facilities', 'batteries'."""
    if head.endswith("ies"):
        return head[:-3] + "y"
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head
