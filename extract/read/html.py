"""A page's bytes or text to Article: metadata from its structure, story as headline and paragraphs."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html
from rapidfuzz import fuzz

from extract.domain.article import Article, article_id
from extract.errors import ReadError
from extract.read.bylines import credits_of, is_credit_line
from extract.read.dates import from_value
from extract.read.page import Page, read_page
from extract.read.prune import squeezed
from extract.read.story import TOO_LITTLE, story
from extract.read.text import Given
from extract.read.words import pattern

__all__ = ["read_html"]

MAX_TOP = 8
"""Blocks below the headline in which bylines, dates and share labels are looked for."""
MAX_ELEMENTS = 100_000
"""Elements of a page: long news pages have 10,000; reading takes about 50 microseconds each."""
MAX_MENU = 60
"""Blocks in front of the headline that can be a menu laid out as table cells."""
MAX_CHATTER = 220
"""Characters of a block that can be a label, appeal or credit; news paragraphs run longer."""
_SAME = 92
"""rapidfuzz ratio from which a block is the headline again; quotes and dashes differ between the two."""

_TAGS_OF = ("script", "style", "article", "main", "div")
"""Elements whose end tag HTML does not let out: one left open at the end of a page means it was cut."""


def read_html(text: str, source: str, given: Given = Given()) -> Article:  # noqa: B008
    """Return the article of a page.

    Args:
        text: The decoded page.
        source: Where it came from.
        given: What is known from outside; it goes before what the page says.

    Raises:
        ReadError: The page is cut off, or holds no running text.
    """
    _refuse_cut(text)
    tree = _parsed(text)
    page = read_page(tree, given.url)
    title = squeezed(given.title or page.title or "") or None
    blocks = _without_chatter(story(tree, title), title)
    if _length(blocks) < TOO_LITTLE:
        blocks = max(blocks, _without_chatter(story(_parsed(text), title, pruned=False), title), key=_length)
    if page.body and (_length(blocks) < len(page.body) // 3 or blocks == [squeezed(page.body)]):
        blocks = _without_chatter(_body_blocks(page.body), title)
    if not any(re.search(r"[^\W\d_]{2}", block) for block in blocks):
        raise ReadError("no article text found on this page; save it after it has loaded, or give its text")
    credits = credits_of(blocks)
    blocks = _without_credits(blocks)
    if title is None and blocks:
        title, blocks = (blocks[0], blocks[1:]) if len(blocks[0]) < 200 else (None, blocks)
    body = "\n\n".join([title, *blocks] if title else blocks)
    published, evidence = _published(page, given)
    if not published and credits.published:
        published, evidence = credits.published, credits.evidence
    return Article(
        id=given.id or article_id(body, page.url),
        source=source,
        text=body,
        url=page.url,
        title=title,
        publisher=given.publisher or page.publisher or credits.publisher,
        authors=given.authors or page.authors or credits.authors,
        published=published,
        published_evidence=evidence,
        language=given.language or page.language,
    )


def _length(blocks: list[str]) -> int:
    """Return the characters of all blocks."""
    return sum(map(len, blocks))


def _parsed(text: str) -> etree._Element:
    """Return the page's tree without comments.

    Raises:
        ReadError: libxml2 finds no element at all.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"cannot be parsed as HTML: {error}") from error
    if tree is None:
        raise ReadError("an HTML page without any content")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise ReadError(f"a page of more than {MAX_ELEMENTS:,} elements is no article; cut it into articles")
    return tree


def _refuse_cut(text: str) -> None:
    """Refuse a page that ends in the middle: inside a tag, or in running text with an element left open.

    Pages without their last end tags are common and complete (2 of 990); they end behind some tag, though.

    Raises:
        ReadError: The page is cut off.
    """
    last = text[-4000:].rstrip()
    if last.endswith(">") or "</html" in last.lower() or "<html" not in text[:20_000].lower():
        return
    inside = "a tag" if last.rfind("<") > last.rfind(">") else ""
    lower = "" if inside else text.lower()
    for name in _TAGS_OF:
        if not inside and lower.count(f"<{name}") > lower.count(f"</{name}"):
            inside = f"<{name}>"
    if inside:
        raise ReadError(f"the page is cut off (ends inside {inside}); save or fetch it again")


def _body_blocks(body: str) -> list[str]:
    """Return the paragraphs of a JSON-LD articleBody, which may hold markup of its own."""
    if re.search(r"<(?:p|br|div)\b", body, re.IGNORECASE):
        body = re.sub(
            r"<[^<>]{1,500}>", "", re.sub(r"<(?:/p|br|/div)\b[^<>]{0,100}>", "\n\n", body, flags=re.I)
        )
    return [line for line in (squeezed(part) for part in body.split("\n")) if line]


def _published(page: Page, given: Given) -> tuple[str | None, str | None]:
    """Return the given date where there is one, else the page's."""
    found = from_value(given.published) if given.published else None
    if found and not found.other:
        return found.value, f"given: {given.published}"
    return page.published, page.published_evidence


def _without_chatter(blocks: list[str], title: str | None) -> list[str]:
    """Return the blocks without the headline again, labels, appeals, pointers and picture credits."""
    kept: list[str] = []
    for at, block in enumerate(_below_headline(blocks, title)):
        bare = block.removeprefix("- ").strip()
        again = at < MAX_TOP and title and _is_title(bare, title)
        if not again and not _is_chatter(bare) and (not kept or block != kept[-1]):
            kept.append(block)
    return kept


def _below_headline(blocks: list[str], title: str | None) -> list[str]:
    """Return the blocks from the headline on where only a menu, no sentence, stands in front of it."""
    for at, block in enumerate(blocks[:MAX_MENU]):
        if len(block) > MAX_CHATTER or (len(block) > 60 and block[-1] in '.!?”"'):
            break
        if title and _is_title(block.removeprefix("- "), title):
            return blocks[at:]
    return blocks


def _is_chatter(block: str) -> bool:
    """Return True for a short block that speaks of the site or a picture, not of the news."""
    if len(block) > MAX_CHATTER:
        return False
    return bool(
        pattern("label", "", r"[\s:.!…»>|-]{0,5}").fullmatch(block)
        or pattern("pointer", "", r"\s{0,3}[:|»>–-]\s{0,3}\S").match(block)
        or pattern("picture", r"\(?", r"\s{0,3}[:/©(]|©\s").match(block)
        or pattern("appeal", r"(?<!\w)", r"(?!\w)").search(block)
    )


def _is_title(block: str, title: str) -> bool:
    """Return True where a block is the headline again."""
    if abs(len(block) - len(title)) > 0.25 * len(title) + 5:
        return False
    return block.casefold() == title.casefold() or fuzz.ratio(block.casefold(), title.casefold()) >= _SAME


def _without_credits(blocks: list[str]) -> list[str]:
    """Return the blocks without bylines and date lines above the first paragraph."""
    kept: list[str] = []
    prose = False
    for at, block in enumerate(blocks):
        prose = prose or at >= MAX_TOP or len(block) > 140
        if not prose and all(is_credit_line(line) for line in block.split("\n")):
            continue
        kept.append(block)
    return kept
