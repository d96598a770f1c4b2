"""Columns made at a time against the plain way, pair by pair: values and plants, phrases and phrases."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.span import Span
from extract.encode.arithmetic import Array, best_of, gelu, log_sum, mean_of, means_between, sums_of
from extract.encode.pairs import RELATIONS, pair_up_mentions
from extract.encode.phrases import LINK_RELATIONS, Phrase, link_up

Row = tuple[int, int, tuple[int, ...], int]
SENTENCES = tuple(Span(start, start + 20) for start in range(0, 200, 20))
PARAGRAPHS = (Span(0, 60), Span(60, 120), Span(120, 200))
TEXT = "The plant at Orlova. " * 10
FORMS = ("name", "description", "unit", "bare", "anaphor")

spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 180), st.integers(1, 20))
things = st.lists(st.lists(spans, min_size=1, max_size=9), min_size=1, max_size=9)
phrases = st.builds(
    Phrase, spans, st.sampled_from(FORMS), st.integers(0, 9),
    st.sampled_from(["", "orlova", "orlova north", "beltran"]), st.sampled_from([None, "1", "2"]),
    st.booleans(), st.sampled_from([(), ("wind",), ("coal", "gas"), ("gas",)]),
)  # fmt: skip


def plain_pairs(values: Sequence[Sequence[Span]], plants: Sequence[Sequence[Span]]) -> list[Row]:
    """Go through every value, plant and mention."""
    flat = [(span, owner) for owner, mentions in enumerate(plants) for span in mentions]
    found: list[Row] = []
    first = 0
    for index, mentions in enumerate(values):
        for offset, span in enumerate(mentions[:6]):
            for owner in range(len(plants)):
                mine = sorted((s.start, i) for i, (s, o) in enumerate(flat) if o == owner)
                before = [i for start, i in mine if start <= span.start][-3:]
                behind = [i for start, i in mine if start > span.start][:2]
                for which in (*before, *behind):
                    relation = plain_relation(span, flat[which][0], owner, flat)
                    found.append((first + offset, which, relation, index * len(plants) + owner))
        first += len(mentions)
    return found


def plain_relation(value: Span, plant: Span, owner: int, flat: list[tuple[Span, int]]) -> tuple[int, ...]:
    apart = place(plant, SENTENCES) - place(value, SENTENCES)
    gap = value.gap(plant)
    step = next((i for i, limit in enumerate((0, 10, 25, 50, 100)) if gap <= limit), 5)
    ahead = plant.start > value.start
    low, high = (value.end, plant.start) if ahead else (plant.end, value.start)
    between = {o for s, o in flat if low <= s.start < high} - {owner}
    return (
        max(-3, min(3, apart)) + 3,
        7 + step + 6 * ahead,
        19 + (place(plant, PARAGRAPHS) == place(value, PARAGRAPHS)),
        21 + min(3, len(between)),
        25 + plant.overlaps(value),
    )


def place(span: Span, among: Sequence[Span]) -> int:
    return bisect_right([s.start for s in among], span.start)


@settings(max_examples=60, deadline=None)
@given(things, things)
def test_pairs_are_those_of_the_plain_way(values: list[list[Span]], plants: list[list[Span]]) -> None:
    made = pair_up_mentions(values, plants, SENTENCES, PARAGRAPHS)
    rows = list(zip(made.values, made.plants, made.relations, made.groups, strict=True))
    assert rows == plain_pairs(values, plants)
    assert all(0 <= row < RELATIONS for relation in made.relations for row in relation)


def test_nothing_is_held_against_nothing() -> None:
    assert pair_up_mentions([], [[Span(0, 2)]], SENTENCES, PARAGRAPHS).values == []
    assert pair_up_mentions([[Span(0, 2)]], [], SENTENCES, PARAGRAPHS).values == []


def plain_answers(left: Phrase, right: Phrase, apart: int) -> tuple[int, ...]:
    """Ask every question of two phrases; `apart` is how many stand from one to the other."""
    words = [" ".join(p.span.of(TEXT).casefold().split()) for p in (left, right)]
    return (
        FORMS.index(left.form) * 5 + FORMS.index(right.form),
        left.owner == right.owner,
        plain_names(left.core, right.core),
        int(left.unit is not right.unit)
        if None in (left.unit, right.unit)
        else 3 - (left.unit == right.unit),
        2 * left.together + right.together,
        step(place(right.span, SENTENCES) - place(left.span, SENTENCES)),
        place(right.span, PARAGRAPHS) == place(left.span, PARAGRAPHS),
        (1 if set(left.fuels) & set(right.fuels) else 2) if left.fuels and right.fuels else 0,
        step(apart - 1),
        place(left.span, SENTENCES) <= 1,
        words[0] == words[1],
    )


def plain_names(left: str, right: str) -> int:
    if not left or not right:
        return (1 if left else 0) + (2 if right else 0)
    one, other = set(left.split()), set(right.split())
    return 3 if left == right else 4 if one <= other or other <= one else 5


def step(apart: int) -> int:
    return bisect_left([0, 1, 2, 5, 10**9], apart)


@settings(max_examples=60, deadline=None)
@given(st.lists(phrases, min_size=1, max_size=60))
def test_phrases_are_held_against_those_before_as_in_the_plain_way(found: list[Phrase]) -> None:
    found = sorted(found, key=lambda p: p.span)
    links = link_up(TEXT, found, SENTENCES, PARAGRAPHS)
    sizes = (25, 2, 6, 4, 4, 5, 2, 3, 5, 2, 2)
    assert sum(sizes) == LINK_RELATIONS
    for later, earlier, relation in zip(links.later, links.earlier, links.relations, strict=True):
        answers = plain_answers(found[earlier], found[later], later - earlier)
        assert relation == tuple(sum(sizes[:i]) + int(a) for i, a in enumerate(answers))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_sums_by_group_are_those_of_the_plain_way(groups: list[int]) -> None:
    rows: Array = np.random.default_rng(len(groups)).normal(size=(len(groups), 3)).astype(np.float32)
    owner, column = np.array(sorted(groups)), np.array(groups)
    sums, means, best = log_sum(rows, column, 6), mean_of(rows, owner, 6), best_of(rows, owner, 6)
    for group in range(6):
        mine = rows[owner == group]
        expected = np.log(np.exp(rows[column == group]).sum(0) + 1e-37)
        assert np.allclose(sums[group], expected, atol=1e-5) or not len(mine)
        assert np.allclose(means[group], mine.mean(0) if len(mine) else 0, atol=1e-6)
        assert np.allclose(best[group], mine.max(0) if len(mine) else -1e9)


def test_rows_of_a_table_are_summed_up() -> None:
    table: Array = np.arange(12, dtype=np.float32).reshape(6, 2)
    relations = np.array([[0, 3], [1, 5], [0, 3]])
    assert np.array_equal(sums_of(table, relations), table[relations].sum(1))


def test_means_of_stretches_that_overlap_and_end_at_the_end() -> None:
    rows: Array = np.arange(20, dtype=np.float32).reshape(10, 2)
    first, behind = np.array([7, 0, 2, 2]), np.array([10, 4, 3, 9])
    expected = [rows[a:b].mean(0) for a, b in zip(first, behind, strict=True)]
    assert np.array_equal(means_between(rows, first, behind), expected)


def test_the_unit_is_the_plain_one() -> None:
    rows: Array = np.linspace(-6, 6, 50, dtype=np.float32)[None]
    plain = 0.5 * rows * (1 + np.tanh(0.7978845608 * (rows + 0.044715 * rows**3)))
    assert np.allclose(gelu(rows), plain, atol=1e-6)
