"""Patterns made of words find what the plain way of writing finds; every pattern of a lexicon is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import LexiconError
from extract.lexicons.alternatives import either
from extract.lexicons.loader import DATA, check_patterns, load_file
from extract.lexicons.models import Entry, Lexicon
from extract.lexicons.openings import openings

FILES = sorted(DATA.glob("*.toml"))
WORDS = st.lists(st.text("aAbc -.", min_size=1, max_size=6), min_size=1, max_size=8)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_pattern_compiles(path: Path) -> None:
    check_patterns(load_file(path), path)


def test_a_broken_pattern_is_named() -> None:
    lexicon = Lexicon(name="x", source="s", licence="l", entries=(Entry(id="bad", patterns=("a(b",)),))
    with pytest.raises(LexiconError, match=r"a\(b.*bad|bad.*a\(b"):
        check_patterns(lexicon, Path("x.toml"))


@given(WORDS, st.text("aAbc -.", max_size=30))
def test_a_trie_finds_what_a_list_finds(words: list[str], text: str) -> None:
    """Longest first, as a plain list of alternatives sorted by falling length."""
    plain = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
    assert spans(f"(?:{plain})", text) == spans(either(words), text)
    assert spans(rf"\b(?:{plain})\b", text) == spans(rf"\b{either(words)}\b", text)


@given(WORDS, st.text("aAbc -.", max_size=30))
def test_case_aside(words: list[str], text: str) -> None:
    plain = "|".join(map(re.escape, sorted({w.lower() for w in words}, key=len, reverse=True)))
    assert spans(f"(?i:{plain})", text) == spans(f"(?i:{either(words, fold_case=True)})", text)


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("complet(?:ed|ion)", {"complet"}),
        ("on(?:-| )?line", {"on"}),
        ("colou?r", {"colo"}),
        ("(?:is|are) built|to be", {"is", "are", "to be"}),
        ("(?<!financial )clos(?:e|ing)", {"clos"}),
        (r"\d+-year-old", set("0123456789")),
        (r"a\.s\.|b[|]c|d", {"a.s.", "b", "d"}),
        (r"a[(]|x", {"a", "x"}),
        ("(?-i:COD)", {"cod"}),
        ("(?:commercial )?operation", None),
        (r"\w+ing", None),
        ("x?", None),
        ("[ab]c", None),
        ("a|", None),
    ],
)
def test_openings(pattern: str, expected: set[str] | None) -> None:
    assert openings(pattern) == (None if expected is None else frozenset(expected))


@pytest.mark.parametrize("name", ["event_cues", "role_cues", "stage_cues", "context_cues"])
def test_most_cues_have_known_openings(name: str) -> None:
    """Else each would be searched for in the whole text again."""
    entries = load_file(DATA / f"{name}.toml").entries
    unknown = [e.id for e in entries if openings("|".join((*e.patterns, *map(re.escape, e.forms)))) is None]
    assert unknown == []
