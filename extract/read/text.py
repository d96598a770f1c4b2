"""Plain text and Markdown to Article. The text is kept as it is where it already has the contract's layout.

Layout: headline, blank line, paragraphs with a blank line between two. Bylines and date lines stay in the
text, so that offsets into the file hold, and are read as metadata besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extract.domain.article import Article, article_id
from extract.errors import ReadError
from extract.read.bylines import Credits, credits_of
from extract.read.dates import from_address, from_value
from extract.read.decode import without_comments

__all__ = ["Given", "article_from_text", "markdown_to_text", "read_text"]

MAX_HEADLINE = 300
"""Characters of a first line that can be a headline; a longer one is a paragraph."""
_WRAPPED = range(45, 101)
"""Line lengths of hard-wrapped text (e-mail, old wires): 72 and 80 columns with slack."""

_LETTERS = re.compile(r"[^\W\d_]{2}")
_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n|\n[ \t]+\n")
_ITEM = re.compile(r"\s{0,9}(?:[-*•–—|>#]|\d{1,3}[.)])")
_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_ -]{2,40})\s{0,5}[:=]\s{0,5}(\S[^\n]{0,2000})")
_KEYS = {
    "title": "title", "headline": "title", "url": "url", "link": "url", "canonical": "url",
    "source_url": "url", "date": "published", "published": "published", "pubdate": "published",
    "publish_date": "published", "date_published": "published", "publisher": "publisher",
    "site": "publisher", "sitename": "publisher", "author": "authors", "authors": "authors",
    "language": "language", "lang": "language", "id": "id",
}  # fmt: skip
_RULE = re.compile(r"^[ \t]{0,3}(?:[-*_=][ \t]{0,9}){3,200}$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)[^\n]*$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]{1,9}([^\n]*)$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\[\]\n]{0,200}\]")
_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]+\S[^\n]*$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,1000})>")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_INLINE = re.compile(r"(`{1,3})(?=[^`])([^`\n]{1,500})\1")
_GAP = re.compile(r"(?<=\S) {2,9}(?=\S)")
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|$&~<>-])")
_TABLE_RULE = re.compile(
    r"^[ \t]{0,9}\|?[ \t]{0,9}:?-{2,99}:?[ \t]{0,9}(?:\|[ \t]{0,9}:?-{2,99}:?[ \t]{0,9}){0,99}"
    r"\|?[ \t]{0,9}$\n?",
    re.MULTILINE,
)
_TABLE_ROW = re.compile(r"^[ \t]{0,9}\|([^\n]*)\|[ \t]{0,9}$", re.MULTILINE)


def _heading_line(match: re.Match[str]) -> str:
    """Return a heading's text as a line of its own, closing marks gone."""
    return f"\n{match.group(1).rstrip().rstrip('#').rstrip()}\n"


