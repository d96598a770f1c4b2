"""A counted group gets its members once it is known which plants count."""

from __future__ import annotations

import pytest

from extract.assemble.groups import with_members
from extract.assemble.scene import Scene
from extract.domain.mention import Mentions, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

TEXT = "Orlova, Beltran and Kasaro get three CHP plants."


def plant(index: int, **facts: object) -> PlantEntity:
    mention = PlantMention(span=Span(index, index + 1), rule="test", form="bare")
    return PlantEntity(index=index, name=f"plant {index}", aliases=(), mentions=(mention,), **facts)  # type: ignore[arg-type]


def scene(*plants: PlantEntity) -> Scene:
    return Scene(
        TEXT, Mentions(sentences=(Span(0, len(TEXT)),), paragraphs=(Span(0, len(TEXT)),)), plants, ()
    )


GROUP = plant(3, aggregate=True, count=3, chp=True, fuels=("coal",))


def test_as_many_plants_as_counted_are_the_members_and_share_its_kind() -> None:
    made = with_members(scene(plant(0), plant(1), plant(2), GROUP), {0, 1, 2, 3})
    assert made.plants[3].members == (0, 1, 2)
    assert all(p.chp and p.fuels == ("coal",) for p in made.plants)


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        ((plant(0), plant(1), plant(2)), {0, 1, 3}),
        ((plant(0), plant(1), plant(2, unit="2")), {0, 1, 2, 3}),
        ((plant(0), plant(1), plant(2, fuels=("wind",))), {0, 1, 2, 3}),
    ],
    ids=["one not worth a record", "one a unit", "one of another fuel"],
)
def test_another_number_makes_no_members(others: tuple[PlantEntity, ...], kept: set[int]) -> None:
    assert with_members(scene(*others, GROUP), kept).plants[3].members == ()


def test_members_that_coreference_found_stay() -> None:
    known = plant(3, aggregate=True, count=2, members=(0, 1))
    assert with_members(scene(plant(0), plant(1), plant(2), known), {0, 1, 2, 3}).plants[3].members == (0, 1)
