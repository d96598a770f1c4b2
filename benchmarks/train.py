"""Learns the decisions' weights from gold, cross-validated by article; writes extract/decide/weights.json.

python -m benchmarks.train            train on the open sets, report cross-validated scores, write the weights
python -m benchmarks.train --dry-run  the same without writing
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from sklearn.feature_extraction import DictVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks.corpora import CLOSED, corpora
from benchmarks.instances import (
    Instance,
    Lesson,
    aligned,
    brief_instances,
    instances,
    plant_instances,
    same_instances,
)
from benchmarks.lessons import articles, fold_encoders, lessons
from benchmarks.subjects import fit_subject, with_subjects
from extract.assemble.decisions import PRUNE_BELOW, decide
from extract.assemble.drafts import plant_records
from extract.assemble.same import join_same
from extract.assemble.scene import Scene
from extract.decide.linear import WEIGHTS, LinearModel, load_weights, weights_digest
from extract.decide.subject import SubjectModel
from extract.domain.article import Article
from extract.domain.record import ArticleInfo, ArticleRecord, Provenance
from extract.encode.encoder import load_encoder
from extract.evaluate import ArticleScore, score_article
from extract.evaluate.report import slot_table
from extract.pipeline import reread

__all__ = ["FOLDS", "SETTINGS", "curve", "fit", "main", "questions_of", "write"]

# Inverse regularisation strength per decision, and the probability from which a value is given: both chosen
# by cross-validation on the open sets (2026-11), flat around these values; of equals the more precise one.
SETTINGS: dict[str, tuple[float, float]] = {
    "same": (0.3, 0.45),
    "plant": (0.05, 0.4),
    "capacity": (0.1, 0.3),
    "cost": (0.03, 0.3),
    "partner": (0.03, 0.32),
    "role": (0.05, 0.0),
    "date": (0.03, 0.44),
    "status": (0.3, 0.44),
    "fuel": (0.2, 0.42),
    "country": (0.3, 0.32),
}
LINKS = ("s.", "d.", "p.", "e.", "h.", "g.", "r.")
"""Features of which plant is meant; which part an organisation has does not depend on them."""
MIN_ARTICLES = 4
"""A feature seen in fewer articles than this says more about the article than about the language."""


def fit(questions: Sequence[Instance], decision: str) -> LinearModel:
    """Fit one decision's weights.

    Args:
        questions: Answered questions of any decisions.
        decision: Which decision to fit.
    """
    strength, threshold = SETTINGS[decision]
    own = [q for q in questions if q.decision == decision and q.label != "open"]
    spread: dict[str, set[str]] = {}
    for question in own:
        for feature in question.features:
            spread.setdefault(feature, set()).add(question.article)
    kept = {feature for feature, articles in spread.items() if len(articles) >= MIN_ARTICLES}
    if decision == "role":
        kept = {f for f in kept if not f.startswith(LINKS)}
    vectorizer = DictVectorizer(sort=True)
    matrix = vectorizer.fit_transform([{f: v for f, v in q.features.items() if f in kept} for q in own])
    model = LogisticRegression(C=strength, max_iter=120, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, [q.label for q in own], sample_weight=[q.weight for q in own])
    coefficients, bias = model.coef_, model.intercept_
    labels = [str(label) for label in model.classes_]
    if len(labels) == 2:
        coefficients, bias = (
            np.vstack([np.zeros_like(coefficients[0]), coefficients[0]]),
            np.array([0.0, bias[0]]),
        )
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): tuple(round(float(w), 4) for w in coefficients[:, column])
        for column, name in enumerate(names)
        if np.abs(coefficients[:, column]).max() >= 0.005
    }
    return LinearModel(tuple(labels), tuple(round(float(b), 4) for b in bias), weights, threshold)


def fit_all(questions: Sequence[Instance]) -> dict[str, LinearModel]:
    """Fit every decision."""
    return {decision: fit(questions, decision) for decision in SETTINGS}


FOLDS = 6


def questions_of(found: Sequence[Lesson]) -> dict[str, list[Instance]]:
    """Return every answered question by article.

    Which plants are one is decided, as at run time, with weights from other articles.
    Which plants the other decisions are asked about is decided, as at run time, by the plant decision, with
    weights from other articles, so that the questions are as hard as on unseen ones.
    """
    same = {lesson.gold.id: list(same_instances(lesson)) for lesson in found}
    result: dict[str, list[Instance]] = {}
    whole = []
    for fold in range(FOLDS):
        names = {lesson.gold.id for lesson in found[fold::FOLDS]}
        model = fit([q for name, own in same.items() if name not in names for q in own], "same")
        whole += [_with_joined(lesson, model) for lesson in found[fold::FOLDS]]
    found = sorted(whole, key=lambda lesson: lesson.gold.id)
    projects = {lesson.gold.id: aligned(lesson) for lesson in found}
    plants = {lesson.gold.id: list(plant_instances(lesson, projects[lesson.gold.id])) for lesson in found}
    briefs = {lesson.gold.id: list(brief_instances(lesson)) for lesson in found}
    for fold in range(FOLDS):
        held = found[fold::FOLDS]
        names = {lesson.gold.id for lesson in held}
        others = [q for name, own in plants.items() if name not in names for _, q in own]
        others += [q for name, own in briefs.items() if name not in names for q in own]
        model = fit(others, "plant")
        for lesson in held:
            name = lesson.gold.id
            odds = {index: model.probabilities(q.features)["yes"] for index, q in plants[name]}
            active = frozenset(index for index, p in odds.items() if p >= PRUNE_BELOW)
            asked = instances(lesson, projects[name], active)
            result[name] = [*same[name], *(q for _, q in plants[name]), *briefs[name], *asked]
    return result


def _with_joined(lesson: Lesson, model: LinearModel) -> Lesson:
    """Return a lesson with those plants joined that the model takes for one."""
    briefs = tuple(_with_joined(brief, model) for brief in lesson.briefs)
    return replace(lesson, scene=_reread(lesson, model), briefs=briefs)


_again: dict[tuple[object, ...], Scene] = {}
"""Articles as read again: with weights of another fold mostly the same plants are joined."""


def _reread(lesson: Lesson, model: LinearModel) -> Scene:
    """Return an article as the second reading sees it, its plants joined."""
    scene = join_same(lesson.scene, model)
    key = scene.text, tuple(tuple(m.span for m in p.mentions) for p in scene.plants)
    if key not in _again:
        _again[key] = reread(load_encoder(lesson.encoder) if lesson.encoder is not None else None, scene)
    return _again[key]


_NOBODY = Provenance(plantwire="train", model="train", lexicons="train", weights="train")


def score(lesson: Lesson, models: Mapping[str, LinearModel]) -> ArticleScore:
    """Score one article with given weights, without the validation stage."""
    scene = _reread(lesson, models["same"])
    decisions = decide(scene, models)
    text = scene.text
    article = Article(id=lesson.gold.id, source=lesson.gold.id, text=text)
    record = ArticleRecord(
        article=ArticleInfo(**article.model_dump(), sha256=article.sha256),
        plants=plant_records(scene, decisions, article.id),
        provenance=_NOBODY,
    )
    return score_article(lesson.gold, record)


def cross_validate(
    found: Sequence[Lesson], questions: Mapping[str, list[Instance]], folds: int = 8
) -> list[ArticleScore]:
    """Return the score of every article with weights learned from the other folds only."""
    scores: list[ArticleScore] = []
    for fold in range(folds):
        held = [lesson for place, lesson in enumerate(found) if place % folds == fold]
        held_ids = {lesson.gold.id for lesson in held}
        models = fit_all([q for name, own in questions.items() if name not in held_ids for q in own])
        scores.extend(score(lesson, models) for lesson in held)
    return scores


def calibration(scores: Sequence[ArticleScore]) -> dict[str, tuple[tuple[float, float], ...]]:
    """Return by slot what share of the values given with a probability was right, as rising points.

    Isotonic regression over the cross-validated values, read off at their deciles.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for score_ in scores:
        for detail in score_.details:
            if detail.confidence is not None and detail.outcome in {"tp", "fp"}:
                found.setdefault(detail.slot, []).append((detail.confidence, float(detail.outcome == "tp")))
    return {slot: curve(values) for slot, values in sorted(found.items())}


