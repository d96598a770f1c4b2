"""Names the encoder tags: which become plant mentions, and what they are called."""

from __future__ import annotations

import pytest

from extract.domain.mention import Mentions, PlantMention
from extract.domain.span import Span
from extract.encode.heads import Tagged
from extract.resolve.tagged import with_tagged


def found(
    text: str, phrase: str, *, kind: str = "plant", sure: float = 0.95
) -> list[tuple[str | None, str | None]]:
    start = text.index(phrase)
    tag = Tagged(Span(start, start + len(phrase)), kind, sure)
    return [(m.name, m.place) for m in with_tagged(text, Mentions(), [tag]).plants]


@pytest.mark.parametrize(
    ("text", "phrase", "name", "core"),
    [
        ("Work at Orlova has begun.", "Orlova", "Orlova", "Orlova"),
        ("Work at Orlova and Beltran has begun.", "Orlova and", "Orlova", "Orlova"),
        ("It owns the Beltran wind farm.", "the Beltran wind farm", "Beltran wind farm", "Beltran"),
        ("The 80 MW plant, Kasaro 2, runs.", "Kasaro 2", "Kasaro 2", "Kasaro 2"),
        ("Coal at Drax, a plant as well as a firm, is over.", "Drax", "Drax", "Drax"),
        ("The Masdar City plant runs.", "Masdar City plant", "Masdar City plant", "Masdar City"),
        (
            "The Novagen South extension runs.",
            "Novagen South extension",
            "Novagen South extension",
            "Novagen",
        ),
    ],
)
def test_a_name_becomes_a_mention(text: str, phrase: str, name: str, core: str) -> None:
    assert found(text, phrase) == [(name, core)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The second phase follows.", "second phase"),
        ("The 500 kV Orlova Project crosses the sound.", "500 kV Orlova Project"),
        ("The Orlova Transmission Project crosses the sound.", "Orlova Transmission Project"),
        ("Some 800 Orlova residents object.", "Orlova residents"),
        ("The Beltran quarry closed.", "Beltran quarry"),
        ("A cable under Orlova Bay follows.", "Bay"),
        ("Type | Parabolic trough", "Parabolic"),
        ("The Western Link System is tested.", "System"),
        ("The Beltran methanol plant runs.", "Beltran methanol plant"),
        ("It follows Masdar into Orlova.", "Masdar"),
        ("Rotors from Siemens Energy stand at Orlova.", "Siemens Energy"),
    ],
)
def test_what_is_no_name_of_a_plant_yields_nothing(text: str, phrase: str) -> None:
    assert found(text, phrase) == []


def test_parties_and_doubtful_names_yield_nothing() -> None:
    assert found("Work at Orlova has begun.", "Orlova", kind="party") == []
    assert found("Work at Orlova has begun.", "Orlova", sure=0.4) == []


def test_nothing_is_added_where_a_rule_found_a_plant() -> None:
    text = "The Orlova plant runs."
    known = PlantMention(span=Span(4, 16), rule="plant.named", form="name")
    tag = Tagged(Span(4, 10), "plant", 0.99)
    assert with_tagged(text, Mentions(plants=(known,)), [tag]).plants == (known,)
