"""The fast ways of running the model give spaCy's own answers, article by article."""

from __future__ import annotations

import pytest

from extract.analyze.analysis import Analysis
from extract.analyze.nlp import Analyzer
from extract.domain.article import Article

ODD = [
    "A\n\n \n\nB.", "New York", "The  World   Bank of\nNew York. JPMorgan", "IBM", " \u00a0 ",
    "Mr. Smith Jr. of U.S. Steel",
    "ONE TWO THREE\n\nFOUR FIVE", "$3 million, 5 percent. On Monday 12 May 2024 Siemens AG\n\nSiemens Energy",
]  # fmt: skip


def answers(analysis: Analysis) -> object:
    doc = analysis.doc
    return [(e.start, e.end, e.label_) for e in doc.ents], [(t.tag_, t.is_sent_start) for t in doc]


@pytest.fixture(scope="module")
def plain() -> Analyzer:
    return Analyzer(plain=True)


def test_on_every_fixture(plain: Analyzer, fixture_articles: list[Article]) -> None:
    fast = Analyzer()
    assert fast._recognizer is not None
    differing = [a.source for a in fixture_articles if answers(fast.analyze(a)) != answers(plain.analyze(a))]
    assert differing == []


@pytest.mark.parametrize("text", ODD)
def test_on_odd_texts(plain: Analyzer, text: str) -> None:
    article = Article(id="x", source="x", text=text)
    assert answers(Analyzer().analyze(article)) == answers(plain.analyze(article))
