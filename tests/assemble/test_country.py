"""What is asked about a plant's country, and which place speaks for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.assemble.candidates.country import country_candidates
from extract.assemble.decisions import _countries
from extract.assemble.scene import Scene
from extract.decide.linear import LinearModel
from extract.domain.mention import CostMention, Mentions, PlaceMention, PlantMention
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span
from extract.domain.values import Money

TEXT = "KANO, Nigeria - A plant opens near Qulmara. French firms built it. Nigeria pays."


def place(
    name: str, country: str | None, *, level: str = "city", demonym: bool = False, last: bool = False
) -> PlaceMention:
    start = TEXT.rindex(name) if last else TEXT.index(name)
    span = Span(start, start + len(name))
    return PlaceMention(span, "place.in", name, level, country, demonym=demonym)  # type: ignore[arg-type]


NIGERIA, LAST = place("Nigeria", "NG", level="country"), place("Nigeria", "NG", level="country", last=True)
PLACES = (NIGERIA, place("Qulmara", None), place("French", "FR", level="country", demonym=True), LAST)
SENTENCES = (Span(0, 43), Span(44, 66), Span(67, len(TEXT)))
PLANT = PlantEntity(0, "plant", (), (PlantMention(Span(16, 23), "test", "description"),))


def cost(rule: str, currency: str, meanings: tuple[str, ...] = ()) -> CostMention:
    return CostMention(Span(67, 73), rule, Money(Decimal(5), currency), open=meanings)


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


def test_a_country_whose_money_alone_is_named_is_asked_about() -> None:
    money = replace(scene().mentions, places=(), costs=(cost("tenge", "KZT"), cost("naira", "USD")))
    asked = list(country_candidates(Scene(TEXT, money, (PLANT,), ())))
    assert [q.value.country for q in asked] == ["KZ"]
    assert asked[0].features["m.own"] == 1 and asked[0].value.rule == "place.money"


def test_money_that_a_country_decided_says_nothing_of_countries() -> None:
    decided = replace(scene().mentions, places=(), costs=(cost("$5m", "AUD", meanings=("USD", "AUD")),))
    assert not list(country_candidates(Scene(TEXT, decided, (PLANT,), ())))


def test_place_names_that_can_all_lie_in_one_country_speak_for_it() -> None:
    text = "A plant opens in Dundalk, Wicklow and Tralee."
    names = [(name, text.index(name)) for name in ("Dundalk", "Wicklow", "Tralee")]
    places = [PlaceMention(Span(at, at + len(n)), "place.in", n, "city", None) for n, at in names]
    plant = replace(PLANT, mentions=(PlantMention(Span(2, 7), "test", "description"),))
    mentions = Mentions(places=tuple(places), sentences=(Span(0, 45),), paragraphs=(Span(0, 45),))
    asked = list(country_candidates(Scene(text, mentions, (plant,), ())))
    assert [(q.value.country, q.features["n.readable"]) for q in asked] == [("IE", 1.0)]


@pytest.mark.parametrize(
    ("name", "code", "known"),
    [("Olkaria IV", "KE", "g.True.1"), ("Olkaria IV", "ET", "g.False.1"), ("Unit 4", "KE", None)],
)
def test_a_plant_known_by_name_stands_where_it_is_known(name: str, code: str, known: str | None) -> None:
    plant = replace(PLANT, name=name)
    here = replace(scene().mentions, places=(replace(NIGERIA, country=code),))
    (asked,) = country_candidates(Scene(TEXT, here, (plant,), ()))
    assert [f for f in asked.features if f.startswith("g.")] == ([known] if known else [])


@pytest.mark.parametrize(("rule", "given"), [("place.framed", ["PE"]), ("place.in", ["NG"])])
def test_the_country_a_plants_place_is_framed_with_is_not_outweighed(rule: str, given: list[str]) -> None:
    framed = PlaceMention(Span(35, 42), rule, "Qulmara", "city", "PE")
    plant = replace(PLANT, place=framed)
    mentions = replace(scene().mentions, places=(NIGERIA, framed))
    elsewhere = LinearModel(("no", "yes"), (0.0, -3.0), {"c.named": (0.0, 9.0)}, 0.4)
    found = _countries(Scene(TEXT, mentions, (plant,), ()), elsewhere)
    assert [place.country for _, place, _, _ in found] == given
