"""Phrases held against those before them, and the chains that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.domain.span import Span
from extract.encode.chains import _grouped
from extract.encode.encoder import load_encoder
from extract.encode.phrases import LINK_RELATIONS, Phrase, link_up

TEXT = (
    "Two plants for Kasaro\n\nAn 80 MW wind farm at Orlova costs $120 million. The farm opens in 2031.\n\n"
    "The Beltran plant has 200 MW. It opened in 2024, and Beltran's Unit 2 follows."
)
PARAGRAPHS = (Span(0, 21), Span(23, 95), Span(97, len(TEXT)))


def phrase(words: str, form: str, owner: int, **facts: object) -> Phrase:
    start = TEXT.index(words)
    return Phrase(Span(start, start + len(words)), form, owner, **facts)  # type: ignore[arg-type]


PHRASES = [
    phrase("Two plants", "description", 0, together=True),
    phrase("An 80 MW wind farm", "description", 1, fuels=("wind",)),
    phrase("The farm", "anaphor", 1),
    phrase("The Beltran plant", "name", 2, core="beltran"),
    phrase("It opened", "anaphor", 3),
    phrase("Beltran's Unit 2", "unit", 4, core="beltran", unit="2"),
]


def test_every_phrase_is_held_against_all_before_it_in_an_article_of_few() -> None:
    links = link_up(TEXT, PHRASES, PARAGRAPHS, PARAGRAPHS)
    pairs = set(zip(links.later, links.earlier, strict=True))
    assert pairs == {(later, earlier) for later in range(6) for earlier in range(later)}
    assert all(0 <= row < LINK_RELATIONS for rows in links.relations for row in rows)
    assert all(len(set(rows)) == len(rows) for rows in links.relations)


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        (phrase("The Beltran plant", "name", 2, core="beltran"), "same owner", phrase("It", "anaphor", 7)),
        (phrase("The farm", "anaphor", 1), "a name", phrase("The farm", "anaphor", 1, core="orlova")),
        (phrase("The farm", "anaphor", 1, unit="1"), "a unit", phrase("The farm", "anaphor", 1, unit="2")),
        (phrase("The farm", "anaphor", 1), "a group", phrase("The farm", "anaphor", 1, together=True)),
        (
            phrase("The farm", "anaphor", 1, fuels=("coal",)),
            "a fuel",
            phrase("The farm", "anaphor", 1, fuels=("wind",)),
        ),
    ],
)
def test_what_differs_between_two_phrases_is_told(left: Phrase, right: str, other: Phrase) -> None:
    last = phrase("Beltran's Unit 2", "unit", 2, core="beltran", unit="2", fuels=("wind",))
    one, two = (link_up(TEXT, [p, last], PARAGRAPHS, PARAGRAPHS).relations for p in (left, other))
    assert one != two, right


def test_far_back_only_the_same_name_and_the_same_plant_are_held_against() -> None:
    text = "x " * 100
    many = [Phrase(Span(2 * i, 2 * i + 1), "name", i, core=f"n{i}") for i in range(90)]
    many[0] = Phrase(Span(0, 1), "name", 0, core="n89")
    links = link_up(text, many, (Span(0, 200),), (Span(0, 200),))
    held = [e for later, e in zip(links.later, links.earlier, strict=True) if later == 89]
    assert held == [0, *range(49, 89)]


def slowly_grouped(
    new: Sequence[float], same: Mapping[tuple[int, int], float]
) -> tuple[tuple[int, ...], ...]:
    """Give each phrase to the group with the greatest sum of chances, or to none."""
    groups: list[list[int]] = []
    for index, alone in enumerate(new):
        sums = [(sum(same.get((e, index), 0.0) for e in group), group[0], group) for group in groups]
        best = max(sums, default=(0.0, 0, []))
        if best[0] > alone:
            best[2].append(index)
        else:
            groups.append([index])
    return tuple(map(tuple, groups))


@given(st.lists(st.lists(st.integers(0, 16), min_size=8, max_size=8), min_size=1, max_size=8))
def test_groups_are_those_of_the_plain_way(table: list[list[int]]) -> None:
    new = [row[0] / 16 for row in table]
    same = {(e, i): row[e] / 64 for i, row in enumerate(table) for e in range(i)}
    assert _grouped(new, same, range(len(new)), [PLAIN] * len(new)) == slowly_grouped(new, same)


PLAIN = Phrase(Span(0, 1), "anaphor", 0)
THREE, TWO = (replace(PLAIN, together=True, count=count) for count in (3, 2))
UNIT_2, UNIT_3, ITS_EXTENSION = (replace(PLAIN, form="unit", unit=unit) for unit in ("2", "3", "extension"))
WIND, DAM, COAL, GAS, WASTE, HYBRID = (
    replace(PLAIN, form="description", fuels=fuels)
    for fuels in (("wind",), ("hydro",), ("coal",), ("gas",), ("waste",), ("wind", "storage"))
)
BATTERY = replace(HYBRID, fuels=("storage",))


@pytest.mark.parametrize(
    ("phrases", "together"),
    [
        ((THREE, PLAIN, THREE), True),
        ((THREE, PLAIN, TWO), False),
        ((PLAIN, TWO, TWO), True),
        ((UNIT_2, PLAIN, UNIT_2), True),
        ((UNIT_2, PLAIN, UNIT_3), False),
        ((UNIT_2, PLAIN, ITS_EXTENSION), True),
        ((UNIT_2, PLAIN, replace(UNIT_3, together=True)), True),
        ((WIND, PLAIN, DAM), False),
        ((WIND, PLAIN, replace(DAM, form="bare")), True),
        ((COAL, PLAIN, GAS), True),
        ((COAL, PLAIN, WASTE), True),
        ((COAL, PLAIN, WIND), False),
        ((HYBRID, PLAIN, BATTERY), True),
        ((WIND, PLAIN, BATTERY), False),
    ],
)
def test_what_cannot_be_one_plant_is_never_put_together(phrases: list[Phrase], *, together: bool) -> None:
    same = {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.1}
    assert _grouped([1.0, 0.1, 0.1], same, range(3), phrases) == (
        ((0, 1, 2),) if together else ((0, 1), (2,))
    )


def test_what_means_nothing_is_in_no_group_and_takes_nothing_up() -> None:
    assert _grouped([1.0, 0.1, 0.3], {(0, 1): 0.9, (1, 2): 0.7}, {0, 2}, [PLAIN] * 3) == ((0,), (2,))


def chained(phrases: list[Phrase]) -> tuple[tuple[int, ...], ...]:
    read = load_encoder().encode(TEXT, PARAGRAPHS, PARAGRAPHS, None)
    assert read is not None
    return load_encoder().chains(read, TEXT, phrases)


def test_the_encoder_joins_what_takes_up_a_plant_and_parts_two_plants() -> None:
    home = {phrase: number for number, group in enumerate(chained(PHRASES)) for phrase in group}
    assert home[1] == home[2], "An 80 MW wind farm ... The farm"
    assert home[3] == home[4], "The Beltran plant ... It opened"
    assert home[1] != home[3]


def test_a_phrase_without_any_before_it_is_a_plant_of_its_own() -> None:
    assert chained([PHRASES[3]]) == ((0,),)
