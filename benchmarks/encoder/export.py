"""Writes what the encoder learns from: tokens, spans and answers of each open article, one a line.

python -m benchmarks.encoder.export build/encoder.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.corpora import CLOSED, ENCODER_FOLDS, corpora, encoder_fold
from benchmarks.encoder.marks import NOTHING, Marks, has_name, meaning_of
from benchmarks.instances import Lesson
from benchmarks.lessons import lessons
from extract.domain.mention import PlantForm
from extract.domain.span import Span
from extract.encode.chains import MEANINGS
from extract.encode.heads import FUELS, KINDS, LABELS, STATUSES, TAGS
from extract.encode.pairs import RELATIONS, pair_up_mentions
from extract.encode.passages import passages
from extract.encode.phrases import LINK_RELATIONS, Phrase, link_up
from extract.encode.tokens import Tokens, tokenize, windows
from extract.evaluate import GoldProject, capacity_matches, cost_matches, partner_name_matches
from extract.evaluate.values import period_matches
from extract.resolve.plant_names import core_key
from extract.resolve.plant_regroup import plant_phrases
from extract.resolve.plants import draft_plants

__all__ = ["answers_of", "article_row", "main", "passage_rows", "project_row", "value_questions"]

Answers = list[tuple[str, bool]]
"""Labels gold gives a value of a project, each with whether it is optional."""
OPEN_WEIGHT = 0.5
"""What an optional value counts: right where given, not missed where left out."""
SHARES = (1.0, 0.5)
"""Every article is written twice: with all phrases, and with half of those that rules do not find."""


def article_row(lesson: Lesson, marks: Marks, share: float = 1.0) -> dict[str, Any]:
    """Return one article as the trainer reads it.

    Args:
        lesson: The article with its phrases as rules find them, and its gold.
        marks: Which of its phrases mean which plant.
        share: How many of the phrases that only readers saw are given, as when not all of them are found.
    """
    scene = lesson.scene
    paragraphs, sentences = scene.mentions.paragraphs, scene.mentions.sentences
    tokens = tokenize(scene.text, paragraphs, scene.published)
    phrases = _phrases(lesson, marks, share)
    labels = [meaning_of(phrase, marks, lesson.gold.projects) for phrase in phrases]
    plants, owners, order = _plants(lesson, phrases, labels)
    groups = _groups(phrases, labels, order, Random(lesson.gold.id))
    links = link_up(scene.text, phrases, sentences, paragraphs)
    chains = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    row: dict[str, Any] = {
        "id": lesson.gold.id,
        "fold": encoder_fold(lesson.gold.id),
        "prefix": tokens.prefix,
        "ids": tokens.ids,
        "cases": tokens.cases,
        "windows": windows(len(tokens.ids), len(tokens.prefix)),
        "tags": _tags(lesson, tokens, marks),
        "phrases": [tokens.locate(phrase.span) for phrase in phrases],
        "meanings": [_meaning(label, lesson) for label in labels],
        "chains": [-2 if label is None else -1 if label == NOTHING else chains[label] for label in labels],
        "links": [links.later, links.earlier, links.relations],
        "plants": [[tokens.locate(s) for s in spans] for spans in plants],
        "projects": [project_row(project) for project in owners],
        "passages": passage_rows(tokens, sentences, plants, groups),
    }
    for kind, values, answer in value_questions(lesson):
        plan = pair_up_mentions(values, plants, sentences, paragraphs)
        row[kind] = {
            "spans": [[tokens.locate(s) for s in spans] for spans in values],
            "plan": [plan.values, plan.plants, plan.relations, plan.groups],
            "answers": list(answers_of(values, owners, answer, LABELS[kind])),
        }
    return row


def _phrases(lesson: Lesson, marks: Marks, share: float) -> list[Phrase]:
    """Return the phrases rules take for plants, and those only marked, each a plant of its own."""
    scene = lesson.scene
    known = plant_phrases(draft_plants(scene.text, scene.mentions))
    found = list(known)
    owner = max((p.owner for p in found), default=-1)
    dice = Random(lesson.gold.id)
    for mark in marks.marks:
        seen = any(p.span.overlaps(mark.span) for p in known)
        if mark.label != NOTHING and not seen and dice.random() < share:
            owner += 1
            words = mark.span.of(scene.text)
            form: PlantForm = "bare" if has_name(words) else "anaphor"
            core = core_key(words) if form == "bare" else ""
            found.append(Phrase(mark.span, form, owner, core, together="+" in mark.label))
    return sorted(found, key=lambda p: (p.span, p.owner))


def _meaning(label: str | None, lesson: Lesson) -> int:
    """Return the place of what a phrase means among MEANINGS; -100 where it is not known."""
    if label is None:
        return -100
    if label == NOTHING:
        return 0
    if label[0] == "x":
        return 1
    numbers = [int(n) - 1 for n in label.split("+")]
    return -100 if all(lesson.gold.projects[n].optional for n in numbers) else 2


def _plants(
    lesson: Lesson, phrases: Sequence[Phrase], labels: Sequence[str | None]
) -> tuple[list[list[Span]], list[GoldProject | None], list[str]]:
    """Return plants with projects and labels: as marked, and as rules see them where nothing is a plant.

    A group without a project of its own is left out: what is said of it is said of each of its members.
    """
    projects = lesson.gold.projects
    spans: dict[str, set[Span]] = {}
    for phrase, label in zip(phrases, labels, strict=True):
        if label is None or "+" in label:
            continue
        spans.setdefault(f"-{phrase.owner}" if label == NOTHING else label, set()).add(phrase.span)
    order = sorted(spans, key=lambda label: (min(spans[label]), label))
    owners = [projects[int(label) - 1] if label.isdigit() else None for label in order]
    return [sorted(spans[label]) for label in order], owners, order


def _groups(
    phrases: Sequence[Phrase], labels: Sequence[str | None], order: Sequence[str], dice: Random
) -> list[tuple[Span, frozenset[int]]]:
    """Return the phrases for several plants; of half of them it is known whose they are."""
    return [
        (
            phrase.span,
            frozenset(order.index(n) for n in label.split("+") if n in order and dice.random() < 0.5),
        )
        for phrase, label in zip(phrases, labels, strict=True)
        if label is not None and "+" in label
    ]


def passage_rows(
    tokens: Tokens,
    sentences: Sequence[Span],
    plants: Sequence[Sequence[Span]],
    groups: Sequence[tuple[Span, Collection[int]]],
) -> list[dict[str, Any]]:
    """Return every plant's passage, see `passages`."""
    return [
        {"ids": p.ids, "cases": p.cases, "opens": p.opens, "places": p.places}
        for p in passages(tokens, sentences, plants, groups, range(len(plants)))
    ]


