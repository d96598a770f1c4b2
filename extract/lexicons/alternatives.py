"""Many literal forms as one pattern: what they share at the beginning stands, and is read, once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

__all__ = ["either"]

_END = ""
"""Key of a node at which a form may end; no letter is empty."""


def either(forms: Iterable[str], blank: str = r"\ ", *, fold_case: bool = False) -> str:
    r"""Return a pattern of forms that prefers longer ones, as a list sorted by falling length would.

    At one place several forms match only where each begins the next longer one, so their order is all that
    has to be kept.

    Args:
        forms: Literal forms; at least one.
        blank: What a blank in a form stands for.
        fold_case: True where the pattern is going to be compiled with IGNORECASE.

    >>> either(["wind", "wind farm", "wing"])
    '(?:win(?:d(?:\\ farm|)|g))'
    """
    root: dict[str, Any] = {}
    for form in forms:
        node = root
        for letter in form:
            small = letter.lower() if fold_case else letter
            node = node.setdefault(small if len(small) == 1 else letter, {})
        node[_END] = {}
    body = _pattern(root, blank)
    return body if body.startswith("(?:") and len(root) > 1 else f"(?:{body})"


_escaped = cache(re.escape)


def _pattern(node: dict[str, Any], blank: str) -> str:
    branches = [
        (blank if letter == " " else _escaped(letter)) + _pattern(behind, blank)
        for letter, behind in node.items()
        if letter != _END
    ]
    if _END in node and branches:
        branches.append("")
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else "".join(branches)
