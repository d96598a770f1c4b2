"""The second reading's fast arithmetic against a plain one, value by value."""

from __future__ import annotations

import numpy as np
import pytest

from extract.domain.span import Span
from extract.encode.arithmetic import Array
from extract.encode.closer import Judgement
from extract.encode.encoder import load_encoder
from extract.encode.heads import LABELS
from extract.encode.passages import passages
from extract.encode.reading import read_judgement
from extract.encode.tokens import Tokens, tokenize

TEXT = (
    "A plant for Rome\n\nAn 80 MW wind farm at Orlova will cost $120 million. Acme Power builds it.\n\n"
    "The Beltran plant, owned by Novagen, opened in 2024. Acme Power left."
)
PARAGRAPHS = tuple(Span(TEXT.index(p), TEXT.index(p) + len(p)) for p in TEXT.split("\n\n"))
ENDS = [i + 1 for i, c in enumerate(TEXT) if c == "." or TEXT[i : i + 2] == "\n\n"]
SENTENCES = tuple(Span(a, b) for a, b in zip([0, *ENDS[:-1]], ENDS, strict=True))


def spans(*phrases: str) -> list[Span]:
    return [Span(TEXT.index(p), TEXT.index(p) + len(p)) for p in phrases]


PLANTS = [spans("An 80 MW wind farm at Orlova", "it."), spans("The Beltran plant")]
ACME = [*spans("Acme Power"), Span(TEXT.rindex("Acme"), TEXT.rindex(" left"))]
VALUES = {
    "capacity": [spans("80 MW")], "cost": [spans("$120 million")], "date": [spans("2024")],
    "org": [ACME, spans("Novagen")],
}  # fmt: skip
IN_PASSAGE = {
    0: {"capacity": {0}, "cost": {0}, "date": set(), "org": {0}},
    1: {"capacity": set(), "cost": set(), "date": {0}, "org": {0, 1}},
}


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return tokenize(TEXT, PARAGRAPHS, "2024-05-01")


@pytest.fixture(scope="module")
def judged(tokens: Tokens) -> dict[int, Judgement]:
    return load_encoder().judge(tokens, SENTENCES, PLANTS, (), VALUES, (0, 1))


def test_only_wanted_plants_are_read_and_each_by_itself(tokens: Tokens, judged: dict[int, Judgement]) -> None:
    alone = load_encoder().judge(tokens, SENTENCES, PLANTS, (), VALUES, (1,))
    assert list(alone) == [1]
    assert np.array_equal(alone[1].status, judged[1].status)
    assert alone[1].project == judged[1].project


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_does_not_fit_is_not_read_the_most_wanted_come_first(
    tokens: Tokens, order: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = passages(tokens, SENTENCES, PLANTS, (), order)[0]
    monkeypatch.setattr("extract.encode.encoder._PIECES", len(first.ids))
    assert list(load_encoder().judge(tokens, SENTENCES, PLANTS, (), VALUES, order)) == [order[0]]


@pytest.mark.parametrize("plant", [0, 1])
def test_values_outside_the_passage_are_not_judged(judged: dict[int, Judgement], plant: int) -> None:
    assert {kind: set(found) for kind, found in judged[plant].values.items()} == IN_PASSAGE[plant]


@pytest.mark.parametrize("plant", [0, 1])
def test_fast_arithmetic_is_the_plain_one(tokens: Tokens, judged: dict[int, Judgement], plant: int) -> None:
    model = load_encoder().closer
    passage = passages(tokens, SENTENCES, PLANTS, (), (0, 1))[plant]
    vectors = model.read(passage.ids, passage.cases)
    own = np.concatenate([np.mean([vectors[at] for at in passage.opens], axis=0), vectors[0]])
    read = _gelu(_layer("ent", own))
    assert judged[plant].project == pytest.approx(float(_layer("yes", read)[0]), abs=1e-4)
    assert np.allclose(judged[plant].status, _layer("stat", read), atol=1e-4)
    assert np.allclose(judged[plant].fuels, _layer("fuel", read), atol=1e-4)
    for kind, given in VALUES.items():
        for value, logs in judged[plant].values[kind].items():
            total = np.zeros(len(LABELS[kind]))
            for span in given[value]:
                first, last = tokens.locate(span)
                if first not in passage.places:
                    continue
                start, end = passage.places.index(first), passage.places.index(last)
                row = np.concatenate([vectors[start], vectors[end], vectors[start : end + 1].mean(0)])
                odds = _layer(f"out.{kind}", _gelu(_layer(f"val.{kind}", row) + _layer(f"men.{kind}", own)))
                total += np.exp(odds[1:] - odds[0])
            plain = np.log(np.concatenate([[1], total]) / (1 + total.sum()))
            assert np.allclose(logs, plain, atol=1e-3)


def test_odds_are_bounded_and_of_every_label(judged: dict[int, Judgement]) -> None:
    for judgement in judged.values():
        reading = read_judgement(judgement)
        assert abs(reading.project) <= 3
        assert len(reading.status) == 8
        assert {kind: set(found) for kind, found in reading.linked.items()} == {
            kind: set(found) for kind, found in judgement.values.items()
        }
        assert all(
            len(labels) == len(LABELS[kind]) for kind, t in reading.labels.items() for labels in t.values()
        )


def _layer(name: str, row: Array) -> Array:
    weights = load_encoder().closer.weights
    result: Array = weights[f"{name}.weight"] @ row + weights[f"{name}.bias"]
    return result


def _gelu(row: Array) -> Array:
    result: Array = 0.5 * row * (1 + np.tanh(np.sqrt(2 / np.pi) * (row + 0.044715 * row**3)))
    return result