def curve(values: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return what share of values given with a probability was right, as rising points.

    Args:
        values: How sure each value was, and 1 where it was right, else 0.
    """
    given, right = np.array(values, float).T
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.02, y_max=0.98).fit(given, right)
    points = sorted({round(float(p), 3) for p in np.quantile(given, np.linspace(0, 1, 11))})
    return tuple((p, round(float(fitted.predict([p])[0]), 3)) for p in points)


def write(
    models: Mapping[str, LinearModel],
    tables: Mapping[str, tuple[tuple[float, float], ...]],
    subject: SubjectModel,
    path: Path,
) -> None:
    """Write weights, calibration and what words tell, readable, with their digest."""
    table = {
        name: {
            "labels": list(model.labels),
            "bias": list(model.bias),
            "threshold": model.threshold,
            "weights": {feature: list(row) for feature, row in sorted(model.weights.items())},
        }
        for name, model in sorted(models.items())
    }
    learned = {
        "models": table,
        "calibration": {slot: [list(p) for p in t] for slot, t in tables.items()},
        "subject": {
            "bias": list(subject.bias),
            "words": {word: list(row) for word, row in sorted(subject.words.items())},
        },
    }
    whole = {"digest": weights_digest(learned), **learned}
    lines = json.dumps(whole, ensure_ascii=False, indent=0, sort_keys=True)
    path.write_text(lines + "\n", encoding="utf-8")


def main(given: Sequence[str] | None = None) -> int:
    """Train, report, write."""
    parser = argparse.ArgumentParser(prog="train")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    parser.add_argument(
        "--no-cv", action="store_true", help="skip the cross-validation, keep the calibration"
    )
    chosen = parser.parse_args(given)
    console = Console()
    names = [name for name in corpora() if name not in CLOSED]
    told = [(gold, article.text) for gold, article in articles(names)]
    found = with_subjects(lessons(names, fold_encoders()), told)
    questions = questions_of(found)
    every = [q for own in questions.values() for q in own]
    console.print({d: dict(Counter(q.label for q in every if q.decision == d)) for d in SETTINGS})
    tables = dict(load_weights().calibration) if chosen.no_cv else {}
    if not chosen.no_cv:
        scores = cross_validate(found, questions)
        console.print(slot_table({"cross-validated": scores}))
        tables = calibration(scores)
    if not chosen.dry_run:
        write(fit_all(every), tables, fit_subject(told), WEIGHTS)
        console.print(f"wrote {WEIGHTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
