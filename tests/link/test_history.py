"""Which of several claims holds: recency, sources, directness, and what is superseded, disputed, denied."""

from __future__ import annotations

from datetime import date
from itertools import count, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.link.history import Claim, day_of, resolve
from extract.link.stories import Sketches, independent, sketch

_numbers = count()


def claim(
    value: Any, day: int | None = 100, slot: str = "capacities", kind: str = "electric", **more: Any
) -> Claim:
    """A claim published on a day number; each of an article, a story and a publisher of its own."""
    article = f"a{next(_numbers):04}"
    number = float(value) if isinstance(value, (int, float)) else None
    fields: dict[str, Any] = {
        "unit": "MW" if slot == "capacities" else None,
        "story": article,
        "confidence": 0.9,
    }
    published = 0 if day is None else date(2026, 1, 1).toordinal() + day
    return Claim(article, "p", slot, 0, kind, str(value), number, published=published, **(fields | more))


def held(*claims: Claim) -> list[str]:
    """The values that hold."""
    _, current = resolve(claims)
    return [group.best.value for groups in current.values() for group in groups]


def statuses(*claims: Claim) -> list[str]:
    """The status of each claim, in the order given."""
    found = {(r.claim.article, r.claim.position): r.status for r in resolve(claims)[0]}
    return [found[c.article, c.position] for c in claims]


def test_the_newest_holds_and_the_old_is_superseded() -> None:
    old, new = claim(600, 0), claim(660, 200)
    assert held(old, new) == ["660"]
    assert statuses(old, new) == ["superseded", "current"]


def test_reports_of_one_time_go_by_independent_sources() -> None:
    many = [claim(600, 100), claim(600, 101), claim(600, 102)]
    one = claim(660, 110)
    assert held(*many, one) == ["600"]
    assert statuses(*many, one) == ["current"] * 3 + ["disputed"]


def test_a_wire_story_in_ten_papers_is_one_source() -> None:
    copies = [claim(600, 100, story="wire", publisher=f"Paper {n}") for n in range(10)]
    others = [claim(660, 100), claim(660, 101)]
    assert held(*copies, *others) == ["660"]


def test_one_paper_that_repeats_itself_is_one_source() -> None:
    same = [claim(600, 100 + n, publisher="Daily") for n in range(5)]
    assert independent((c.story, c.publisher) for c in same) == 1
    assert held(*same, claim(660, 101), claim(660, 102)) == ["660"]


def test_an_article_about_the_plant_beats_a_remark() -> None:
    assert held(claim(600, 101), claim(660, 100, direct=True)) == ["660"]


def test_numbers_that_round_alike_agree() -> None:
    assert statuses(claim(1200, 100), claim(1201, 101), claim(1250, 102, hedged=True)) == ["current"] * 3


def test_near_miss_two_sizes_do_not_agree() -> None:
    assert sorted(statuses(claim(1200, 100), claim(1320, 101))) == ["current", "disputed"]


def test_a_year_and_a_quarter_in_it_agree_and_the_finer_is_shown() -> None:
    year = claim("2029", 100, "dates", "commissioning", period=("2029-01-01", "2029-12-31"))
    quarter = claim("2029-33", 100, "dates", "commissioning", period=("2029-01-01", "2029-03-31"))
    assert statuses(year, quarter) == ["current", "current"]
    assert held(year, quarter) == ["2029-33"]


def test_what_an_article_calls_outdated_never_holds() -> None:
    old, new = claim(600, 200, gone=True), claim(660, 100)
    assert held(old, new) == ["660"]
    assert statuses(old, new) == ["superseded", "current"]
    assert held(old) == []


def test_a_plant_moves_on_and_that_is_no_dispute() -> None:
    earlier, later = (claim(v, d, "status", "") for v, d in (("construction", 95), ("operating", 100)))
    assert statuses(earlier, later) == ["superseded", "current"]


def test_near_miss_two_stages_on_one_day_are_disputed() -> None:
    one, two = (claim(v, 100, "status", "") for v in ("construction", "shelved"))
    assert sorted(statuses(one, two)) == ["current", "disputed"]


def test_a_cost_in_another_currency_is_no_dispute() -> None:
    dollars = claim(1e9, 100, "costs", "project", unit="USD")
    euros = claim(9e8, 101, "costs", "project", unit="EUR")
    assert "disputed" not in statuses(dollars, euros)


def test_contracts_stand_beside_each_other() -> None:
    assert statuses(*(claim(v, 100, "costs", "contract", unit="USD") for v in (1e8, 2e8))) == ["current"] * 2


def test_a_partner_that_left_is_gone_and_a_claim_of_that_time_denied() -> None:
    old, told, left = (
        claim("Acme", d, "partners", "owner", key="acme", gone=g)
        for d, g in ((0, False), (95, False), (100, True))
    )
    assert statuses(old, told, left) == ["superseded", "denied", "current"]
    assert held(old, told, left) == []
    back = claim("Acme Ltd", 200, "partners", "owner", key="acme")
    assert held(old, told, left, back) == ["Acme Ltd"]


def test_a_claim_without_a_date_yields_to_a_dated_one() -> None:
    assert held(claim(600, None), claim(660, 100)) == ["660"]


@pytest.mark.parametrize(
    ("given", "day"), [("2026-01-02", "2026-01-02"), ("2026-03", "2026-03-01"), ("2026", "2026-01-01")]
)
def test_dates_count_from_their_first_day(given: str, day: str) -> None:
    assert day_of(given) == date.fromisoformat(day).toordinal()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([600, 603, 660, 1320]), st.integers(0, 90), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_the_order_of_claims_is_no_matter(some: list[tuple[int, int, bool]]) -> None:
    claims = [claim(value, day, hedged=hedged) for value, day, hedged in some]
    first = resolve(claims)
    for other in list(permutations(claims))[:12]:
        assert resolve(other) == first


STORY = (
    "The government of Norvia approved a 660 MW coal plant at Tidal Ridge on Monday. The plant will cost "
    "about two billion dollars, the energy ministry said in a statement. Construction is to start in the "
    "second half of next year near the port. The ministry named Acme Power as the owner of the new plant. "
    "Local residents have protested against the plans since early last year."
)
LOAN = (
    "Acme Power has taken a loan of one billion dollars for a plant at Tidal Ridge. "
    "It said so on Tuesday in a filing."
)
COMMON = "The plant will cost about two billion dollars, the energy ministry said in a statement"
NEWSLETTER = "Subscribe to our newsletter to get more stories like this"


def stories(*texts: str) -> list[str]:
    some = Sketches()
    for number, text in enumerate(texts):
        some.add(f"a{number}", f"2026-01-{number + 1:02}", text)
    return list(some.stories().values())


def test_copies_and_cut_copies_are_one_story() -> None:
    cut = ". ".join(STORY.split(". ")[:3])
    assert stories(
        STORY, f"{STORY} Read more stories like this one on our new website today.", cut, LOAN
    ) == ["a0"] * 3 + ["a3"]


def test_near_miss_one_common_sentence_is_no_copy() -> None:
    one = f"{COMMON}. The opposition called the sum far too high in a heated debate on Friday. It wants more."
    assert stories(STORY, one) == ["a0", "a1"]


def test_boilerplate_makes_no_story() -> None:
    texts = [f"{NEWSLETTER}. Number {n} of many things happened in town {n} today." for n in range(150)]
    assert len(set(stories(*texts))) == 150


def test_short_texts_have_no_sketch() -> None:
    assert sketch("Read also. More.") == []
    assert stories("", "") == ["a0", "a1"]
