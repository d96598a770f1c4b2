"""JSON-LD blocks of a page, sound or broken, and the object in them that is the article.

Pages carry trailing commas, HTML comments, raw line breaks, several objects in a row, entities, and blocks
cut off in the middle. What cannot be parsed is searched for the few keys that matter.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from extract.read.decode import without_comments

__all__ = ["article_object", "as_text", "names", "objects"]

MAX_BLOCK = 2_000_000
"""Characters of one block that are read; whole-site dumps are larger and hold no more of the article."""
MAX_NESTING = 6
"""Levels walked below a block's root; @graph, mainEntity and WebPage wrappers need 3."""

_ARTICLE = re.compile(
    r"(?:^|/|:)(?:\w{0,20}Article|BlogPosting|LiveBlogPosting|Report|AnalysisNewsArticle|NewsReport)$"
)
_PAGE = re.compile(r"(?:^|/|:)(?:\w{0,20}Page|CreativeWork)$")
_FENCES = re.compile(r"^\s{0,99}(?:<!--|//\s{0,5}<!\[CDATA\[|/\*\s{0,5}<!\[CDATA\[\s{0,5}\*/|<!\[CDATA\[)")
_FENCES_END = re.compile(r"(?:-->|//\s{0,5}\]\]>|/\*\s{0,5}\]\]>\s{0,5}\*/|\]\]>)\s{0,99}$")
_TRAILING = re.compile(r",(\s{0,200}[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateCreated|articleBody|inLanguage|url)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,200000})"'
)
_WALKED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "about", "subjectOf")


def objects(blocks: Iterable[str]) -> list[dict[str, Any]]:
    """Return every object of the page's JSON-LD blocks, @graph and wrappers unfolded, in page order."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        for value in _parse(block[:MAX_BLOCK]):
            found.extend(_unfold(value, 0))
    return found


def _parse(block: str) -> list[Any]:
    """Parse one block, mending it step by step; what is beyond mending yields its salvaged keys."""
    text = _FENCES_END.sub("", _FENCES.sub("", block)).strip().rstrip(";")
    if not text:
        return []
    mended = _BAD_ESCAPE.sub("", _TRAILING.sub(r"\1", without_comments(text)))
    for candidate in dict.fromkeys((text, mended, html.unescape(mended))):
        values = _sequence(candidate)
        if values is not None:
            return values
    kept = {key: html.unescape(_unquoted(value)) for key, value in reversed(_SALVAGE.findall(mended))}
    return [{"@type": "Article", **kept}] if kept else []


def _sequence(text: str) -> list[Any] | None:
    """Parse one value or several in a row; None where the first is broken."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    try:
        while at < len(text) and len(values) < 100:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,;"))
    except (ValueError, RecursionError):
        return values or None
    return values


def _unquoted(raw: str) -> str:
    """Return the characters of a JSON string's inside."""
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw


def _unfold(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield an object and those it wraps."""
    if depth > MAX_NESTING:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _unfold(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _WALKED:
            yield from _unfold(value.get(key), depth + 1) if key in value else ()


def _is(item: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    """Return True where the object's @type (one or several) fits."""
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and pattern.search(kind) for kind in listed)


def article_object(found: list[dict[str, Any]], title: str | None, url: str | None) -> dict[str, Any]:
    """Return the object that describes this article: of several, the one with the page's title or address.

    Args:
        found: The page's objects.
        title: The page's own headline, to tell the article from teasers.
        url: The page's address.

    Returns:
        The article's object, else the page's, else an empty one.
    """
    articles = [item for item in found if _is(item, _ARTICLE)]
    wanted = _words(title)
    for item in articles:
        if (
            wanted
            and (named := _words(as_text(item.get("headline"))))
            and (named <= wanted or wanted <= named)
        ):
            return item
    for item in articles:
        if url and url in {as_text(item.get("url")), as_text(item.get("@id")), _page_of(item)}:
            return item
    pages = [item for item in found if _is(item, _PAGE) and item.get("datePublished")]
    return next(iter(articles or pages), {})


def _words(text: str | None) -> frozenset[str]:
    """Return the words of a headline; none for one too short to tell articles apart."""
    words = frozenset(re.findall(r"\w+", (text or "").casefold()))
    return words if len(words) > 2 else frozenset()


def _page_of(item: dict[str, Any]) -> str | None:
    """Return the address in mainEntityOfPage, which is a string or an object."""
    page = item.get("mainEntityOfPage")
    return as_text(page.get("@id")) if isinstance(page, dict) else as_text(page)


def as_text(value: Any) -> str | None:
    """Return a string value with entities resolved, the first of a list; None for anything else or blank."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if isinstance(value, dict):
        value = value.get("@value")
    text = html.unescape(value).strip() if isinstance(value, str) else ""
    return text or None


def names(value: Any) -> tuple[str, ...]:
    """Return the names of persons or organisations given as string, object or list of these."""
    found: list[str] = []
    for item in value[:20] if isinstance(value, list) else [value]:
        name = as_text(item.get("name")) if isinstance(item, dict) else as_text(item)
        if name and not name.startswith("http") and len(name) < 200:
            found.append(re.sub(r"\s+", " ", name))
    return tuple(dict.fromkeys(found))
