"""What of an article is read again for one plant, and how its phrases are marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import pytest

from extract.domain.span import Span
from extract.encode.passages import MARKS, Passage, passages
from extract.encode.tokens import Tokens, tokenize

TEXT = (
    "Two plants for Rome\n\n"
    "A wind farm at Orlova was approved. Work begins in May. Beltran is older. Both burn nothing. "
    "Prices rose. Banks wait.\n\n"
    "Orlova has 80 MW."
)
PARAGRAPHS = tuple(Span(TEXT.index(p), TEXT.index(p) + len(p)) for p in TEXT.split("\n\n"))
SENTENCES = tuple(
    Span(TEXT.index(s), TEXT.index(s) + len(s))
    for s in (
        "Two plants for Rome", "A wind farm at Orlova was approved.", "Work begins in May.",
        "Beltran is older.", "Both burn nothing.", "Prices rose.", "Banks wait.", "Orlova has 80 MW.",
    )
)  # fmt: skip


def at(phrase: str, start: int = 0) -> Span:
    where = TEXT.index(phrase, start)
    return Span(where, where + len(phrase))


Groups = Sequence[tuple[Span, Collection[int]]]
PLANTS = ((at("A wind farm at Orlova"), at("Orlova", TEXT.index("Banks"))), (at("Beltran"),))


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return tokenize(TEXT, PARAGRAPHS, "2026-01-02")


def words(tokens: Tokens, passage: Passage) -> str:
    """Return a passage as text, with marks by their first letter."""
    letters = {number: name[0].upper() for name, number in MARKS.items()}
    found = []
    for piece, place in zip(passage.ids, passage.places, strict=True):
        if place >= 0 and tokens.offsets[place][0] >= 0:
            found.append(Span(*tokens.offsets[place]).of(TEXT))
        elif piece in letters:
            found.append(letters[piece])
    return " ".join(found)


# Own sentences and the headline; those after up to the next that names a plant or group; the plant with the
# most mentions is given every sentence that names none.
CASES: list[tuple[Groups, int, str]] = [
    (
        (),
        0,
        "Two plants for Rome O A wind farm at Or lova C was approved . Work begins in May . "
        "Both burn nothing . Prices rose . Banks wait . O Or lova C has 80 MW .",
    ),
    ((), 1, "Two plants for Rome O Belt ran C is older . Both burn nothing . Prices rose . Banks wait ."),
    (
        [(at("Both"), {0, 1})],
        1,
        "Two plants for Rome O Belt ran C is older . G Both burn nothing . Prices rose . Banks wait .",
    ),
    ([(at("Both"), set())], 1, "Two plants for Rome O Belt ran C is older ."),
    ([(at("Both"), {0})], 1, "Two plants for Rome O Belt ran C is older ."),
]


@pytest.mark.parametrize(("groups", "plant", "wanted"), CASES)
def test_a_passage_is_what_speaks_of_the_plant(
    tokens: Tokens, groups: Groups, plant: int, wanted: str
) -> None:
    found = passages(tokens, SENTENCES, PLANTS, groups, (plant,))[0]
    assert words(tokens, found) == wanted


def test_other_plants_in_the_same_sentence_are_marked_as_others(tokens: Tokens) -> None:
    rival = (at("Work"),)
    found = passages(tokens, SENTENCES, (*PLANTS, (at("farm"),), rival), (), (0,))[0]
    assert "O A wind O farm at" in words(tokens, found)
    assert found.ids.count(MARKS["other"]) == 1  # the sentence after names another plant and is left out


def test_it_knows_where_it_stands_in_the_article(tokens: Tokens) -> None:
    for passage in passages(tokens, SENTENCES, PLANTS, (), (0, 1)):
        kept = [(tokens.ids[p], i) for i, p in zip(passage.ids, passage.places, strict=True) if p >= 0]
        assert all(own == read for own, read in kept)
        assert [passage.ids[at] for at in passage.opens] == [MARKS["open"]] * len(passage.opens)
        assert len(passage.ids) == len(passage.cases) == len(passage.places)


def test_a_very_long_passage_ends(tokens: Tokens) -> None:
    text = "Orlova " * 900
    whole = (Span(0, len(text)),)
    long = tokenize(text, whole, None)
    (found,) = passages(long, whole, ((Span(0, 6),),), (), (0,))
    assert len(found.ids) < 410


def test_of_a_long_story_sentences_that_name_the_plant_come_before_those_that_do_not() -> None:
    parts = ["Orlova grows.", *["Money is short and rain is late this year."] * 60, "Orlova has 80 MW."]
    text = " ".join(parts)
    ends = [sum(len(p) + 1 for p in parts[:n]) for n in range(len(parts) + 1)]
    sentences = [Span(a, b - 1) for a, b in pairwise(ends)]
    own = (Span(0, 6), Span(text.rindex("Orlova"), text.rindex("Orlova") + 6))
    long = tokenize(text, (sentences[0], Span(ends[1], len(text))), None)
    (found,) = passages(long, sentences, (own,), (), (0,))
    assert len(found.opens) == 2
    assert 350 < len(found.ids) <= 400
