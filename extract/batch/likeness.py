"""The same article saved twice: the same address, or near-identical words. Deterministic, whatever the order.

Near-identical means: nine in ten of the three-word shingles (MinHash, datasketch), and not one figure that
the first does not have; an update with a new sum or date is news.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extract.batch.outcome import Sketch

if TYPE_CHECKING:
    from datasketch import MinHashLSH

__all__ = ["Index", "sketch_of", "warm_up"]

PERMUTATIONS = 64
LIKE = 0.9
"""Share of shingles from which two texts are one article; copies with another footer lie above 0.93."""
_SEED = 1
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_TRACKERS = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmp|share)=[^&]*&?")


def warm_up() -> None:
    """Load the library now and not with the first article."""
    sketch_of("", None)


def sketch_of(text: str, url: str | None) -> Sketch:
    """Return what tells an article apart from others.

    >>> one = sketch_of("A 240 MW plant opened.", "https://www.x.org/a/?utm_source=feed")
    >>> one.url, len(one.minhash), len(one.figures)
    ('x.org/a', 256, 4)
    """
    from datasketch import MinHash

    words = [word.encode() for word in _WORD.findall(text.casefold())]
    shingles = {b" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    made = MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=zlib.crc32, scheme="affine32")
    made.update_batch(sorted(shingles))
    figures = sorted({zlib.crc32(found.encode()) for found in _FIGURE.findall(text)})
    packed = b"".join(figure.to_bytes(4, "big") for figure in figures)
    return Sketch(_address(url), made.hashvalues.astype(">u4").tobytes(), packed)


def _address(url: str | None) -> str | None:
    """Return an address in one spelling; a site's front page is no article's."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    query = _TRACKERS.sub("", parts.query).rstrip("&")
    if not host or not (path or query):
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


class Index:
    """The articles that stand for themselves so far; answers which of them another is a copy of."""

    def __init__(self) -> None:
        self._lsh: MinHashLSH | None = None
        self._by_url: dict[str, int] = {}
        self._sketches: dict[int, Sketch] = {}

    def add(self, order: int, sketch: Sketch) -> None:
        """Take an article in under its place in the run."""
        if sketch.url is not None:
            self._by_url.setdefault(sketch.url, order)
        self._sketches[order] = sketch
        self._table().insert(order, _minhash(sketch), check_duplication=False)

    def first(self, sketch: Sketch) -> int | None:
        """Return the earliest article this one is a copy of, or None."""
        found = set()
        if sketch.url is not None and sketch.url in self._by_url:
            found.add(self._by_url[sketch.url])
        if self._lsh is not None:
            minhash = _minhash(sketch)
            found.update(
                order
                for order in self._lsh.query(minhash)
                if _agreeing(sketch, self._sketches[order]) >= LIKE and _covers(self._sketches[order], sketch)
            )
        return min(found, default=None)

    def _table(self) -> MinHashLSH:
        if self._lsh is None:
            from datasketch import MinHashLSH

            # Ten bands of six rows: of pairs as like as LIKE, 1 in 2,000 is not proposed.
            self._lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(10, 6))
        return self._lsh


def _minhash(sketch: Sketch) -> Any:
    import numpy as np
    from datasketch import MinHash

    values = np.frombuffer(sketch.minhash, dtype=">u4").astype(np.uint64)
    return MinHash(
        num_perm=PERMUTATIONS, seed=_SEED, hashfunc=zlib.crc32, hashvalues=values, scheme="affine32"
    )


def _agreeing(one: Sketch, other: Sketch) -> float:
    """Return the share of equal MinHash values, which estimates the share of shingles in common."""
    pairs = zip(_cells(one.minhash), _cells(other.minhash), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


def _covers(first: Sketch, copy: Sketch) -> bool:
    """Return True where every figure of the copy stands in the first, too."""
    return set(_cells(copy.figures)) <= set(_cells(first.figures))


def _cells(packed: bytes) -> list[bytes]:
    return [packed[at : at + 4] for at in range(0, len(packed), 4)]
