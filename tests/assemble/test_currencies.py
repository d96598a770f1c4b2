"""What a word for money means for a plant, once it is known where that stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.assemble.currencies import paid_there
from extract.assemble.scene import Scene
from extract.domain.mention import CostMention, Mentions
from extract.domain.span import Span
from extract.domain.values import Money
from extract.lexicons.loader import load_lexicon

FAMILIES = {e.id: tuple(e.data.get("candidates", ())) for e in load_lexicon("currencies").entries}
DOLLAR, RUPEE, CROWN = FAMILIES["dollar"], FAMILIES["rupee"], FAMILIES["krone"]
CASES = [
    ("an Australian paper's plant in Vietnam", DOLLAR, "AUD", "VN", "USD"),
    ("an American paper's plant in Canada", DOLLAR, "USD", "CA", "CAD"),
    ("newsrooms mark the Guyana dollar", DOLLAR, "USD", "GY", "USD"),
    ("an Indian story's plant in Pakistan", RUPEE, "INR", "PK", "PKR"),
    ("a plant abroad, a word of two countries", CROWN, "DKK", "NO", "NOK"),
    ("a country whose money the word cannot mean, no default", CROWN, "DKK", "FR", "DKK"),
    ("the word leaves no choice", (), "AUD", "VN", "AUD"),
    ("nobody knows where the plant is", DOLLAR, "AUD", None, "AUD"),
]


@pytest.mark.parametrize(("why", "meanings", "given", "country", "wanted"), CASES)
def test_a_word_means_the_plants_own_money(
    why: str, meanings: tuple[str, ...], given: str, country: str | None, wanted: str
) -> None:
    cost = CostMention(Span(0, 3), "test", Money(Decimal(5), given), open=meanings)
    scene = Scene("$5m", Mentions(costs=(cost,)), (), ())
    assert paid_there(scene, cost, country).value.currency == wanted, why


def test_a_bare_dollar_beside_marked_ones_is_american() -> None:
    marked = CostMention(Span(0, 4), "test", Money(Decimal(9), "AUD"))
    bare = CostMention(Span(9, 12), "test", Money(Decimal(5), "AUD"), open=DOLLAR)
    scene = Scene("A$9m for $5m", Mentions(costs=(marked, bare)), (), ())
    assert paid_there(scene, bare, "AU").value.currency == "USD"
