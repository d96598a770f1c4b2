"""The articles accuracy is measured on: the development set beside this checkout, and the fixtures."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.errors import ReadError
from extract.evaluate import GoldArticle, load_gold, pair_up
from extract.pipeline import Pipeline
from extract.read import read_path

__all__ = ["CLOSED", "DEVSET", "ENCODER_FOLDS", "FIXTURES", "Case", "corpora", "digest", "encoder_fold"]

ROOT = Path(__file__).resolve().parents[1]
DEVSET = ROOT.parent / "shared" / "devset"
FIXTURES = ROOT / "fixtures" / "articles"
CORPUS = ROOT / "fixtures" / "corpus"

CLOSED = frozenset({"scored-only", "fixtures scored-only", "corpus scored-only"})
"""Sets whose misses nobody looks at while tuning: they say how rules and weights carry over."""
_CORPUS_SETS = ("corpus", "corpus scored-only")

ENCODER_FOLDS = 3
"""Encoders trained without a third of the articles each: weights are learned from what they say of that third."""


def encoder_fold(article: str) -> int:
    """Return which third an article belongs to."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % ENCODER_FOLDS


@dataclass(frozen=True, slots=True)
class Case:
    """Gold, the file it speaks of, and how to make the records."""

    id: str
    gold: tuple[GoldArticle, ...]
    files: tuple[Path, ...]
    run: Callable[[Pipeline], list[tuple[GoldArticle, ArticleRecord | None]]]


def corpora() -> dict[str, list[Case]]:
    """Return every set that can be found on this machine, by name."""
    sets: dict[str, list[Case]] = {
        "tuning": [],
        "scored-only": [],
        "fixtures": [],
        "fixtures scored-only": [],
        "corpus": [],
        "corpus scored-only": [],
    }
    for folder, names, every in ((DEVSET, ("tuning", "scored-only"), 5), (CORPUS, _CORPUS_SETS, 10)):
        for path in sorted((folder / "gold").glob("*.json")):
            closed = int(path.name.split("-")[0]) % every == 0
            sets[names[closed]].append(_plain_case(folder, path))
    for gold in sorted(FIXTURES.glob("*/gold.json*")):
        meta = tomllib.loads(gold.with_name("meta.toml").read_text(encoding="utf-8"))
        sets["fixtures scored-only" if meta["scored_only"] else "fixtures"].append(_fixture_case(gold))
    return {name: cases for name, cases in sets.items() if cases}


def _plain_case(folder: Path, path: Path) -> Case:
    """A text with what the gold says about its page: address and publication date."""
    (gold,) = load_gold(path)
    article = folder / "articles" / f"{gold.id}.txt"

    def run(pipeline: Pipeline) -> list[tuple[GoldArticle, ArticleRecord | None]]:
        text = article.read_text(encoding="utf-8")
        try:
            return [(gold, pipeline.extract_text(text, published=gold.published, url=gold.url, id=gold.id))]
        except ReadError:  # refused: everything in it is missed
            return [(gold, None)]

    return Case(gold.id, (gold,), (path, article), run)


def _fixture_case(path: Path) -> Case:
    """A saved page or file, read like any input; a file of several articles has a line of gold for each."""
    gold = tuple(load_gold(path))
    source = next(iter(sorted(path.parent.glob("article*.*"))))

    def run(pipeline: Pipeline) -> list[tuple[GoldArticle, ArticleRecord | None]]:
        records = list(_records(pipeline, source))
        if len(gold) == 1:
            return [(gold[0], records[0] if records else None)]
        return pair_up(gold, records)[0]

    return Case(path.parent.name, gold, (path, source), run)


def _records(pipeline: Pipeline, source: Path) -> Iterator[ArticleRecord]:
    for article in read_path(source):
        made = pipeline.extract(article) if isinstance(article, Article) else article
        if isinstance(made, ArticleRecord):
            yield made


def digest(cases: list[Case]) -> str:
    """Return a digest of a set's gold and articles: floors hold for this very corpus."""
    parts = {path.name + case.id: path.read_bytes() for case in cases for path in case.files}
    whole = hashlib.sha256()
    for name in sorted(parts):
        content = parts[name]
        whole.update(json.dumps([name, len(content)]).encode())
        whole.update(content)
    return whole.hexdigest()[:16]
