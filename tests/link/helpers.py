"""Small builders for mentions and their clusters."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from extract.link.linking import link
from extract.link.mention import Mention, MentionKey
from extract.link.pairs import Pairs

_numbers = count()


def mention(*names: str, key: MentionKey | None = None, **said: object) -> Mention:
    """A mention; `fuel` and `owner` may be given as one word."""
    article, record = key or (f"a{next(_numbers):04}", "p")
    fuel, owner = said.pop("fuel", None), said.pop("owner", None)
    fields = {"fuels": frozenset([fuel]) if fuel else frozenset(), "owners": (owner,) if owner else ()}
    return Mention(article, record, names, **(fields | said))  # type: ignore[arg-type]


def clusters(mentions: Iterable[Mention], pairs: Pairs | None = None) -> set[frozenset[MentionKey]]:
    """The mentions of each plant."""
    return {frozenset(plant.mentions) for plant in link(mentions, pairs).plants}


def together(one: Mention, two: Mention, *others: Mention, pairs: Pairs | None = None) -> bool:
    """Whether two mentions are one plant, among others."""
    return any({one.key, two.key} <= cluster for cluster in clusters([one, two, *others], pairs))
