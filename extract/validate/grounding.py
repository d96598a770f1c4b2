"""Grounding: every Evidence anywhere in a record must hold exactly the characters its offsets point at.

Walks the models generically: a new field with evidence is checked without a change here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from pydantic import BaseModel

from extract.domain.article import text_digest
from extract.domain.record import ArticleRecord, Evidence

__all__ = ["evidence_of", "grounding_fault"]

_SHOWN = 60
_INTEGER_BITS = 63
_HALVES = re.compile("[\ud800-\udfff]")


def grounding_fault(record: ArticleRecord, text: str | None = None) -> str | None:
    """Return why the record is not grounded in its article's text, None where it is.

    Args:
        record: The record to check.
        text: The text the offsets point into; defaults to `record.article.text`.

    Returns:
        One line that starts with the path of the first fault, e.g. "plants[0].costs[1].evidence[0]: ...".
    """
    text = record.article.text if text is None else text
    if text is not None and _is_sound(record, text) and text_digest(text) == record.article.sha256:
        return None
    fault = _unstorable(record)  # the long way, which says where
    if fault is not None:
        return fault
    if text is None:
        return "article.text: no text to check the evidence against; validate before the text is left out"
    if text_digest(text) != record.article.sha256:
        return "article.sha256: is not the digest of the text; evidence offsets would point into another text"
    for path, evidence in evidence_of(record):
        if not _is_grounded(evidence, text):
            found = text[evidence.start : evidence.end]
            return (
                f"{path}: says {_short(evidence.text)} but the text has {_short(found)} "
                f"at {evidence.start}..{evidence.end}"
            )
    return None


def _is_sound(record: ArticleRecord, text: str) -> bool:
    """Return True where no value is wrong by itself and all evidence stands in the text."""
    left: list[object] = [record]
    while left:
        value = left.pop()
        if isinstance(value, BaseModel):
            if isinstance(value, Evidence) and not _is_grounded(value, text):
                return False
            left.extend([getattr(value, name) for name in type(value).model_fields])
        elif isinstance(value, tuple):
            left.extend(value)
        elif _wrong(value) is not None:
            return False
    return True


def _is_grounded(evidence: Evidence, text: str) -> bool:
    return bool(evidence.text) and text[evidence.start : evidence.end] == evidence.text


def evidence_of(record: ArticleRecord) -> Iterator[tuple[str, Evidence]]:
    """Yield every (path, Evidence) of the record in the order of its fields."""
    for path, value in _walk(record, ""):
        if isinstance(value, Evidence):
            yield path, value


def _walk(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Yield `value` and everything below it, each with its path ("plants[0].name")."""
    yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]")


def _unstorable(record: ArticleRecord) -> str | None:
    """Return what some destination cannot keep, None where all can be kept."""
    faults = ((path, _wrong(value)) for path, value in _walk(record, ""))
    return next((f"{path}: {fault}" for path, fault in faults if fault is not None), None)


def _wrong(value: object) -> str | None:
    """Return why some destination cannot keep a value.

    NUL (PostgreSQL), lone surrogates (UTF-8), NaN and infinities (JSON), integers beyond 63 bits (SQL).
    """
    if isinstance(value, str):
        if "\0" in value:
            return "holds a NUL character (U+0000), which databases refuse"
        if not value.isascii() and _HALVES.search(value):
            return "holds half of a surrogate pair, which is no character"
    elif isinstance(value, float):
        return None if isfinite(value) else f"{value} is no number"
    elif isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        return f"a number of {value.bit_length()} bits, more than databases keep exactly"
    return None


def _short(text: str) -> str:
    return ascii(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!a}..."
