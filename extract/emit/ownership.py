"""Whose tables are these? The check that every database sink makes before it changes anything. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.emit.columns import ROOT, all_tables
from extract.emit.linked import VIEWS, link_tables
from extract.emit.sql import OWNER_COMMENT, SUMMARY
from extract.errors import SinkError

__all__ = ["other_release", "refuse_foreign_tables"]

_OURS = re.compile(r"plantwire schema \d+\.\d+(?:, layout (\d+))?")


def refuse_foreign_tables(found: Mapping[str, str | None], target: str, ours: str = OWNER_COMMENT) -> bool:
    """Return True where the tables are there and ours, False where they are still to be made.

    Args:
        found: Name and comment of each table or view the place holds already.
        target: What to name in the error.
        ours: The comment this release writes; one with a layout has linking's tables, too.

    Raises:
        SinkError: A table of one of our names belongs to another application or release.
    """
    comment = found.get(ROOT) or ""
    if comment == ours:
        return True
    written = _OURS.fullmatch(comment)
    if written is not None:
        mine = _OURS.fullmatch(ours)
        raise SinkError(other_release(_number(written), _number(mine)), path=target)
    names = {SUMMARY, *(table.name for table in all_tables())}
    if ours != OWNER_COMMENT:
        names |= {*link_tables(), *VIEWS}
    taken = sorted(names & set(found))
    if taken:
        raise SinkError(f"has a table {taken[0]} of another application; write to a new place", path=target)
    return False


def _number(match: re.Match[str] | None) -> int:
    """The number SQLite databases carry for the same: "schema 1.0, layout 2" is 101."""
    if match is None:
        return 0
    major, minor = match[0].removeprefix("plantwire schema ").partition(",")[0].split(".")
    return int(major) * 100 + int(minor) * 10 + int(match[1] or 1) - 1


def other_release(found: int, ours: int) -> str:
    """Return what to tell the user of a database of another release, by the version numbers of both."""
    if found < ours:
        return f"is of an older plantwire (layout {found}, this is {ours}); run `plantwire migrate` on it"
    return f"is of a newer plantwire (layout {found}, this is {ours}); update plantwire"
