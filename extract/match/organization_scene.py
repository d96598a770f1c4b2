"""One article's capitalised sequences, weighed together: what a single sentence cannot tell.

Aliases defined in brackets, members of a list, names met again, short forms; and words that the article
elsewhere uses for a place or a plant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from extract.analyze.analysis import Analysis
from extract.domain.mention import OrganizationKind
from extract.domain.span import Span
from extract.lexicons.alternatives import either
from extract.lexicons.loader import load_lexicon
from extract.match.organization_casing import english_words, is_capitals, recased
from extract.match.organization_chunks import Chunk, chunks_of, subchunk
from extract.match.organization_context import (
    Surroundings,
    has_title,
    is_demonym,
    is_place,
    is_place_name,
    place_precedes,
    plant_follows,
)
from extract.match.organization_evidence import Finding, inner_known, judge, plausible, thing_tail
from extract.match.organization_links import defined_aliases
from extract.match.organization_tokens import head_kind, in_class
from extract.match.organization_trim import trimmed
from extract.normalize.names import acronyms_of, fold, known_organization, organization_key, same_organization

__all__ = ["Scene", "lexicon_names"]

_LIST_GAP = re.compile(
    r"(?:['’]s?)?(?:\s*\([^()\n]{1,30}\))?\s*(?:,|/|&|;|,?\s+and|,?\s+or|\+|,? as well as(?: of)?)\s*"
    r"(?:the\s+|of\s+|by\s+|with\s+|also\s+)?$"
)
_OF_PLACE = re.compile(r"\s(?:of|from|in)\s(?:the\s)?$")
_SPEECH = re.compile(r"[,\s]+(?:\w+\s+){0,2}(?:said|says|told|added|noted|explained|stressed)\b")
_WEAK_RULES = frozenset(
    f"partner.{r}"
    for r in (
        "ner",
        "subject",
        "agent",
        "suffix",
        "list",
        "possessive",
        "camel",
        "capitals",
        "maker",
        "named_noun",
        "predicate",
        "origin",
    )
)
_TITLED = re.compile(r"\b[A-Z][a-z]+\.?(?: (?:[\"“][A-Z][\w-]+[\"”]|[A-Z][\w'’-]+)){1,5}")
_PRODUCT = re.compile(
    r"\s+(?:\S*\d\S*\s+)?(?:[\w-]+\s+)?(?:turbines?|modules?|engines?|panels?|reactors?|boilers?|batter)"
)
_AROUND = 120
_Judged = list[Finding | None]


@cache
def _long_names() -> tuple[re.Pattern[str], dict[str, tuple[str, OrganizationKind]]]:
    """Return a pattern of lexicon names that hold a small word or a comma, with (id, kind) of each."""
    table: dict[str, tuple[str, OrganizationKind]] = {
        form: (entry.id, entry.data["kind"])
        for entry in load_lexicon("organizations").entries
        for form in entry.forms
        if re.search(r"\s(?:and|of|for|de|del|du|in)\s|,\s|\.\s", form)
    }
    return re.compile(rf"(?<!\w){either(table)}(?!\w)"), table


def lexicon_names(text: str) -> Iterator[tuple[Span, str, OrganizationKind]]:
    """Yield (span, lexicon id, kind) of names that capitals alone would break: "Industrial and ... Bank"."""
    pattern, table = _long_names()
    for match in pattern.finditer(text):
        yield Span(*match.span()), *table[match.group()]


class Scene:
    """One article's chunks and what is known of its people, entities and defined acronyms."""

    def __init__(self, analysis: Analysis) -> None:
        self._capitals = is_capitals(analysis.text)
        self.text = recased(analysis.text) if self._capitals else analysis.text
        self._labels = [(Span(e.start_char, e.end_char), e.label_) for e in analysis.doc.ents]
        self._starts = frozenset(span.start for span, _ in self._labels)
        self._surnames = frozenset(self._people())
        self.chunks: list[tuple[Chunk, Surroundings]] = []
        labels = self._by_sentence(analysis.sentences)
        for sentence in analysis.sentences:
            heading = self._is_heading(sentence)
            for chunk in chunks_of(self.text, sentence):
                short = trimmed(chunk, self._starts)
                if short is not None:
                    self.chunks.append(
                        (short, self._around(short, sentence, labels[sentence.start], heading))
                    )

    def _by_sentence(self, sentences: tuple[Span, ...]) -> dict[int, list[tuple[Span, str]]]:
        """Return the model's entities by the start of the sentence that they begin in."""
        found: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        at = 0
        for span, label in self._labels:
            while at + 1 < len(sentences) and sentences[at + 1].start <= span.start:
                at += 1
            found[sentences[at].start].append((span, label))
        return found

    def _people(self) -> Iterator[str]:
        """Yield folded surnames of full names that the model calls persons."""
        for span, label in self._labels:
            words = re.sub(r"['’]s?$", "", span.of(self.text)).split()
            if label != "PERSON" or len(words) not in {2, 3} or known_organization(" ".join(words)):
                continue
            before = self.text[max(0, span.start - 40) : span.start].split()
            titled = bool(before) and in_class(before[-1].rstrip(".,"), "title")
            if titled or _SPEECH.match(self.text, span.end) or not in_class(words[-1], "weak_head"):
                yield fold(words[-1])
        for match in re.finditer(
            r"\b(?:[A-Z][\w'’-]+ ){1,2}([A-Z][\w'’-]+)(?=,? (?:said|told|added)\b)", self.text
        ):
            first = match.group().split()[0]
            if self._titled(match.start()) or in_class(first, "title"):
                yield fold(match.group(1))
        yield from self._titled_names()

    def _titled_names(self) -> Iterator[str]:
        """Yield folded last words of names that a title in capitals opens: "Member Alexander Kiselev"."""
        for match in _TITLED.finditer(self.text):
            words = match.group().split()
            titles = [i for i, word in enumerate(words) if in_class(word.rstrip("."), "title")]
            name = words[titles[-1] + 1 :] if titles else []
            if name and not in_class(name[-1], "generic") and head_kind(name[-1]) is None:
                yield fold(re.sub(r"['’]s$", "", name[-1]))

    def _titled(self, start: int) -> bool:
        """A title stands right before this offset."""
        before = self.text[max(0, start - 30) : start].split()
        return bool(before) and in_class(before[-1].rstrip(".,"), "title")

    def _around(
        self, chunk: Chunk, sentence: Span, labels: list[tuple[Span, str]], heading: bool
    ) -> Surroundings:
        """Collect what stands around a chunk."""
        span = chunk.span
        return Surroundings(
            before=self.text[max(sentence.start, span.start - _AROUND) : span.start],
            after=self.text[span.end : min(sentence.end, span.end + _AROUND)],
            label=_label(span, labels),
            surnames=self._surnames,
            heading=heading,
            common=self._is_common(chunk),
        )

    @staticmethod
    def _is_common(chunk: Chunk) -> bool:
        """A lone word that opens the sentence and is known in small letters: a capital by place."""
        return (
            chunk.initial
            and len(chunk.words) == 1
            and not _acronym(chunk)
            and chunk.text.lower() in english_words()
        )

    def _is_heading(self, sentence: Span) -> bool:
        """Headings of capitals, and a headline in title case: capitals say nothing there."""
        text = sentence.of(self.text)
        if self._capitals:
            return False
        if " " in text and text.isupper():
            return True
        words = re.findall(r"[^\W\d_]{4,}", text)
        return (
            sentence.start == 0 and len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
        )

    def findings(self) -> list[Finding]:
        """Weigh every chunk, then let the article decide on the rest."""
        judged: _Judged = [judge(chunk, around) for chunk, around in self.chunks]
        self._veto(judged)
        self._aliases(judged)
        self._lists(judged)
        self._repeats(judged)
        for i, (chunk, around) in enumerate(self.chunks):
            found = judged[i]
            if found is None or (found.rule in _WEAK_RULES and _PRODUCT.match(around.after)):
                judged[i] = inner_known(chunk) or found
        return [finding for finding in judged if finding is not None]

    def _veto(self, judged: _Judged) -> None:
        """Drop weak findings whose words the article uses for a place or a plant."""
        things = set(self._things())
        sure = {organization_key(f.chunk.text) for f in judged if f is not None and f.sure}
        for i, found in enumerate(judged):
            if found is None or found.rule not in _WEAK_RULES or organization_key(found.chunk.text) in sure:
                continue
            text = found.chunk.text
            if fold(text) in things:
                judged[i] = None

    def _things(self) -> Iterator[str]:
        """Yield folded names that stand for places or plants somewhere in the article."""
        for chunk, around in self.chunks:
            if around.heading:
                continue
            if (plant_follows(around) or place_precedes(around)) and not chunk.words[-1].possessive:
                yield fold(chunk.text)
            if thing_tail(chunk):
                for end in range(1, len(chunk.words)):
                    yield fold(subchunk(chunk, 0, end).text)

    def _aliases(self, judged: _Judged) -> None:
        """Accept what brackets define for an accepted name, refuse what they define for anything else."""
        by_span = {(c.span.start, c.span.end): i for i, (c, _) in enumerate(self.chunks)}
        refused: set[str] = set()
        for name, alias in defined_aliases(self.text, by_span):
            owner, at = judged[by_span[name]], by_span.get(alias)
            if at is None:
                continue
            chunk, meant = self.chunks[at][0], judged[at]
            if owner is not None:
                judged[at] = Finding(chunk, "partner.acronym", owner.kind, owner.sure, owner.entity)
            elif meant is not None and meant.entity:
                named = self.chunks[by_span[name]][0]
                judged[by_span[name]] = Finding(named, "partner.acronym", meant.kind, True, meant.entity)
            else:
                refused.add(chunk.text)
        accepted = {f.chunk.text for f in judged if f is not None and f.rule == "partner.acronym"}
        refused |= {
            c.text
            for c, a in self.chunks
            if a.before.endswith("(") and a.after.startswith(")") and not _told_by_origin(a)
        } - accepted
        for i, found in enumerate(judged):
            if (
                found
                and found.chunk.text in refused
                and found.rule in _WEAK_RULES
                and found.chunk.text.isupper()
            ):
                judged[i] = None

    def _lists(self, judged: _Judged) -> None:
        """Accept what stands in a list with an accepted organisation: "A, B and C", "A of Poland and B"."""
        rows = self._list_rows()
        for left, right, gap in (*rows, *reversed(rows)):
            source = judged[left] or judged[right]
            at = left if judged[left] is None else right
            if source is None or judged[at] is not None or not _LIST_GAP.match(gap):
                continue
            chunk, around = self.chunks[at]
            if source.kind not in {"government", "media", "other", "state"} and _listable(chunk, around):
                judged[at] = Finding(chunk, "partner.list", source.kind, False)

    def _list_rows(self) -> list[tuple[int, int, str]]:
        """Return (index, index, text between) of neighbours; a place after "of" is stepped over."""
        rows = []
        for i in range(len(self.chunks) - 1):
            left, j = self.chunks[i][0].span.end, i + 1
            following = self.chunks[j][0]
            if _OF_PLACE.fullmatch(self.text[left : following.span.start]) and is_place_name(following.text):
                left, j = following.span.end, j + 1
            if j < len(self.chunks) and self.chunks[j][0].span.start - left <= 45:
                rows.append((i, j, self.text[left : self.chunks[j][0].span.start]))
        return rows

    def _repeats(self, judged: _Judged) -> None:
        """Accept names met again, and short forms of accepted names."""
        keys = {organization_key(f.chunk.text): f for f in judged if f is not None}
        shorts: dict[str, list[Finding]] = defaultdict(list)
        for key, found in keys.items():
            for label in {key.split()[0], *acronyms_of(found.chunk.text)}:
                shorts[label].append(found)
        for i, (chunk, around) in enumerate(self.chunks):
            if judged[i] is not None:
                continue
            key = organization_key(chunk.text)
            again = keys.get(key)
            if again is None and key and plausible(chunk) and not is_place(chunk, around):
                fitting = [f for f in shorts[key.split()[0]] if len(f.chunk.words) > len(chunk.words)]
                again = next((f for f in fitting if same_organization(f.chunk.text, chunk.text)), None)
            if again is not None:
                judged[i] = Finding(chunk, "partner.repeat", again.kind, again.sure, again.entity)
            elif around.heading:
                judged[i] = _opening(chunk, keys)


