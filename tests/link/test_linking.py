"""Linking: names, pairs, units, order, pairs files; each promise of the issue with what must not happen."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import benchmarks.linking
from benchmarks import accuracy
from benchmarks.linking import LinkScore, broken, score_worlds
from benchmarks.worlds import load_world, mentions_of
from extract.link.candidates import candidate_pairs
from extract.link.compare import compare
from extract.link.linking import link
from extract.link.mention import Mention, MentionKey
from extract.link.names import parse_name
from extract.link.pairs import Pairs
from extract.link.site import build_nodes
from tests.link.helpers import clusters, mention, together

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> list[Any]:
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases("link_names"))
def test_names_are_taken_apart(case: dict[str, Any]) -> None:
    parsed = parse_name(case["text"])
    assert list(parsed.core) == case["core"]
    assert sorted(parsed.marks) == case.get("marks", [])
    assert sorted(f"{part.kind} {part.label}" for part in parsed.parts) == case.get("parts", [])


@pytest.mark.parametrize("case", cases("link_pairs"))
def test_pairs_of_mentions(case: dict[str, Any]) -> None:
    one, two = (mention(side.pop("name"), **side) for side in (dict(case["a"]), dict(case["b"])))
    assert together(one, two) is case["same"]
    assert together(two, one) is case["same"]


SPELLINGS = tomllib.loads((CASES / "link_spellings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("pair", "same"),
    [
        pytest.param(pair, key == "same", id=f"{pair[2]} {pair[3]}")
        for key in SPELLINGS
        for pair in SPELLINGS[key]
    ],
)
def test_spellings_of_a_name(pair: list[str], same: bool) -> None:
    country, fuel, *names = pair
    one, two = (mention(f"{name} power plant", country=country, fuel=fuel) for name in names)
    assert together(one, two) is same
    assert together(two, one) is same


def test_spellings_that_compare_alike_are_candidates() -> None:
    """Whatever two names of one country would be linked are found as a pair, among all the others."""
    nodes = build_nodes(
        mention(f"{name} power plant", country=country, fuel=fuel)
        for pairs in SPELLINGS.values()
        for country, fuel, *names in pairs
        for name in names
    )
    found = set(candidate_pairs(nodes))
    linked = {pair for pair in combinations(range(len(nodes)), 2) if compare(*(nodes[i] for i in pair)).links}
    assert linked and linked <= found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_name_or_none(text: str) -> None:
    parsed = parse_name(text)
    assert all(word and " " not in word for word in parsed.core)


def test_a_phase_is_part_of_its_plant() -> None:
    whole, phase, unit = (
        mention(name, country="GH", fuel="gas") for name in ("Bridge", "Bridge phase 2", "Bridge unit 1")
    )
    plants = {plant.mentions[0]: plant for plant in link([whole, phase, unit]).plants}
    assert len(plants) == 3
    assert plants[phase.key].site == plants[unit.key].site == plants[whole.key].id


def test_a_bare_number_counts_what_the_site_counts() -> None:
    numbered, unit, phase = (
        mention(name, country="SK", fuel="nuclear")
        for name in ("Mochovce 3", "Mochovce unit 3", "Mochovce phase 3")
    )
    assert together(numbered, unit)
    assert not together(numbered, unit, phase), "with a phase 3 the bare number could be either"


def test_an_alias_tells_of_a_renaming() -> None:
    old = mention("Port Augusta solar thermal plant", country="AU", fuel="solar")
    new = mention("Aurora solar farm", country="AU", fuel="solar")
    both = mention("Aurora solar farm", "Port Augusta solar thermal plant", country="AU", fuel="solar")
    assert together(old, new, both)
    assert not together(old, new)


def test_an_aggregate_is_no_plant() -> None:
    single = mention("Noor", country="MA", fuel="solar")
    both = mention("Noor", country="MA", fuel="solar", aggregate=True)
    assert clusters([single, both]) == {frozenset([single.key])}


def test_a_mention_between_two_plants_stays_alone() -> None:
    """Right or silent: without a fuel, "the Sinop plant" may be either."""
    coal = mention("Sinop plant", country="TR", place="Sinop", fuel="coal")
    nuclear = mention("Sinop plant", country="TR", place="Sinop", fuel="nuclear")
    either = mention("Sinop plant", country="TR")
    assert clusters([coal, nuclear, either]) == {frozenset([m.key]) for m in (coal, nuclear, either)}
    assert together(coal, either), "with one plant of the name it is that"


def test_coal_and_nuclear_do_not_meet_through_a_third() -> None:
    coal = mention("Sinop plant", country="TR", fuel="coal")
    nuclear = mention("Sinop plant", country="TR", fuel="nuclear")
    bridge = mention("Sinop plant", country="TR", fuels=frozenset({"coal", "nuclear"}))
    assert not together(coal, nuclear, bridge)


def test_an_id_stays_when_later_articles_come() -> None:
    first = mention("Rogun HPP", country="TJ", published="2020-01-01")
    later = mention("Roghun Dam", country="TJ", fuel="hydro", published="2021-01-01")
    (before,), (after,) = link([first]).plants, link([first, later]).plants
    assert before.id == after.id
    assert len(after.mentions) == 2


def test_must_link_and_cannot_link_overrule_and_are_undone() -> None:
    one = mention("Rogun HPP", country="TJ", fuel="hydro")
    two = mention("Roghun Dam", country="TJ", fuel="hydro")
    far = mention("Vakhsh cascade", country="TJ", fuel="hydro")
    plain = clusters([one, two, far])
    pair = (min(one.key, two.key), max(one.key, two.key))
    apart = Pairs(cannot=frozenset([pair]))
    assert clusters([one, two, far], apart) == {frozenset([m.key]) for m in (one, two, far)}
    joined = Pairs(must=frozenset([(min(one.key, far.key), max(one.key, far.key))]))
    assert clusters([one, two, far], joined) == {frozenset([one.key, two.key, far.key])}
    assert clusters([one, two, far]) == plain


def test_cannot_link_holds_against_a_third_mention() -> None:
    one, two, third = (mention("Rogun HPP", country="TJ", fuel="hydro") for _ in range(3))
    pair = (min(one.key, two.key), max(one.key, two.key))
    assert not together(one, two, third, pairs=Pairs(cannot=frozenset([pair])))


def test_must_link_joins_parts() -> None:
    one = mention("Noor II", country="MA", fuel="solar")
    two = mention("Noor phase B", country="MA", fuel="solar")
    pair = (min(one.key, two.key), max(one.key, two.key))
    assert together(one, two, pairs=Pairs(must=frozenset([pair])))


WORLD = [said.mention for said in mentions_of(load_world("open"))]


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_order_is_no_matter(data: st.DataObject) -> None:
    some = WORLD[:150]
    assert link(data.draw(st.permutations(some))) == link(some)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_pairs_hold_in_any_order(data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(WORLD), min_size=4, max_size=60, unique_by=lambda m: m.key))
    drawn = st.lists(st.sampled_from(list(combinations(sorted(m.key for m in some), 2))), max_size=3)
    single = {m.key for m in some if not m.aggregate}
    must = [pair for pair in data.draw(drawn) if set(pair) <= single]
    joined = _groups(must)
    cannot = [pair for pair in data.draw(drawn) if not any(set(pair) <= group for group in joined)]
    pairs = Pairs(frozenset(must), frozenset(cannot))
    linking = link(some, pairs)
    home = {key: plant.id for plant in linking.plants for key in plant.mentions}
    assert all(home[one] == home[two] for one, two in must)
    assert not any(home.get(one, one) == home.get(two, two) for one, two in cannot)
    assert link(data.draw(st.permutations(some)), pairs) == linking


def _groups(pairs: list[tuple[MentionKey, MentionKey]]) -> list[set[MentionKey]]:
    """What pairs join, directly or through others."""
    groups: list[set[MentionKey]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return groups


def test_links_lead_from_every_mention_of_a_plant_to_every_other() -> None:
    """So that `--why` has something to say, whichever two are asked about."""
    linking = link(WORLD)

    def top(key: MentionKey) -> MentionKey:
        return top(linking.links[key].to) if key in linking.links else key

    assert all(len({top(key) for key in plant.mentions}) == 1 for plant in linking.plants)
    assert all(link_.reasons for link_ in linking.links.values())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORLD), max_size=25, unique_by=lambda m: m.key), st.randoms())
def test_comparing_is_symmetric(some: list[Mention], random: Any) -> None:
    nodes = build_nodes(some)
    for left in nodes[:8]:
        for right in nodes[:8]:
            assert compare(left, right).score == compare(right, left).score
            assert compare(left, right).links == compare(right, left).links


def test_candidates_miss_no_link() -> None:
    """The fast path finds every pair that comparing all with all would link."""
    nodes = build_nodes(WORLD)
    found = set(candidate_pairs(nodes))
    every = ((a, b) for a in range(len(nodes)) for b in range(a + 1, len(nodes)))
    missed = [
        (nodes[a].names, nodes[b].names)
        for a, b in every
        if compare(nodes[a], nodes[b]).links and (a, b) not in found
    ]
    assert missed == []


def test_the_worlds_reach_the_goal() -> None:
    scores = score_worlds()
    assert min(score.articles for score in scores.values()) >= 150
    assert broken(scores) == []


@pytest.mark.parametrize(
    ("worse", "line"),
    [
        ({"cubed_recall": 0.9}, "open: B-cubed F1 0.947 is below the goal 0.97"),
        ({"twins": 1}, "open: coal is fused with nuclear in 1 plants"),
        ({"linked_aggregates": 2}, "open: 2 aggregates are linked to a plant"),
    ],
)
def test_a_broken_promise_fails_the_accuracy_gate(
    worse: dict[str, Any], line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = LinkScore(150, 300, 60, 1.0, 1.0, 1.0, 1.0, 0, 0)
    monkeypatch.setattr(benchmarks.linking, "score_worlds", lambda: {"open": good})
    assert accuracy._link(Console()) == 0
    bad = {"open": replace(good, **worse), "held": good}
    monkeypatch.setattr(benchmarks.linking, "score_worlds", lambda: bad)
    assert accuracy._link(Console(width=200)) == 1
    assert line in capsys.readouterr().out
