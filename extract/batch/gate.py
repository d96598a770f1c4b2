"""Whether a document can hold an article about a power plant, told from its raw content, before it is parsed.

Says no only where parsing would give a text that `can_tell_of_plants` refuses: every word of that text is in
what is looked at here. What cannot be judged cheaply (an odd encoding, a mail-like wrapper) is let through.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from extract.errors import ReadError
from extract.normalize.relevance import can_tell_of_plants
from extract.read import Document
from extract.read.decode import decode

__all__ = ["page_texts", "passes"]

_LETTERS = re.compile(r"[^\W\d_]{2}")
_OPENS = re.compile(r"<!--|<(script|style|textarea|title)\b([^<>]*)>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_CLOSERS = {
    "": re.compile("-->"),
    "script": re.compile(r"</script\b", re.IGNORECASE),
    "style": re.compile(r"</style\b", re.IGNORECASE),
    "textarea": re.compile(r"</textarea\b", re.IGNORECASE),
    "title": re.compile(r"</title\b", re.IGNORECASE),
}
_PROGRAMS = frozenset({"script", "style"})
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
    return any(map(can_tell_of_plants, page_texts(text)))


def page_texts(page: str) -> Iterator[str]:
    r"""Yield a page's words in every reading a parser may give them; programs and styles are left out.

    Words may be cut by tags ("<b>P</b>ower") or joined by them ("power<br>plant"), so there is one reading
    with blanks for tags and one with nothing; JSON-LD is read with and without its escapes. Linear in length.

    >>> [text.strip(">").split() for text in page_texts("<style>.mw{}</style><p><b>w</b>ind<br>farm</p>")]
    [['w', 'ind', 'farm'], ['windfarm']]
    """
    content, data = _without_programs(page)
    described = " ".join(_META.findall(content)).replace("<", " ").replace(">", " ")
    shown = _unescaped(f"{content} {described}")
    yield _TAG.sub(" ", shown)
    yield _TAG.sub("", shown)
    if data:
        yield data
        plain = _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), data)
        plain = _unescaped(plain.replace("\\n", " ").replace("\\t", " ").replace("\\/", "/"))
        yield _TAG.sub(" ", plain)
        yield _TAG.sub("", plain)


def _unescaped(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _without_programs(page: str) -> tuple[str, str]:
    """Return the page without programs, and its JSON-LD; comments and what is never closed stay."""
    kept: list[str] = []
    data: list[str] = []
    at = 0
    missing: set[str] = set()
    while (opened := _OPENS.search(page, at)) is not None:
        name = (opened.group(1) or "").lower()
        closer = _CLOSERS[name]
        closed = closer.search(page, opened.end()) if name not in missing else None
        if closed is None:
            missing.add(name)
            if name and name not in _PROGRAMS:  # what looks like a script behind it may be its text
                break
        end = closed.end() if closed is not None else opened.end()
        program = name in _PROGRAMS and closed is not None
        kept.append(page[at : opened.start() if program else end])
        if name == "script" and "json" in opened.group(2).lower():
            data.append(page[opened.end() : closed.start() if closed is not None else len(page)])
            if closed is None:
                return "".join((*kept, page[end:])), "\n".join(data)
        at = end
    kept.append(page[at:])
    return "".join(kept), "\n".join(data)
