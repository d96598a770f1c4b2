"""What the second reading is taught of plants as the program clusters them."""

from __future__ import annotations

import re
from decimal import Decimal

from benchmarks.encoder.clusters import cluster_row
from benchmarks.encoder.marks import Mark, Marks
from benchmarks.instances import Lesson
from extract.assemble.scene import Scene
from extract.decide.linear import LinearModel
from extract.domain.mention import CostMention, Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.domain.values import Money
from extract.encode.heads import LABELS, STATUSES
from extract.evaluate import GoldArticle
from tests.encode.blank import blank_scores

TEXT = "Orlova opens in May. Orlova burns gas. The station costs $5 million. Beltran is closed."
NEVER, ALWAYS = (LinearModel(("no", "yes"), (0.0, bias), {}, 0.5) for bias in (-9.0, 9.0))
GOLD = GoldArticle.model_validate(
    {
        "id": "made", "url": None, "title": "Orlova", "published": None, "lang": "en", "text_sha256": "",
        "projects": [{
            "names": ["Orlova"], "country": None, "place": None, "fuel": ["gas"], "status": "construction",
            "costs": [{"amount": 5000000, "currency": "USD", "kind": "project"}],
        }],
    }
)  # fmt: skip


def found(words: str) -> list[Span]:
    return [Span(*m.span()) for m in re.finditer(re.escape(words), TEXT)]


def lesson(*clusters: list[Span]) -> Lesson:
    """Return the article with plants of these phrases; Beltran is none of its projects."""
    mentions = Mentions(
        sentences=tuple(
            found("Orlova opens in May.")
            + found("Orlova burns gas.")
            + found("The station costs $5 million.")
            + found("Beltran is closed.")
        ),
        paragraphs=(Span(0, len(TEXT)),),
        costs=(CostMention(found("$5 million")[0], "test", Money(Decimal(5000000), "USD")),),
    )
    plants = [
        PlantEntity(
            index=i, name=c[0].of(TEXT), aliases=(),
            mentions=tuple(PlantMention(span=s, rule="test", form="bare") for s in c),
        )
        for i, c in enumerate(clusters)
    ]  # fmt: skip
    scores = blank_scores(
        TEXT, mentions.paragraphs, len(plants), values={k: int(k == "cost") for k in LABELS}
    )
    marks = [Mark(s, "1") for s in found("Orlova") + found("The station")] + [Mark(found("Beltran")[0], "x1")]
    scene = Scene(TEXT, mentions, plants, (), scores=scores)
    return Lesson(GOLD, scene, marks=Marks(tuple(sorted(marks, key=lambda m: m.span)), whole=True))


def test_a_project_in_two_clusters_is_taught_as_one_plant_and_one_left_open() -> None:
    row = cluster_row(lesson(found("Orlova"), found("The station"), found("Beltran")), NEVER)
    assert row is not None
    assert [p["label"] for p in row["projects"]] == [1, None, 0]
    assert [p.get("status") for p in row["projects"]] == [STATUSES.index("construction") + 1] * 2 + [None]
    assert row["cost"]["answers"] == [(0, 0, [1], 1.0), (0, 1, [1], 1.0)]
    assert len(row["passages"]) == 3


def test_clusters_are_those_that_are_left_when_same_plants_are_joined() -> None:
    row = cluster_row(lesson(found("Orlova"), found("The station")), ALWAYS)
    assert row is not None
    assert [p["label"] for p in row["projects"]] == [1]
    assert len(row["passages"][0]["opens"]) == 3


def test_an_article_without_a_plant_teaches_nothing_here() -> None:
    assert cluster_row(lesson(), NEVER) is None
