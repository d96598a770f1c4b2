"""What is asked about a plant's country, and which place speaks for it."""

from __future__ import annotations

from extract.assemble.candidates.country import country_candidates
from extract.assemble.scene import Scene
from extract.domain.mention import Mentions, PlaceMention, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

TEXT = "KANO, Nigeria - A plant opens near Beltran. French firms built it. Nigeria pays."


def place(
    name: str, country: str | None, *, level: str = "city", demonym: bool = False, last: bool = False
) -> PlaceMention:
    start = TEXT.rindex(name) if last else TEXT.index(name)
    span = Span(start, start + len(name))
    return PlaceMention(span, "place.in", name, level, country, demonym=demonym)  # type: ignore[arg-type]


NIGERIA, LAST = place("Nigeria", "NG", level="country"), place("Nigeria", "NG", level="country", last=True)
PLACES = (NIGERIA, place("Beltran", None), place("French", "FR", level="country", demonym=True), LAST)
SENTENCES = (Span(0, 43), Span(44, 66), Span(67, len(TEXT)))
PLANT = PlantEntity(0, "plant", (), (PlantMention(Span(16, 23), "test", "description"),))


def scene(**facts: object) -> Scene:
    mentions = Mentions(places=PLACES, sentences=SENTENCES, paragraphs=(Span(0, len(TEXT)),))
    return Scene(TEXT, mentions, (PLANT,), (), **facts)  # type: ignore[arg-type]


def test_every_country_of_a_place_is_asked_about_once() -> None:
    assert [q.value.country for q in country_candidates(scene())] == ["NG", "FR"]


def test_the_nearest_place_speaks_for_a_country_unless_plain_reading_took_another() -> None:
    assert next(iter(country_candidates(scene()))).value is NIGERIA
    read = scene(countries={0: (("NG", LAST),)})
    assert next(iter(country_candidates(read))).value is LAST


def test_a_people_is_told_apart_from_a_country_named() -> None:
    nigeria, france = (q.features for q in country_candidates(scene()))
    assert nigeria["c.named"] == 1 and "c.named" not in france
    assert france["c.people"] == 1


def test_what_plain_reading_says_and_where_the_newsroom_is_counts() -> None:
    read = scene(countries={0: (("NG", NIGERIA), ("FR", PLACES[2]))}, home="FR")
    nigeria, france = (q.features for q in country_candidates(read))
    assert nigeria["a.first.True"] == 1 and france["a.first.False"] == 1
    assert nigeria["a.readings"] == france["a.readings"] == 0.5
    assert "c.home" in france and "c.home" not in nigeria


def test_a_plant_that_does_not_count_is_not_asked_about() -> None:
    assert list(country_candidates(scene().only(frozenset()))) == []
