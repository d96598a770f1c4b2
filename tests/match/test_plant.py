"""Plant phrases: a table of marked-up sentences, near-misses included."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from spacy.lang.en import English

from extract.analyze.nlp import Analyzer
from extract.domain.article import Article
from extract.domain.mention import PlantMention
from extract.match.plant import _tokenizer, match_plants
from extract.match.plant_words import heads

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "plant.toml").read_text(encoding="utf-8"))[
    "cases"
]
_TAG = re.compile(r"<p(?P<a>(?: \w='[^']*')*)>(?P<body>.*?)</p>", re.DOTALL)


def unmark(marked: str) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """Return the plain text and (words, attributes) of every tag."""
    tags = [(m["body"], dict(re.findall(r"(\w)='([^']*)'", m["a"]))) for m in _TAG.finditer(marked)]
    return _TAG.sub(lambda m: m["body"], marked), tags


def facts(mention: PlantMention) -> dict[str, str]:
    """Return what a tag may say, of a mention."""
    return {
        "f": mention.form,
        "n": mention.name or "",
        "c": mention.place or "",
        "u": mention.unit or "",
        "k": ",".join(mention.fuels),
        "x": str(mention.count or ""),
    }


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_plant_phrase(case: dict[str, Any], analyzer: Analyzer) -> None:
    text, tags = unmark(case["text"])
    analysis = analyzer.analyze(Article(id="case", source="case", text=text))
    found = [m for m in match_plants(analysis) if m.form != "anaphor" or m.definite]
    assert [m.span.of(text) for m in found] == [words for words, _ in tags]
    for mention, (_, wanted) in zip(found, tags, strict=True):
        assert {key: facts(mention)[key] for key in wanted} == wanted


def test_mentions_do_not_overlap_and_stand_in_order(analyzer: Analyzer) -> None:
    text = " ".join(unmark(case["text"])[0] for case in CASES)
    found = list(match_plants(analyzer.analyze(Article(id="all", source="all", text=text))))
    assert len(found) > len(CASES) / 2
    for left, right in pairwise(found):
        assert left.span.start <= right.span.start
        assert not left.span.overlaps(right.span)


def test_heads_are_cut_as_articles_are() -> None:
    """The small tokenizer that knows no special words cuts the head nouns as the model's own does."""
    vocab = English().vocab
    small, whole = _tokenizer(vocab), English(vocab).tokenizer
    assert [key for key in heads() if [t.text for t in small(key)] != [t.text for t in whole(key)]] == []
