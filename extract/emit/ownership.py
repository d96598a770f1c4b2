"""Whose tables are these? The check that every database sink makes before it changes anything. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from extract.emit.columns import ROOT, all_tables
from extract.emit.sql import OWNER_COMMENT, SUMMARY
from extract.errors import SinkError

__all__ = ["refuse_foreign_tables"]


def refuse_foreign_tables(found: Mapping[str, str | None], target: str) -> bool:
    """Return True where the tables are there and ours, False where they are still to be made.

    Args:
        found: Name and comment of each table or view the place holds already.
        target: What to name in the error.

    Raises:
        SinkError: A table of one of our names belongs to another application or schema version.
    """
    comment = found.get(ROOT) or ""
    if comment == OWNER_COMMENT:
        return True
    if comment.startswith("plantwire schema "):
        message = f"holds tables of {comment}, this is {OWNER_COMMENT}; write to a new place"
        raise SinkError(message, path=target)
    taken = sorted({SUMMARY, *(table.name for table in all_tables())} & set(found))
    if taken:
        raise SinkError(f"has a table {taken[0]} of another application; write to a new place", path=target)
    return False
