"""The encoder's heads: what a span may be, which plant a value belongs to. Plain matrices over token vectors.

The same arithmetic as in training (benchmarks/encoder/model.py); no decision is taken here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.domain.span import Span
from extract.encode.arithmetic import (
    Array,
    Places,
    best_of,
    gelu,
    linear,
    log_softmax,
    log_sum,
    mean_of,
    means_between,
    span_rows,
    sums_of,
)
from extract.encode.pairs import lay_out, pair_up
from extract.encode.tokens import Tokens

__all__ = [
    "EVENTS",
    "FUELS",
    "KINDS",
    "LABELS",
    "ROLES",
    "STATUSES",
    "TAGS",
    "Scores",
    "Tagged",
    "read_tags",
    "score",
]

ROLES = (
    "owner", "developer", "operator", "contractor", "supplier", "designer", "lender", "investor", "offtaker",
    "government", "technology", "partner",
)  # fmt: skip
EVENTS = (
    "announcement", "agreement", "approval", "tender", "construction_start", "construction_milestone",
    "commissioning", "retirement",
)  # fmt: skip
STATUSES = (
    "announced", "pre-construction", "construction", "operating", "mothballed", "retired", "shelved",
    "cancelled",
)  # fmt: skip
FUELS = (
    "coal", "gas", "oil", "nuclear", "hydro", "solar", "wind", "geothermal", "biomass", "waste", "storage",
    "hydrogen",
)  # fmt: skip
LABELS: Mapping[str, tuple[str, ...]] = {
    "capacity": ("yes",), "cost": ("yes",), "date": EVENTS, "org": ROLES,
}  # fmt: skip
KINDS = tuple(LABELS)
TAGS = ("O", "B-P", "I-P", "B-G", "I-G", "B-O", "I-O", "B-D", "I-D")
"""Begin and inside of a plant's name, of a group, of a party's name, of another phrase for a plant; the order
is that of the trained head."""
_BEGIN, _INSIDE, _PARTY = [1, 3, 7], [2, 4, 8], 5
_PLANTS = ("plant", "group", "phrase")
_BLOCK = 8192
"""Pairs of a value and a phrase worked on at a time: an article has some hundreds, a list of nothing but
plants and figures a quarter of a million, which would take a gigabyte at once."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span the encoder takes for a plant ("plant"), a group of plants ("group") or a party ("party")."""

    span: Span
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of one article.

    Per plant: being a project, statuses ("unsaid" first), fuels, what its mentions look like (plant, group,
    party, phrase), its vector, and the best and the mean log-odds of its mentions meaning a project. Per kind
    of value and plant log-probabilities, "none" first; `own` those of the value by itself; `parties` what the
    mentions of organisations look like. `tokens` are those of the article.
    """

    tokens: Tokens
    project: Array
    status: Array
    fuels: Array
    names: Array
    vectors: Array
    meant: Array
    parties: Array
    pairs: Mapping[str, Array]
    own: Mapping[str, Array]

    def joined(self, groups: Sequence[Sequence[int]]) -> Scores:
        """Return the scores of plants that turned out to be the same: their evidence for a value adds up.

        Args:
            groups: Per plant that is left the plants it was, the foremost first.
        """
        first = [group[0] for group in groups]
        pairs = {}
        for kind, table in self.pairs.items():
            beside = table[:, :, 1:] - table[:, :, :1]
            sums = [np.logaddexp.reduce(beside[:, list(group)], axis=1) for group in groups]
            labels = np.stack(sums, 1)
            pairs[kind] = log_softmax(np.concatenate([np.zeros_like(labels[..., :1]), labels], 2))
        return Scores(
            self.tokens,
            np.array([self.project[list(group)].max() for group in groups]),
            self.status[first], self.fuels[first],
            np.stack([self.names[list(group)].max(0) for group in groups]),
            np.stack([self.vectors[list(group)].mean(0) for group in groups]),
            np.stack([self.meant[list(group)].max(0) for group in groups]),
            self.parties, pairs, self.own,
        )  # fmt: skip


def read_tags(weights: Mapping[str, Array], vectors: Array, tokens: Tokens, text: str) -> list[Tagged]:
    """Return the phrases the encoder sees, in text order, at whole words.

    Where a phrase begins and ends is asked of all kinds of plant phrases together; then of which kind it is.
    """
    odds = np.exp(log_softmax(vectors @ weights["tag.weight"].T + weights["tag.bias"]))
    plants = odds[:, _BEGIN] + odds[:, _INSIDE]
    chances = np.stack([odds[:, 0], plants.sum(1), odds[:, _PARTY] + odds[:, _PARTY + 1]], 1)
    labels = chances.argmax(1)
    begins = (np.where(labels == 2, odds[:, _PARTY], odds[:, _BEGIN].sum(1)) * 2 > chances.max(1)).tolist()
    best = labels.tolist()
    found: list[Tagged] = []
    start = -1
    for index in range(len(best) + 1):
        label = best[index] if index < len(best) and tokens.offsets[index][0] >= 0 else 0
        if start >= 0 and (label != best[start] or begins[index]):
            kind = "party" if best[start] == 2 else _PLANTS[int(plants[start:index].sum(0).argmax())]
            sure = float(chances[start:index, best[start]].mean())
            found.append(Tagged(_whole_words(tokens, text, start, index), kind, sure))
            start = -1
        if label and start < 0:
            start = index
    return found


def _whole_words(tokens: Tokens, text: str, start: int, end: int) -> Span:
    """Return the span of some pieces; one that begins or ends inside a word takes the whole word."""
    left, right = tokens.offsets[start][0], tokens.offsets[end - 1][1]
    while left > 0 and text[left - 1].isalnum() and text[left].isalnum():
        left -= 1
    while right < len(text) and text[right].isalnum() and text[right - 1].isalnum():
        right += 1
    return Span(left, right)


def score(
    weights: Mapping[str, Array],
    vectors: Array,
    total: Array,
    tokens: Tokens,
    plants: Sequence[Sequence[Span]],
    values: Mapping[str, Sequence[Sequence[Span]]],
    sentences: Sequence[Span],
    paragraphs: Sequence[Span],
) -> Scores:
    """Score an article's plants and values.

    Args:
        weights: The heads' matrices by name.
        vectors: One row a token.
        total: Their `prefix_sums`.
        tokens: The tokens the rows belong to.
        plants: Per plant its mentions; at least one plant.
        values: Per kind ("capacity", "cost", "date", "org") the values, each with its mentions.
        sentences: The article's sentences.
        paragraphs: The article's paragraphs.
    """
    mentions = span_rows(vectors, total, tokens, [m for own in plants for m in own])
    owner = np.repeat(np.arange(len(plants)), [len(own) for own in plants])
    project, status, fuels = _entities(weights, vectors, mentions, owner, len(plants))
    field = lay_out(plants, sentences, paragraphs)
    pairs, own = {}, {}
    for kind in KINDS:
        given = values[kind]
        if given:
            rows = span_rows(vectors, total, tokens, [m for spans in given for m in spans])
            owners = np.repeat(np.arange(len(given)), [len(spans) for spans in given])
            columns = pair_up(given, field)
            pairs[kind], own[kind] = _values(weights, kind, rows, owners, mentions, len(plants), columns)
    tags = np.exp(log_softmax(linear(weights, "tag", vectors)))
    names, parties = _looks(tags, tokens, plants), _looks(tags, tokens, values["org"])
    meant = _meant(weights, mentions, owner, len(plants))
    vectors = mean_of(mentions, owner, len(plants))
    return Scores(tokens, project, status, fuels, names, vectors, meant, parties, pairs, own)


def _meant(weights: Mapping[str, Array], mentions: Array, owner: Places, count: int) -> Array:
    """Return per plant the best and the mean log-odds of its mentions meaning a project."""
    odds = log_softmax(linear(weights, "means", gelu(linear(weights, "later", mentions))))[:, -1:]
    odds = odds - np.log(np.maximum(1e-6, 1 - np.exp(odds)))
    best = best_of(odds, owner, count)
    return np.concatenate([best, mean_of(odds, owner, count)], 1)


def _looks(tags: Array, tokens: Tokens, entities: Sequence[Sequence[Span]]) -> Array:
    """Return per entity the log-odds of looking like a plant, a group, a party, by its likeliest mention."""
    kinds = tags.shape[1] // 2
    if not entities:
        return np.zeros((0, kinds), np.float32)
    places = np.array([tokens.locate(span) for mentions in entities for span in mentions])
    means = means_between(tags[:, 1:], places[:, 0], places[:, 1] + 1)
    means = means[:, ::2] + means[:, 1::2]
    owner = np.repeat(np.arange(len(entities)), [len(mentions) for mentions in entities])
    best = best_of(means, owner, len(entities))
    return np.log((best + np.float32(1e-3)) / (1 - best + np.float32(1e-3)))


def _entities(
    weights: Mapping[str, Array], vectors: Array, mentions: Array, owner: Places, count: int
) -> tuple[Array, Array, Array]:
    """Return per plant the scores of being a project, of each status ("unsaid" first) and of each fuel."""
    mean = mean_of(linear(weights, "ent", mentions), owner, count)
    weight = np.exp(log_softmax(mean @ linear(weights, "key", vectors).T / np.sqrt(mean.shape[1])))
    read = gelu(linear(weights, "eout", np.concatenate([mean, weight @ vectors], 1)))
    return linear(weights, "yes", read)[:, 0], linear(weights, "stat", read), linear(weights, "fuel", read)


def _values(
    weights: Mapping[str, Array],
    kind: str,
    rows: Array,
    owner: Places,
    mentions: Array,
    plants: int,
    columns: tuple[Places, Places, Places, Places],
) -> tuple[Array, Array]:
    """Return per value and plant log-probabilities of "none" and each label, and those of the value alone."""
    count = int(owner[-1]) + 1
    value, plant = linear(weights, f"val.{kind}", rows), linear(weights, f"men.{kind}", mentions)
    row, which, relations, groups = columns
    blocks = []
    for start in range(0, len(row), _BLOCK):
        some = slice(start, start + _BLOCK)
        left, right = value[row[some]], plant[which[some]]
        mixed: Array = left + right
        mixed += (left * right) @ weights[f"mul.{kind}.weight"].T
        mixed += sums_of(weights[f"rel.{kind}.weight"], relations[some])
        blocks.append(linear(weights, f"out.{kind}", gelu(mixed)))
    labels = np.concatenate(blocks)
    joined = log_sum(labels, groups, count * plants).reshape(count, plants, -1)
    by_value = gelu(mean_of(value, owner, count))
    none = np.broadcast_to(linear(weights, f"none.{kind}", by_value)[:, None, :], (count, plants, 1))
    pairs = log_softmax(np.concatenate([none, joined], 2))
    return pairs, log_softmax(linear(weights, f"own.{kind}", by_value))
