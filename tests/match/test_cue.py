"""Cues found where their words can begin are the cues found by searching the whole text for each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.domain.article import Article
from extract.lexicons.loader import load_lexicon
from extract.match.cue import CUE_LEXICONS, find_cues, find_cues_plainly

PIECES = [
    word
    for lexicon in CUE_LEXICONS
    for entry in load_lexicon(lexicon).entries
    for pattern in entry.patterns
    for word in re.findall(r"[A-Za-z%/'-]+", pattern)
]


def test_on_every_fixture(fixture_articles: list[Article]) -> None:
    differing = [a.source for a in fixture_articles if find_cues(a.text) != find_cues_plainly(a.text)]
    assert differing == []


@given(st.lists(st.sampled_from([*PIECES, "\n", "-", "İ", "ſ", "3"]), max_size=25))
def test_on_words_of_the_patterns(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words), " ".join(words).upper()):
        assert find_cues(text) == find_cues_plainly(text)


@pytest.mark.parametrize(
    "text", ["ſigned and ſealed", "COMMİSSİONED", "SIGNED", "a sıgned deal", "re-signed", "% complete"]
)
def test_on_odd_letters(text: str) -> None:
    assert find_cues(text) == find_cues_plainly(text)
