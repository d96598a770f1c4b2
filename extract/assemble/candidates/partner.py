"""Questions about organisations: have they a part in this plant, and which?"""

from __future__ import annotations

from collections.abc import Iterator

from extract.assemble.candidates.base import Candidate
from extract.assemble.candidates.partner_context import role_patterns
from extract.assemble.context_features import context_features, word_features
from extract.assemble.encoder_features import pair_reading, party_reading, worth_asking
from extract.assemble.link_features import Features, link_features
from extract.assemble.scene import Scene
from extract.domain.entity import OrganizationEntity

__all__ = ["partner_candidates"]


def partner_candidates(scene: Scene) -> Iterator[Candidate[OrganizationEntity]]:
    """Yield every (organisation, plant) question, features joined over the organisation's mentions."""
    slots = frozenset({"role", "context"})
    for number, organization in enumerate(scene.organizations):
        own: Features = {}
        for mention in organization.mentions:
            own |= context_features(scene, mention.span, slots) | word_features(scene, mention.span, 2)
        own[f"v.kind.{organization.kind}"] = 1.0
        own[f"v.known.{bool(organization.entity)}"] = 1.0
        own[f"v.mentions.{min(len(organization.mentions), 4)}"] = 1.0
        for rule in sorted({m.rule for m in organization.mentions}):
            own[f"v.rule.{rule}"] = 1.0
        if any(scene.sentence(m.span.start) == 0 for m in organization.mentions):
            own["v.in_headline"] = 1.0
        own |= party_reading(scene, number)
        if any(r.span.overlaps(m.span) for m in organization.mentions for r in scene.references):
            own["v.also_plant"] = 1.0
        patterns = role_patterns(scene, [m.span for m in organization.mentions])
        own |= patterns
        for name in patterns:
            own[f"{name}.{organization.kind}"] = 1.0
        likely = worth_asking(scene, "org", number)
        for plant in scene.plants:
            if plant.index not in likely:
                continue
            features = dict(own)
            for mention in organization.mentions:
                for name, value in link_features(scene, mention.span, plant).items():
                    features[name] = max(features.get(name, 0.0), value)
            features |= pair_reading(scene, "org", number, plant.index)
            yield Candidate(organization, plant, features)
