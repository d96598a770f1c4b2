"""Organisations that the encoder saw and no rule found: "borrowed from Arion", "OPEC Gdynia's network"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.domain.mention import Mentions, OrganizationMention
from extract.domain.span import Span
from extract.encode.heads import Tagged
from extract.normalize.fuels import is_technical
from extract.normalize.names import clean_name, organization_key, same_organization
from extract.resolve.tagged import occupied

__all__ = ["with_parties"]

SURE = 0.8
"""How sure the encoder must be. Of names no rule took for an organisation, on 270 articles it had not seen
(2026-11), 57 % were partners from 0.9 up, 28 % from 0.8 to 0.9, 12 % from 0.7 to 0.8; weights decide."""
SURE_OF_PLACE = 0.9
"""The same where rules take the name for a place: towns and states are seldom parties."""


def with_parties(text: str, mentions: Mentions, tags: Sequence[Tagged]) -> Mentions:
    """Return the mentions with the encoder's parties added where nothing else stands, at every place.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        tags: What the encoder found.
    """
    taken = [*(m.span for m in mentions.organizations), *occupied(mentions)]
    places = {m.span for m in mentions.places}
    states = {m.span for m in mentions.places if m.level == "country"}
    found: list[OrganizationMention] = []
    known: dict[str, list[OrganizationMention]] = {}
    for mention in mentions.organizations:
        known.setdefault(mention.key[:1], []).append(mention)
    for span, sure in _names(text, tags):
        if sure < (SURE_OF_PLACE if span in places else SURE) or span in states:
            continue
        if any(span.overlaps(other) for other in taken):
            continue
        for mention in _everywhere(text, span, known):
            if not any(mention.span.overlaps(other) for other in taken):
                found.append(mention)
                known.setdefault(mention.key[:1], []).append(mention)
                taken.append(mention.span)
    return replace(
        mentions, organizations=tuple(sorted((*mentions.organizations, *found), key=lambda m: m.span))
    )


def _names(text: str, tags: Sequence[Tagged]) -> Iterator[tuple[Span, float]]:
    """Yield the parties' names; tags with a blank between them are one name."""
    last: tuple[Span, float] | None = None
    for tag in [t for t in tags if t.kind == "party"]:
        if last is not None and text[last[0].end : tag.span.start] == " ":
            last = Span(last[0].start, tag.span.end), max(last[1], tag.probability)
            continue
        if last is not None:
            yield from _cleaned(text, *last)
        last = tag.span, tag.probability
    if last is not None:
        yield from _cleaned(text, *last)


def _cleaned(text: str, span: Span, sure: float) -> Iterator[tuple[Span, float]]:
    """Yield the span of a name without determiner and possessive; nothing where no capital is left."""
    name = clean_name(span.of(text))
    at = span.of(text).find(name)
    if len(name) > 1 and at >= 0 and any(c.isupper() for c in name) and not is_technical(name):
        yield Span(span.start + at, span.start + at + len(name)), sure


def _everywhere(
    text: str, span: Span, known: Mapping[str, Sequence[OrganizationMention]]
) -> Iterator[OrganizationMention]:
    """Yield a mention at every place that has the name, of the known organisation whose name agrees if any.

    Names that agree, an acronym and what it stands for among them, begin alike: `known` is by first letter.
    """
    name = span.of(text)
    key = organization_key(name)
    other = next((m for m in known.get(key[:1], ()) if same_organization(m.name, name)), None)
    kind, entity = (other.kind, other.entity) if other else ("company", None)
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        yield OrganizationMention(
            Span(*match.span()), "partner.tagged", name, other.key if other else key, kind, entity
        )
