"""What is asked about a plant's country, and which place speaks for it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from extract.assemble.candidates.country import country_candidates
from extract.assemble.decisions import likeliest_countries
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
    asked = next(q for q in country_candidates(Scene(TEXT, here, (plant,), ())) if q.value.country == code)
    assert [f for f in asked.features if f.startswith("g.")] == ([known] if known else [])


@pytest.mark.parametrize(("name", "codes"), [("Olkaria IV", ["NG", "FR", "KE"]), ("Qulmara", ["NG", "FR"])])
def test_where_plants_of_a_name_stand_is_asked_about_though_no_place_says_so(
    name: str, codes: list[str]
) -> None:
    plant = replace(PLANT, name=name)
    asked = list(country_candidates(Scene(TEXT, scene().mentions, (plant,), ())))
    assert [q.value.country for q in asked] == codes
    assert [q.value.rule for q in asked[2:]] == ["place.known_plant"] * len(codes[2:])


@pytest.mark.parametrize(
    ("core", "code", "told"),
    [
        ("Alytus", "LT", {"k.True.alone", "k.True.alone.town"}),  # the only one, a town
        ("Alytus", "NG", {"k.False.smaller", "k.False.smaller.town"}),
        ("Lima", "PE", {"k.True.largest", "k.True.largest.town"}),
        ("Lima", "US", {"k.True.smaller", "k.True.smaller.town"}),
        ("qulmara", "NG", set()),
    ],
)
def test_places_a_plant_is_named_after_speak_for_their_countries(
    core: str, code: str, told: set[str]
) -> None:
    here = replace(scene().mentions, places=(replace(NIGERIA, country=code),))
    found = list(country_candidates(Scene(TEXT, here, (replace(PLANT, core=core),), ())))
    asked = next(q for q in found if q.value.country == code)
    assert {f for f in asked.features if f.startswith("k.")} == told
    alone = core == "Alytus" and code != "LT"  # no place of the text says Lithuania: its name does
    assert [q.value.country for q in found if q.value.rule == "place.namesake"] == ["LT"] * alone


def test_of_money_that_two_countries_share_both_are_asked_about_of_the_franc_none() -> None:
    money = replace(scene().mentions, places=(), costs=(cost("shekels", "ILS"), cost("francs", "XOF")))
    asked = list(country_candidates(Scene(TEXT, money, (PLANT,), ())))
    assert sorted(str(q.value.country) for q in asked) == ["IL", "PS"]


def test_in_a_round_up_a_plants_own_paragraphs_are_told_from_the_rest() -> None:
    text = "Farm A opened in Nigeria, 5bn naira.\nFarm B opened in Peru.\nIts owner is glad in Chile."
    lines = tuple(Span(text.index(part), text.index(part) + len(part)) for part in text.split("\n"))
    where = [
        (name, code, text.index(name)) for name, code in (("Nigeria", "NG"), ("Peru", "PE"), ("Chile", "CL"))
    ]
    places = tuple(
        PlaceMention(Span(at, at + len(n)), "place.in", n, "country", code) for n, code, at in where
    )
    naira = CostMention(Span(26, 35), "test", Money(Decimal(5), "NGN"))
    its = Span(text.index("Its"), text.index("Its") + 3)
    farms = (
        replace(PLANT, mentions=(PlantMention(Span(0, 6), "test", "bare"),)),
        replace(PLANT, index=1, mentions=(
            PlantMention(Span(text.index("Farm B"), text.index("Farm B") + 6), "test", "bare"),
            PlantMention(its, "test", "anaphor"),
        )),
    )  # fmt: skip
    mentions = Mentions(places=places, sentences=lines, paragraphs=lines, costs=(naira,))
    asked = list(country_candidates(Scene(text, mentions, farms, ())))
    told = {(q.plant.index, q.value.country): q.features for q in asked}
    assert [told[0, code]["l.told"] for code in ("NG", "PE", "CL")] == [1, 0, 0]
    assert [told[1, code]["l.told"] for code in ("NG", "PE", "CL")] == [0, 1, 0]
    assert told[0, "NG"]["l.paid"] == 1 and told[0, "PE"]["l.paid.other"] == 1
    assert "l.paid" not in told[1, "PE"] and told[1, "PE"]["l.only.True"] == 1


@pytest.mark.parametrize(("rule", "given"), [("place.framed", ["PE"]), ("place.in", ["NG"])])
def test_the_country_a_plants_place_is_framed_with_is_not_outweighed(rule: str, given: list[str]) -> None:
    framed = PlaceMention(Span(35, 42), rule, "Qulmara", "city", "PE")
    plant = replace(PLANT, place=framed)
    mentions = replace(scene().mentions, places=(NIGERIA, framed))
    elsewhere = LinearModel(("no", "yes"), (0.0, -3.0), {"c.named": (0.0, 9.0)}, 0.4)
    found = likeliest_countries(Scene(TEXT, mentions, (plant,), ()), elsewhere)
    assert [place.country for _, place, _, _ in found] == given


def test_a_long_paragraph_is_cut_where_it_names_another_plant() -> None:
    rest = " It is quiet here." * 7
    text = f"Farm A opened in Nigeria. Farm B opened in Peru.{rest}"
    ends = [m.end() for m in re.finditer(r"\.", text)]
    sentences = tuple(Span(a, b) for a, b in zip([0, *(e + 1 for e in ends)], ends, strict=False))
    places = tuple(
        PlaceMention(Span(at, at + len(n)), "place.in", n, "country", code)
        for n, code in (("Nigeria", "NG"), ("Peru", "PE"))
        for at in (text.index(n),)
    )
    second = PlantMention(Span(text.index("Farm B"), text.index("Farm B") + 6), "test", "bare")
    farms = (
        replace(PLANT, mentions=(PlantMention(Span(0, 6), "test", "bare"),)),
        replace(PLANT, index=1, mentions=(second,)),
    )
    for count, share in ((len(sentences), 1.0), (3, 0.5)):
        mentions = Mentions(places=places, sentences=sentences[:count], paragraphs=(Span(0, len(text)),))
        asked = list(country_candidates(Scene(text, mentions, farms, ())))
        told = {(q.plant.index, q.value.country): q.features["l.told"] for q in asked}
        assert (told[0, "NG"], told[1, "PE"]) == (share, share)
