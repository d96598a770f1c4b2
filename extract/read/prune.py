"""Takes from a page's tree what is no story, and turns data tables into rows of text. Changes the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from extract.read.words import pattern

__all__ = ["BREAK", "TABLE", "element_text", "flatten_tables", "prune", "squeezed"]

BREAK = "\ue000"
TABLE = "\ue001"
"""Private-use characters that carry line breaks and tables through trafilatura, which squeezes newlines."""
MAX_CELL = 600
"""Characters of a table cell; a longer one is a column of a laid-out page."""
NOISE_SHARE = 0.3
"""A block with more of the page's running text than this is the story, whatever its class says."""
MAX_MARKS = 400
"""Characters of class and id that are looked at; utility-class frameworks put hundreds of words there."""

_DROPPED = (
    "script", "style", "noscript", "template", "nav", "aside", "form", "button", "input", "select",
    "textarea", "iframe", "object", "embed", "svg", "canvas", "audio", "video",
    "dialog", "menu", "map", "figcaption",
)  # fmt: skip
_MAYBE_STORY = frozenset({"form", "aside"})  # whole pages stand inside a <form> in older systems
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


def prune(tree: etree._Element) -> None:
    """Drop navigation, adverts, teasers, captions, hidden parts.

    An element that holds a good part of the running text stays, whatever it is called.
    """
    running = sum(len(element_text(p)) for p in tree.iter("p")) or 1
    for element in list(tree.iter(*_DROPPED)):
        if element.tag in _MAYBE_STORY and len(element_text(element)) > NOISE_SHARE * running:
            continue
        _remove(element)
    for element in list(tree.iter("figure", "picture")):
        if next(element.iter("table", "blockquote"), None) is None:
            _remove(element)
    furniture = pattern("furniture", r"(?:^|[\s_-])", r"(?:$|[\s_-])")
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT:
            continue
        if _is_furniture(element, furniture) and len(element_text(element)) <= NOISE_SHARE * running:
            _remove(element)


def _is_furniture(element: etree._Element, furniture: re.Pattern[str]) -> bool:
    """Return True where class, id, role or style says the element is no story."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if marks and len(marks) < MAX_MARKS and furniture.search(marks):
        return True
    if element.get("hidden") is not None or element.get("role") in _ROLES:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


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
    if next(table.iterdescendants("table"), None) is not None or table.get("role") == "presentation":
        return None
    rows = [[element_text(cell) for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    widest = max((len(row) for row in rows), default=0)
    if widest < 2 or (len(rows) < 2 and widest < 3):
        return None
    if any(len(cell) > MAX_CELL for row in rows for cell in row):
        return None
    captions = [element_text(element) for element in table.iter("caption")]
    return [line for line in captions if line] + [" | ".join(row).strip() for row in rows]
