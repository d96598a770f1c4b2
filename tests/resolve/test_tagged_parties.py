"""Organisations the encoder tags: which become mentions, what they are called, and whom they join."""

from __future__ import annotations

from typing import Literal

import pytest

from extract.domain.mention import Mentions, OrganizationMention, PlaceMention
from extract.domain.span import Span
from extract.encode.heads import Tagged
from extract.resolve.tagged_parties import with_parties

TEXT = (
    "The bill was borrowed from Arion and the Orlova Fund. Arion's loan is small. OPEC Gdynia takes heat, "
    "Arionova none, the ministry neither. Beltran Power (BP) builds. Type: Photovoltaic"
)


def at(phrase: str) -> Span:
    return Span(TEXT.index(phrase), TEXT.index(phrase) + len(phrase))


def tag(phrase: str, sure: float = 0.95, kind: str = "party") -> Tagged:
    return Tagged(at(phrase), kind, sure)


def names(mentions: Mentions, *tags: Tagged) -> list[tuple[int, str]]:
    return [(m.span.start, m.span.of(TEXT)) for m in with_parties(TEXT, mentions, tags).organizations]


def test_a_name_is_a_mention_wherever_it_stands() -> None:
    first, second = TEXT.index("Arion"), TEXT.index("Arion's")
    assert names(Mentions(), tag("Arion")) == [(first, "Arion"), (second, "Arion")]


@pytest.mark.parametrize("phrase", ["the Orlova Fund", "Orlova Fund"])
def test_a_name_is_shown_without_its_determiner(phrase: str) -> None:
    assert names(Mentions(), tag(phrase)) == [(TEXT.index("Orlova"), "Orlova Fund")]


def test_parts_of_a_name_with_a_blank_between_them_are_one() -> None:
    assert names(Mentions(), tag("OPEC"), tag("Gdynia")) == [(TEXT.index("OPEC"), "OPEC Gdynia")]


@pytest.mark.parametrize(
    "given",
    [tag("Arion", 0.7), tag("Arion", kind="plant"), tag("ministry"), tag("OPEC", 0.5), tag("Photovoltaic")],
)
def test_doubtful_tags_and_words_that_are_no_names_yield_nothing(given: Tagged) -> None:
    assert names(Mentions(), given) == []


@pytest.mark.parametrize(
    ("sure", "level", "found"), [(0.85, "city", 0), (0.95, "city", 1), (0.95, "country", 0)]
)
def test_a_place_must_be_surer_and_a_state_is_left_to_rules(
    sure: float, level: Literal["city", "country"], found: int
) -> None:
    place = PlaceMention(at("OPEC Gdynia"), "place", "Gdynia", level)
    assert len(names(Mentions(places=(place,)), tag("OPEC Gdynia", sure))) == found


def test_where_a_rule_found_an_organisation_it_stays() -> None:
    known = OrganizationMention(at("Orlova Fund"), "partner.legal", "Orlova Fund", "orlova fund")
    assert with_parties(TEXT, Mentions(organizations=(known,)), [tag("the Orlova Fund")]).organizations == (
        known,
    )


def test_an_acronym_joins_the_organisation_it_stands_for() -> None:
    known = OrganizationMention(at("Beltran Power"), "partner.legal", "Beltran Power", "beltran power")
    found = with_parties(TEXT, Mentions(organizations=(known,)), [tag("BP")]).organizations
    assert [(m.name, m.key) for m in found] == [("Beltran Power", "beltran power"), ("BP", "beltran power")]
