"""plantwire: saved news articles about power plants in, validated JSON records out.

>>> import extract
>>> sorted(extract.__all__)[:3]
['Article', 'ArticleRecord', 'ExtractError']

Importing the package loads no model; the first extraction does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.errors import ExtractError

if TYPE_CHECKING:
    from extract.api import extract_articles, extract_batch, extract_file, extract_text
    from extract.pipeline import Pipeline
    from extract.read import read_article

__all__ = [
    "Article",
    "ArticleRecord",
    "ExtractError",
    "Pipeline",
    "Rejection",
    "extract_articles",
    "extract_batch",
    "extract_file",
    "extract_text",
    "read_article",
]

_HOMES = {
    "Pipeline": "extract.pipeline",
    "read_article": "extract.read",
    "extract_articles": "extract.api",
    "extract_batch": "extract.api",
    "extract_file": "extract.api",
    "extract_text": "extract.api",
}


def __getattr__(name: str) -> Any:
    """Import what needs spaCy or a parser only when it is asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'extract' has no attribute '{name}'")
