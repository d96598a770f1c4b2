"""Weights that move from where they are, as far as answered questions bear out."""

from __future__ import annotations

import pytest

from benchmarks.instances import Instance
from benchmarks.refine import refine
from extract.decide.linear import LinearModel

START = LinearModel(("no", "yes"), (0.5, -0.5), {"sized": (0.0, 1.0), "named": (0.0, 2.0)}, 0.42)


def asked(label: str, *features: str, decision: str = "plant", weight: float = 1.0) -> Instance:
    return Instance(decision, "orlova", label, dict.fromkeys(features, 1.0), weight)


def chance(model: LinearModel, *features: str) -> float:
    return model.probabilities(dict.fromkeys(features, 1.0))["yes"]


def test_weights_move_towards_the_answers_and_not_past_them() -> None:
    refined = refine([asked("yes", "sized")] * 60 + [asked("no", "sized")] * 20, "plant", START)
    assert chance(START, "sized") < chance(refined, "sized") < 0.75


def test_more_answers_move_them_further_and_lighter_ones_less() -> None:
    few, many, light = (
        refine([asked("yes", "sized", weight=w)] * n, "plant", START)
        for n, w in ((10, 1.0), (100, 1.0), (100, 0.02))
    )
    assert chance(light, "sized") < chance(few, "sized") < chance(many, "sized")


def test_a_feature_the_weights_do_not_know_is_learned() -> None:
    refined = refine([asked("yes", "of_a_group")] * 80 + [asked("no")] * 80, "plant", START)
    assert "of_a_group" in refined.weights
    assert chance(refined, "of_a_group") > chance(refined)


@pytest.mark.parametrize(
    "question",
    [asked("open", "named"), asked("no", "named", decision="country")],
    ids=["left open by gold", "of another decision"],
)
def test_what_is_no_answer_to_the_decision_moves_nothing(question: Instance) -> None:
    refined = refine([asked("yes", "sized"), *[question] * 200], "plant", START)
    assert refined.weights["named"] == pytest.approx(START.weights["named"], abs=0.001)


def test_labels_and_threshold_stay() -> None:
    refined = refine([asked("yes", "sized")], "plant", START)
    assert (refined.labels, refined.threshold) == (START.labels, START.threshold)
