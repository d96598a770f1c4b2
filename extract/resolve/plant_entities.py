"""Drafts of coreference to plant entities: the names to print, best first, and what is said in all."""

from __future__ import annotations

import re

from extract.domain.mention import PlaceMention
from extract.domain.plant_entity import PlantEntity
from extract.resolve.plant_names import printed_name
from extract.resolve.plant_state import Draft, State

__all__ = ["plant_entity"]

_DROP = re.compile(
    r"(?i)^(?:(?:the|a|an|its|new|another|other|further|planned|proposed|existing|of|more)\s)+"
)
_SIZE = re.compile(
    r"(?i)^[\d.,x×/\s-]+(?:mw|gw|megawatts?|gigawatts?|kw|mwp|gwh|mwh|billion|million|bn)?[-\s]+"
)


def plant_entity(index: int, draft: Draft, state: State, place_of: dict[int, int]) -> PlantEntity:
    """Return the entity a draft adds up to; `place_of` maps draft numbers to entity numbers."""
    place = draft.place or next(
        (
            p
            for m in draft.mentions
            if m.form in {"name", "bare"}
            for p in [state.place_inside(m.span, draft.core)]
            if p
        ),
        None,
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
        chp=draft.chp or any(m.chp for m in draft.mentions),
        aggregate=draft.aggregate,
        count=draft.count,
        members=tuple(place_of[m] for m in draft.members if m in place_of),
        parent=place_of.get(draft.parent) if draft.parent is not None else None,
        place=place,
        place_name=place.name if place else None,
    )


def _names(draft: Draft, place: PlaceMention | None, state: State) -> list[str]:
    """Return an entity's names, best first: what it is called, then what it is described as."""
    called: list[str] = []
    named = [m for m in draft.mentions if m.name and m.form in {"name", "unit"}]
    bare = [m for m in draft.mentions if m.name and m.form == "bare"]
    for mention in sorted(named, key=lambda m: -len(m.name or "")) + bare:
        called.append(printed_name(mention) or "")
    if not named and bare and draft.head and draft.unit is None:
        called.insert(0, f"{called[0]} {draft.head}")
    described = _described_names(draft, place, state)
    if draft.aggregate:
        names = [*described, *called]
    elif called and not (draft.unit and draft.parent is not None):
        names = called
    else:
        names = [*called, *described]
    return list(dict.fromkeys(n for n in names if n)) or ["power plant"]


def _described_names(draft: Draft, place: PlaceMention | None, state: State) -> list[str]:
    """Return names for what has none: 'Kano solar power plant', 'A and B wind farms', 'Orlova unit 7'."""
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
        return [f"{base} {label} {draft.unit}".replace("  ", " ")] * bool(base) + [
            f"{label} {draft.unit}".strip(),
            *phrases,
        ]
    if place:
        return [f"{place.name} {phrases[0] if phrases else head}", *phrases]
    return phrases or [head]


def _called(draft: Draft) -> str | None:
    """Return the short proper name of an entity, or the place it is known by."""
    own = next((m.place for m in draft.mentions if m.place), None)
    return own or (draft.place.name if draft.place else None)
