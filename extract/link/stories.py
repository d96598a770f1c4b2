"""Which articles tell one story: copies of a wire story, whole or cut, are one source, not ten.

Each article is known by a sketch of its sentences, the smallest of their digests; two that share a third of
the smaller sketch, and at least `_LEAST` sentences, are one story. A sentence that stands in a hundred
articles ("Subscribe to our newsletter") tells nothing. Where the texts were left out of the database, the
sentences are the pieces of evidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import combinations

from extract.link.store import Store

__all__ = ["read_stories", "sketch", "stories"]

Sketch = tuple[int, ...]
_SIZE = 12
_LEAST = 2
_COMMON = 100
_SENTENCE = re.compile(r"[^.!?\n|]+")
_WORD = re.compile(r"\w+")
_WORDS = 7
"""Words a sentence needs to count: shorter ones stand in articles that never saw each other."""


def sketch(text: str) -> Sketch:
    """Return the sketch of a text: up to twelve digests of its sentences, sorted."""
    found = set()
    for sentence in _SENTENCE.findall(text):
        words = _WORD.findall(sentence.casefold())
        if len(words) >= _WORDS:
            digest = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()
            found.add(int.from_bytes(digest, "big"))
    return tuple(sorted(found)[:_SIZE])


def stories(sketches: Mapping[str, Sketch], age: Mapping[str, str]) -> dict[str, str]:
    """Return the story of each article, named by the oldest article in it.

    Args:
        sketches: By article id.
        age: Publication date by article id; what has none is the youngest.

    >>> twice = sketch("The plant in Kano will cost two billion dollars. Work on it starts in May this year.")
    >>> stories({"b": twice, "a": twice, "c": ()}, {"a": "2026-02-01", "b": "2026-01-01", "c": "2026"})
    {'a': 'b', 'b': 'b', 'c': 'c'}
    """
    holders: dict[int, list[str]] = defaultdict(list)
    for article in sorted(sketches):
        for digest in sketches[article]:
            holders[digest].append(article)
    shared: Counter[tuple[str, str]] = Counter()
    for articles in holders.values():
        if 1 < len(articles) <= _COMMON:
            shared.update(combinations(articles, 2))
    group = {article: article for article in sketches}

    def top(article: str) -> str:
        while group[article] != article:
            group[article] = group[group[article]]
            article = group[article]
        return article

    for (one, two), count in sorted(shared.items()):
        smaller = min(len(sketches[one]), len(sketches[two]))
        if count >= max(min(_LEAST, smaller), smaller / 3):
            first, second = sorted((top(one), top(two)))
            group[second] = first
    oldest: dict[str, str] = {}
    for article in sorted(sketches, key=lambda a: (age.get(a) or "9999", a)):
        oldest.setdefault(top(article), article)
    return {article: oldest[top(article)] for article in sorted(sketches)}


def read_stories(store: Store) -> dict[str, str]:
    """Return the story of every article of the database."""
    sketches: dict[str, Sketch] = {}
    age: dict[str, str] = {}
    order = store.order("id")
    for article, published, text in store.rows(f"SELECT id, published, text FROM articles ORDER BY {order}"):
        age[article] = published or ""
        sketches[article] = sketch(text) if text else ()
    bare = [article for article, found in sketches.items() if not found]
    if bare:
        _add_evidence(store, sketches)
    return stories(sketches, age)


def _add_evidence(store: Store, sketches: dict[str, Sketch]) -> None:
    """Sketch articles without text by what their evidence says."""
    without = "SELECT id FROM articles WHERE text IS NULL"
    query = f"SELECT DISTINCT article_id, text FROM evidence WHERE article_id IN ({without})"
    pieces: dict[str, list[str]] = defaultdict(list)
    for article, text in store.rows(query):
        if not sketches[article]:
            pieces[article].append(text)
    for article, texts in pieces.items():
        sketches[article] = sketch("\n".join(texts))


def independent(articles: Iterable[tuple[str, str | None]]) -> int:
    """Return how many independent sources articles are: stories or publishers, whichever are fewer.

    Args:
        articles: Story and publisher of each; an unknown publisher counts with its story.
    """
    found = list(articles)
    return min(
        len({story for story, _ in found}), len({publisher or f"story {story}" for story, publisher in found})
    )
