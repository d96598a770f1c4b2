"""Writes what the encoder learns from: each open article's tokens, spans and answers, one JSON line an article.

python -m benchmarks.encoder.export build/encoder.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import CLOSED, corpora, encoder_fold
from benchmarks.instances import Lesson, meant
from benchmarks.train import lessons
from extract.domain.span import Span
from extract.encode.heads import FUELS, KINDS, LABELS, STATUSES, TAGS
from extract.encode.pairs import RELATIONS, pair_up_mentions
from extract.encode.tokens import Tokens, tokenize, windows
from extract.evaluate import GoldProject, capacity_matches, cost_matches, partner_name_matches
from extract.evaluate.values import period_matches

__all__ = ["article_row", "main"]

Answers = list[tuple[str, bool]]
"""Labels gold gives a value of a project, each with whether it is optional."""
OPEN_WEIGHT = 0.5
"""What an optional value counts: right where given, not missed where left out."""
OPEN_PLANT_WEIGHT = 0.3


def article_row(lesson: Lesson) -> dict[str, Any]:
    """Return one article as the trainer reads it."""
    scene = lesson.scene
    paragraphs, sentences = scene.mentions.paragraphs, scene.mentions.sentences
    tokens = tokenize(scene.text, paragraphs, scene.published)
    plants, owners = _plants(lesson)
    row: dict[str, Any] = {
        "id": lesson.gold.id,
        "fold": encoder_fold(lesson.gold.id),
        "prefix": tokens.prefix,
        "ids": tokens.ids,
        "cases": tokens.cases,
        "windows": windows(len(tokens.ids), len(tokens.prefix)),
        "tags": _tags(lesson, tokens, plants, owners),
        "plants": [[tokens.locate(s) for s in spans] for spans in plants],
        "projects": [_project(project) for project in owners],
    }
    for kind, values, answer in _questions(lesson):
        plan = pair_up_mentions(values, plants, sentences, paragraphs)
        row[kind] = {
            "spans": [[tokens.locate(s) for s in spans] for spans in values],
            "plan": [plan.values, plan.plants, plan.relations, plan.groups],
            "answers": list(_answers(values, owners, answer, LABELS[kind])),
        }
    return row


def _plants(lesson: Lesson) -> tuple[list[list[Span]], list[GoldProject | None]]:
    """Return plants with the projects they are: those that mean one project joined, those never found by name added."""
    scene, projects = lesson.scene, lesson.gold.projects
    numbers = meant(lesson)
    joined: dict[int, list[Span]] = {}
    plants: list[list[Span]] = []
    owners: list[GoldProject | None] = []
    for plant in scene.plants:
        number = numbers.get(plant.index)
        spans = [m.span for m in plant.mentions]
        if number is not None and number in joined:
            joined[number].extend(spans)
            continue
        if number is not None:
            joined[number] = spans
        plants.append(spans)
        owners.append(projects[number] if number is not None else None)
    for number, project in enumerate(projects):
        found = sorted({s for name in project.names for s in _occurrences(scene.text, name)})
        if number not in joined and found:
            plants.append(found)
            owners.append(project)
    return [sorted(set(spans)) for spans in plants], owners


def _project(project: GoldProject | None) -> dict[str, Any]:
    if project is None:
        return {"label": 0}
    fuels = [FUELS.index(f) for f in project.fuel]
    status = STATUSES.index(project.status) + 1 if project.status else None
    return {"label": None if project.optional else 1, "status": status, "fuels": fuels}


def _questions(
    lesson: Lesson,
) -> Iterator[tuple[str, list[list[Span]], Callable[[GoldProject, int], Answers]]]:
    """Yield per kind the values with their mentions, and what gold says of value number n of a project."""
    mentions, parties = lesson.scene.mentions, lesson.scene.organizations
    sizes, sums, dates = mentions.capacities, mentions.costs, mentions.dates
    yield "capacity", [[c.span] for c in sizes], lambda project, n: [
        ("yes", g.optional) for g in project.capacities if capacity_matches(g, sizes[n].value)
    ]
    yield "cost", [[c.span] for c in sums], lambda project, n: [
        ("yes", g.optional) for g in project.costs if cost_matches(g, sums[n].value)
    ]

    def events(project: GoldProject, n: int) -> Answers:
        period = dates[n].period
        if period is None:
            return []
        return [(g.event, g.optional) for g in project.dates if period_matches(g, period.start, period.end)]

    yield "date", [[d.span] for d in dates], events
    yield "org", [[m.span for m in o.mentions] for o in parties], lambda project, n: [
        (g.role, g.optional)
        for g in project.partners
        if partner_name_matches(g, (parties[n].name, *parties[n].aliases))
    ]


def _answers(
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


def _tags(
    lesson: Lesson, tokens: Tokens, plants: Sequence[Sequence[Span]], owners: Sequence[GoldProject | None]
) -> list[int]:
    """Return a tag per token: names as gold writes them, and what the rules found of aligned plants."""
    text = lesson.scene.text
    spans: list[tuple[Span, int]] = []
    for project in lesson.gold.projects:
        kind = 2 if project.aggregate else 1
        spans += [(s, kind) for name in project.names for s in _occurrences(text, name)]
        spans += [(s, 3) for p in project.partners for name in p.names for s in _occurrences(text, name)]
    anaphors = {m.span for p in lesson.scene.plants for m in p.mentions if m.form == "anaphor"}
    for mentions, owner in zip(plants, owners, strict=True):
        if owner is not None:
            spans += [(s, 2 if owner.aggregate else 1) for s in mentions if s not in anaphors]
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
        "relations": RELATIONS,
    }  # fmt: skip
    with out.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")
        for name in [name for name in corpora() if name not in CLOSED]:
            for lesson in lessons([name]):
                if lesson.scene.text.strip():
                    file.write(json.dumps(article_row(lesson)) + "\n")


if __name__ == "__main__":
    main()