def project_row(project: GoldProject | None) -> dict[str, Any]:
    """Return what gold says of a plant as a whole: is it a project (None: open), how far, what it burns."""
    if project is None:
        return {"label": 0}
    fuels = [FUELS.index(f) for f in project.fuel]
    status = STATUSES.index(project.status) + 1 if project.status else None
    return {"label": None if project.optional else 1, "status": status, "fuels": fuels}


def value_questions(
    lesson: Lesson,
) -> Iterator[tuple[str, list[list[Span]], Callable[[GoldProject, int], Answers]]]:
    """Yield per kind the values with their mentions, and what gold says of value number n of a project."""
    mentions, parties = lesson.scene.mentions, lesson.scene.organizations
    sizes, sums, dates = mentions.capacities, mentions.costs, mentions.dates
    yield (
        "capacity",
        [[c.span] for c in sizes],
        lambda project, n: [
            ("yes", g.optional) for g in project.capacities if capacity_matches(g, sizes[n].value)
        ],
    )
    yield (
        "cost",
        [[c.span] for c in sums],
        lambda project, n: [("yes", g.optional) for g in project.costs if cost_matches(g, sums[n].value)],
    )

    def events(project: GoldProject, n: int) -> Answers:
        period = dates[n].period
        if period is None:
            return []
        return [(g.event, g.optional) for g in project.dates if period_matches(g, period.start, period.end)]

    yield "date", [[d.span] for d in dates], events
    yield (
        "org",
        [[m.span for m in o.mentions] for o in parties],
        lambda project, n: [
            (g.role, g.optional)
            for g in project.partners
            if partner_name_matches(g, (parties[n].name, *parties[n].aliases))
        ],
    )


def answers_of(
    values: Sequence[object],
    owners: Sequence[GoldProject | None],
    answer: Callable[[GoldProject, int], Answers],
    labels: Sequence[str],
) -> Iterator[tuple[int, int, list[int], float]]:
    """Yield (value, plant, labels counted from 1, weight) where gold says anything but "none"."""
    for number in range(len(values)):
        for plant, project in enumerate(owners):
            found = answer(project, number) if project is not None else []
            if found:
                sure = any(not optional for _, optional in found)
                numbers = sorted({labels.index(label) + 1 for label, _ in found if label in labels})
                yield number, plant, numbers, 1.0 if sure else OPEN_WEIGHT


def _occurrences(text: str, name: str) -> Iterator[Span]:
    if len(name) > 2:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield Span(*match.span())


def _tags(lesson: Lesson, tokens: Tokens, marks: Marks) -> list[int]:
    """Return a tag per token: phrases that mean a plant, by name or not, or several; and parties' names."""
    text = lesson.scene.text
    projects = lesson.gold.projects
    spans: list[tuple[Span, int]] = []
    for project in projects:
        spans += [(s, 3) for p in project.partners for name in p.names for s in _occurrences(text, name)]
    for mark in marks.marks:
        if mark.label == NOTHING:
            continue
        several = "+" in mark.label or (mark.label.isdigit() and projects[int(mark.label) - 1].aggregate)
        spans.append((mark.span, 2 if several else 1 if has_name(mark.span.of(text)) else 4))
    tags = [0] * len(tokens.ids)
    for span, kind in sorted(spans, key=lambda s: s[0].end - s[0].start):
        first, last = tokens.locate(span)
        tags[first : last + 1] = [2 * kind] * (last + 1 - first)
        tags[first] = 2 * kind - 1
    return [tag if tokens.offsets[i][0] >= 0 else -100 for i, tag in enumerate(tags)]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="encoder.export")
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "labels": dict(LABELS), "kinds": KINDS, "statuses": STATUSES, "fuels": FUELS, "tags": TAGS,
        "relations": RELATIONS, "meanings": MEANINGS, "link_relations": LINK_RELATIONS,
    }  # fmt: skip
    with out.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")
        for name in [name for name in corpora() if name not in CLOSED]:
            for lesson in lessons([name], (None,) * ENCODER_FOLDS, openings=False):
                if lesson.marks is not None:
                    for share in SHARES:
                        file.write(json.dumps(article_row(lesson, lesson.marks, share)) + "\n")


if __name__ == "__main__":
    main()
