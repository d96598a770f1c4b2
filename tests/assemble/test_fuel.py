"""What is asked about a plant's fuels: every fuel, and what words of the text say of it."""

from __future__ import annotations

import pytest

from extract.assemble.candidates.fuel import fuel_candidates
from extract.assemble.link_features import Features
from extract.assemble.scene import Scene
from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.encode.heads import FUELS

TEXT = "Orlova opens. It burns coal, coal and gas. Far off there is wind."
SENTENCES = (Span(0, 13), Span(14, 42), Span(43, len(TEXT)))
PLANT = PlantEntity(0, "Orlova", (), (PlantMention(Span(0, 6), "test", "name"),), fuels=("solar",))


def asked(plant: PlantEntity = PLANT) -> dict[str, Features]:
    mentions = Mentions(sentences=SENTENCES, paragraphs=(Span(0, len(TEXT)),))
    return {q.value: q.features for q in fuel_candidates(Scene(TEXT, mentions, (plant,), ()))}


def test_every_fuel_is_asked_about() -> None:
    assert tuple(asked()) == FUELS


@pytest.mark.parametrize(
    ("fuel", "feature"),
    [
        ("coal", "w.times2"), ("gas", "w.times1"), ("oil", "w.times0"),
        ("coal", "w.near1.True"), ("wind", "w.near2.False"), ("oil", "w.near4.False"),
        ("solar", "a.given.True"), ("coal", "a.given.False"),
    ],
)  # fmt: skip
def test_words_are_counted_and_held_by_how_near_they_stand(fuel: str, feature: str) -> None:
    assert feature in asked()[fuel]


def test_the_share_of_a_fuels_words_is_told() -> None:
    assert asked()["coal"]["w.share"] == 0.5
    assert "w.share" not in asked()["oil"]


def test_a_plant_that_does_not_count_is_not_asked_about() -> None:
    mentions = Mentions(sentences=SENTENCES, paragraphs=(Span(0, len(TEXT)),))
    assert not list(fuel_candidates(Scene(TEXT, mentions, (PLANT,), (), active=frozenset())))
