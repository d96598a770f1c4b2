"""Sinks: where records go. The explicit table SINKS says which kind of target is whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote

from extract.emit.base import Sink
from extract.emit.csv import CsvSink
from extract.emit.files import os_errors, whole_file
from extract.emit.jsonl import JsonlSink, StdoutSink, read_records
from extract.emit.quarantine import Quarantine, read_quarantine
from extract.emit.sqlite import SqliteSink
from extract.errors import ConfigError

__all__ = [
    "SINKS",
    "Quarantine",
    "Sink",
    "SinkKind",
    "open_sink",
    "os_errors",
    "read_quarantine",
    "read_records",
    "whole_file",
]


@dataclass(frozen=True, slots=True)
class SinkKind:
    """One kind of target: how to make its sink, what to install for it, and what to tell users."""

    make: Callable[[str], Sink]
    about: str
    extra: str | None = None


def _sqlite_url(target: str) -> Sink:
    """sqlite:///relative.db and sqlite:////absolute.db, as in SQLAlchemy."""
    return SqliteSink(unquote(target.removeprefix("sqlite://").removeprefix("/")))


def _parquet(target: str) -> Sink:
    from extract.emit.parquet import ParquetSink

    return ParquetSink(target)


def _duckdb(target: str) -> Sink:
    from extract.emit.duckdb import DuckdbSink

    return DuckdbSink(target)


def _postgres(target: str) -> Sink:
    from extract.emit.postgres import PostgresSink

    return PostgresSink(target)


_SQLITE = SinkKind(SqliteSink, "SQLite database")
_POSTGRES = SinkKind(_postgres, "PostgreSQL database", extra="postgres")

# Sinks that need an extra are imported by their function, so that the others work without it.
SINKS: dict[str, SinkKind] = {
    "-": SinkKind(StdoutSink, "JSON Lines on standard output"),
    ".jsonl": SinkKind(JsonlSink, "JSON Lines file"),
    ".db": _SQLITE,
    ".sqlite": _SQLITE,
    "sqlite": SinkKind(_sqlite_url, "SQLite database"),
    ".csv": SinkKind(CsvSink, "folder of CSV tables"),
    ".parquet": SinkKind(
        _parquet,
        "Parquet file, a row an article; with a slash behind, a folder with a file a year",
        extra="parquet",
    ),
    ".duckdb": SinkKind(_duckdb, "DuckDB database", extra="duckdb"),
    "postgresql": _POSTGRES,
    "postgres": _POSTGRES,
}


def open_sink(target: str) -> Sink:
    """Return the sink for a target; use it in a `with` block.

    Args:
        target: `-`, a path whose suffix tells the kind, or a URL whose scheme does.

    Raises:
        ConfigError: The kind is unknown, or the package it needs is not installed.
    """
    scheme, is_url, _ = target.partition("://")
    key = target if target == "-" else scheme if is_url else PurePath(target).suffix.lower()
    kind = SINKS.get(key)
    if kind is None:
        known = ", ".join(f"{known}://" if known.isalpha() else known for known in SINKS)
        raise ConfigError(f"unknown kind of output; known are {known}", key=scheme if is_url else target)
    try:
        return kind.make(target)
    except ImportError as error:
        if kind.extra is None:
            raise
        message = f"needs a package that is not installed; pip install 'plantwire[{kind.extra}]'"
        raise ConfigError(message, key=key) from error
