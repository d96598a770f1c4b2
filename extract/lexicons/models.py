"""The shape of a lexicon file. Knows nothing of what the words are used for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Entry", "Lexicon"]


class Entry(BaseModel):
    """One thing with the forms it is written in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    forms: tuple[str, ...] = Field(default=(), description="literal forms; matched as whole words")
    patterns: tuple[str, ...] = Field(default=(), description="regular expressions, kept apart from literals")
    case_sensitive: bool = False
    ambiguous: bool = Field(default=False, description="a form that stands in another entry too")
    lang: str = "en"
    note: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, description="what this lexicon adds, e.g. a factor")


class Lexicon(BaseModel):
    """One TOML file: where its words come from, under which licence, and the entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    source: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    note: str | None = None
    entries: tuple[Entry, ...]

    @cached_property
    def _by_id(self) -> Mapping[str, Entry]:
        return MappingProxyType({entry.id: entry for entry in self.entries})

    def by_id(self) -> Mapping[str, Entry]:
        """Return the entries keyed by their identifier."""
        return self._by_id
