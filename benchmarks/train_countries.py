"""Learns the country decision by itself: it weighs places, names and money, nothing that an encoder thinks.

python -m benchmarks.train_countries            cross-validate, then write its weights and calibration
python -m benchmarks.train_countries --dry-run  the same without writing

So it needs no encoders of thirds (`benchmarks.train` learns it with the others, where there are any): only
which phrases are one plant is read with the encoder that ships.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from benchmarks.corpora import CLOSED, corpora
from benchmarks.instances import Instance, Lesson, aligned
from benchmarks.lessons import lessons
from benchmarks.train import FOLDS, curve, fit, write
from extract.assemble.candidates import country_candidates
from extract.assemble.decisions import likeliest_countries
from extract.assemble.same import join_same
from extract.assemble.scene import Scene
from extract.decide.linear import WEIGHTS, LinearModel, load_weights

__all__ = ["main"]


@dataclass(frozen=True, slots=True)
class _Article:
    """An article as the decision sees it: the plants that are gold's, and where gold has them stand."""

    name: str
    scene: Scene
    countries: Mapping[int, str]

    def questions(self) -> Iterator[Instance]:
        """Yield every question about plants whose country gold tells, with its answer."""
        for asked in country_candidates(self.scene):
            wanted = self.countries.get(asked.plant.index)
            if wanted is not None:
                label = "yes" if asked.value.country == wanted else "no"
                yield Instance("country", self.name, label, asked.features)

    def given(self, model: LinearModel) -> Iterator[tuple[float, bool]]:
        """Yield how sure each country given is, and whether it is right."""
        for index, place, odds, _ in likeliest_countries(self.scene, model):
            if index in self.countries:
                yield odds, place.country == self.countries[index]


def _article(lesson: Lesson, same: LinearModel) -> _Article:
    scene = join_same(lesson.scene, same)
    projects = aligned(replace(lesson, scene=scene))
    countries = {index: project.country for index, project in projects.items() if project.country}
    return _Article(lesson.gold.id, scene.only(frozenset(projects)), countries)


def _cross_validated(found: Sequence[_Article]) -> list[tuple[float, bool]]:
    """Return how sure each country is that weights from other articles give, and whether it is right."""
    questions = [list(article.questions()) for article in found]
    given: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        others = [q for place, own in enumerate(questions) if place % FOLDS != fold for q in own]
        model = fit(others, "country")
        given += [pair for article in found[fold::FOLDS] for pair in article.given(model)]
    return given


def main(given: Sequence[str] | None = None, path: Path = WEIGHTS) -> int:
    """Train, report, write."""
    parser = argparse.ArgumentParser(prog="train_countries")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    chosen = parser.parse_args(given)
    stored = load_weights(path)
    names = [name for name in corpora() if name not in CLOSED]
    found = [_article(lesson, stored.models["same"]) for lesson in lessons(names, openings=False)]
    pairs = _cross_validated(found)
    right, asked = sum(hit for _, hit in pairs), sum(len(article.countries) for article in found)
    Console().print(f"{len(found)} articles, {asked} plants: {len(pairs)} countries given, {right} right")
    if not chosen.dry_run:
        model = fit([q for article in found for q in article.questions()], "country")
        tables = {**stored.calibration, "country": curve(pairs)}
        assert stored.subject is not None
        write({**stored.models, "country": model}, tables, stored.subject, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
