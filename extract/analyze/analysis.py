"""Analysis: an article with its spaCy document, sentences and paragraphs. What matchers read."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from extract.domain.article import Article
from extract.domain.span import Span

__all__ = ["Analysis"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analyzed article.

    `doc.text == article.text`, so token and entity character offsets are article offsets.
    `sentences` are ours (analyze/sentences.py), not the parser's; headings, list items and table rows
    are sentences of their own.
    """

    article: Article
    doc: Doc
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The text all offsets point into."""
        return self.article.text
