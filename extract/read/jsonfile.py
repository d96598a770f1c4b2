"""JSON and JSON Lines to documents: an object, an array, or an object a line; only bad lines are lost."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

from extract.domain.rejection import Rejection
from extract.errors import ReadError
from extract.read.decode import decode
from extract.read.document import Document
from extract.read.limits import MAX_LINE, read_document

__all__ = ["read_json"]

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read_json(stream: io.BufferedReader, source: str, suffix: str | None) -> Iterator[Document | Rejection]:
    """Yield the documents of a JSON or JSON Lines input, read line by line where it has lines.

    Args:
        stream: The input, buffered.
        source: Where it came from; line numbers are added as `source:line`.
        suffix: The name's ending; `.jsonl` and `.ndjson` are always read by line.

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
        yield from _lines(stream, source)
        return
    data = read_document(stream)
    value = _parsed(decode(data), source)
    items = value if isinstance(value, list) else [value]
    for number, item in enumerate(items, start=1):
        where = f"{source}[{number}]" if isinstance(value, list) else source
        yield Document(where, "object", fields=item)


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


def _lines(stream: io.BufferedReader, source: str) -> Iterator[Document | Rejection]:
    """Yield a document or a rejection for each line that is not blank."""
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
        yield Document(where, "object", fields=value, sha256=digest, prefix=f"line {number}: ")


def _line_text(line: bytes) -> str:
    """Decode one line."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return decode(line)
