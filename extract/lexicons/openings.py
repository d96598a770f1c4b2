"""What the matches of a lexicon's pattern begin with: lets a search of many patterns skip most places.

Knows the few forms of regular expression that lexicons are written in. What it does not know it calls
unknown, and the pattern is then searched for in the whole text: slower, never otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["openings"]

_LITERAL = re.compile(r"(?:[A-Za-z0-9 %/&'-]|\\[^\w])+")
_BEHIND = re.compile(r"\(\?<[!=][^()]*\)")
_GROUP = re.compile(r"\(\?(?:-i)?:")
_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
_MAYBE = ("?", "*", "{")


def openings(pattern: str) -> frozenset[str] | None:
    r"""Return the beginnings, in small letters, of all that a pattern matches; None where that is not clear.

    Args:
        pattern: A regular expression.

    >>> sorted(openings(r"(?:is|are) built|half[- ]done|cost(?:ed)?|lines?"))
    ['are', 'cost', 'half', 'is', 'line']
    >>> openings(r"\w+ing") is None
    True
    """
    found: set[str] = set()
    for part in _parts(pattern):
        own = _of_one(part)
        if own is None:
            return None
        found |= own
    return frozenset(found)


def _of_one(part: str) -> frozenset[str] | None:
    """Return the beginnings of a pattern without alternatives at the top."""
    behind = _BEHIND.match(part)
    if behind:
        part = part[behind.end() :]
    group = _GROUP.match(part)
    if group:
        end = _closing(part, group.end())
        return (
            None if end is None or part[end + 1 :].startswith(_MAYBE) else openings(part[group.end() : end])
        )
    if part.startswith(r"\d"):
        return None if part[2:].startswith(_MAYBE) else frozenset("0123456789")
    literal = _LITERAL.match(part)
    if literal is None:
        return None
    text = re.sub(r"\\(.)", r"\1", literal.group())
    text = text[:-1] if part[literal.end() :].startswith(_MAYBE) else text
    return frozenset({text.lower()}) if text else None


def _parts(pattern: str) -> list[str]:
    """Split a pattern at its alternatives outside brackets."""
    cuts = [-1, *(at for at, sign, depth in _structure(pattern) if sign == "|" and not depth), len(pattern)]
    return [pattern[left + 1 : right] for left, right in pairwise(cuts)]


def _closing(pattern: str, start: int) -> int | None:
    """Return where the group that is open at a position closes."""
    found = _structure(pattern[start:])
    return next((start + at for at, sign, depth in found if sign == ")" and depth < 0), None)


def _structure(pattern: str) -> Iterator[tuple[int, str, int]]:
    """Yield place, sign and depth behind it of every bracket and bar that is no plain character."""
    depth = 0
    for match in _SIGN.finditer(pattern):
        sign = match.group()
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if len(sign) == 1:
            yield match.start(), sign, depth
