"""Learns what the words of an article tell of its subject (extract/decide/subject.py), from gold's plants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.instances import Lesson
from extract.decide.subject import Subject, SubjectModel, words
from extract.evaluate import GoldArticle

__all__ = ["FOLDS", "Told", "fit_subject", "openings", "with_subjects"]

FOLDS = 6
STRENGTH = 8.0
"""Inverse regularisation strength; 4 to 30 order articles alike (2026-11)."""
MIN_TEXTS = 20
"""Texts a word must stand in; openings count as texts of their own."""
OPENING_WEIGHT = 0.25
"""What an opening counts against a whole article: short texts must not be judged by a few words."""
MANY = 4

Told = tuple[GoldArticle, str]
"""An article's gold and its text."""


def openings(text: str) -> Iterator[str]:
    r"""Yield an article's opening with its headline, and without, where there is one.

    >>> list(openings("Plant opened\n\nIt makes 240 MW.\n\nMore is known."))
    ['Plant opened\n\nIt makes 240 MW.', 'It makes 240 MW.']
    """
    title, _, body = text.partition("\n\n")
    opening = body.partition("\n\n")[0]
    yield from filter(str.strip, (f"{title}\n\n{opening}", opening))


def fit_subject(told: Sequence[Told]) -> SubjectModel:
    """Fit both choices on whole articles and, for less, their openings. A plant that may go unsaid is none.

    Args:
        told: Articles of both kinds, with plants and without, with many and with few.
    """
    texts, counts, weights = [], [], []
    for gold, text in told:
        for weight, part in ((1.0, text), *((OPENING_WEIGHT, opening) for opening in openings(text))):
            texts.append(part)
            counts.append(sum(not project.optional for project in gold.projects))
            weights.append(weight)
    counter = TfidfVectorizer(
        tokenizer=_listed, token_pattern=None, lowercase=False, sublinear_tf=True, min_df=MIN_TEXTS
    )
    matrix = counter.fit_transform(texts)
    plants = np.array(counts)
    choices = [
        LogisticRegression(C=STRENGTH, max_iter=300).fit(matrix, wanted, sample_weight=weights)
        for wanted in (plants == 0, plants >= MANY)
    ]
    none, many = (choice.coef_[0] for choice in choices)
    return SubjectModel(
        (round(float(choices[0].intercept_[0]), 3), round(float(choices[1].intercept_[0]), 3)),
        {
            str(word): (round(float(rarity), 3), round(float(n), 3), round(float(m), 3))
            for word, rarity, n, m in zip(
                counter.get_feature_names_out(), counter.idf_, none, many, strict=True
            )
        },
    )


def _listed(text: str) -> list[str]:
    return list(words(text))


def with_subjects(lessons: Sequence[Lesson], told: Sequence[Told]) -> list[Lesson]:
    """Return lessons with what words tell of each one's subject, learned from articles of other folds.

    Args:
        lessons: The lessons.
        told: All articles to learn from; those of the lessons may be among them.
    """
    fold_of = {gold.id: place % FOLDS for place, (gold, _) in enumerate(told)}
    models = [
        fit_subject([pair for pair in told if fold_of[pair[0].id] != fold])
        for fold in range(FOLDS)
    ]  # fmt: skip
    return [_about(lesson, models[fold_of.get(lesson.gold.id, 0)].read) for lesson in lessons]


def _about(lesson: Lesson, read: Callable[[str], Subject]) -> Lesson:
    briefs = tuple(_about(brief, read) for brief in lesson.briefs)
    return replace(lesson, scene=lesson.scene.about(read(lesson.scene.text)), briefs=briefs)
