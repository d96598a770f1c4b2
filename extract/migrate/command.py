"""`plantwire migrate`: wording only."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.errors import ConfigError

__all__ = ["migrate_command"]


def migrate_command(
    database: Annotated[str, typer.Argument(metavar="DB", help="A .db or .sqlite file, or postgresql://.")],
) -> None:
    """Bring a database of an older release to this one's tables; what it holds stays."""
    try:
        from extract.migrate.upgrade import migrate
    except ImportError as error:
        message = "needs a package that is not installed; pip install 'plantwire[migrate]'"
        raise ConfigError(message, key="migrate") from error
    before, after = migrate(database)
    done = "is of this release already" if before == after else f"brought from layout {before} to {after}"
    typer.echo(f"{done}; run `plantwire link` to fill what is new", err=True)
