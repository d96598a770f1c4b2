"""JSON and JSON Lines to Articles: an object, an array, or an object a line; only bad lines are lost."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.decode import clean_text, decode
from extract.read.limits import MAX_LINE, read_document
from extract.read.text import Given, article_from_text

__all__ = ["article_from_fields", "read_json"]

_FIELDS = ("id", "url", "title", "publisher", "published", "language")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
MAX_ID = 500
"""Characters of a given identifier; a longer one is a text in the wrong column."""

ReadHtml = Callable[[str, str, Given], Article]


def read_json(
    stream: io.BufferedReader, source: str, suffix: str | None, read_html: ReadHtml
) -> Iterator[Article | Rejection]:
    """Yield the articles of a JSON or JSON Lines input, read line by line where it has lines.

    Args:
        stream: The input, buffered.
        source: Where it came from; line numbers are added as `source:line`.
        suffix: The name's ending; `.jsonl` and `.ndjson` are always read by line.
        read_html: What makes an article of an `html` field.

    Raises:
        ReadError: A single document is too large or no JSON.
    """
    if stream.peek(4)[:4].startswith(_WIDE):  # lines of UTF-16 cannot be cut at newline bytes
        text = decode(read_document(stream))
        stream = io.BufferedReader(io.BytesIO(text.encode("utf-8")))
    by_line = suffix in {".jsonl", ".ndjson"}
    if not by_line:
        head = stream.peek(1)
        by_line = _begins_with_object_line(head)
    if by_line:
        yield from _lines(stream, source, read_html)
        return
    data = read_document(stream)
    value = _parsed(decode(data), source)
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, start=1):
        where = f"{source}[{number}]" if isinstance(value, list) else source
        yield _item(item, where, None, read_html)


def _begins_with_object_line(head: bytes) -> bool:
    """Return True where the first line alone is a JSON object, or a broken one with more objects below."""
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip()
    first, newline, rest = text.partition("\n")
    if not first.startswith("{"):
        return False
    try:
        json.loads(first, strict=False)
    except (ValueError, RecursionError):
        return bool(newline) and first.rstrip() != "{" and rest.lstrip().startswith("{")
    return True


def _parsed(text: str, source: str) -> Any:
    """Parse one JSON document.

    Raises:
        ReadError: It is no JSON; the place is named.
    """
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"no valid JSON (line {error.lineno}, column {error.colno}: {error.msg}); "
            "one object a line is read even where a line is broken",
            path=source,
        ) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"JSON that cannot be read: {error}", path=source) from error


def _lines(stream: io.BufferedReader, source: str, read_html: ReadHtml) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for each line that is not blank."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        where = f"{source}:{number}"
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield Rejection(
                source=where, stage="read", reason=f"line {number} is longer than {MAX_LINE:,} bytes"
            )
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip(b" \t\r\n\0"):
            continue
        digest = hashlib.sha256(line).hexdigest()
        try:
            value = json.loads(_line_text(line), strict=False)
        except (ValueError, RecursionError, ReadError) as error:
            reason = f"line {number} is no valid JSON ({error}); each line must be one object"
            yield Rejection(source=where, stage="read", reason=reason[:500], sha256=digest)
            continue
        yield _item(value, where, digest, read_html, line=number)


def _line_text(line: bytes) -> str:
    """Decode one line."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line)


def _item(
    value: Any, where: str, digest: str | None, read_html: ReadHtml, line: int | None = None
) -> Article | Rejection:
    """Return the article of one JSON value, or why it is none."""
    try:
        if not isinstance(value, dict):
            raise ReadError(f"a JSON {type(value).__name__}, no object with 'text' or 'html'")
        return article_from_fields(value, where, read_html)
    except ReadError as error:
        if digest is None:
            raw = json.dumps(value, sort_keys=True, default=str).encode("utf-8", "replace")
            digest = hashlib.sha256(raw).hexdigest()
        reason = f"line {line}: {error.message}" if line else error.message
        return Rejection(source=where, stage="read", reason=reason, sha256=digest)


def article_from_fields(fields: Mapping[str, Any], source: str, read_html: ReadHtml) -> Article:
    """Return the article of one object or row.

    Args:
        fields: `text` or `html`, optionally id, url, title, publisher, published, language.
            Other fields are passed over.
        source: Where it came from.
        read_html: What makes an article of an `html` field.

    Raises:
        ReadError: Text and HTML are both missing, or a field has the wrong type.
    """
    body, kind = next(((fields[key], key) for key in ("text", "html") if fields.get(key)), (None, ""))
    if body is None:
        raise ReadError("neither 'text' nor 'html' in it; one of them is required")
    if not isinstance(body, str):
        raise ReadError(f"'{kind}' is a {type(body).__name__}, not a string")
    known = {name: _string(fields.get(name), name) for name in _FIELDS}
    given = Given(
        id=known["id"],
        url=known["url"],
        title=known["title"],
        publisher=known["publisher"],
        published=known["published"],
        language=known["language"],
    )
    text = clean_text(body)
    return article_from_text(text, source, given) if kind == "text" else read_html(text, source, given)


def _string(value: Any, name: str) -> str | None:
    """Return an optional field as a string; numbers and dates are written out, blanks are None."""
    if value is None or isinstance(value, bool):
        return None
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str):
        raise ReadError(f"'{name}' is a {type(value).__name__}, not a string")
    text = re.sub(r"\s+", " ", clean_text(value)).strip()
    if name == "id" and len(text) > MAX_ID:
        raise ReadError(f"'id' is longer than {MAX_ID} characters")
    return text or None
