r"""Bytes to text: byte order mark, UTF-8, what the document declares, then a guess. Newlines become \n."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from extract.errors import ReadError

__all__ = ["clean_text", "declared_charset", "decode", "looks_binary"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these labels (WHATWG Encoding Standard): the larger set of the same family.
_LARGER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
_ESCAPED = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz"})
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?|<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}["'])([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])
_NEWLINES = re.compile("\r\n|\r|\u2028|\u2029|\x0c|\x85")
_ODD = re.compile(
    "[^\x00-\x7f\u00a0£§©«®°±²³´·»½¼¾ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÙÚÜßàáâãäåæçèéêëíîïñòóôõöøùúüÿŒœŠšŽž–—‘’‚“”„†•…€™\ufffd]"
)
_HEAD = 65_536
BINARY_SHARE = 0.02
"""Control bytes per byte. Text has none but tabs and newlines; random bytes have 11 %, UTF-16 aside."""
REPLACED_SHARE = 0.002
"""Undecodable bytes borne per character: stray bytes in a page's footer, not a wrong encoding."""
REPLACED_ALWAYS = 2


def declared_charset(data: bytes) -> str | None:
    """Return the encoding a page names in its first 4 KB (meta charset, XML declaration), None if none."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def looks_binary(data: bytes) -> bool:
    """Return True where the first 64 KB hold more control bytes than text in any encoding would."""
    head = data[:_HEAD]
    if not head or _marked(head) or _utf16_without_mark(head):
        return False
    return len(head) - len(head.translate(None, _CONTROL_BYTES)) > max(1, BINARY_SHARE * len(head))


def decode(data: bytes, declared: str | None = None) -> str:
    r"""Return the text of a document.

    UTF-8 is tried before the declaration: bytes that are valid UTF-8 beyond ASCII are nothing else, whatever
    the page says, while a wrong "iso-8859-1" is common.

    Args:
        data: The document's bytes.
        declared: The encoding named outside (HTTP header); else the document's own is looked for.

    Returns:
        The text without byte order mark, newlines as \n, no lone surrogates, no control characters.

    Raises:
        ReadError: No encoding fits, or the bytes are no text.
    """
    if looks_binary(data):
        raise ReadError("binary data, no text; give HTML, text, JSON, Parquet or WARC")
    marked = _marked(data)
    if marked:
        mark, encoding = marked
        return clean_text(_tolerant(data[len(mark) :], encoding) or _refuse())
    wide = _utf16_without_mark(data[:_HEAD])
    if wide:
        return clean_text(_tolerant(data, wide) or _refuse())
    label = _known(declared) or _known(declared_charset(data))
    if label in _ESCAPED:
        return clean_text(_tolerant(data, label) or _refuse())
    try:
        return clean_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    for encoding in dict.fromkeys(name for name in (label, "utf-8") if name):
        text = _tolerant(data, encoding)
        if text is not None:
            return clean_text(text)
    return clean_text(_guessed(data))


def clean_text(text: str) -> str:
    r"""Return the text with \n newlines, without control characters and lone surrogates.

    >>> clean_text("one\r\ntwo\x00\ud800")
    'one\ntwo\ufffd'
    """
    if not text.isascii() and _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", _NEWLINES.sub("\n", text))


def without_comments(text: str) -> str:
    """Return the text without its <!-- comments -->; one that is never closed stays.

    >>> without_comments("a<!-- b -->c<!-- d")
    'ac<!-- d'
    """
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _refuse() -> str:
    raise ReadError("cannot be decoded; save it as UTF-8")


def _marked(data: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark the data begins with, and its encoding."""
    return next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)


def _utf16_without_mark(head: bytes) -> str | None:
    """Return UTF-16's byte order where every other byte is mostly zero, as in Latin text; else None."""
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2], head[1::2]
    even_zero, odd_zero = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_zero > 0.7 and even_zero < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even_zero > 0.7 and odd_zero < 0.05 else None


def _known(label: str | None) -> str | None:
    """Return Python's name of a text encoding as browsers read it, None for unknown or unsafe labels."""
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    name = info.name.removesuffix("_sig")
    if not getattr(info, "_is_text_encoding", True) or name in {"utf-7", "idna", "punycode", "mbcs", "oem"}:
        return None
    if name.startswith(("unicode", "raw_unicode", "raw-unicode", "utf-16", "utf-32", "undefined")):
        return None  # no page that could be read so far is in UTF-16: the declaration itself was ASCII
    return _LARGER.get(name, name)


def _tolerant(data: bytes, encoding: str) -> str | None:
    """Decode, bearing a few stray bytes as U+FFFD; None where there are too many."""
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > max(REPLACED_ALWAYS, REPLACED_SHARE * len(text)):
        return None
    return text


def _guessed(data: bytes) -> str:
    """Guess the encoding: Windows-1252 where only western letters and signs come out, else by statistics.

    The statistics need more text than a short article's two accents.
    """
    western = _tolerant(data, "cp1252")
    if western is not None and _ODD.search(western) is None:
        return western
    best = charset_normalizer.from_bytes(data[:_HEAD]).best()
    text = _tolerant(data, best.encoding) if best is not None else None
    return text if text is not None else _refuse()
