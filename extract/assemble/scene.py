"""Scene: one article's mentions and entities, indexed by sentence and paragraph for quick questions.

Owns where things stand relative to one another; knows nothing of what a decision makes of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from extract.decide.subject import Subject
from extract.domain.entity import OrganizationEntity
from extract.domain.mention import Mentions, PlaceMention, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.encode.heads import Scores
from extract.encode.reading import CloserReading, read_scores

__all__ = ["Reference", "Scene", "once"]

P = ParamSpec("P")
R = TypeVar("R")


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_Placed)

_CLAUSE = re.compile(
    r"[;:–—]\s|\s[-–—]\s|,\s(?:while|whereas|and|but|with|which|where|who|of which|after|as|"
    r"although|though)\s|\s(?:and|while|but)\s"
)


Countries = tuple[tuple[str, PlaceMention], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One place in the text that refers to a plant entity."""

    span: Span
    entity: int
    mention: PlantMention


class Scene:
    """An indexed view of one article.

    Args:
        text: The article's text.
        mentions: What the matchers found.
        plants: Plant entities after coreference.
        organizations: Organisation entities after linking.
        published: Publication date as known, or None.
        active: Indices of the plants that count; mentions of the others are as if not there.
        scores: What the encoder makes of plants and values; None without one.
        countries: By plant index the countries plain reading gives its mentions, each with the place that
            tells it.
        home: The country the article is about, or its newsroom's.
        subject: What its words say it is about; None where they were not asked.
    """

    def __init__(
        self,
        text: str,
        mentions: Mentions,
        plants: Sequence[PlantEntity],
        organizations: Sequence[OrganizationEntity],
        published: str | None = None,
        active: frozenset[int] | None = None,
        scores: Scores | None = None,
        countries: Mapping[int, Countries] | None = None,
        home: str | None = None,
        subject: Subject | None = None,
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.organizations = tuple(organizations)
        self.published = published
        self.scores = scores
        self.closer: Mapping[int, CloserReading] = {}
        self.countries = countries or {}
        self.home = home
        self.subject = subject
        self.reading = None if scores is None else read_scores(scores)
        self._sentence_starts = [s.start for s in mentions.sentences]
        self._paragraph_starts = [p.start for p in mentions.paragraphs]
        self._clause_breaks: dict[tuple[int, int], int] = {}
        self.cues = self._by_sentence(mentions.cues)
        self.dates = self._by_sentence(mentions.dates)
        self._see(plants, active if active is not None else frozenset(p.index for p in plants))

    def _see(self, plants: Sequence[PlantEntity], active: frozenset[int]) -> None:
        """Index the article by its plants."""
        self.plants = tuple(plants)
        self.active = active
        self.references = sorted(
            (Reference(m.span, e.index, m) for e in plants if e.index in active for m in e.mentions),
            key=lambda r: (r.span, r.entity),
        )
        self._reference_starts = [r.span.start for r in self.references]
        self.by_sentence = self._by_sentence(self.references)
        self.by_paragraph: dict[int, list[Reference]] = {}
        for reference in self.references:
            self.by_paragraph.setdefault(self.paragraph(reference.span.start), []).append(reference)
        self._respective: dict[Span, int] | None = None
        self.answers: dict[Hashable, Any] = {}

    def _by_sentence(self, found: Iterable[S]) -> dict[int, list[S]]:
        """Return what was found by the sentence it begins in."""
        table: dict[int, list[S]] = {}
        for each in found:
            table.setdefault(self.sentence(each.span.start), []).append(each)
        return table

    @property
    def plant_phrases(self) -> list[list[Span]]:
        """Where each plant is mentioned, by index."""
        return [[m.span for m in plant.mentions] for plant in self.plants]

    @property
    def group_phrases(self) -> list[tuple[Span, tuple[int, ...]]]:
        """Where several plants are mentioned together, each with the indices of those known to be meant."""
        return [(m.span, plant.members) for plant in self.plants if plant.aggregate for m in plant.mentions]

    def read_closer(self, closer: Mapping[int, CloserReading]) -> Scene:
        """Return the article with what the second reading says of plants, by index; not of all, perhaps."""
        scene = self._seen(self.plants, self.active)
        scene.closer = closer
        return scene

    def about(self, subject: Subject | None) -> Scene:
        """Return the same article with what its words say it is about."""
        scene = self._seen(self.plants, self.active)
        scene.subject = subject
        return scene

    def only(self, active: frozenset[int]) -> Scene:
        """Return the same article with only some of its plants counting."""
        return self._seen(self.plants, active)

    def of(self, plants: Sequence[PlantEntity]) -> Scene:
        """Return the same article with its plants seen otherwise, in the same order."""
        return self._seen(plants, self.active)

    def _seen(self, plants: Sequence[PlantEntity], active: frozenset[int]) -> Scene:
        other = copy(self)
        other._see(plants, active)
        return other

    def sentence(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def paragraph(self, offset: int) -> int:
        """Return the index of the paragraph that holds an offset."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def sentence_span(self, offset: int) -> Span:
        """Return the sentence that holds an offset."""
        sentences = self.mentions.sentences
        return sentences[self.sentence(offset)] if sentences else Span(0, len(self.text))

    def clause_breaks(self, left: int, right: int) -> int:
        """Return how many clause boundaries lie between two offsets."""
        between = (left, right) if left <= right else (right, left)
        known = self._clause_breaks.get(between)
        if known is None:
            low, high = between
            known = len(_CLAUSE.findall(self.text[low:high])) if high - low < 600 else 9
            self._clause_breaks[between] = known
        return known

    def respective(self, span: Span) -> int | None:
        """Return the plant that "respectively" gives the value at a span, None where it gives none."""
        if self._respective is None:
            self._respective = dict(self._respective_pairs())
        return self._respective.get(span)

    def _respective_pairs(self) -> Iterator[tuple[Span, int]]:
        converted = {m.span for m in self.mentions.costs if m.converts is not None}
        lists = (
            [m.span for m in self.mentions.capacities],
            [m.span for m in self.mentions.costs if m.span not in converted],
            [m.span for m in self.mentions.dates],
            [m.span for m in self.mentions.organizations],
        )
        for cue in self.mentions.cues:
            if cue.slot != "context" or cue.value != "respectively":
                continue
            here = self.sentence(cue.span.start)
            for spans in lists:
                inside = [
                    s for s in spans if self.sentence(s.start) == here and abs(s.start - cue.span.start) < 160
                ]
                plants = self._in_order(here, len(inside)) if len(inside) >= 2 else []
                yield from zip(inside, plants, strict=False)

    def _in_order(self, sentence: int, count: int) -> list[int]:
        """Return `count` single plants in the order named: in this sentence, its group, or just before."""
        for back in (0, 1, 2):
            references = self.by_sentence.get(sentence - back, [])
            singles = list(dict.fromkeys(r.entity for r in references if not self.plants[r.entity].aggregate))
            if len(singles) == count:
                return singles
            for reference in references:
                if len(self.plants[reference.entity].members) == count:
                    return list(self.plants[reference.entity].members)
        return []

    def last_before(self, offset: int) -> list[int]:
        """Return entities mentioned before an offset, the most recent first, each once."""
        seen: list[int] = []
        for reference in reversed(self.references[: bisect_right(self._reference_starts, offset)]):
            if reference.entity not in seen:
                seen.append(reference.entity)
            if len(seen) >= 8:
                break
        return seen


def once(ask: Callable[Concatenate[Scene, P], R]) -> Callable[Concatenate[Scene, P], R]:
    """Let a scene remember the answers to a question, which is asked again of every plant or value.

    Answers are shared: they must not be changed. What is asked with must be cheap to hash: a span, an index.
    """

    @wraps(ask)
    def answered(scene: Scene, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (ask, args)
        if key not in scene.answers:
            scene.answers[key] = ask(scene, *args, **kwargs)
        answer: R = scene.answers[key]
        return answer

    return answered
