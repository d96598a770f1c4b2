"""Takes from a page's tree what is no story, and turns data tables into rows of text. Changes the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from extract.read.words import pattern

__all__ = ["BREAK", "TABLE", "drop_code", "element_text", "flatten_tables", "prune", "squeezed"]

BREAK = "\ue000"
TABLE = "\ue001"
"""Private-use characters that carry line breaks and tables through trafilatura, which squeezes newlines."""
MAX_CELL = 600
"""Characters of a table cell; a longer one is a column of a laid-out page."""
MAX_BLOCKS = 3
"""Paragraphs and line breaks in a longish cell from which it is such a column."""
NOISE_SHARE = 0.3
"""A block with more of the page's running text than this is the story, whatever its class says."""
PROSE = 300
"""Unlinked characters that make a block story whatever a weak word such as "ads" in its class says."""
MAX_MARKS = 400
"""Characters of class and id that are looked at; utility-class frameworks put hundreds of words there."""

_CODE = ("script", "style", "template")
_DROPPED = (
    "noscript", "nav", "aside", "form", "button", "input", "select", "textarea", "iframe", "object", "embed",
    "svg", "canvas", "audio", "video", "dialog", "menu", "map", "figcaption",
)  # fmt: skip
_MAYBE_STORY = frozenset({"form", "aside", "noscript", "dialog"})
"""Whole pages stand inside a <form> in older systems, and inside a <noscript> that is never closed."""
_KEPT = frozenset(
    {"html", "body", "article", "main", "h1", "h2", "h3", "table", "tbody", "tr", "td", "th", "time"}
)
_ROLES = frozenset({"navigation", "complementary", "banner", "contentinfo", "search", "dialog"})
_HIDDEN = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")


def squeezed(text: str) -> str:
    """Return text with every run of white space as one space, soft hyphens and zero-width marks gone."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def element_text(element: etree._Element) -> str:
    """Return an element's text on one line, line breaks as spaces."""
    for line_break in element.iter("br"):
        if not line_break.text:
            line_break.text = " "
    return squeezed("".join(cast(Iterator[str], element.itertext())))


def _remove(element: etree._Element) -> None:
    """Take an element out of its tree; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is not None:
        before.tail = f"{before.tail or ''} {tail}"
    else:
        parent.text = f"{parent.text or ''} {tail}"
    parent.remove(element)


def drop_code(tree: etree._Element) -> None:
    """Drop scripts, styles and their like, whose text is nobody's to read."""
    for element in list(tree.iter(*_CODE)):
        _remove(element)


def prune(tree: etree._Element) -> None:
    """Drop navigation, adverts, teasers, captions, hidden parts.

    An element that holds a good part of the running text stays, whatever it is called.
    """
    running = _running(tree)
    for element in list(tree.iter(*_DROPPED)):
        if element.tag in _MAYBE_STORY and len(element_text(element)) > NOISE_SHARE * running:
            element.tag = "div"
        else:
            _remove(element)
    for element in list(tree.iter("figure", "picture")):
        if next(element.iter("table", "blockquote"), None) is None:
            _remove(element)
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.tag not in _KEPT and _is_furniture(element, running):
            _remove(element)


def _running(tree: etree._Element) -> int:
    """Return the characters of running text: of the paragraphs, or of half the page where it has few."""
    paragraphs = sum(len(element_text(p)) for p in tree.iter("p"))
    every = len(element_text(tree))
    return max(1, paragraphs if paragraphs > every // 5 else every // 2)


def _is_furniture(element: etree._Element, running: int) -> bool:
    """Return True where class, id, role or style says the element is no story, and its length agrees."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    style = element.get("style")
    if (
        (marks and len(marks) < MAX_MARKS and _marked("furniture").search(marks))
        or (element.get("hidden") is not None or element.get("role") in _ROLES)
        or (style and _HIDDEN.search(style))
    ):
        length = len(element_text(element))
        return length <= NOISE_SHARE * running and not (
            length > PROSE and next(element.iter("h1"), None) is not None
        )
    return bool(
        marks and len(marks) < MAX_MARKS and _marked("furniture_weak").search(marks)
    ) and not _holds_prose(element, running)


def _marked(entry: str) -> re.Pattern[str]:
    """Return the pattern of a lexicon entry for class names and identifiers."""
    return pattern(entry, r"(?:^|[\s_-])", r"(?:$|[\s_-])")


def _holds_prose(element: etree._Element, running: int) -> bool:
    """Return True for a paragraph or more of unlinked text, or a good part of the story."""
    length = len(element_text(element))
    linked = sum(len(element_text(link)) for link in element.iter("a"))
    return length > NOISE_SHARE * running or length - 2 * linked > PROSE


def flatten_tables(tree: etree._Element) -> None:
    """Put each data table's rows, cells joined by " | ", as one paragraph in its place."""
    for table in list(tree.iter("table")):
        lines = _rows(table)
        holder = table.getparent()
        if lines is None or holder is None:
            continue
        outer = holder if holder.tag == "figure" and holder.getparent() is not None else table
        parent = outer.getparent()
        block = etree.Element("p")
        block.text = TABLE + BREAK.join(lines)
        block.tail = outer.tail
        parent.replace(outer, block)


def _rows(table: etree._Element) -> list[str] | None:
    """Return a data table's caption and rows as lines; None for a table that lays out a page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table", "h1"), None) is not None:
        return None
    if any(_is_laid_out(cell) for cell in table.iter("td")):
        return None
    rows = [[element_text(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    widest = max((len(row) for row in rows), default=0)
    if widest < 2 or (len(rows) < 2 and widest < 3):
        return None
    captions = [element_text(element) for element in table.iter("caption")]
    return [line for line in captions if line] + [" | ".join(row).strip() for row in rows]


def _is_laid_out(cell: etree._Element) -> bool:
    """Return True for a cell that is a column of a page: very long, or long and of several blocks."""
    length = len(element_text(cell))
    blocks = sum(1 for _ in cell.iter("p", "div", "br", "h2", "h3"))
    return length > MAX_CELL or (length > MAX_CELL // 3 and blocks >= MAX_BLOCKS)
