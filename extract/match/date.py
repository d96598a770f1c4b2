"""Finds the dates of an article. The grammar lives in normalize/dates.py; this only feeds it."""

from __future__ import annotations

from collections.abc import Iterable

from extract.analyze.analysis import Analysis
from extract.domain.mention import DateMention
from extract.normalize.dates import find_dates

__all__ = ["match_dates"]


def match_dates(analysis: Analysis) -> Iterable[DateMention]:
    """Yield the article's dates in text order, placed against its publication date.

    Args:
        analysis: The analyzed article; its text and publication date are used.

    Returns:
        Date mentions; `period` is None where placing one would be guessing.
    """
    return find_dates(analysis.article.text, analysis.article.published)
