"""Article: what was read. Text plus metadata; the text is what every offset points into."""

from __future__ import annotations

import hashlib
import re

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Article", "article_id", "text_digest"]


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def article_id(text: str, url: str | None = None) -> str:
    """Return an identifier that depends on the content only, never on a clock, path or chance.

    >>> article_id("Same text") == article_id("Same text")
    True
    """
    return hashlib.sha256(f"{url or ''}\n{text}".encode()).hexdigest()[:16]


class Article(BaseModel):
    """One saved article: headline, blank line, body as `text`, and what is known about it.

    Table rows stand in the text as lines of cells joined by " | ", so that offsets reach them too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(description="the given identifier, else one made from the content")
    source: str = Field(description="path, archive member or record the article was read from")
    text: str = Field(description="headline, blank line, body; evidence offsets point into it")
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = Field(
        default=None,
        pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$",
        description="YYYY-MM-DD, or YYYY-MM or YYYY when no more is known",
    )
    published_evidence: str | None = Field(
        default=None, description="where the date was found, e.g. 'json-ld datePublished: 2026-04-07T10:00'"
    )
    language: str | None = Field(default=None, description="BCP 47 tag")

    @property
    def sha256(self) -> str:
        """SHA-256 of the text."""
        return text_digest(self.text)

    @property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Half-open character ranges of the paragraphs (blocks between blank lines)."""
        return [m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", self.text)]
