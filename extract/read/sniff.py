"""What kind of input this is: by its first bytes, then by its suffix. Foreign kinds are refused by name."""

from __future__ import annotations

import re
from typing import Literal

from extract.errors import ReadError

__all__ = ["HEAD", "Kind", "sniff"]

Kind = Literal["gzip", "zip", "parquet", "warc", "mhtml", "json", "html", "markdown", "text"]
HEAD = 8192
"""Bytes looked at: licence comments in front of <html> run to a few kilobytes."""

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"bplist00", "a Safari web archive or property list"),
    (b"ARROW1\x00\x00", "an Arrow file"),
)
_RIFF = {b"WEBP": "a WebP picture", b"WAVE": "a sound file", b"AVI ": "a film"}
_HTML = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)[\s>]", re.IGNORECASE)
_HTML_START = re.compile(r"\s{0,99}<(?:!--|article|div|p|h1|main|section|meta|title|table)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|article|span|table|li|meta|a|title|section)\b[^<>]{0,400}>", re.IGNORECASE
)
_MHTML = re.compile(r"^(?:mime-version|content-type:\s{0,9}multipart/related)", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\r?\n")
_JSON = re.compile(r'\s{0,999}(?:\{\s{0,999}["}]|\[\s{0,999}[\[{\]])')
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php", ".aspx", ".asp", ".jsp", ".cfm"})
_JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})


def sniff(head: bytes, suffix: str | None) -> Kind:
    """Return the kind of an input.

    Args:
        head: Its first bytes, up to HEAD of them; never empty.
        suffix: The name's ending with its dot, lower case; None where there is no name.

    Raises:
        ReadError: A kind that holds no article, named in the message.
    """
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    _refuse_foreign(head)
    text = _as_text(head)
    if text.startswith("WARC/"):
        return "warc"
    return _text_kind(text, suffix)


def _refuse_foreign(head: bytes) -> None:
    """Raise for pictures, documents, archives and programs that are no input."""
    name = next((name for magic, name in _FOREIGN if head.startswith(magic)), None)
    if head.startswith(b"RIFF"):
        name = _RIFF.get(head[8:12], "a media file")
    elif head[4:8] == b"ftyp":
        name = "a film or picture (MP4, HEIC, AVIF)"
    elif head[257:262] == b"ustar":
        name = "a tar archive"
    if name:
        raise ReadError(f"this is {name}, no article; give HTML, MHTML, text, JSON, Parquet or WARC")


def _as_text(head: bytes) -> str:
    """Return the head as characters good enough to look at, UTF-16 included."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if head[:256].count(0) > len(head[:256]) // 4:
        head = head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _text_kind(text: str, suffix: str | None) -> Kind:
    """Tell the text formats apart."""
    if _looks_mhtml(text, suffix):
        return "mhtml"
    start = text.lstrip()
    if suffix in _JSON_SUFFIXES or (_JSON.match(text) and suffix not in _PAGE_SUFFIXES | _MARKDOWN):
        return "json"
    if _looks_html(text, start, suffix):
        return "html"
    if start.startswith("<?xml") or suffix in {".xml", ".rss", ".atom", ".svg"}:
        raise ReadError("this is XML but no XHTML page; give the page itself")
    return "markdown" if suffix in _MARKDOWN else "text"


def _looks_mhtml(text: str, suffix: str | None) -> bool:
    """Return True for a mail-like header that announces a multipart page."""
    if not _HEADER.match(text.lstrip("\r\n")):
        return False
    return bool(_MHTML.search(text)) and (
        suffix in {".mhtml", ".mht", ".eml"} or "multipart/related" in text.lower()
    )


def _looks_html(text: str, start: str, suffix: str | None) -> bool:
    """Return True for a page or a piece of one; prose that merely mentions a tag is none."""
    if start.startswith("<") and (_HTML.search(text) or _HTML_START.match(text)):
        return True
    tags = len(_TAG.findall(text))
    if suffix in _PAGE_SUFFIXES:
        return tags > 0 or bool(_HTML.search(text))
    return suffix not in _MARKDOWN and tags >= 5 and bool(_HTML.search(text))
