"""Measuring records against gold: the scoring of CONTRACT.md. Knows record and gold format, no matcher."""

from extract.evaluate.align import align
from extract.evaluate.gold import GoldArticle, GoldProject, load_gold
from extract.evaluate.pairing import pair_up
from extract.evaluate.score import SLOTS, ArticleScore, Detail, score_article
from extract.evaluate.summary import ALL, Measure, summarize
from extract.evaluate.values import (
    capacity_matches,
    cost_matches,
    date_matches,
    partner_name_matches,
    period_matches,
)

__all__ = [
    "ALL",
    "SLOTS",
    "ArticleScore",
    "Detail",
    "GoldArticle",
    "GoldProject",
    "Measure",
    "align",
    "capacity_matches",
    "cost_matches",
    "date_matches",
    "load_gold",
    "pair_up",
    "partner_name_matches",
    "period_matches",
    "score_article",
    "summarize",
]
