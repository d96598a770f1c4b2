"""The heads' fast arithmetic against a plain one, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from extract.domain.span import Span
from extract.encode import heads
from extract.encode.arithmetic import Array
from extract.encode.encoder import ENCODER, Encoding, load_encoder
from extract.encode.heads import KINDS, LABELS, Scores
from extract.encode.pairs import pair_up_mentions

TEXT = (
    "Two plants for Kasaro\n\nAn 80 MW wind farm at Orlova will cost $120 million. Acme Power builds it.\n\n"
    "The Beltran plant, owned by Novagen, opened in 2024. It has 200 MW."
)
PARAGRAPHS = (Span(0, 21), Span(23, 97), Span(99, len(TEXT)))


def spans(*phrases: str) -> list[Span]:
    return [Span(TEXT.index(p), TEXT.index(p) + len(p)) for p in phrases]


PLANTS = [spans("An 80 MW wind farm at Orlova", "it."), spans("The Beltran plant", "It has")]
VALUES = {
    "capacity": [spans("80 MW"), spans("200 MW")],
    "cost": [spans("$120 million")],
    "date": [spans("2024")],
    "org": [spans("Acme Power"), spans("Novagen")],
}


@pytest.fixture(scope="module")
def encoding() -> Encoding:
    made = load_encoder().encode(TEXT, PARAGRAPHS, PARAGRAPHS, "2024-05-01")
    assert made is not None
    return made


@pytest.fixture(scope="module")
def reading(encoding: Encoding) -> Scores:
    made = load_encoder().read(encoding, PLANTS, VALUES)
    assert made is not None
    return made


def test_each_answer_has_its_shape(reading: Scores) -> None:
    assert reading.project.shape == (2,)
    assert reading.status.shape == (2, 9)
    assert {k: reading.pairs[k].shape for k in KINDS} == {
        k: (len(VALUES[k]), 2, len(LABELS[k]) + 1) for k in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_add_up(reading: Scores, kind: str) -> None:
    assert np.allclose(np.exp(reading.pairs[kind]).sum(-1), 1, atol=1e-4)
    assert np.allclose(np.exp(reading.own[kind]).sum(-1), 1, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_fast_arithmetic_is_the_plain_one(encoding: Encoding, reading: Scores, kind: str) -> None:
    weights = load_encoder().reader.weights
    plan = pair_up_mentions(VALUES[kind], PLANTS, PARAGRAPHS, PARAGRAPHS)
    values = [_vector(encoding, s) for own in VALUES[kind] for s in own]
    plants = [_vector(encoding, s) for own in PLANTS for s in own]
    sums = np.zeros((len(VALUES[kind]), 2, len(LABELS[kind])))
    for value, plant, relation, group in zip(
        plan.values, plan.plants, plan.relations, plan.groups, strict=True
    ):
        left = weights[f"val.{kind}.weight"] @ values[value] + weights[f"val.{kind}.bias"]
        right = weights[f"men.{kind}.weight"] @ plants[plant] + weights[f"men.{kind}.bias"]
        mixed = left + right + weights[f"mul.{kind}.weight"] @ (left * right)
        mixed += sum(weights[f"rel.{kind}.weight"][row] for row in relation)
        labels = weights[f"out.{kind}.weight"] @ _gelu(mixed) + weights[f"out.{kind}.bias"]
        sums[group // 2, group % 2] += np.exp(labels)
    for value in range(len(VALUES[kind])):
        own = _gelu(weights[f"val.{kind}.weight"] @ values[value] + weights[f"val.{kind}.bias"])
        none = np.exp(weights[f"none.{kind}.weight"] @ own + weights[f"none.{kind}.bias"])[0]
        for plant in range(2):
            whole = none + sums[value, plant].sum()
            expected = np.array([none, *sums[value, plant]]) / whole
            assert np.allclose(np.exp(reading.pairs[kind][value, plant]), expected, atol=2e-3)


@pytest.mark.parametrize("size", [1, 3])
def test_pairs_are_the_same_in_blocks_of_any_size(
    encoding: Encoding, reading: Scores, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "_BLOCK", size)
    again = load_encoder().read(encoding, PLANTS, VALUES)
    assert again is not None
    for kind in KINDS:
        assert np.allclose(again.pairs[kind], reading.pairs[kind], atol=1e-5)


def _vector(encoding: Encoding, span: Span) -> Array:
    first, last = encoding.tokens.locate(span)
    rows = encoding.vectors[first : last + 1]
    return np.concatenate([rows[0], rows[-1], rows.mean(0)])


def _gelu(x: Array) -> Array:
    result: Array = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))
    return result


def test_the_same_article_reads_the_same(encoding: Encoding) -> None:
    again = load_encoder().encode(TEXT, PARAGRAPHS, PARAGRAPHS, "2024-05-01")
    assert again is not None
    assert np.array_equal(again.vectors, encoding.vectors)


def test_a_long_article_is_read_whole() -> None:
    text = TEXT + "\n\n" + " ".join(["The weather stayed fine."] * 400)
    paragraphs = (*PARAGRAPHS, Span(len(TEXT) + 2, len(text)))
    made = load_encoder().encode(text, paragraphs, paragraphs, None)
    assert made is not None
    assert len(made.vectors) == len(made.tokens.ids) > 1000


def test_names_are_whole_words(encoding: Encoding) -> None:
    for tag in load_encoder().tags(encoding, TEXT):
        before, after = TEXT[tag.span.start - 1 : tag.span.start], TEXT[tag.span.end : tag.span.end + 1]
        assert not (before.isalnum() and TEXT[tag.span.start].isalnum())
        assert not (after.isalnum() and TEXT[tag.span.end - 1].isalnum())


@pytest.mark.parametrize("name", ["encoder", "closer"])
def test_models_round_no_inputs(name: str) -> None:
    """Rounded inputs make other records on other processors (decision 15)."""
    assert b"DynamicQuantizeLinear" not in (ENCODER / f"{name}.onnx").read_bytes()
