"""Sums of money: marked sentences, reading back what was written, and a slow plain reader as reference."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.mention import CostMention
from extract.match.cost import find_costs
from tests.match.marked_values import Marked, load_cases, unmark

SCALES = {
    "": 1,
    "million": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "crore": 10**7,
    "trillion": 10**12,
}
BEFORE = {
    "USD": "USD",
    "US$": "USD",
    "EUR": "EUR",
    "€": "EUR",
    "A$": "AUD",
    "RM": "MYR",
    "₦": "NGN",
    "PKR": "PKR",
    "Tk": "BDT",
}
BEHIND = {
    "tenge": "KZT",
    "euros": "EUR",
    "U.S. dollars": "USD",
    "Swiss francs": "CHF",
    "baht": "THB",
    "zlotys": "PLN",
}
NOISE = "The plant's new line, he said on Tuesday, is under way."


@pytest.mark.parametrize("case", load_cases("cost.toml"), ids=lambda case: case["name"])
def test_marked_sentence(case: dict[str, str]) -> None:
    text, expected = unmark(case["text"])
    found = find_costs(text)
    assert [read_mention(mention, found) for mention in found] == [read_mark(mark) for mark in expected]


def read_mention(mention: CostMention, found: list[CostMention]) -> tuple[object, ...]:
    """Return what a case's tag says of a mention."""
    money = mention.value
    currency = money.currency or f"{money.candidates[0]}?"
    amount = money.amount_max if money.amount is None else money.amount
    converts = next((i for i, other in enumerate(found, 1) if other.span == mention.converts), None)
    span = (mention.span.start, mention.span.end)
    return (*span, amount, currency, money.amount_min, money.qualifier, mention.converts and converts)


def read_mark(mark: Marked) -> tuple[object, ...]:
    amount, currency = mark.attributes["v"].split()
    low, of = mark.attributes.get("min"), mark.attributes.get("of")
    qualifier = mark.attributes.get("q", "exact")
    lowest = Decimal(low) if low else None
    return (mark.start, mark.end, Decimal(amount), currency, lowest, qualifier, int(of) if of else None)


def slow_read(text: str) -> tuple[Decimal, str] | None:
    """Read one amount token by token, without any pattern: the reference for the grammar."""
    for sign in sorted(BEFORE, key=len, reverse=True):
        if text.startswith(sign):
            rest, currency = text[len(sign) :].strip(), BEFORE[sign]
            break
    else:
        word = next((word for word in BEHIND if text.endswith(f" {word}")), None)
        if word is None:
            return None
        rest, currency = text.removesuffix(word).strip(), BEHIND[word]
    digits = ""
    while rest and (rest[0].isdigit() or rest[0] in ",."):
        digits, rest = digits + rest[0], rest[1:]
    return Decimal(digits.replace(",", "")) * SCALES[rest.strip()], currency


def amounts() -> st.SearchStrategy[tuple[Decimal, str]]:
    number = st.decimals(min_value=1, max_value=99_999, places=2)
    return st.tuples(number, st.sampled_from(sorted(SCALES)))


@given(amounts(), st.sampled_from(sorted(BEFORE)), st.sampled_from(["", " "]), st.booleans())
@settings(max_examples=100)
def test_sign_before_is_read_back(amount: tuple[Decimal, str], sign: str, gap: str, large: bool) -> None:
    number, scale = amount if amount[1] or not large else (amount[0], "million")
    text = f"{sign}{gap}{number:,}{' ' + scale if scale else ''}"
    expected = slow_read(text)
    assert expected == (number * SCALES[scale], BEFORE[sign])
    (mention,) = (
        find_costs(f"It costs {text}. {NOISE}")
        if scale
        else find_costs(f"It costs {sign}{gap}{number * 10000:,}.")
    )
    assert mention.value.currency == BEFORE[sign]
    assert mention.value.amount == (expected[0] if scale else number * 10000)


@given(amounts(), st.sampled_from(sorted(BEHIND)))
@settings(max_examples=100)
def test_word_behind_is_read_back(amount: tuple[Decimal, str], word: str) -> None:
    number, scale = amount
    text = f"{number:,}{' ' + scale if scale else ''} {word}"
    (mention,) = find_costs(f"{NOISE} It costs {text}, he said.")
    assert (mention.value.amount, mention.value.currency) == slow_read(text)
    assert mention.span.of(f"{NOISE} It costs {text}, he said.") == text


@given(st.text(alphabet="$€R Nmbk0123456789.,-/()toand ", max_size=80) | st.text(max_size=80))
@settings(max_examples=100)
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    last = 0
    for mention in find_costs(text):
        assert last <= mention.span.start < mention.span.end <= len(text)
        assert mention.converts is None or mention.converts.end <= mention.span.start
        assert mention.value.currency or mention.value.candidates
        last = mention.span.end


@pytest.mark.parametrize("case", load_cases("cost.toml"), ids=lambda case: case["name"])
def test_a_paragraph_before_or_behind_changes_nothing(case: dict[str, str]) -> None:
    text, _ = unmark(case["text"])
    alone = [(mention.value, mention.rule) for mention in find_costs(text)]
    assert [(mention.value, mention.rule) for mention in find_costs(f"{NOISE}\n\n{text}\n\n{NOISE}")] == alone


@pytest.mark.parametrize(
    "noise",
    ["$" * 100_000, "(" * 100_000, "$1 " * 5_000, "1 million (" * 3_000, "2 and " * 10_000, "a " * 50_000],
)
def test_long_runs_are_read_to_the_end(noise: str) -> None:
    assert find_costs(f"{noise}\n\nfor USD 2.5 billion.")[-1].value.amount == 2_500_000_000
