"""Document: one article as it lies in its file, found but not yet parsed. What workers are handed.

Finding documents is cheap and bounded (`dispatch.py`); making an article of one is where parsers run, so that
a page that hangs or kills its reader costs itself alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.decode import decode
from extract.read.fields import article_from_fields
from extract.read.mhtml import page_part
from extract.read.text import Given, read_text

__all__ = ["Document", "DocumentKind", "article_of", "document_key"]

DocumentKind = Literal["html", "text", "markdown", "mhtml", "page", "object"]


@dataclass(frozen=True, slots=True)
class Document:
    """One article's raw content.

    Attributes:
        source: Path, archive member or record, as records and rejections name it.
        kind: How to read it; "page" is a server's answer, "object" the fields of a JSON object or row.
        data: The bytes; empty for an "object".
        fields: The fields of an "object", or whatever JSON value stood in its place.
        charset: The encoding named outside the content.
        address: The address named outside the content.
        sha256: Of the bytes it was read from; made from the content where None.
        prefix: What a refusal's reason begins with ("line 3: ").
    """

    source: str
    kind: DocumentKind
    data: bytes = b""
    fields: Any = None
    charset: str | None = None
    address: str | None = None
    sha256: str | None = None
    prefix: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes it was read from."""
        return self.sha256 or hashlib.sha256(self.data or _written(self.fields)).hexdigest()


def document_key(document: Document) -> str:
    """Return a digest of everything an article is made from but its source: same key, same article.

    >>> one = Document("a.txt", "text", b"Plant opens")
    >>> document_key(one) == document_key(Document("b.txt", "text", b"Plant opens"))
    True
    """
    head = f"{document.kind}\n{document.charset or ''}\n{document.address or ''}\n"
    content = document.data if document.fields is None else _written(document.fields)
    return hashlib.sha256(head.encode("utf-8", "surrogatepass") + content).hexdigest()[:32]


def article_of(document: Document) -> Article | Rejection:
    """Return the article of a document, or why it is none."""
    try:
        return _parsed(document)
    except ReadError as error:
        return Rejection(
            source=document.source,
            stage="read",
            reason=f"{document.prefix}{error.message}",
            sha256=document.digest,
        )


def _parsed(document: Document) -> Article:
    """Parse a document.

    Raises:
        ReadError: It is no article.
    """
    source, data = document.source, document.data
    if document.kind == "object":
        if not isinstance(document.fields, Mapping):
            kind = type(document.fields).__name__
            raise ReadError(f"a JSON {kind}, no object with 'text' or 'html'")
        return article_from_fields(document.fields, source, _html)
    if document.kind == "mhtml":
        content, charset, address = page_part(data)
        return _html(decode(content, charset), source, Given(url=address))
    if document.kind == "page" and not data.strip():
        raise ReadError("an empty page")
    text = decode(data, document.charset)
    if document.kind in {"html", "page"}:
        return _html(text, source, Given(url=document.address))
    return read_text(text, source, markdown=document.kind == "markdown")


def _html(text: str, source: str, given: Given) -> Article:
    """Read a page; the HTML libraries are loaded with the first one, so that text needs none of them."""
    from extract.read.html import read_html

    return read_html(text, source, given)


def _written(value: Any) -> bytes:
    """Return a value's canonical bytes."""
    return json.dumps(value, sort_keys=True, default=str).encode("utf-8", "replace")
