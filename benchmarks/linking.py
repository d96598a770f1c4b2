"""How well linking finds one plant across articles: pairwise and B-cubed F1 on two generated worlds.

`python -m benchmarks.linking` prints the table; `--misses` lists what went wrong in the open world. The
held-out world is scored as a whole and never shown. `score_worlds()` gives the figures to `make accuracy`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.worlds import Said, load_world, mentions_of
from extract.link.linking import link
from extract.link.mention import MentionKey

__all__ = ["GOAL", "LinkScore", "broken", "main", "score", "score_worlds", "table"]

OPEN, HELD = "open", "held"
GOAL = 0.97


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Figures of one world; `twins` counts plants that fuse coal with nuclear, which must be none."""

    articles: int
    mentions: int
    plants: int
    pair_precision: float
    pair_recall: float
    cubed_precision: float
    cubed_recall: float
    twins: int
    linked_aggregates: int

    @property
    def pair_f1(self) -> float:
        """Harmonic mean over pairs of mentions."""
        return _f1(self.pair_precision, self.pair_recall)

    @property
    def cubed_f1(self) -> float:
        """Harmonic mean of B-cubed precision and recall."""
        return _f1(self.cubed_precision, self.cubed_recall)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def predicted(said: Sequence[Said]) -> dict[MentionKey, str]:
    """Return the plant each mention was linked to."""
    linking = link(one.mention for one in said)
    return {key: plant.id for plant in linking.plants for key in plant.mentions}


def score(said: Sequence[Said], found: Mapping[MentionKey, str]) -> LinkScore:
    """Score clusters against the truth.

    Args:
        said: The mentions with the plants they mean.
        found: The plant each mention was linked to.
    """
    gold = {one.mention.key: one.plant for one in said if one.plant is not None}
    true: dict[str, set[MentionKey]] = defaultdict(set)
    ours: dict[str, set[MentionKey]] = defaultdict(set)
    for key, plant in gold.items():
        true[plant].add(key)
        ours[found[key]].add(key)
    both = sum(_pairs(count) for count in Counter((gold[key], found[key]) for key in gold).values())
    in_true = sum(_pairs(len(keys)) for keys in true.values())
    in_ours = sum(_pairs(len(keys)) for keys in ours.values())
    overlap = {key: len(true[gold[key]] & ours[found[key]]) for key in gold}
    fuels: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if one.plant is not None:
            fuels[found[one.mention.key]] |= one.fuels
    return LinkScore(
        articles=len({one.mention.article for one in said}),
        mentions=len(gold),
        plants=len(true),
        pair_precision=both / in_ours if in_ours else 1.0,
        pair_recall=both / in_true if in_true else 1.0,
        cubed_precision=sum(overlap[key] / len(ours[found[key]]) for key in gold) / len(gold),
        cubed_recall=sum(overlap[key] / len(true[gold[key]]) for key in gold) / len(gold),
        twins=sum({"coal", "nuclear"} <= burnt for burnt in fuels.values()),
        linked_aggregates=sum(one.mention.key in found for one in said if one.plant is None),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def score_worlds() -> dict[str, LinkScore]:
    """Return the scores of the open and the held-out world."""
    worlds = {name: mentions_of(load_world(name)) for name in (OPEN, HELD)}
    return {name: score(said, predicted(said)) for name, said in worlds.items()}


def broken(scores: Mapping[str, LinkScore]) -> list[str]:
    """Return a line for every promise a world breaks: B-cubed F1, no fused twins, no linked aggregates."""
    lines = []
    for name, one in scores.items():
        if one.cubed_f1 < GOAL:
            lines.append(f"{name}: B-cubed F1 {one.cubed_f1:.3f} is below the goal {GOAL}")
        if one.twins:
            lines.append(f"{name}: coal is fused with nuclear in {one.twins} plants")
        if one.linked_aggregates:
            lines.append(f"{name}: {one.linked_aggregates} aggregates are linked to a plant")
    return lines


def table(scores: Mapping[str, LinkScore]) -> str:
    """Return the scores as a Markdown table."""
    lines = [
        "| world | articles | mentions | plants | pairs P / R / F1 | B-cubed P / R / F1 | fused twins |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in scores.items():
        pairs = f"{one.pair_precision:.3f} / {one.pair_recall:.3f} / {one.pair_f1:.3f}"
        cubed = f"{one.cubed_precision:.3f} / {one.cubed_recall:.3f} / {one.cubed_f1:.3f}"
        counts = f"{one.articles} | {one.mentions} | {one.plants}"
        lines.append(f"| {name} | {counts} | {pairs} | {cubed} | {one.twins} |")
    return "\n".join(lines)


def misses(said: Sequence[Said], found: Mapping[MentionKey, str]) -> list[str]:
    """Return a line for each plant that was split or fused; for the open world only."""
    lines = []
    by_gold: dict[str, list[Said]] = defaultdict(list)
    by_found: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.plant is not None:
            by_gold[one.plant].append(one)
            by_found[found[one.mention.key]].append(one)
    for plant, some in by_gold.items():
        groups = defaultdict(list)
        for one in some:
            groups[found[one.mention.key]].append(_shown(one))
        if len(groups) > 1:
            lines.append(f"split {plant}: " + " // ".join("; ".join(group) for group in groups.values()))
    for some in by_found.values():
        if len({one.plant for one in some}) > 1:
            lines.append("fused " + "; ".join(f"{one.plant}: {_shown(one)}" for one in some))
    return lines


def _shown(one: Said) -> str:
    m = one.mention
    about = [m.country, m.region, m.place, "+".join(sorted(m.fuels)), *m.owners]
    return f"{' | '.join(m.names)} ({', '.join(part for part in about if part)})"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the scores; exit 1 where B-cubed F1 is under the goal or coal is fused with nuclear."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.linking", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--misses", action="store_true", help="what went wrong in the open world")
    options = parser.parse_args(argv)
    scores = score_worlds()
    sys.stdout.write(table(scores) + "\n")
    if options.misses:
        said = mentions_of(load_world(OPEN))
        sys.stdout.write("\n".join(misses(said, predicted(said))) + "\n")
    return 1 if broken(scores) else 0


if __name__ == "__main__":
    raise SystemExit(main())
