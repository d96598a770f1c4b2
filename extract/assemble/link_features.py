"""Features of one question: does what stands at this span belong to this plant? Position, discourse."""

from __future__ import annotations

from functools import cache

from extract.assemble.scene import Reference, Scene
from extract.domain.plant_entity import PlantEntity
from extract.domain.span import Span

__all__ = ["Features", "attachment", "entity_features", "link_features"]

Features = dict[str, float]


@cache
def _bucket(distance: int) -> str:
    """Return a name for a distance in characters."""
    for limit in (3, 15, 40, 80, 150, 300):
        if distance <= limit:
            return f"le{limit}"
    return "far"


def _nearest(references: list[Reference], span: Span) -> Reference | None:
    return min(references, key=lambda r: (r.span.gap(span), r.span.start > span.start), default=None)


def _crosses(scene: Scene, references: list[Reference], own: Reference, span: Span) -> bool:
    """Return True where another plant is mentioned between the reference and the span."""
    low, high = sorted((own.span.start, span.start))
    return any(low < r.span.start < high and r.entity != own.entity for r in references)


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
    here = scene.by_sentence.get(scene.sentence(span.start), [])
    own = [r for r in here if r.entity == plant.index]
    kind = "agg" if plant.aggregate else "one"
    if own:
        _same_sentence(found, scene, here, own, span, kind)
    else:
        _other_sentence(found, scene, here, span, plant, kind)
    _position(found, scene, span, plant, kind)
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


def _same_sentence(
    found: Features, scene: Scene, here: list[Reference], own: list[Reference], span: Span, kind: str
) -> None:
    reference = _nearest(own, span)
    if reference is None:
        return
    side = "before" if reference.span.start < span.start else "after"
    found["s.same"] = 1.0
    found[f"s.same.{kind}"] = 1.0
    if reference.span.contains(span) or reference.span.overlaps(span):
        found["s.in_phrase"] = 1.0
    gap = reference.span.gap(span)
    found[f"s.gap.{side}.{_bucket(gap)}"] = 1.0
    clear = "crossed" if _crosses(scene, here, reference, span) else "clear"
    found[f"s.gap.{side}.{_bucket(gap)}.{clear}.{kind}"] = 1.0
    found[f"s.form.{reference.mention.form}"] = 1.0
    breaks = (
        scene.clause_breaks(reference.span.end, span.start)
        if side == "before"
        else scene.clause_breaks(span.end, reference.span.start)
    )
    found[f"s.breaks.{min(breaks, 3)}"] = 1.0
    if _crosses(scene, here, reference, span):
        found["s.crossed"] = 1.0
        found[f"s.crossed.{side}"] = 1.0
    else:
        found[f"s.clear.{side}"] = 1.0
    nearest = _nearest(here, span)
    if nearest is not None and nearest.entity == reference.entity:
        found["s.nearest"] = 1.0
    if len({r.entity for r in here}) == 1:
        found["s.only"] = 1.0
    if here[0].entity == reference.entity:
        found["s.subject"] = 1.0


def _other_sentence(
    found: Features, scene: Scene, here: list[Reference], span: Span, plant: PlantEntity, kind: str
) -> None:
    found["d.other_sentence"] = 1.0
    if here:
        found["d.rival_in_sentence"] = 1.0
        if plant.parent is not None and any(r.entity == plant.parent for r in here):
            found["d.parent_in_sentence"] = 1.0
        if any(scene.plants[r.entity].parent == plant.index for r in here):
            found["d.part_in_sentence"] = 1.0
        if any(r.entity in plant.members for r in here):
            found["d.member_in_sentence"] = 1.0
        if any(plant.index in scene.plants[r.entity].members for r in here):
            found["d.group_in_sentence"] = 1.0
    else:
        found["d.sentence_empty"] = 1.0
    before = scene.last_before(span.start)
    rank = before.index(plant.index) if plant.index in before else 9
    found[f"d.rank.{min(rank, 3)}.{'rival' if here else 'free'}"] = 1.0
    sentence = scene.sentence(span.start)
    distances = [sentence - scene.sentence(r.start) for r in (m.span for m in plant.mentions)]
    behind = [d for d in distances if d > 0]
    if behind:
        found[f"d.back.{min(*behind, 4)}.{'rival' if here else 'free'}"] = 1.0
    else:
        found["d.not_yet"] = 1.0
    previous = scene.by_sentence.get(sentence - 1, [])
    if previous and previous[0].entity == plant.index:
        found["d.previous_subject"] = 1.0
    if previous and len({r.entity for r in previous}) == 1 and previous[0].entity == plant.index:
        found["d.previous_only"] = 1.0
    found[f"d.other.{kind}"] = 1.0


def _position(found: Features, scene: Scene, span: Span, plant: PlantEntity, kind: str) -> None:
    paragraph = scene.by_paragraph.get(scene.paragraph(span.start), [])
    entities = {r.entity for r in paragraph}
    if plant.index in entities:
        found["p.same"] = 1.0
        if len(entities) == 1:
            found["p.only"] = 1.0
        if paragraph[0].entity == plant.index:
            found["p.first"] = 1.0
    elif entities:
        found["p.rivals"] = 1.0
    found.update(entity_features(scene, plant))
    group = [
        c
        for c in scene.cues.get(scene.sentence(span.start), [])
        if c.slot == "context" and c.value in {"together", "each", "respectively"}
    ]
    for value in {c.value for c in group if c.span.gap(span) < 70}:
        found[f"g.{value}.{kind}"] = 1.0
    if scene.sentence(span.start) == 0:
        found[f"p.headline.{kind}"] = 1.0


def entity_features(scene: Scene, plant: PlantEntity) -> Features:
    """Return what is known of a plant in the article as a whole: how central it is, how it is named."""
    found: Features = {}
    total = len(scene.active)
    found[f"e.total.{'1' if total == 1 else '2-3' if total <= 3 else '4-6' if total <= 6 else '7+'}"] = 1.0
    mentions = len(plant.mentions)
    ranked = sorted((p for p in scene.plants if p.index in scene.active), key=lambda p: -len(p.mentions))
    if ranked and ranked[0].index == plant.index:
        found["e.most_mentioned"] = 1.0
    found["e.share"] = mentions / max(1, len(scene.references))
    if any(scene.sentence(m.span.start) == 0 for m in plant.mentions):
        found["e.in_headline"] = 1.0
    if any(scene.sentence(m.span.start) in (1, 2) for m in plant.mentions):
        found["e.in_lead"] = 1.0
    forms = {m.form for m in plant.mentions}
    for form in forms:
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
    if plant.index == min(scene.active, default=0):
        found["e.first"] = 1.0
    return found
