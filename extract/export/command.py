"""`plantwire export`: options and wording only."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath
from typing import Annotated

import typer

from extract.emit.files import os_errors, whole_file
from extract.errors import ConfigError
from extract.export import FORMATS

__all__ = ["export_command"]

_ABOUT = "; ".join(f"{name}: {form.about}" for name, form in FORMATS.items())


def export_command(
    database: Annotated[
        str, typer.Argument(metavar="DB", help="A database that `plantwire link` has linked.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT", help="The file to write, - for standard output.")
    ],
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"{_ABOUT}. By default what OUT's suffix says."),
    ] = None,
) -> None:
    """Write the linked plants in a form other tools read."""
    from extract.link.run import read_current
    from extract.link.store import open_store

    text = FORMATS[_format(form, output)].text
    with open_store(database, read_only=True) as store:
        plants = read_current(store)
    if not plants:
        raise ConfigError("holds no linked plants; run `plantwire link` on it", key=database)
    written = text([plants[id_] for id_ in sorted(plants)]).encode("utf-8")
    if output == "-":
        with os_errors("standard output"):
            sys.stdout.buffer.write(written)
    else:
        with whole_file(Path(output)) as handle:
            handle.write(written)


def _format(form: str | None, output: str) -> str:
    """The format asked for, or the one of the suffix: .geojson, .csv (Global Energy Monitor's)."""
    name = form or {".geojson": "geojson", ".json": "geojson", ".csv": "gem"}.get(
        PurePath(output).suffix.lower()
    )
    if name not in FORMATS:
        raise ConfigError(f"unknown format; known are {', '.join(FORMATS)}", key=form or output)
    return name
