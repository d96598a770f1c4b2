"""`plantwire link`: options and wording only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["link_command"]


def link_command(
    database: Annotated[
        str,
        typer.Argument(metavar="DB", help="A .db or .sqlite file, or postgresql://, that `run` has written."),
    ],
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            exists=True,
            dir_okay=False,
            help="TOML file of [[must_link]] and [[cannot_link]] pairs; replaces those of an earlier file.",
        ),
    ] = None,
    why: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--why",
            metavar="A B",
            help="Change nothing; say why two mentions (ARTICLE/RECORD) or plants are one, or not.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON on standard output.")] = False,
) -> None:
    """Find out which records of all articles speak of one plant, and what holds of it now."""
    if why is not None:
        from extract.link.why import why as explained

        for line in explained(database, *why):
            typer.echo(line)
        return
    from extract.link.run import link_database

    summary = link_database(database, pairs)
    if as_json:
        typer.echo(json.dumps(summary.as_dict()))
        return
    changed = f"run {summary.run}, {summary.changed} rows changed" if summary.changed else "nothing changed"
    typer.echo(
        f"{summary.articles} articles, {summary.mentions} mentions: {summary.plants} plants ({changed})",
        err=True,
    )
