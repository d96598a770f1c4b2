"""The fields of a JSON object or a table's row to an Article; passes over fields it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from extract.domain.article import Article
from extract.errors import ReadError
from extract.read.decode import clean_text
from extract.read.text import Given, article_from_text

__all__ = ["article_from_fields"]

_FIELDS = ("id", "url", "title", "publisher", "published", "language")
MAX_ID = 500
"""Characters of a given identifier; a longer one is a text in the wrong column."""

ReadHtml = Callable[[str, str, Given], Article]


def article_from_fields(fields: Mapping[str, Any], source: str, read_html: ReadHtml) -> Article:
    """Return the article of one object or row.

    Args:
        fields: `text` or `html`, optionally id, url, title, publisher, published, language.
            Other fields are passed over.
        source: Where it came from.
        read_html: What makes an article of an `html` field.

    Raises:
        ReadError: Text and HTML are both missing, or a field has the wrong type.
    """
    body, kind = next(((fields[key], key) for key in ("text", "html") if fields.get(key)), (None, ""))
    if body is None:
        raise ReadError("neither 'text' nor 'html' in it; one of them is required")
    if not isinstance(body, str):
        raise ReadError(f"'{kind}' is a {type(body).__name__}, not a string")
    known = {name: _string(fields.get(name), name) for name in _FIELDS}
    given = Given(
        id=known["id"],
        url=known["url"],
        title=known["title"],
        publisher=known["publisher"],
        published=known["published"],
        language=known["language"],
    )
    text = clean_text(body)
    return article_from_text(text, source, given) if kind == "text" else read_html(text, source, given)


def _string(value: Any, name: str) -> str | None:
    """Return an optional field as a string; numbers and dates are written out, blanks are None."""
    if value is None or isinstance(value, bool):
        return None
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str):
        raise ReadError(f"'{name}' is a {type(value).__name__}, not a string")
    text = re.sub(r"\s+", " ", clean_text(value)).strip()
    if name == "id" and len(text) > MAX_ID:
        raise ReadError(f"'id' is longer than {MAX_ID} characters")
    return text or None
