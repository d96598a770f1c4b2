"""Features of one question: does what stands at this span belong to this plant? Position, discourse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from extract.assemble.scene import Reference, Scene, once
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

__all__ = ["Features", "attachment", "entity_features", "link_features"]

Features = dict[str, float]
_TOGETHER = frozenset({"together", "each", "respectively"})


@cache
def _bucket(distance: int) -> str:
    """Return a name for a distance in characters."""
    for limit in (3, 15, 40, 80, 150, 300):
        if distance <= limit:
            return f"le{limit}"
    return "far"


def _nearness(reference: Reference, span: Span) -> tuple[int, bool]:
    return reference.span.gap(span), reference.span.start > span.start


def _crosses(references: list[Reference], own: Reference, span: Span) -> bool:
    """Return True where another plant stands between the reference and the span; references are in order."""
    low, high = sorted((own.span.start, span.start))
    for place in range(bisect_right(references, low, key=_start), len(references)):
        if references[place].span.start >= high:
            break
        if references[place].entity != own.entity:
            return True
    return False


def _start(reference: Reference) -> int:
    return reference.span.start


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a span, whatever plant it is held against: references by sentence and paragraph.

    `closest` holds of each plant in the sentence its nearest reference, `nearest` the plant whose is nearest.
    """

    sentence: int
    here: list[Reference]
    closest: dict[int, Reference]
    nearest: int | None
    ranks: list[int]
    previous: list[Reference]
    paragraph: list[Reference]
    in_paragraph: frozenset[int]
    together: list[str]


@once
def _around(scene: Scene, span: Span) -> _Around:
    sentence = scene.sentence(span.start)
    here = scene.by_sentence.get(sentence, [])
    closest: dict[int, Reference] = {}
    distances: dict[int, tuple[int, bool]] = {}
    for reference in here:
        distance = _nearness(reference, span)
        if reference.entity not in distances or distance < distances[reference.entity]:
            closest[reference.entity], distances[reference.entity] = reference, distance
    paragraph = scene.by_paragraph.get(scene.paragraph(span.start), [])
    group = [c for c in scene.cues.get(sentence, []) if c.slot == "context" and c.value in _TOGETHER]
    return _Around(
        sentence,
        here,
        closest,
        min(closest, key=lambda e: (distances[e], closest[e].span, e), default=None),
        scene.last_before(span.start),
        scene.by_sentence.get(sentence - 1, []),
        paragraph,
        frozenset(r.entity for r in paragraph),
        sorted({c.value for c in group if c.span.gap(span) < 70}),
    )


def link_features(scene: Scene, span: Span, plant: PlantEntity) -> Features:
    """Return the features of the pair (span, plant).

    Args:
        scene: The article.
        span: Where the value or name stands.
        plant: The plant it might belong to.

    Returns:
        Binary features by name; names starting with "s." are about the same sentence, "d." about discourse.
    """
    found: Features = {}
    around = _around(scene, span)
    kind = "agg" if plant.aggregate else "one"
    if plant.index in around.closest:
        _same_sentence(found, scene, around, span, plant.index, kind)
    else:
        _other_sentence(found, scene, around, plant, kind)
    _position(found, scene, around, plant, kind)
    respective = scene.respective(span)
    if respective is not None:
        found["r.match" if respective == plant.index else "r.other"] = 1.0
    choice, how = attachment(scene, span)
    if choice == plant.index:
        found["h.choice"] = 1.0
        found[f"h.choice.{how}"] = 1.0
    elif choice is not None:
        found["h.other"] = 1.0
        found[f"h.other.{how}"] = 1.0
    return found


@once
def attachment(scene: Scene, span: Span) -> tuple[int | None, str]:
    """Return the plant that plain reading order gives a span, and by which rule.

    In a plant's phrase; else the last plant before it in the sentence (unless a clause ends in between and
    another follows closely); else the next one in the sentence; else the first plant of the sentence before.
    """
    here = scene.by_sentence.get(scene.sentence(span.start), [])
    for reference in here:
        if reference.span.overlaps(span) or 0 <= reference.span.start - span.end <= 1:
            return reference.entity, "phrase"
    before = [r for r in here if r.span.end <= span.start]
    after = [r for r in here if r.span.start >= span.end]
    if before:
        last = before[-1]
        broken = scene.clause_breaks(last.span.end, span.start)
        if (
            after
            and broken
            and not scene.clause_breaks(span.end, after[0].span.start)
            and after[0].span.gap(span) < 60
        ):
            return after[0].entity, "next"
        return last.entity, "last" if not broken else "last_clause"
    if after:
        return after[0].entity, "next_near" if after[0].span.gap(span) < 40 else "next"
    for back in (1, 2, 3):
        previous = scene.by_sentence.get(scene.sentence(span.start) - back, [])
        if previous:
            return previous[0].entity, f"focus{back}"
    recent = scene.last_before(span.start)
    return (recent[0], "recent") if recent else (None, "none")


