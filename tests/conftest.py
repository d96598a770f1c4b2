"""Shared by all tests: one pipeline a session, and the fixture articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.domain.article import Article
from extract.pipeline import Pipeline
from extract.read import read_path

FIXTURES = Path(__file__).parents[1] / "fixtures" / "articles"


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="session")
def fixture_articles() -> list[Article]:
    found = [a for path in sorted(FIXTURES.glob("*/article*.*")) for a in read_path(path)]
    return [a for a in found if isinstance(a, Article)]
