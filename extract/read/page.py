"""What a page says about itself: head, JSON-LD, headline, bylines, <time>. Reads structure, not the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from lxml import etree

from extract.read import jsonld
from extract.read.bylines import credits_of
from extract.read.metadata import Candidate, chosen_date, meta_dates

__all__ = ["Page", "read_page"]

_TITLE_BREAK = re.compile(r"\s+[|–—·»:•-]\s+|\s*\|\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$")
_AUTHOR_MARK = re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[\s_-]?names?)?(?:$|[\s_-])", re.IGNORECASE)
_LEAD = re.compile(r"^\s*(?:(?:written\s+|reported\s+)?by|author:?|from)\s+", re.IGNORECASE)
_ASIDE = frozenset({"aside", "nav", "footer"})
_DATED = re.compile(
    r"publi|posted|entry-date|pubdate|dateline|article[-_]?date|post[-_]?date|timestamp", re.IGNORECASE
)
_UPDATED = re.compile(r"updat|modif|edited", re.IGNORECASE)
NEAR_AFTER = 80
"""Elements behind the headline in which its byline stands; share buttons between them take up to 60."""
NEAR_BEFORE = 12
"""Elements in front of the headline: a date above it stands close."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's metadata. `body` is the story as JSON-LD gives it, for pages whose markup holds none."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_evidence: str | None = None
    language: str | None = None
    body: str | None = None


def read_page(tree: etree._Element, url: str | None = None) -> Page:
    """Read a page's metadata.

    Args:
        tree: The parsed page, not yet pruned.
        url: Its address, where known from outside.
    """
    soup = BeautifulSoup(_head(tree), "lxml")
    meta = _metas(soup)
    address = url or _canonical(soup, meta)
    headings = [_flat(h) for h in tree.iter("h1")][:10]
    heads = [meta.get("og:title"), meta.get("twitter:title"), _title_tag(soup)]
    found = jsonld.objects(_blocks(soup))
    hint = next((h for h in [*heads, *headings] if h), None)
    item = jsonld.article_object(found, hint, address)
    publisher = _publisher(item, meta, found)
    title = _headline(headings, jsonld.as_text(item.get("headline")), heads, publisher)
    near = _near_headline(tree, title)
    published, evidence = chosen_date(_dates(item, meta, near, address))
    return Page(
        title=title,
        url=address,
        publisher=publisher,
        authors=_authors(item, meta, near),
        published=published,
        published_evidence=evidence,
        language=_language(tree, item, meta),
        body=jsonld.as_text(item.get("articleBody")),
    )


def _head(tree: etree._Element) -> str:
    """Return the elements that describe the page, wherever they stand in it, as a small page of their own."""
    described = (
        element
        for element in tree.iter("title", "meta", "base", "link", "script")
        if element.tag not in {"link", "script"}
        or "canonical" in (element.get("rel") or "").lower()
        or "ld+json" in (element.get("type") or "").lower()
    )
    return "".join(
        str(etree.tostring(e, encoding="unicode", method="html", with_tail=False)) for e in described
    )


def _flat(element: etree._Element) -> str:
    """Return an element's text on one line."""
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    """Return the page's meta values by lower-case name, the first of each."""
    values: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        content = tag.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = tag.get(key)
            if isinstance(name, str) and isinstance(content, str) and content.strip():
                values.setdefault(name.strip().lower(), " ".join(content.split())[:5000])
    return values


def _blocks(soup: BeautifulSoup) -> Iterator[str]:
    """Yield the JSON-LD blocks."""
    for tag in soup.find_all("script"):
        yield "".join(str(part) for part in tag.contents)


def _canonical(soup: BeautifulSoup, meta: dict[str, str]) -> str | None:
    """Return the page's own address, absolute."""
    base = next((str(tag["href"]) for tag in soup.find_all("base") if tag.get("href")), "")
    links = [str(tag["href"]) for tag in soup.find_all("link") if tag.get("href")]
    for link in [*links, meta.get("og:url"), meta.get("twitter:url")]:
        try:
            full = urljoin(base, (link or "").strip())
            if urlsplit(full).scheme in {"http", "https"} and urlsplit(full).netloc:
                return full
        except ValueError:
            continue
    return None


def _title_tag(soup: BeautifulSoup) -> str | None:
    """Return the text of <title>."""
    tag = soup.find("title")
    return " ".join(tag.get_text().split()) or None if tag else None


def _publisher(item: dict[str, Any], meta: dict[str, str], found: list[dict[str, Any]]) -> str | None:
    """Return who published it: JSON-LD, og:site_name and its like, a site's own object."""
    named = jsonld.names(item.get("publisher") or item.get("sourceOrganization"))
    for name in (
        *named[:1],
        meta.get("og:site_name"),
        meta.get("application-name"),
        meta.get("dc.publisher"),
    ):
        if name:
            return name
    sites = [
        i for i in found if "WebSite" in str(i.get("@type")) or "NewsMediaOrganization" in str(i.get("@type"))
    ]
    return next((name for site in sites for name in jsonld.names(site)), None)


