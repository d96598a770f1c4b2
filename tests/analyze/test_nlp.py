from __future__ import annotations

import pytest

from extract.analyze.nlp import Analyzer
from extract.domain.article import Article


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


def analyzed(analyzer: Analyzer, text: str) -> list[tuple[str, bool]]:
    doc = analyzer.analyze(Article(id="x", source="x", text=text)).doc
    return [(token.text, bool(token.is_sent_start)) for token in doc]


def test_sentence_starts_are_ours_and_only_ours(analyzer: Analyzer) -> None:
    found = analyzed(analyzer, "Dr. Ode of J.P. Morgan came. He left.")
    assert [text for text, starts in found if starts] == ["Dr.", "He"]


@pytest.mark.parametrize("mark", ["(", "{", '"', "9", "a", "a-", "1."])
def test_an_endless_run_is_blank_and_moves_nothing(analyzer: Analyzer, mark: str) -> None:
    run = mark * (5_000 // len(mark))
    text = f"Kano opens. {run} It runs."
    doc = analyzer.analyze(Article(id="x", source="x", text=text)).doc
    assert [t.text for t in doc if not t.is_space] == ["Kano", "opens", ".", "It", "runs", "."]
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc if not t.is_space)


def test_a_long_word_is_still_a_word(analyzer: Analyzer) -> None:
    word = "Llanfairpwllgwyngyll" * 19
    assert word in [text for text, _ in analyzed(analyzer, f"{word} is a place.")]
