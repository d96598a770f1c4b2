"""Bring a database to this release's layout. Owns the connection and the transaction; steps are alembic's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from extract.domain.linked import LAYOUT
from extract.emit.ownership import other_release
from extract.emit.sql import LINKED_COMMENT, OWNER_COMMENT, version_number
from extract.emit.sqlite import APPLICATION_ID
from extract.errors import ConfigError, SinkError

__all__ = ["migrate"]

_LAYOUTS = {100 + layout - 1: layout for layout in range(1, LAYOUT + 1)}
"""Layouts by the version number a SQLite file carries in its header."""


def migrate(target: str) -> tuple[int, int]:
    """Bring a SQLite or PostgreSQL database to this release's layout; nothing else in it changes.

    Args:
        target: A `.db` or `.sqlite` file, `sqlite:///...` or `postgresql://...`.

    Returns:
        The layout it had and the one it has now; the same where there was nothing to do.

    Raises:
        ConfigError: The target is of another kind.
        SinkError: It is not ours, of a newer release, or cannot be written; it is as it was.
    """
    scheme, is_url, rest = target.partition("://")
    if is_url and scheme in ("postgresql", "postgres"):
        return _migrate_postgres(target)
    if is_url and scheme == "sqlite":
        return _migrate_sqlite(unquote(rest.removeprefix("/")))
    if not is_url and PurePath(target).suffix.lower() in (".db", ".sqlite"):
        return _migrate_sqlite(target)
    raise ConfigError("only .db or .sqlite files, sqlite:/// and postgresql:// have migrations", key=target)


def _migrate_sqlite(path: str) -> tuple[int, int]:
    if not Path(path).is_file():
        raise SinkError("no such database", path=path)
    with _errors(path), closing(sqlite3.connect(path)) as file:
        application, version = (
            file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
    if application != APPLICATION_ID:
        raise SinkError("is a database of another application", path=path)
    layout = _LAYOUTS.get(version)
    if layout is None:
        raise SinkError(other_release(version, version_number()), path=path)

    def finish(connection: Connection) -> None:
        connection.execute(text(f"PRAGMA user_version = {version_number()}"))

    def creator() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None)

    return _upgrade("sqlite://", creator, path, layout, finish)


def _migrate_postgres(url: str) -> tuple[int, int]:
    import psycopg

    from extract.emit.postgres import shown_url

    shown = shown_url(url)
    with _errors(shown), closing(psycopg.connect(url)) as connection:
        row = connection.execute(
            "SELECT obj_description(oid, 'pg_class') FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace AND relname = 'articles'"
        ).fetchone()
    comment = row[0] if row else None
    if comment not in (OWNER_COMMENT, LINKED_COMMENT):
        raise SinkError("has no tables of ours, or those of a newer plantwire", path=shown)

    def finish(connection: Connection) -> None:
        connection.execute(text(f"COMMENT ON TABLE articles IS '{LINKED_COMMENT}'"))

    layout = LAYOUT if comment == LINKED_COMMENT else 1
    return _upgrade("postgresql+psycopg://", lambda: psycopg.connect(url), shown, layout, finish)


def _upgrade(
    dialect: str, creator: Callable[[], Any], shown: str, layout: int, finish: Callable[[Connection], None]
) -> tuple[int, int]:
    """Run the steps from a layout on, and what marks the database as of this release, in one transaction."""
    if layout == LAYOUT:
        return layout, layout
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    engine = create_engine(dialect, creator=creator, poolclass=NullPool)
    if dialect == "sqlite://":
        # The driver would begin a transaction only before data changes, and leave tables half made.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with _errors(shown), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.stamp(config, f"{layout:04}", purge=True)
        command.upgrade(config, f"{LAYOUT:04}")
        finish(connection)
    return layout, LAYOUT


@contextmanager
def _errors(shown: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise SinkError(f"cannot be migrated: {reason}", path=shown) from error
    except sqlite3.Error as error:
        raise SinkError(f"SQLite: {error}", path=shown) from error