def _told_by_origin(around: Surroundings) -> bool:
    """A bracket right after a demonym names who that is: "half Chinese (CMC)"."""
    word = re.search(r"([\w-]+)\s\($", around.before)
    return word is not None and is_demonym(word.group(1))


def _acronym(chunk: Chunk) -> bool:
    """More than one capital: no common noun."""
    return sum(c.isupper() for c in chunk.text) > 1


def _label(span: Span, labels: list[tuple[Span, str]]) -> str | None:
    """Return the model's label for a span that an entity covers by half or more."""
    for other, label in labels:
        if other.overlaps(span):
            shared = min(other.end, span.end) - max(other.start, span.start)
            if shared * 2 >= span.end - span.start:
                return label
    return None


def _listable(chunk: Chunk, around: Surroundings) -> bool:
    """Fit for a list of organisations: no place, no person, no plant."""
    if not plausible(chunk) or around.heading or thing_tail(chunk):
        return False
    if is_place_name(chunk.text) or place_precedes(around):
        return False
    if len(chunk.words) == 1 and fold(chunk.text) in around.surnames:
        return False
    return not has_title(chunk)


def _opening(chunk: Chunk, keys: dict[str, Finding]) -> Finding | None:
    """In a headline of capitals, accept the longest known name that opens the chunk."""
    for end in range(len(chunk.words) - 1, 0, -1):
        part = subchunk(chunk, 0, end)
        found = keys.get(organization_key(part.text))
        if found is not None:
            return Finding(part, "partner.repeat", found.kind, found.sure, found.entity)
    return None
