"""What a run changed in the current view, plant by plant and column by column. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.domain.linked import LinkedPlant

__all__ = ["COUNTED", "changes"]

COUNTED = frozenset({"articles", "sources", "first_published", "last_published"})
"""Columns that move with every article; their changes are no news."""


def changes(
    old: Mapping[str, LinkedPlant], new: Mapping[str, LinkedPlant], moved: Mapping[str, str]
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield (plant, column, before, after), sorted by plant.

    Args:
        old: The plants before, by id.
        new: The plants now.
        moved: For plants that are gone, the plant their mentions went to.
    """
    for id_ in sorted(old.keys() | new.keys()):
        before, after = old.get(id_), new.get(id_)
        if after is None:
            yield id_, "id", id_, moved.get(id_)
        elif before is None:
            yield id_, "id", None, id_
        elif before != after:
            for field in LinkedPlant.model_fields:
                was, now = getattr(before, field), getattr(after, field)
                if was != now and field not in COUNTED:
                    yield id_, field, _text(was), _text(now)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:.12g}" if isinstance(value, float) else str(value)