def _same_sentence(found: Features, scene: Scene, around: _Around, span: Span, plant: int, kind: str) -> None:
    here = around.here
    reference = around.closest[plant]
    side = "before" if reference.span.start < span.start else "after"
    found["s.same"] = 1.0
    found[f"s.same.{kind}"] = 1.0
    if reference.span.contains(span) or reference.span.overlaps(span):
        found["s.in_phrase"] = 1.0
    bucket = _bucket(reference.span.gap(span))
    found[f"s.gap.{side}.{bucket}"] = 1.0
    crossed = _crosses(here, reference, span)
    found[f"s.gap.{side}.{bucket}.{'crossed' if crossed else 'clear'}.{kind}"] = 1.0
    found[f"s.form.{reference.mention.form}"] = 1.0
    breaks = (
        scene.clause_breaks(reference.span.end, span.start)
        if side == "before"
        else scene.clause_breaks(span.end, reference.span.start)
    )
    found[f"s.breaks.{min(breaks, 3)}"] = 1.0
    if crossed:
        found["s.crossed"] = 1.0
        found[f"s.crossed.{side}"] = 1.0
    else:
        found[f"s.clear.{side}"] = 1.0
    if around.nearest == plant:
        found["s.nearest"] = 1.0
    if len(around.closest) == 1:
        found["s.only"] = 1.0
    if here[0].entity == plant:
        found["s.subject"] = 1.0


def _other_sentence(found: Features, scene: Scene, around: _Around, plant: PlantEntity, kind: str) -> None:
    found["d.other_sentence"] = 1.0
    here, index = around.closest.keys(), plant.index
    if here:
        found["d.rival_in_sentence"] = 1.0
        if plant.parent is not None and plant.parent in here:
            found["d.parent_in_sentence"] = 1.0
        if any(scene.plants[other].parent == index for other in here):
            found["d.part_in_sentence"] = 1.0
        if not here.isdisjoint(plant.members):
            found["d.member_in_sentence"] = 1.0
        if any(index in scene.plants[other].members for other in here):
            found["d.group_in_sentence"] = 1.0
    else:
        found["d.sentence_empty"] = 1.0
    rivalry = "rival" if here else "free"
    rank = around.ranks.index(index) if index in around.ranks else 9
    found[f"d.rank.{min(rank, 3)}.{rivalry}"] = 1.0
    last = bisect_left(_sentences(scene, index), around.sentence)
    if last:
        back = around.sentence - _sentences(scene, index)[last - 1]
        found[f"d.back.{min(back, 4)}.{rivalry}"] = 1.0
    else:
        found["d.not_yet"] = 1.0
    previous = around.previous
    if previous and previous[0].entity == index:
        found["d.previous_subject"] = 1.0
        if all(r.entity == index for r in previous):
            found["d.previous_only"] = 1.0
    found[f"d.other.{kind}"] = 1.0


@once
def _sentences(scene: Scene, plant: int) -> list[int]:
    """Return the sentences that mention a plant, in order."""
    return sorted(scene.sentence(m.span.start) for m in scene.plants[plant].mentions)


def _position(found: Features, scene: Scene, around: _Around, plant: PlantEntity, kind: str) -> None:
    if plant.index in around.in_paragraph:
        found["p.same"] = 1.0
        if len(around.in_paragraph) == 1:
            found["p.only"] = 1.0
        if around.paragraph[0].entity == plant.index:
            found["p.first"] = 1.0
    elif around.in_paragraph:
        found["p.rivals"] = 1.0
    found.update(entity_features(scene, plant.index))
    for value in around.together:
        found[f"g.{value}.{kind}"] = 1.0
    if around.sentence == 0:
        found[f"p.headline.{kind}"] = 1.0


@once
def _most_mentioned(scene: Scene) -> int | None:
    """Return the plant that is mentioned most, the first of several."""
    counts = ((len(p.mentions), -at, p.index) for at, p in enumerate(scene.plants) if p.index in scene.active)
    return max(counts, default=(0, 0, None))[2]


@once
def entity_features(scene: Scene, index: int) -> Features:
    """Return what is known of a plant in the article as a whole: how central it is, how it is named.

    Args:
        scene: The article.
        index: The plant's.

    Returns:
        Features that are shared: to be copied, not changed.
    """
    plant = scene.plants[index]
    found: Features = {}
    total = len(scene.active)
    found[f"e.total.{'1' if total == 1 else '2-3' if total <= 3 else '4-6' if total <= 6 else '7+'}"] = 1.0
    if _most_mentioned(scene) == index:
        found["e.most_mentioned"] = 1.0
    found["e.share"] = len(plant.mentions) / max(1, len(scene.references))
    sentences = _sentences(scene, index)
    if 0 in sentences:
        found["e.in_headline"] = 1.0
    if 1 in sentences or 2 in sentences:
        found["e.in_lead"] = 1.0
    for form in sorted({m.form for m in plant.mentions}):
        found[f"e.has.{form}"] = 1.0
    if plant.core is None:
        found["e.nameless"] = 1.0
    if plant.aggregate:
        found["e.group"] = 1.0
        found["e.group.members" if plant.members else "e.group.open"] = 1.0
        if plant.count:
            found["e.group.counted"] = 1.0
    if plant.unit:
        found["e.unit"] = 1.0
    if plant.fuels:
        found["e.fuel"] = 1.0
    if index == min(scene.active, default=0):
        found["e.first"] = 1.0
    return found
