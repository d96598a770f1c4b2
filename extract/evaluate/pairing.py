"""Which record belongs to which gold article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from extract.domain.record import ArticleRecord
from extract.evaluate.gold import GoldArticle

__all__ = ["pair_up"]


def _marks(record: ArticleRecord) -> list[str]:
    """Return what may name a record's article: id, text digest, file name without ending, address."""
    article = record.article
    stem = PurePath(article.source).name.split(".")[0]
    return [mark for mark in (article.id, article.sha256, stem, article.url) if mark]


def pair_up(
    gold: Sequence[GoldArticle], records: Iterable[ArticleRecord]
) -> tuple[list[tuple[GoldArticle, ArticleRecord | None]], list[ArticleRecord]]:
    """Pair gold articles with records by id, else text digest, else file name, else address.

    Returns:
        Every gold article with its record (None where the run gave none), and the records of articles
        the gold does not know.
    """
    by_mark: dict[str, ArticleRecord] = {}
    unclaimed: dict[int, ArticleRecord] = {}
    for record in records:
        unclaimed[id(record)] = record
        for mark in _marks(record):
            by_mark.setdefault(mark, record)
    pairs: list[tuple[GoldArticle, ArticleRecord | None]] = []
    for article in gold:
        wanted = (article.id, article.text_sha256, article.id, article.url)
        hits = (by_mark[mark] for mark in wanted if mark and mark in by_mark)
        found = next((record for record in hits if id(record) in unclaimed), None)
        if found is not None:
            del unclaimed[id(found)]
        pairs.append((article, found))
    return pairs, list(unclaimed.values())
