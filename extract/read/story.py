"""The main text of a page as blocks: trafilatura's choice, checked against our own reading of the page.

Knows nothing of metadata. Changes the tree it is given; read metadata first.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from extract.read.prune import BREAK, TABLE, drop_code, element_text, flatten_tables, prune, squeezed

__all__ = ["TOO_LITTLE", "story"]

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs is reported as a Rejection

TOO_LITTLE = 80
"""Characters below which trafilatura's result gives way to ours: a brief has a sentence at least."""
SHORT = 600
"""Characters up to which trafilatura's result is compared with ours by its place on the page."""
SHARE = 0.55
"""Of our reading that trafilatura's must hold; below this it lost blocks of a split article."""
LONG_ENOUGH = 40
"""Characters of a block that speak for running text (Readability takes 25, but counts commas besides)."""

_CONFIG = use_config()
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "250")
_CONFIG.set("DEFAULT", "MAX_FILE_SIZE", "100000000")

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
    "ab", "cell", "code", "head", "item", "list", "quote", "row",  # trafilatura's own names
})  # fmt: skip
_ITEMS = frozenset({"li", "item"})
_LINES = frozenset({"br", "lb"})
_PARAGRAPHS = ("p", "li", "blockquote", "pre", "h2", "h3", "h4", "dd", "dt")
_CONTAINERS = ("div", "td", "section", "article", "main", "center", "body")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")

# What trafilatura raises on trees it did not foresee; the page is then read by our own rules.
_FOREIGN = (
    ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError,
    etree.LxmlError,
)  # fmt: skip


def story(tree: etree._Element, title: str | None, *, pruned: bool = True) -> list[str]:
    """Return the main text's blocks in order: paragraphs, headings, "- " list items, tables as row lines.

    Args:
        tree: The parsed page; it is changed.
        title: The headline; of two readings the one right below it is the story.
        pruned: False to leave the choice to trafilatura alone, for pages our pruning leaves empty.
    """
    drop_code(tree)
    if pruned:
        prune(tree)
    flatten_tables(tree)
    every = _blocks(tree)
    chosen = _in_page_order(_by_trafilatura(tree), every)
    own = _own_reading(tree)
    if _lost_much(chosen, own) or _strayed(chosen, own, every, title):
        return own
    return _with_lost_tables(chosen, own)


def _lost_much(chosen: list[str], own: list[str]) -> bool:
    """Return True where trafilatura found next to nothing, or ours holds what it found and much more."""
    length, own_length = sum(map(len, chosen)), sum(map(len, own))
    if length < TOO_LITTLE:
        return own_length > length
    have = set(own)
    return length < SHARE * own_length and sum(len(b) for b in chosen if b in have) > length / 2


def _in_page_order(chosen: list[str], every: list[str]) -> list[str]:
    """Return trafilatura's blocks in the page's order: what it recovers late it may put in front."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(every):
        places[block].append(at)
    keys: list[int] = []
    last = -1
    for block in chosen:  # a block cut differently stays behind the one before it
        found = places.get(block, [last])
        last = next((at for at in found if at > last), found[0])
        keys.append(last)
    return [chosen[at] for at in sorted(range(len(chosen)), key=keys.__getitem__)]


def _strayed(chosen: list[str], own: list[str], every: list[str], title: str | None) -> bool:
    """Return True where trafilatura took a teaser while a long text begins nearer below the headline."""
    length = sum(map(len, chosen))
    if not title or length >= SHORT or sum(map(len, own)) < 3 * length:
        return False
    headline = title.casefold()
    head = next((i for i, block in enumerate(every) if block.casefold() == headline), None)
    if head is None:
        return False
    below, have, ours = every[head + 1 :], set(chosen), set(own)
    first_chosen = next((i for i, block in enumerate(below) if block in have), len(below))
    first_own = next((i for i, block in enumerate(below) if block in ours), len(below))
    return first_own < first_chosen


def _by_trafilatura(tree: etree._Element) -> list[str]:
    """Return the blocks trafilatura chooses, none where it fails."""
    try:
        document = bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True, with_metadata=False, config=_CONFIG
        )
    except _FOREIGN:
        return []
    body = getattr(document, "body", None)
    return _blocks(body) if body is not None else []


def _blocks(root: etree._Element) -> list[str]:
    """Return the blocks of a tree, HTML or trafilatura's, in reading order."""
    blocks: list[str] = []
    parts: list[str] = []
    bullet = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            if found := _split(parts):
                blocks.extend([bullet + found[0], *found[1:]])
                bullet = ""
            parts.clear()
            if element.tag in _ITEMS:
                bullet = "- " if event == "start" else ""
        if event == "start":
            parts.append(BREAK if element.tag in _LINES else element.text or "")
        elif element is not root:
            parts.append(element.tail or "")
    return blocks + _split(parts)


def _split(parts: list[str]) -> list[str]:
    """Return the paragraphs of one block: an empty line made of two line breaks parts them."""
    text = squeezed("".join(parts)).replace(TABLE, "").replace(BREAK, "\n")
    if not text:
        return []
    blocks = ("\n".join(filter(None, map(str.strip, b.split("\n")))) for b in _PARAGRAPH_BREAK.split(text))
    return [block for block in blocks if block]


def _own_reading(tree: etree._Element) -> list[str]:
    """Return the blocks of the element with the densest running text, scored as Readability does."""
    scores: dict[etree._Element, float] = defaultdict(float)
    for element in tree.iter(*_PARAGRAPHS, *_CONTAINERS):
        length = _running_length(element)
        holder = element if element.tag in _CONTAINERS else element.getparent()
        if length < LONG_ENOUGH or holder is None:
            continue
        scores[holder] += length
        above = holder.getparent()
        if above is not None:
            scores[above] += length / 2
    return _blocks(max(scores, key=lambda e: scores[e])) if scores else []


def _running_length(element: etree._Element) -> int:
    """Return the characters of running text: all of a paragraph, only the own ones of a container."""
    if element.tag in _PARAGRAPHS:
        length = len(element_text(element))
        linked = sum(len(element_text(link)) for link in element.iter("a"))
        return length if linked * 2 < length else 0
    return len(squeezed((element.text or "") + "".join(child.tail or "" for child in element)))


def _with_lost_tables(chosen: list[str], own: list[str]) -> list[str]:
    """Return the chosen blocks with the tables they lack but the story's own element holds.

    Lost paragraphs are left out: on 990 pages putting them back gained as many as it brought in noise.
    """
    have = set(chosen)
    result = list(chosen)
    for at, block in enumerate(own):
        if "\n" not in block or " | " not in block or block in have:
            continue
        anchor = next((own[i] for i in range(at - 1, -1, -1) if own[i] in have), None)
        result.insert(result.index(anchor) + 1 if anchor is not None else len(result), block)
        have.add(block)
    return result
