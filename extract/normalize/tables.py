"""Tables in plain text: rows of cells, and what stands at the head of the column a cell is in.

Knows lines and cell marks, no figures and no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.domain.span import Span

__all__ = ["column_heads", "leads"]

_MARK = re.compile(r"[|\t]")
_LINE = re.compile(r"[^\n]+")
_LONGEST_HEAD = 40
_FIGURE = re.compile(r"\d")


def column_heads(text: str) -> Iterator[tuple[Span, Span]]:
    r"""Yield every cell below the head of a table, with the head's cell of its column.

    Rows are lines with at least one "|" or tab, with nothing but blank lines between them. The first row is
    a head where no cell of it begins with a figure and none is long; a row belongs to the table where it has
    as many cells.

    Args:
        text: Any text; offsets of the result point into it.

    >>> text = "Site | MW\nOrlova | 120"
    >>> [(text[c.start : c.end], text[h.start : h.end]) for c, h in column_heads(text)]
    [('Orlova', 'Site'), ('120', 'MW')]
    """
    head: list[Span] = []
    end = -1
    for line in _LINE.finditer(text):
        cells = list(_cells(text, *line.span()))
        if len(cells) < 2:
            continue
        if end < 0 or text[end : line.start()].strip():
            head = cells if _is_head(text, cells) else []
        elif len(cells) == len(head):
            yield from zip(cells, head, strict=True)
        end = line.end()


def leads(text: str, start: int, end: int, cell: Span) -> bool:
    """Return True where a figure opens its cell and nothing but an aside follows: "690 (geothermal)".

    >>> leads("690 (geothermal)", 0, 3, Span(0, 16)), leads("6 turbines", 0, 1, Span(0, 10))
    (True, False)
    """
    return start == cell.start and (end >= cell.end or text[end : end + 2].strip()[:1] in ("(", ","))


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    marks = [m.span() for m in _MARK.finditer(text, start, end)]
    for (_, left), (right, _) in pairwise([(start, start), *marks, (end, end)]):
        cell = text[left:right]
        first = left + len(cell) - len(cell.lstrip())
        yield Span(first, first + len(cell.strip()))


def _is_head(text: str, cells: list[Span]) -> bool:
    words = [cell.of(text) for cell in cells]
    return not any(_FIGURE.match(w) or len(w) > _LONGEST_HEAD for w in words)
