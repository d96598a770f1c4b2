"""Finds mentions of organisations, and of states that act as parties. Decides no role and no plant.

Capitalised sequences are cut (organization_tokens, organization_chunks), weighed one by one
(organization_evidence, organization_context), then by the article as a whole (organization_scene).
Described parties have a grammar of their own (organization_phrases). Names that stand for one organisation
get one key (organization_links).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.analyze.analysis import Analysis
from extract.domain.mention import OrganizationKind, OrganizationMention
from extract.domain.span import Span, drop_overlaps
from extract.match.organization_links import article_keys, defined_aliases
from extract.match.organization_phrases import compound_members, match_phrases
from extract.match.organization_scene import Scene, lexicon_names
from extract.normalize.names import clean_name, organization_key

__all__ = ["match_organizations"]

_UNLINKED = frozenset({"partner.described", "partner.consortium", "partner.state"})


def match_organizations(analysis: Analysis) -> Iterable[OrganizationMention]:
    """Return every mention of an organisation in an article, in text order, without overlaps.

    Args:
        analysis: The analyzed article.

    Returns:
        Mentions; those that stand for one organisation share `key`, and `entity` where the lexicon knows it
        ("state:KZ" for a state and its government). Rules partner.described, partner.consortium,
        partner.state, partner.government and partner.ministry are descriptions, the others names.
    """
    found = [*_names(analysis), *match_phrases(analysis.text)]
    kept = drop_overlaps((mention.span, mention) for mention in found)
    return _keyed(analysis.text, [mention for _, mention in kept])


def _names(analysis: Analysis) -> Iterator[OrganizationMention]:
    """Yield named organisations, each with a key of its own; linking comes later."""
    compounds = compound_members(analysis.text)
    for finding in Scene(analysis).findings():
        if finding.chunk.text in compounds:
            for member in re.finditer(r"[^-–]+", finding.chunk.text):
                start = finding.chunk.span.start
                span = Span(start + member.start(), start + member.end())
                yield _mention(analysis.text, span, "partner.member", "company", None)
            continue
        yield _mention(analysis.text, finding.chunk.span, finding.rule, finding.kind, finding.entity)
    for span, entity, kind in lexicon_names(analysis.text):
        yield _mention(analysis.text, span, "partner.gazetteer", kind, entity)


def _mention(
    text: str, span: Span, rule: str, kind: OrganizationKind, entity: str | None
) -> OrganizationMention:
    """Build a mention whose name is the span's cleaned text."""
    name = clean_name(span.of(text))
    return OrganizationMention(span, rule, name, organization_key(name), kind, entity)


def _keyed(text: str, mentions: list[OrganizationMention]) -> list[OrganizationMention]:
    """Give all mentions of one organisation the same key and entity."""
    spans = {(m.span.start, m.span.end): m.name for m in mentions}
    pairs = [(spans[name], spans[alias]) for name, alias in defined_aliases(text, spans) if alias in spans]
    keys = article_keys((m.name for m in mentions if m.rule not in _UNLINKED), pairs)
    entities: dict[str, str] = {}
    for m in mentions:
        if m.entity is not None:
            entities.setdefault(keys.get(m.name, m.key), m.entity)
    found = []
    for m in mentions:
        key = keys.get(m.name, m.key)
        found.append(replace(m, key=key, entity=m.entity or entities.get(key)))
    return found
