"""Writes what the second reading learns from beside marked phrases: plants as the program clusters them.

python -m benchmarks.encoder.clusters build/encoder/clusters.jsonl FOLDER0 FOLDER1 FOLDER2

The folders hold encoders that have each not seen a third of the articles; each clusters the articles it has
not seen, so that the mistakes are those of articles read for the first time.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.corpora import CLOSED, ENCODER_FOLDS, corpora, encoder_fold
from benchmarks.encoder.export import answers_of, passage_rows, project_row, value_questions
from benchmarks.instances import Lesson, aligned, meant
from benchmarks.lessons import lessons
from extract.assemble.same import join_same
from extract.decide.linear import LinearModel, load_weights
from extract.encode.heads import LABELS

__all__ = ["cluster_row", "main"]


def cluster_row(lesson: Lesson, same: LinearModel) -> dict[str, Any] | None:
    """Return one article's passages as the program makes them, with their answers; None without a plant.

    A cluster that holds some of a project's phrases, while another holds most, is neither taught as a plant
    nor as none; what is said of the project is said of it.
    """
    scene = join_same(lesson.scene, same)
    if scene.scores is None or not scene.plants:
        return None
    whole = replace(lesson, scene=scene)
    sure, likely = aligned(whole), meant(whole)
    indices = range(len(scene.plants))
    owners = [sure.get(i, lesson.gold.projects[likely[i]] if i in likely else None) for i in indices]
    tokens = scene.scores.tokens
    row: dict[str, Any] = {
        "id": lesson.gold.id,
        "fold": encoder_fold(lesson.gold.id),
        "passages": passage_rows(tokens, scene.mentions.sentences, scene.plant_phrases, scene.group_phrases),
        "projects": [
            project_row(owner) | ({"label": None} if owner is not None and i not in sure else {})
            for i, owner in enumerate(owners)
        ],
    }
    for kind, values, answer in value_questions(whole):
        row[kind] = {
            "spans": [[tokens.locate(s) for s in spans] for spans in values],
            "answers": list(answers_of(values, owners, answer, LABELS[kind])),
        }
    return row


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="encoder.clusters")
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs=ENCODER_FOLDS, help="of the encoders, by fold")
    chosen = parser.parse_args()
    same = load_weights().models["same"]
    with chosen.out.open("w", encoding="utf-8") as file:
        for name in [name for name in corpora() if name not in CLOSED]:
            for lesson in lessons([name], chosen.folders, openings=False):
                row = cluster_row(lesson, same) if lesson.marks is not None else None
                if row is not None:
                    file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
