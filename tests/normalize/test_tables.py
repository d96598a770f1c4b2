"""Which cells of a plain-text table stand under which head."""

from __future__ import annotations

import pytest

from extract.normalize.tables import column_heads

CASES = [
    ("A | B\n1 | 2", [("1", "A"), ("2", "B")]),
    ("A\tB\n\n1\t2\n\n3\t4", [("1", "A"), ("2", "B"), ("3", "A"), ("4", "B")]),
    ("| A | B |\n| 1 | 2 |", [("", ""), ("1", "A"), ("2", "B"), ("", "")]),
    ("A | B\n1 | 2\n\nProse.\n\n3 | 4", [("1", "A"), ("2", "B")]),  # a table without a head
    ("A | B\n1 | 2 | 3", []),  # cells that have no column
    ("1 | 2\n3 | 4", []),
    (f"A | {'long ' * 9}\n1 | 2", []),
    ("A and B\n1 and 2", []),
    ("A |  B\t\n 1 |2 |", [("1", "A"), ("2", "B"), ("", "")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_cells_have_the_heads_of_their_columns(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(cell.of(text), head.of(text)) for cell, head in column_heads(text)] == wanted
