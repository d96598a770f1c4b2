"""What is found by looking at neighbours only is what looking at everything finds."""

from __future__ import annotations

import pytest

from extract.assemble.candidates.same import _BEHIND, _sizes
from extract.assemble.link_features import _around, _crosses, _nearness
from extract.assemble.scene import Scene
from extract.domain.article import Article
from extract.pipeline import Pipeline

CROWDED = (
    "Plants\n\nOrlova power plant (240 MW), the 90 MW Beltran solar farm and the 1,200MW Tarn dam "
    "opened; Orlova cost $5 million. "
    + "The Tarn plant of 30 MW and the Orlova power station, 50 MW, are near Beltran. "
    * 9
)


@pytest.fixture(scope="module")
def scenes(pipeline: Pipeline, fixture_articles: list[Article]) -> list[Scene]:
    made = Article(id="made", source="made", text=CROWDED)
    return [pipeline.understand(article) for article in (made, *fixture_articles[:12])]


def test_sizes_in_and_behind_a_plants_phrases(scenes: list[Scene]) -> None:
    some = 0
    for scene in scenes:
        for plant in scene.plants:
            plain = {
                (c.value.normalized, c.value.kind)
                for c in scene.mentions.capacities
                if any(
                    m.span.contains(c.span) or 0 <= c.span.start - m.span.end <= _BEHIND
                    for m in plant.mentions
                )
            }
            assert _sizes(scene, plant.index) == plain
            some += len(plain)
    assert some > 20


def test_the_nearest_reference_of_all_and_of_each_plant(scenes: list[Scene]) -> None:
    crowded = 0
    for scene in scenes:
        mentions = scene.mentions
        for span in [m.span for kind in (mentions.capacities, mentions.costs, mentions.dates) for m in kind]:
            around = _around(scene, span)
            here = scene.by_sentence.get(scene.sentence(span.start), [])
            distances = [_nearness(r, span) for r in here]
            nearest = here[distances.index(min(distances))] if here else None
            assert around.nearest == (None if nearest is None else nearest.entity)
            for plant in scene.plants:
                own = [(d, n) for n, d in enumerate(distances) if here[n].entity == plant.index]
                if own:
                    assert around.closest[plant.index] is here[min(own)[1]]
            assert len(around.closest) == len({r.entity for r in here})
            crowded += len(around.closest) > 1
    assert crowded > 20


def test_another_plant_between_a_value_and_a_reference(scenes: list[Scene]) -> None:
    crossed = 0
    for scene in scenes:
        for capacity in scene.mentions.capacities:
            for own in scene.references:
                low, high = sorted((own.span.start, capacity.span.start))
                plain = any(low < r.span.start < high and r.entity != own.entity for r in scene.references)
                assert _crosses(scene.references, own, capacity.span) == plain
                crossed += plain
    assert crossed > 100
