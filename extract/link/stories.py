"""Which articles tell one story: copies of a wire story, whole or cut, are one source, not ten.

Each article is known by a sketch of its sentences, the smallest of their digests; two that share a third of
the smaller sketch, and at least `_LEAST` sentences, are one story. A sentence that stands in more than a
hundred articles ("Subscribe to our newsletter") tells nothing. Where the texts were left out of the
database, the sentences are the pieces of evidence.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations

import numpy as np

from extract.link.store import Store

__all__ = ["Sketches", "independent", "read_stories", "sketch"]

_SIZE = 12
_LEAST = 2
_COMMON = 100
_SENTENCE = re.compile(r"[^.!?\n|]+")
_WORD = re.compile(r"\w+")
_WORDS = 7
"""Words a sentence needs to count: shorter ones stand in articles that never saw each other."""


def sketch(text: str) -> list[int]:
    """Return the sketch of a text: up to twelve digests of its sentences, sorted."""
    found = set()
    for sentence in _SENTENCE.findall(text):
        words = _WORD.findall(sentence.casefold())
        if len(words) >= _WORDS:
            digest = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()
            found.add(int.from_bytes(digest, "big"))
    return sorted(found)[:_SIZE]


class Sketches:
    """The sketches of all articles in flat arrays: a million articles are some hundred megabytes.

    >>> text = "The plant in Kano will cost two billion dollars. Work on it starts in May this year."
    >>> some = Sketches()
    >>> some.add("a", "2026-02-01", text)
    >>> some.add("b", "2026-01-01", text)
    >>> some.add("c", "2026-01-01", "Nothing was built in Kano so far, says the mayor.")
    >>> some.stories()
    {'a': 'b', 'b': 'b', 'c': 'c'}
    """

    def __init__(self) -> None:
        self._articles: list[str] = []
        self._ages: list[str] = []
        self._sizes = array("B")
        self._digests = array("Q")
        self._owners = array("L")

    def add(self, article: str, published: str | None, text: str) -> None:
        """Take an article; each id once."""
        found = sketch(text)
        self._owners.extend([len(self._articles)] * len(found))
        self._digests.extend(found)
        self._sizes.append(len(found))
        self._articles.append(article)
        self._ages.append(published or "9999")

    def stories(self) -> dict[str, str]:
        """Return the story of each article, named by the oldest article in it."""
        shared: Counter[tuple[int, int]] = Counter()
        for holders in self._holders():
            shared.update(combinations(holders, 2))
        group = list(range(len(self._articles)))
        for (one, two), count in sorted(shared.items()):
            smaller = min(self._sizes[one], self._sizes[two])
            if count >= max(min(_LEAST, smaller), smaller / 3):
                first, second = sorted((_top(group, one), _top(group, two)))
                group[second] = first
        oldest: dict[int, int] = {}
        order = sorted(range(len(group)), key=lambda at: (self._ages[at], self._articles[at]))
        for at in order:
            oldest.setdefault(_top(group, at), at)
        named = (
            (article, self._articles[oldest[_top(group, at)]]) for at, article in enumerate(self._articles)
        )
        return dict(sorted(named))

    def _holders(self) -> Iterator[list[int]]:
        """The articles of each sentence that a few of them share."""
        digests = np.asarray(self._digests, dtype=np.uint64)
        owners = np.asarray(self._owners, dtype=np.uint32)
        if len(digests) == 0:
            return
        order = np.argsort(digests, kind="stable")
        digests, owners = digests[order], owners[order]
        starts = np.flatnonzero(np.concatenate(([True], digests[1:] != digests[:-1])))
        lengths = np.diff(np.append(starts, len(digests)))
        for at in np.flatnonzero((lengths > 1) & (lengths <= _COMMON)):
            yield sorted(owners[starts[at] : starts[at] + lengths[at]].tolist())


def _top(group: list[int], at: int) -> int:
    while group[at] != at:
        group[at] = group[group[at]]
        at = group[at]
    return at


def read_stories(store: Store) -> dict[str, str]:
    """Return the story of every article of the database."""
    sketches = Sketches()
    order = store.order("id")
    bare: list[tuple[str, str | None]] = []
    for article, published, text in store.rows(f"SELECT id, published, text FROM articles ORDER BY {order}"):
        if text:
            sketches.add(article, published, text)
        else:
            bare.append((article, published))
    if bare:
        pieces = _evidence(store)
        for article, published in bare:
            sketches.add(article, published, "\n".join(pieces.get(article, ())))
    return sketches.stories()


def _evidence(store: Store) -> dict[str, Sequence[str]]:
    """What the evidence of articles without text says."""
    without = "SELECT id FROM articles WHERE text IS NULL"
    query = f"SELECT DISTINCT article_id, text FROM evidence WHERE article_id IN ({without})"
    pieces: dict[str, list[str]] = defaultdict(list)
    for article, text in store.rows(query):
        pieces[article].append(text)
    return dict(pieces)


def independent(articles: Iterable[tuple[str, str | None]]) -> int:
    """Return how many independent sources articles are: stories or publishers, whichever are fewer.

    Args:
        articles: Story and publisher of each; an unknown publisher counts with its story.

    >>> independent([("s1", "Daily"), ("s1", "Herald"), ("s2", "Daily")])
    2
    """
    found = list(articles)
    publishers = {publisher or f"story {story}" for story, publisher in found}
    return min(len({story for story, _ in found}), len(publishers))
