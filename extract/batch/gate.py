"""Whether a document can hold an article about a power plant, told from its raw content, before it is parsed.

Says no only where parsing would give a text that `can_tell_of_plants` refuses: every word of that text is in
what is looked at here. What cannot be judged cheaply (an odd encoding, a mail-like wrapper) is let through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from extract.errors import ReadError
from extract.normalize.relevance import can_tell_of_plants
from extract.read import Document
from extract.read.decode import decode

__all__ = ["page_text", "passes"]

_LETTERS = re.compile(r"[^\W\d_]{2}")
_OPENS = re.compile(r"<!--|<(script|style)\b([^<>]*)>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def passes(document: Document) -> bool:
    """Return False only for a document whose article tells of no power plant."""
    if document.kind == "object":
        return _object(document.fields)
    if document.kind == "mhtml":
        return True
    try:
        text = decode(document.data, document.charset)
    except ReadError:
        return True  # refused, with its reason, where it is parsed
    if document.kind in {"html", "page"}:
        return _page(text)
    return _text(text)


def _text(text: str) -> bool:
    """A text without words is let through: it is to be refused, not to be passed over."""
    return can_tell_of_plants(text) or not _LETTERS.search(text)


def _object(fields: Any) -> bool:
    if not isinstance(fields, Mapping):
        return True
    body, title = fields.get("text") or fields.get("html"), fields.get("title")
    if not isinstance(body, str) or not (title is None or isinstance(title, str)):
        return True
    head = title or ""
    if fields.get("text"):
        return _text(f"{head}\n\n{body}")
    return can_tell_of_plants(head) or _page(body)


def _page(text: str) -> bool:
    """Words may be cut by tags ("<b>P</b>ower") or joined by them ("power<br>plant"): look at both."""
    apart, joined = page_text(text)
    return can_tell_of_plants(apart) or can_tell_of_plants(joined)


def page_text(page: str) -> tuple[str, str]:
    r"""Return a page's words, programs and styles aside: with blanks for tags, and with nothing for them.

    What describes the page (meta, JSON-LD) stays. The time is linear in the page's length.

    >>> page_text('<script>mw()</script><p>A <b>w</b>ind<br>farm</p>')[1].split()
    ['A', 'windfarm']
    """
    content = _without_programs(page)
    described = " ".join(_META.findall(content)).replace("<", " ").replace(">", " ")
    content = f"{content} {described}"
    if "&" in content:
        content = html.unescape(content)
    if "\\" in content:
        content = _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), content)
        content = content.replace("\\n", " ").replace("\\t", " ").replace("\\/", "/")
    return _TAG.sub(" ", content), _TAG.sub("", content)


def _without_programs(page: str) -> str:
    """Return the page without scripts and styles; JSON-LD, comments and what is never closed stay."""
    kept: list[str] = []
    at = 0
    closers: dict[str, re.Pattern[str]] = {}
    unclosed: set[str] = set()
    while (opened := _OPENS.search(page, at)) is not None:
        name = (opened.group(1) or "").lower()
        if not name:
            end = page.find("-->", opened.end()) if "-->" not in unclosed else -1
            if end < 0:
                unclosed.add("-->")
            stop = end + 3 if end >= 0 else opened.end()
            kept.append(page[at:stop])
            at = stop
            continue
        closer = closers.setdefault(name, re.compile(rf"</{name}\b", re.IGNORECASE))
        closed = closer.search(page, opened.end()) if name not in unclosed else None
        if closed is None:
            unclosed.add(name)
            kept.append(page[at : opened.end()])
            at = opened.end()
            continue
        data = "json" in opened.group(2).lower()
        kept.append(page[at : closed.start()] if data else page[at : opened.start()])
        at = closed.start()
    kept.append(page[at:])
    return "".join(kept)