def _headline(
    headings: list[str], linked: str | None, heads: list[str | None], publisher: str | None
) -> str | None:
    """Return the headline: the <h1> the head confirms, else what the head says without the site's name."""
    given = [t for t in (linked, *heads) if t]
    confirming = [_keyed(t) for t in given]
    for heading in headings:
        key = _keyed(heading)
        if len(key) > 10 and any(key in other or other in key for other in confirming if len(other) > 10):
            return heading
    if linked:
        return linked
    long = [h for h in headings if len(h.split()) > 3]
    if len(long) == 1:
        return long[0]
    named = next((t for t in heads if t), None)
    return _without_site(named, publisher) if named else next((h for h in headings if h), None)


def _keyed(text: str) -> str:
    """Return letters and digits only, to compare headlines across quote and dash styles."""
    return "".join(re.findall(r"\w+", text.casefold()))


def _without_site(title: str, publisher: str | None) -> str:
    """Return a <title> without the site's name at its end or start."""
    parts = [p for p in _TITLE_BREAK.split(title) if p]
    if len(parts) < 2:
        return title
    if publisher and _keyed(parts[-1]) and _keyed(parts[-1]) in _keyed(publisher) + _keyed(publisher):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:•-\t")
    if "|" in title:
        return max((p.strip() for p in title.split("|")), key=len)
    return title[: title.rindex(parts[-1])].rstrip(" |–—·»:•-\t") if len(parts[-1].split()) <= 3 else title


def _near_headline(tree: etree._Element, title: str | None) -> list[etree._Element]:
    """Return the elements around the headline, the ones behind it first; all in an article's head."""
    every = [
        e for e in tree.iter() if isinstance(e.tag, str) and e.tag not in {"script", "style", "meta", "link"}
    ]
    key = _keyed(title or "")
    at = next((i for i, e in enumerate(every) if e.tag == "h1" and key and _keyed(_flat(e)) == key), None)
    if at is None:
        at = next(
            (i for i, e in enumerate(every) if e.tag in {"h1", "h2"} and key and _keyed(_flat(e)) == key),
            None,
        )
    if at is None:
        at = next((i for i, e in enumerate(every) if e.tag == "h1"), None)
    if at is None:
        body = next((i for i, e in enumerate(every) if e.tag in {"article", "main"}), None)
        if body is None:
            return []
        at = body
    around = every[at + 1 : at + NEAR_AFTER] + every[max(0, at - NEAR_BEFORE) : at][::-1]
    return [e for e in around if not any(a.tag in _ASIDE for a in e.iterancestors())]


def _dates(
    item: dict[str, Any], meta: dict[str, str], near: list[etree._Element], url: str | None
) -> Iterator[Candidate]:
    """Yield what may be the publication date, most trusted first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if value := jsonld.as_text(item.get(key)):
            yield Candidate(f"json-ld {key}", value)
    yield from meta_dates(meta)
    yield from _times(near)
    yield from _lines(near)
    if url:
        yield Candidate("url", url)


def _marks(element: etree._Element) -> str:
    """Return class, id, itemprop and rel of an element: what its author says it is."""
    return " ".join(element.get(key) or "" for key in ("class", "id", "itemprop", "rel", "data-testid"))


def _times(near: list[etree._Element]) -> Iterator[Candidate]:
    """Yield the <time> elements of the article's head, those marked as publication first."""
    times = [
        e
        for e in near
        if (e.tag == "time" or e.get("itemprop") == "datePublished")
        and not _UPDATED.search(
            _marks(e) + " " + (_flat(e.getparent())[:80] if e.getparent() is not None else "")
        )
    ]
    times.sort(key=lambda e: not (e.get("pubdate") is not None or _DATED.search(_marks(e))))
    for element in times:
        value = element.get("datetime") or element.get("content") or _flat(element)
        if value:
            yield Candidate("time", value)


def _lines(near: list[etree._Element]) -> Iterator[Candidate]:
    """Yield the dates of byline and date lines around the headline."""
    for element in near:
        text = _flat(element) if len(element) < 12 else ""
        if 6 <= len(text) <= 200 and (dated := credits_of([text])).published:
            yield Candidate("byline", text, dated.published)


def _authors(item: dict[str, Any], meta: dict[str, str], near: list[etree._Element]) -> tuple[str, ...]:
    """Return the authors: JSON-LD, meta, marked byline, byline text."""
    if named := jsonld.names(item.get("author")):
        return named
    for key in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"):
        value = _LEAD.sub("", meta.get(key, ""))
        if value and not value.startswith("http") and len(value) < 120:
            return tuple(n.strip() for n in re.split(r",\s+|\s+and\s+", value) if n.strip())
    for element in near:
        text = _flat(element)
        if 4 < len(text) < 100:
            if _AUTHOR_MARK.search(_marks(element)) and (
                read := credits_of([f"By {_LEAD.sub('', text)}"]).authors
            ):
                return read
            if read := credits_of([text]).authors:
                return read
    return ()


def _language(tree: etree._Element, item: dict[str, Any], meta: dict[str, str]) -> str | None:
    """Return the page's language as a BCP 47 tag."""
    declared = (tree.get("lang"), tree.get("xml:lang"), jsonld.as_text(item.get("inLanguage")))
    for value in (*declared, meta.get("content-language"), meta.get("og:locale")):
        tag = (value or "").split(",")[0].strip()
        if _LANGUAGE.match(tag):
            return tag.replace("_", "-")
    return None
