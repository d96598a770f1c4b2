"""What the second reading says of a plant and its values becomes features; whom it reads about."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

import pytest

from extract.assemble.encoder_features import fuel_reading, pair_reading, plant_reading, status_reading
from extract.assemble.scene import Scene
from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.encode.closer import Judgement
from extract.encode.heads import FUELS, LABELS
from extract.encode.reading import CloserReading
from extract.pipeline import reread
from tests.encode.blank import blank_scores

TEXT = "Orlova opens in May."


def scene(plants: int, project: list[float] | None = None) -> Scene:
    """Return an article of so many plants, one value of each kind, as the first reading scores nothing."""
    whole = (Span(0, len(TEXT)),)
    mention = PlantMention(span=Span(0, 6), rule="test", form="bare")
    entities = [PlantEntity(index=i, name=f"p{i}", aliases=(), mentions=(mention,)) for i in range(plants)]
    scores = blank_scores(TEXT, whole, plants, values=dict.fromkeys(LABELS, 1), project=project or ())
    return Scene(TEXT, Mentions(sentences=whole, paragraphs=whole), entities, (), scores=scores)


def told(linked: dict[int, float]) -> CloserReading:
    """Return a second reading with odds for some costs."""
    return CloserReading(
        1.5, [0.25] * 8, [0.5] * len(FUELS), dict.fromkeys(LABELS, linked),
        {k: {v: [0.1] * len(names) for v in linked} for k, names in LABELS.items()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "others", "wanted"),
    [
        ({0: 1.0}, {}, {"y.any": 1.0, "y.best": 1.0}),
        ({0: 1.0}, {1: {0: 0.5}}, {"y.any": 1.0, "y.lead": 0.5, "y.best": 1.0}),
        ({0: 1.0}, {1: {0: 1.5}, 2: {0: 0.2}}, {"y.any": 1.0, "y.lead": -0.5}),
        ({0: 1.0}, {1: {}}, {"y.any": 1.0, "y.best": 1.0}),
        ({}, {1: {0: 0.5}}, {"y.elsewhere": 1.0}),
        (None, {1: {0: 0.5}}, {}),
    ],
    ids=["alone", "ahead", "behind", "rival's passage lacks it", "own passage lacks it", "not read about"],
)
def test_a_value_is_held_against_its_rivals(
    own: dict[int, float] | None, others: dict[int, dict[int, float]], wanted: dict[str, float]
) -> None:
    given = {plant: told(linked) for plant, linked in others.items()}
    read = scene(3).read_closer(given if own is None else {0: told(own), **given})
    found = pair_reading(read, "cost", 0, 0)
    assert {k: v for k, v in found.items() if k[:2] == "y."} == wanted


def test_a_plant_that_does_not_count_is_no_rival() -> None:
    read = scene(2).read_closer({0: told({0: 1.0}), 1: told({0: 2.0})}).only(frozenset({0}))
    assert "y.lead" not in pair_reading(read, "cost", 0, 0)


def test_a_plant_has_what_was_said_of_it_and_one_not_read_about_has_not() -> None:
    read = scene(2).read_closer({0: told({})})
    assert plant_reading(read, 0)["y.project"] == 1.5
    assert status_reading(read, 0)["y.operating"] == 0.25
    assert fuel_reading(read, 0, "coal")["y.fuel"] == 0.5
    for found in (plant_reading(read, 1), status_reading(read, 1), fuel_reading(read, 1, "coal")):
        assert found
        assert not [name for name in found if name[:2] == "y."]


def test_of_an_endless_list_only_the_likeliest_are_read_about() -> None:
    asked: list[int] = []

    def judge(*given: Any) -> dict[int, Judgement]:
        wanted: Collection[int] = given[-1]
        asked.extend(wanted)
        return {}

    encoder: Any = SimpleNamespace(judge=judge)
    reread(encoder, scene(100, [(i % 50) / 25 for i in range(100)]))
    assert sorted(asked) == [*range(30, 50), *range(80, 100)]
