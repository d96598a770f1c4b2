"""The date matcher hands text and publication date to the grammar."""

from __future__ import annotations

import spacy

from extract.analyze.analysis import Analysis
from extract.domain.article import Article
from extract.match.date import match_dates


def analysis(text: str, published: str | None) -> Analysis:
    """Return an analysis without a model: the matcher reads the article only."""
    article = Article(id="a", source="test", text=text, published=published)
    return Analysis(article=article, doc=spacy.blank("en")(text), sentences=(), paragraphs=())


def test_dates_are_placed_against_publication() -> None:
    text = "Plant sold\n\nIt was sold yesterday and closes by the end of next year."
    found = list(match_dates(analysis(text, "2024-05-03")))
    assert [(m.span.of(text), m.period.edtf if m.period else None) for m in found] == [
        ("yesterday", "2024-05-02"),
        ("by the end of next year", "2025-36"),
    ]


def test_without_publication_relative_dates_stay_open() -> None:
    (mention,) = match_dates(analysis("Plant sold\n\nIt was sold yesterday.", None))
    assert mention.period is None
    assert mention.relative


def test_no_dates() -> None:
    assert list(match_dates(analysis("Plant sold\n\nIt has 2000 MW.", None))) == []
