"""Plants joined that are one: what is kept of each, and what keeps two apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.assemble.candidates.same import same_candidates
from extract.assemble.same import join_same, joined
from extract.assemble.scene import Scene
from extract.decide.linear import LinearModel
from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

TEXT = "A 240 MW plant is planned. Orlova will cost little. Beltran and both plants wait."


def plant(index: int, phrase: str, **facts: object) -> PlantEntity:
    start = TEXT.index(phrase)
    mention = PlantMention(span=Span(start, start + len(phrase)), rule="test", form="name")
    return PlantEntity(index=index, name=phrase, aliases=(), mentions=(mention,), **facts)  # type: ignore[arg-type]


PLANTS = (
    plant(0, "A 240 MW plant", fuels=("wind",)),
    plant(1, "Orlova", core="orlova"),
    plant(2, "Beltran", core="beltran"),
    plant(3, "both plants", aggregate=True, members=(0, 2)),
)
SCENE = Scene(TEXT, Mentions(sentences=(Span(0, 26), Span(27, 51), Span(52, 81))), PLANTS, ())


def test_a_single_plant_is_never_asked_to_be_a_group() -> None:
    assert {(q.first, q.second) for q in same_candidates(SCENE)} == {(0, 1), (0, 2), (1, 2)}


def test_a_joined_plant_has_the_name_the_mentions_and_the_facts_of_both() -> None:
    made = joined(SCENE, [[0, 1], [2], [3]])
    first = made.plants[0]
    assert (first.name, first.aliases, first.fuels) == ("Orlova", ("A 240 MW plant",), ("wind",))
    assert [m.span.of(TEXT) for m in first.mentions] == ["A 240 MW plant", "Orlova"]
    assert made.plants[2].members == (0, 1)


def test_indices_stay_places_in_the_list() -> None:
    made = joined(SCENE, [[0], [1, 2], [3]])
    assert [p.index for p in made.plants] == [0, 1, 2]


def test_nothing_is_joined_below_the_threshold() -> None:
    model = LinearModel(("no", "yes"), (0.0, -1.0), {}, 0.5)
    assert join_same(SCENE, model) is SCENE


def test_what_is_likely_is_joined_and_what_is_ruled_out_keeps_apart() -> None:
    weights = {"d.apart1": (0.0, 4.0), "k.named-named": (0.0, -9.0)}
    made = join_same(SCENE, LinearModel(("no", "yes"), (0.0, -1.0), weights, 0.5))
    assert [p.name for p in made.plants if not p.aggregate] == ["Orlova", "Beltran"]


@pytest.mark.parametrize(
    ("counts", "asked"), [((2, 3), False), ((3, 3), True), ((None, 3), True), ((None, None), True)]
)
def test_groups_of_two_and_of_three_are_never_one(counts: tuple[int | None, int | None], asked: bool) -> None:
    groups = [
        replace(plant(at, ("Beltran", "both plants")[at], aggregate=True), count=count)
        for at, count in enumerate(counts)
    ]
    scene = Scene(TEXT, SCENE.mentions, groups, ())
    assert bool(list(same_candidates(scene))) is asked
