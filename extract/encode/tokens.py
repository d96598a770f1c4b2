"""An article as the encoder reads it: word pieces with their case and their place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tokenizers import BertWordPieceTokenizer

from extract.domain.span import Span
from extract.normalize.runs import without_runs

__all__ = ["Tokens", "tokenize", "windows"]

_VOCABULARY = Path(__file__).parent / "data" / "vocabulary.txt"
_BREAK = 102  # [SEP]: stands between paragraphs
_START = 101  # [CLS]
_MOST = 510
"""Word pieces the encoder takes at a time; its position table has 512 rows."""
_OVERLAP = 130
_WORD = re.compile(r"\w+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The word pieces of an article; `offsets` of a break between paragraphs are (-1, -1).

    `prefix` stands before every window: it tells the day of publication, which dates are read against.
    """

    prefix: tuple[int, ...]
    ids: tuple[int, ...]
    cases: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    real: tuple[int, ...]
    starts: tuple[int, ...]

    def locate(self, span: Span) -> tuple[int, int]:
        """Return the first and last piece (inclusive) of a span; needs at least one piece."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        last = max(first, bisect_left(self.starts, span.end) - 1)
        return self.real[first], self.real[last]


@cache
def _tokenizer() -> BertWordPieceTokenizer:
    return BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True)


def tokenize(text: str, paragraphs: Sequence[Span], published: str | None) -> Tokens:
    """Return the word pieces of an article.

    Args:
        text: The article's text; offsets point into it.
        paragraphs: Its paragraphs, each read by itself.
        published: YYYY, YYYY-MM or YYYY-MM-DD, or None.
    """
    tokenizer = _tokenizer()
    ids: list[int] = []
    cases: list[int] = []
    offsets: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        part = without_runs(paragraph.of(text))
        read = tokenizer.encode(part, add_special_tokens=False)
        case = 0
        for number, (start, end), piece in zip(read.ids, read.offsets, read.tokens, strict=True):
            if not piece.startswith("##"):
                word = _WORD.match(part, start)
                case = _case(word.group() if word else "")
            ids.append(number)
            cases.append(case)
            offsets.append((paragraph.start + start, paragraph.start + end))
        ids.append(_BREAK)
        cases.append(0)
        offsets.append((-1, -1))
    told = tokenizer.encode(f"published {published or 'unknown'}", add_special_tokens=False).ids
    real = tuple(index for index, offset in enumerate(offsets) if offset[0] >= 0)
    return Tokens(
        (_START, *told, _BREAK),
        tuple(ids),
        tuple(cases),
        tuple(offsets),
        real,
        tuple(offsets[i][0] for i in real),
    )


@lru_cache(maxsize=1 << 14)
def _case(word: str) -> int:
    """Return how a word is written: 1 small, 2 Title, 3 CAPITALS, 4 number, 5 a sign; the pieces are small.

    >>> [_case(w) for w in ("plant", "Orlova", "MW", "600", "(")]
    [1, 2, 3, 4, 5]
    """
    if not word:
        return 0
    if word[0].isdigit():
        return 4
    if word.isupper() and len(word) > 1:
        return 3
    if word[0].isupper():
        return 2
    return 1 if word[0].isalpha() else 5


def windows(count: int, prefix: int) -> list[tuple[int, int, int, int]]:
    """Return (start, end, skip, keep) of every window: of the pieces read, those from skip to keep are used.

    >>> windows(100, 10)
    [(0, 100, 0, 100)]
    """
    size = _MOST - prefix
    half = _OVERLAP // 2
    found = []
    start = 0
    while True:
        end = min(count, start + size)
        last = end == count
        found.append((start, end, 0 if start == 0 else half, end - start if last else end - start - half))
        if last:
            return found
        start += size - _OVERLAP
