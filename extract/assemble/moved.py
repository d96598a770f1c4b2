"""Moves the evidence of a plant's record: a part of an article counts from its own first character."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from extract.domain.record import Evidence

__all__ = ["moved"]

T = TypeVar("T")


def moved(value: T, by: int) -> T:
    """Return a value with all evidence in it that many characters further on.

    Walks the models generically: a new field with evidence is moved without a change here.

    >>> moved(Evidence(start=1, end=3, text="MW", rule="x"), 10).start
    11
    """
    if not by:
        return value
    if isinstance(value, Evidence):
        return value.model_copy(update={"start": value.start + by, "end": value.end + by})
    if isinstance(value, BaseModel):
        fields = {name: moved(getattr(value, name), by) for name in value.model_fields_set}
        return value.model_copy(update=fields)
    if isinstance(value, tuple):
        return tuple(moved(item, by) for item in value)  # type: ignore[return-value]
    return value
