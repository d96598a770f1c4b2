from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.domain.span import Span
from extract.encode.tokens import tokenize, windows

TEXT = "Orlova plant opens\n\nThe 600MW plant at Nižný Hrad, run by ACME, opened."
PARAGRAPHS = (Span(0, 18), Span(20, len(TEXT)))


def test_offsets_point_into_the_text() -> None:
    tokens = tokenize(TEXT, PARAGRAPHS, "2026-04-07")
    words = "".join(TEXT[a:b] for a, b in tokens.offsets if a >= 0)
    assert words == "".join(TEXT.split())


def test_paragraphs_are_told_apart() -> None:
    tokens = tokenize(TEXT, PARAGRAPHS, None)
    assert sum(offset == (-1, -1) for offset in tokens.offsets) == 2


def test_every_piece_of_a_word_has_the_case_of_the_word() -> None:
    tokens = tokenize(TEXT, PARAGRAPHS, None)
    first, last = tokens.locate(Span(TEXT.index("Nižný"), TEXT.index(" Hrad")))
    assert set(tokens.cases[first : last + 1]) == {2}
    first, last = tokens.locate(Span(TEXT.index("ACME"), TEXT.index(", opened")))
    assert set(tokens.cases[first : last + 1]) == {3}


def test_a_span_is_found_again() -> None:
    tokens = tokenize(TEXT, PARAGRAPHS, None)
    first, last = tokens.locate(Span(TEXT.index("ACME"), TEXT.index(", opened")))
    assert TEXT[tokens.offsets[first][0] : tokens.offsets[last][1]] == "ACME"


def test_the_day_of_publication_is_part_of_what_is_read() -> None:
    assert tokenize(TEXT, PARAGRAPHS, "2026-04-07").prefix != tokenize(TEXT, PARAGRAPHS, "2025-04-07").prefix


@given(st.integers(1, 5000), st.integers(2, 20))
def test_windows_use_every_piece_once_and_fit(count: int, prefix: int) -> None:
    used = [i for start, _, skip, keep in windows(count, prefix) for i in range(start + skip, start + keep)]
    assert used == list(range(count))
    assert all(end - start + prefix <= 510 for start, end, _, _ in windows(count, prefix))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    tokens = tokenize(text, (Span(0, len(text)),), None)
    assert len(tokens.ids) == len(tokens.offsets) == len(tokens.cases)
