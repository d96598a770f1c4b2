"""A nameless bank or consortium is a party only where its part is worded and its plant is sure."""

from __future__ import annotations

import pytest

from extract.assemble.decisions import _worded
from extract.assemble.link_features import Features

SAID: Features = {
    "v.rule.partner.described": 1.0, "v.kind.bank": 1.0, "rp.lender.before": 1.0, "z.any": 1.2, "z.best": 1.0,
}  # fmt: skip


def changed(less: str = "", **more: float) -> Features:
    return {name: value for name, value in (SAID | more).items() if name != less}


@pytest.mark.parametrize("features", [SAID, {**changed("v.kind.bank"), "v.kind.consortium": 1.0}])
def test_a_worded_part_counts(features: Features) -> None:
    assert _worded(features)


@pytest.mark.parametrize(
    "features",
    [
        changed("rp.lender.before"),
        {**changed("rp.lender.before"), "rp.government.before": 1.0},
        changed("z.best"),
        {**SAID, "z.any": 0.6},
        {**changed("v.kind.bank"), "v.kind.company": 1.0},
        {**SAID, "v.rule.partner.named": 1.0},
        {**changed("v.rule.partner.described"), "v.rule.partner.named": 1.0},
    ],
)
def test_anything_less_is_left_to_the_weights(features: Features) -> None:
    assert not _worded(features)
