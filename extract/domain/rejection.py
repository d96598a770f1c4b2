"""Rejection: what was refused, at which stage and why. One line of the quarantine file each."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Rejection"]


class Rejection(BaseModel):
    """An input that yielded no record; kept so that it can be looked at and replayed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(description="path, archive member or record that was refused")
    stage: str = Field(description="the stage that refused it: read, analyze, match, validate, emit")
    reason: str = Field(description="what is wrong and what to do about it")
    sha256: str | None = Field(default=None, description="SHA-256 of the input's bytes, where they were read")