_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_FENCE, ""), (_TABLE_RULE, ""), (_RULE, ""), (_DEFINITION, ""),
    (_HEADING, _heading_line), (_IMAGE, ""), (_LINK, r"\1"), (_REFERENCE, r"\1"), (_AUTOLINK, r"\1"),
    (_INLINE, r"\2"), (_STRONG, r"\2"), (_EMPHASIS, r"\2"), (_QUOTE, ""), (_ESCAPE, r"\1"),
)  # fmt: skip
"""Markup and what is left of it, in the order it is taken away."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an article from outside its text: a JSON object, a WARC header, front matter."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = field(default=())


def read_text(text: str, source: str, given: Given = Given(), *, markdown: bool = False) -> Article:
    """Return the article of a plain text or Markdown file.

    Args:
        text: The decoded file.
        source: Where it came from.
        given: What is known from outside.
        markdown: True to read front matter and drop the markup.

    Raises:
        ReadError: There are no words in it.
    """
    if markdown:
        text, front = markdown_to_text(text)
        given = _merged(given, front)
    return article_from_text(_laid_out(text), source, given)


def article_from_text(text: str, source: str, given: Given = Given()) -> Article:
    """Return the article of a text, with the given title in front where the text does not begin with it.

    Raises:
        ReadError: There are no words in the text.
    """
    if not _LETTERS.search(text):
        raise ReadError("no words in it; an article needs a headline and text")
    first = text.lstrip().split("\n", 1)[0].strip()
    title = given.title or (first if len(first) <= MAX_HEADLINE else None)
    if given.title and _folded(first) != _folded(given.title):
        text = f"{given.title}\n\n{text.lstrip()}"
    paragraphs = [
        p for p in re.split(r"\n\s*\n", text[:40_000] + "\n\n" + text[40_000:][-4_000:]) if p.strip()
    ]
    credits = credits_of(paragraphs[1:] if title else paragraphs)
    url = given.url or credits.url
    published, evidence = _published(given, credits, url)
    return Article(
        id=given.id or article_id(text, given.url),
        source=source,
        text=text,
        url=url,
        title=title,
        publisher=given.publisher or credits.publisher,
        authors=given.authors or credits.authors,
        published=published,
        published_evidence=evidence,
        language=given.language,
    )


def _published(given: Given, credits: Credits, url: str | None) -> tuple[str | None, str | None]:
    """Return the date and its evidence: given, else the text's own, else the address's."""
    if given.published:
        found = from_value(given.published)
        if found and (not found.other or credits.published in {found.value, found.other}):
            return (credits.published if found.other else found.value), f"given: {given.published[:100]}"
    if credits.published:
        return credits.published, credits.evidence
    dated = from_address(url) if url else None
    return (dated, f"url: {url}") if dated else (None, None)


def _folded(text: str) -> str:
    """Return the words of a line in lower case, to compare headlines."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _merged(given: Given, front: dict[str, str]) -> Given:
    """Return what is given, gaps filled from front matter."""
    names = tuple(
        n.strip(" '\"[]") for n in re.split(r",|\band\b", front.get("authors", "")) if n.strip(" '\"[]")
    )
    return Given(
        id=given.id or front.get("id"),
        url=given.url or front.get("url"),
        title=given.title or front.get("title"),
        publisher=given.publisher or front.get("publisher"),
        published=given.published or front.get("published"),
        language=given.language or front.get("language"),
        authors=given.authors or names,
    )


def _laid_out(text: str) -> str:
    """Return the text in the contract's layout; one that has it already comes back unchanged."""
    if text[:1].isspace():
        text = text.lstrip()
    first, newline, rest = text.partition("\n")
    if newline and rest.strip() and not rest.startswith("\n") and rest[:400].lstrip(" \t")[:1] != "\n":
        if "\n\n" not in rest.strip() and not _is_wrapped(rest.split("\n")):
            return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())
        if len(first) <= MAX_HEADLINE and not _is_wrapped([first, *rest.split("\n", 2)[:2]]):
            text = f"{first}\n\n{rest}"
    if _BLANKS.search(text):
        text = _BLANKS.sub("\n\n", text)
    return "\n\n".join(_unwrapped(block) for block in text.split("\n\n"))


def _is_wrapped(lines: list[str]) -> bool:
    """Return True for lines broken at a column: all but the last of wrapping length, none an item or row."""
    body = [line.rstrip() for line in lines if line.strip()]
    return (
        len(body) > 1
        and all(len(line) in _WRAPPED for line in body[:-1])
        and not any(_ITEM.match(line) or " | " in line for line in body)
    )


def _unwrapped(block: str) -> str:
    """Return a hard-wrapped paragraph on one line, character for character; others as they are."""
    if "\n" not in block.strip("\n"):
        return block
    core = block.rstrip("\n")
    return core.replace("\n", " ") + block[len(core) :] if _is_wrapped(core.split("\n")) else block


def markdown_to_text(text: str) -> tuple[str, dict[str, str]]:
    r"""Return a Markdown file's text without markup, and its front matter by our names.

    >>> markdown_to_text("# A **new** [plant](https://x.example)\n\nBody.")
    ('A new plant\n\nBody.', {})
    """
    front: dict[str, str] = {}
    if match := _FRONT.match(text.lstrip("\n")):
        for line in match.group(1).split("\n"):
            if pair := _PAIR.match(line):
                name = _KEYS.get(pair.group(1).strip().lower().replace("-", "_"))
                if name:
                    front.setdefault(name, pair.group(2).strip().strip("'\""))
        text = text.lstrip("\n")[match.end() :]
    text = without_comments(text)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    text = "\n".join(_GAP.sub(" ", line.rstrip()) for line in text.split("\n"))
    text = _TABLE_ROW.sub(lambda m: " | ".join(cell.strip() for cell in m.group(1).split("|")), text)
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", text).strip(), front
