"""Cuts from a capitalised sequence what leads or follows a name without belonging to it."""

from __future__ import annotations

import re

from extract.match.organization_chunks import Chunk, subchunk
from extract.match.organization_context import is_demonym, is_state_word
from extract.match.organization_tokens import head_kind, in_class
from extract.normalize.names import known_organization

_MODEL = re.compile(r"[A-Z][A-Z0-9]*(?:[-./][A-Z0-9]+)*")

__all__ = ["trimmed"]


def trimmed(chunk: Chunk, starts_entity: frozenset[int]) -> Chunk | None:
    """Drop what leads a name without belonging to it: articles, openers, months, demonyms before a name.

    Args:
        chunk: The sequence as found.
        starts_entity: Character offsets at which the model lets a named entity begin.

    Returns:
        The shorter chunk, or None where nothing is left.
    """
    words = chunk.words
    start, end = 0, len(words)
    while (
        start < end - 1
        and words[start + 1].capital
        and not known_organization(subchunk(chunk, start, end).text)
    ):
        step = _leading(chunk, start, end, starts_entity)
        if not step or not words[start + step].capital:
            break
        start += step
    while end > start + 1 and (in_class(words[end - 1], "calendar") or not words[end - 1].capital):
        if words[end - 1].text.isdigit() or "." in words[end - 1].text:
            break
        end -= 1
    if end > start + 1 and _is_model(words[end - 1].text):
        maker = subchunk(chunk, start, end - 1)
        end -= known_organization(maker.text) is not None
    if start == end - 1 and (in_class(words[start], "opener") or in_class(words[start], "calendar")):
        return None
    return subchunk(chunk, start, end)


def _is_model(word: str) -> bool:
    """Return True for a product's code: "SGT-800", "M701JAC", "V126"."""
    return bool(_MODEL.fullmatch(word)) and any(c.isdigit() for c in word)


def _leading(chunk: Chunk, start: int, end: int, starts_entity: frozenset[int]) -> int:
    """Return how many leading words are no part of the name."""
    first = chunk.words[start]
    if is_state_word(subchunk(chunk, start, end).text):
        return 0
    if in_class(first, "opener") or in_class(first, "calendar") or first.text.rstrip(".").isdigit():
        return 1
    if start == 0 and chunk.initial and in_class(first, "role_opener"):
        return 1
    if in_class(first, "legal_prefix") and first.text.startswith("M"):
        return 1
    for size in (2, 1):
        if start + size < end and is_demonym(subchunk(chunk, start, start + size).text):
            return size if _own_name_follows(chunk, start + size, end, starts_entity) else 0
    return 0


def _own_name_follows(chunk: Chunk, start: int, end: int, starts_entity: frozenset[int]) -> bool:
    """After a demonym: a name the lexicon knows, one word of its own, or where the model starts a name."""
    rest = subchunk(chunk, start, end)
    if known_organization(rest.text):
        return True
    if all(in_class(w, "generic") or in_class(w, "topic") or head_kind(w.text) for w in rest.words):
        return False
    return len(rest.words) == 1 or rest.words[0].start in starts_entity
