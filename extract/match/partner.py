"""Finds mentions of organisations, and of states that act as parties. Decides no role and no plant.

Capitalised sequences are weighed one by one (organization_evidence), then the article as a whole adds what
single sentences cannot know: aliases defined in brackets, members of a list, names met again, short forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extract.analyze.analysis import Analysis
from extract.domain.mention import OrganizationMention
from extract.domain.span import Span, drop_overlaps
from extract.match.organization_chunks import Chunk, chunks_of, in_class, subchunk
from extract.match.organization_evidence import (
    Finding,
    Surroundings,
    inner_known,
    is_place,
    judge,
    plausible,
    trimmed,
)
from extract.match.organization_links import article_keys, defined_aliases
from extract.match.organization_phrases import match_phrases
from extract.normalize.names import clean_name, fold, known_organization, organization_key, same_organization

__all__ = ["match_organizations"]

_LIST_GAP = re.compile(
    r"(?:['’]s?)?(?:\s*\([^()\n]{1,30}\))?\s*(?:,|/|&|;|,?\s+and|,?\s+or|\+|,? as well as(?: of)?)\s*(?:the\s+|of\s+|by\s+|with\s+)?$"
)
_AROUND = 120


def match_organizations(analysis: Analysis) -> Iterable[OrganizationMention]:
    """Return every mention of an organisation in an article, in text order, without overlaps.

    Args:
        analysis: The analyzed article.

    Returns:
        Mentions; those that stand for one organisation share `key`, and `entity` where the lexicon knows it
        ("state:KZ" for a state and its government).
    """
    scene = _Scene(analysis)
    findings = scene.findings()
    named = [_named(finding) for finding in findings]
    phrases = [m for m in match_phrases(analysis.text)]
    kept = drop_overlaps([(m.span, m) for m in (*named, *phrases)])
    return _keyed(analysis.text, [mention for _, mention in kept])


def _named(finding: Finding) -> OrganizationMention:
    """Turn a finding into a mention with a key of its own; linking comes later."""
    name = clean_name(finding.chunk.text)
    return OrganizationMention(
        finding.chunk.span, finding.rule, name, organization_key(name), finding.kind, finding.entity
    )


def _keyed(text: str, mentions: list[OrganizationMention]) -> list[OrganizationMention]:
    """Give all mentions of one organisation the same key and entity."""
    spans = {(m.span.start, m.span.end): m.name for m in mentions}
    pairs = [
        (spans[name], spans[alias])
        for name, alias in defined_aliases(text, spans)
        if name in spans and alias in spans
    ]
    described = {"partner.described", "partner.consortium", "partner.state"}
    names = [m.name for m in mentions if m.rule not in described]
    keys = article_keys(names, pairs)
    entities: dict[str, str] = {}
    for m in mentions:
        if m.entity is not None:
            entities.setdefault(keys.get(m.name, m.key), m.entity)
    found = []
    for m in mentions:
        key = keys.get(m.name, m.key)
        found.append(OrganizationMention(m.span, m.rule, m.name, key, m.kind, m.entity or entities.get(key)))
    return found


class _Scene:
    """One article's chunks and what is known of its people, entities and defined acronyms."""

    def __init__(self, analysis: Analysis) -> None:
        self.text = analysis.text
        self._labels = [(Span(e.start_char, e.end_char), e.label_) for e in analysis.doc.ents]
        self._starts = frozenset(span.start for span, _ in self._labels)
        self._surnames = frozenset(self._people())
        self._chunks: list[tuple[Chunk, Surroundings]] = []
        for sentence in analysis.sentences:
            for chunk in chunks_of(self.text, sentence):
                short = trimmed(chunk, self._starts)
                if short is not None:
                    self._chunks.append((short, self._around(short, sentence)))

    def _people(self) -> Iterator[str]:
        """Yield folded surnames of full names that the model calls persons and a title or verb confirms."""
        speech = re.compile(r"[,\s]+(?:\w+\s+){0,2}(?:said|says|told|added|noted|explained|stressed)\b")
        for span, label in self._labels:
            words = span.of(self.text).split()
            if label != "PERSON" or len(words) not in {2, 3} or known_organization(span.of(self.text)):
                continue
            before = self.text[max(0, span.start - 40) : span.start].split()
            titled = bool(before) and in_class(before[-1].rstrip(".,"), "title")
            if titled or speech.match(self.text, span.end):
                yield fold(re.sub(r"['’]s$", "", words[-1]))

    def _label(self, span: Span) -> str | None:
        """Return the model's label for a span that an entity covers by half or more."""
        for other, label in self._labels:
            if other.overlaps(span):
                shared = min(other.end, span.end) - max(other.start, span.start)
                if shared * 2 >= span.end - span.start:
                    return label
        return None

    def _around(self, chunk: Chunk, sentence: Span) -> Surroundings:
        """Collect what stands around a chunk."""
        span = chunk.span
        words = sentence.of(self.text).split()
        heading = len(words) >= 2 and sentence.of(self.text).isupper()
        return Surroundings(
            before=self.text[max(sentence.start, span.start - _AROUND) : span.start],
            after=self.text[span.end : min(sentence.end, span.end + _AROUND)],
            label=self._label(span),
            surnames=self._surnames,
            heading=heading or self._title_case(sentence),
        )

    def _title_case(self, sentence: Span) -> bool:
        """The headline in title case: capitals say nothing there."""
        if sentence.start > 0:
            return False
        words = [w for w in re.findall(r"[^\W\d_]{4,}", sentence.of(self.text))]
        return len(words) > 3 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)

    def findings(self) -> list[Finding]:
        """Weigh every chunk, then let the article decide on the rest."""
        judged: list[Finding | None] = [judge(chunk, around) for chunk, around in self._chunks]
        self._aliases(judged)
        self._lists(judged)
        self._repeats(judged)
        self._inner(judged)
        return [finding for finding in judged if finding is not None]

    def _aliases(self, judged: list[Finding | None]) -> None:
        """Accept what brackets define for an accepted name, refuse what they define for anything else."""
        by_span = {(c.span.start, c.span.end): i for i, (c, _) in enumerate(self._chunks)}
        refused: set[str] = set()
        for name, alias in defined_aliases(self.text, by_span):
            owner = judged[by_span[name]]
            at = by_span.get(alias)
            if at is None:
                continue
            chunk = self._chunks[at][0]
            if owner is not None:
                judged[at] = Finding(chunk, "partner.acronym", owner.kind, owner.sure, owner.entity)
            elif judged[at] is not None and judged[at].entity:
                found = judged[at]
                judged[by_span[name]] = Finding(
                    self._chunks[by_span[name]][0], "partner.acronym", found.kind, True, found.entity
                )
            else:
                refused.add(chunk.text)
        for i, (chunk, around) in enumerate(self._chunks):
            bracketed = around.before.endswith("(") and around.after.startswith(")")
            found = judged[i]
            if (
                bracketed
                and chunk.text.isupper()
                and found is not None
                and found.rule in {"partner.ner", "partner.subject"}
            ):
                refused.add(chunk.text)
        for i, (chunk, _) in enumerate(self._chunks):
            found = judged[i]
            if chunk.text in refused and found is not None and found.entity is None and not found.sure:
                judged[i] = None

    def _lists(self, judged: list[Finding | None]) -> None:
        """Accept what stands in a list with an accepted organisation: "A, B and C"."""
        order = [*range(1, len(judged)), *range(len(judged) - 1, 0, -1)]
        for i in order:
            left, right = self._chunks[i - 1][0], self._chunks[i][0]
            gap = self.text[left.span.end : right.span.start]
            if len(gap) > 45 or (judged[i] is None) == (judged[i - 1] is None) or not _LIST_GAP.match(gap):
                continue
            source = judged[i] or judged[i - 1]
            at = i if judged[i] is None else i - 1
            chunk, around = self._chunks[at]
            if (
                source is None
                or source.kind in {"government", "media", "other"}
                or not self._listable(chunk, around)
            ):
                continue
            judged[at] = Finding(chunk, "partner.list", source.kind, False)

    @staticmethod
    def _listable(chunk: Chunk, around: Surroundings) -> bool:
        """Fit for a list of organisations: no place, no person, no plant."""
        if not plausible(chunk) or around.heading or is_place(chunk, around):
            return False
        return not any(in_class(w, n) for w in chunk.words for n in ("plant_tail", "document_tail", "title"))

    def _repeats(self, judged: list[Finding | None]) -> None:
        """Accept names met again, and short forms of accepted names."""
        accepted = [f for f in judged if f is not None]
        keys = {organization_key(f.chunk.text): f for f in accepted}
        for i, (chunk, around) in enumerate(self._chunks):
            if judged[i] is not None:
                continue
            found = keys.get(organization_key(chunk.text))
            if found is None and plausible(chunk) and not is_place(chunk, around):
                longer = {id(f): f for f in accepted if len(f.chunk.words) > len(chunk.words)}
                found = next(
                    (f for f in longer.values() if same_organization(f.chunk.text, chunk.text)), None
                )
            if found is not None:
                judged[i] = Finding(chunk, "partner.repeat", found.kind, found.sure, found.entity)
            elif around.heading:
                judged[i] = self._opening(chunk, keys)

    @staticmethod
    def _opening(chunk: Chunk, keys: dict[str, Finding]) -> Finding | None:
        """In a headline of capitals, accept the longest known name that opens the chunk."""
        for end in range(len(chunk.words) - 1, 0, -1):
            part = subchunk(chunk, 0, end)
            found = keys.get(organization_key(part.text))
            if found is not None:
                return Finding(part, "partner.repeat", found.kind, found.sure, found.entity)
        return None

    def _inner(self, judged: list[Finding | None]) -> None:
        """Accept a lexicon name that opens a longer sequence: "General Electric Frame 9E"."""
        for i, (chunk, _) in enumerate(self._chunks):
            inner = inner_known(chunk) if judged[i] is None else None
            if inner is not None:
                part, entity, kind = inner
                judged[i] = Finding(part, "partner.gazetteer_part", kind, True, entity)
