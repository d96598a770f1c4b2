"""The whole exception tree: everything plantwire raises on purpose derives from ExtractError.

"Nothing found" is never an error, it is `None` or an empty result. A programming error is not in this
tree and stops the run. Foreign exceptions (OSError, sqlite3.Error, pydantic.ValidationError) are mapped
once, where they enter.
"""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "ExtractError",
    "LexiconError",
    "ReadError",
    "SchemaError",
    "SinkError",
]


class ExtractError(Exception):
    """Base of all expected failures; carries what a caller needs to act on, not only a text.

    Args:
        message: What is wrong and what to do about it, one line.
        path: The file, member or URL it happened at, where there is one.
        stage: The stage that refused ("read", "analyze", "match", "validate", "emit", ...).
        key: The entry or field concerned, for example "currencies.toml: tenge".
    """

    stage = "run"

    def __init__(
        self, message: str, *, path: str | None = None, stage: str | None = None, key: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.stage = stage or type(self).stage
        self.key = key

    def __str__(self) -> str:
        """One line: the path and key in front of the reason, so that a log names the culprit."""
        where = ": ".join(part for part in (self.path, self.key) if part)
        return f"{where}: {self.message}" if where else self.message


class ConfigError(ExtractError):
    """A setting, option or command-line value is unknown or out of range (exit code 2)."""

    stage = "config"


class LexiconError(ExtractError):
    """A lexicon file is broken; names file, entry and key (exit code 2)."""

    stage = "lexicon"


class ReadError(ExtractError):
    """A file is no article: empty, binary, truncated, foreign, over a limit (goes to quarantine)."""

    stage = "read"


class SchemaError(ExtractError):
    """A draft or record does not fit the published schema or is not grounded (goes to quarantine)."""

    stage = "validate"


class SinkError(ExtractError):
    """A destination cannot be opened or written, or belongs to another application."""

    stage = "emit"
