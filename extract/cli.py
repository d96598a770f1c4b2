"""The command line: run, explain, evaluate, schema. Options and wording only; the work is done elsewhere.

The pipeline is imported inside the commands, so that --help does not wait for a language model.
Exit codes: 0 done, 1 some inputs quarantined, 2 wrong usage (nothing was written), 3 nothing could be read,
130 stopped with Ctrl-C (what was done is kept).
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from extract.config import load_settings
from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.emit import SINKS, read_records
from extract.errors import ExtractError
from extract.export.command import export_command
from extract.link.command import link_command
from extract.migrate.command import migrate_command

if TYPE_CHECKING:
    from extract.runner import Outlook

__all__ = ["app", "main"]

app = typer.Typer(
    help="News articles about power plants in, validated JSON records out, every value with its evidence.",
    epilog="Example: plantwire run articles/ -o records.jsonl -o plants.db",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
USAGE = 2
STOPPED = 130
_TARGETS = "; ".join(f"{key}{'://' if key.isalpha() else ''}: {kind.about}" for key, kind in SINKS.items())


app.command("link", epilog="Example: plantwire link plants.db --pairs pairs.toml")(link_command)
app.command("export", epilog="Example: plantwire export plants.db -o plants.geojson")(export_command)
app.command("migrate", epilog="Example: plantwire migrate plants.db")(migrate_command)


def main() -> None:
    """Entry point of `plantwire`; an expected failure is one line on standard error and exit code 2."""
    try:
        app()
    except ExtractError as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(f"plantwire: {message}")
    raise SystemExit(USAGE)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"plantwire {version('plantwire')}")
        raise typer.Exit


@app.callback()
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


Model = Annotated[str | None, typer.Option("--model", help="spaCy model: a package name or a folder.")]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out values less sure than this."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", exists=True, dir_okay=False, help="Settings file; plantwire.toml here, by default."
    ),
]


@app.command(
    "run", epilog="Example: plantwire run articles/ more.warc.gz -o records.jsonl -o plants.db --workers 4"
)
def run_command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Files, folders, or - for standard input.")
    ],
    outputs: Annotated[
        list[str], typer.Option("-o", "--output", metavar="OUT", help=f"Repeatable. {_TARGETS}.")
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes side by side; the number of cores, by default."),
    ] = None,
    model: Model = None,
    min_confidence: MinConfidence = None,
    keep_empty: Annotated[bool, typer.Option("--all", help="Write articles without any plant, too.")] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the article's text out of the records.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Closing counts as JSON on standard output.")
    ] = False,
    quarantine: Annotated[
        Path | None,
        typer.Option("--quarantine", help="File for what is refused; OUT.quarantine.jsonl, by default."),
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", help="File with a line per refusal; OUT.log, by default.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Do everything again, whatever an earlier run has left.")
    ] = False,
    retry_quarantined: Annotated[
        bool, typer.Option("--retry-quarantined", help="Do again only what the last run refused.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    config: Config = None,
) -> None:
    """Read saved articles, write a record for each with a plant in it; goes on where a run was cut off."""
    from extract import runner
    from extract.progress import closing_line, shown_progress, told

    if as_json and "-" in outputs:
        _fail("--json and -o - both want standard output; give one of them up")
    settings = load_settings(config, workers=workers, model=model, min_confidence=min_confidence)
    plan = runner.Plan(
        tuple(inputs), tuple(outputs), quarantine, log, keep_empty, not no_text, force, retry_quarantined
    )
    if dry_run:
        _tell_outlook(runner.dry_run(plan, settings), as_json=as_json)
        return
    started = time.monotonic()
    try:
        with shown_progress(inputs, Console(stderr=True)) as (notice, meter):
            counts = runner.run(plan, settings, notice, meter=meter)
    except runner.Stopped as stopped:
        typer.echo(f"stopped after {told(stopped.counts)}; the same command goes on from here", err=True)
        raise typer.Exit(STOPPED) from None
    seconds = time.monotonic() - started
    if as_json:
        files = {"outputs": outputs, "quarantine": str(plan.quarantine), "copies": str(plan.duplicates)}
        typer.echo(json.dumps({**counts.as_dict(), "seconds": round(seconds, 3), **files}))
    else:
        typer.echo(closing_line(counts, seconds, outputs, plan.quarantine), err=True)
    raise typer.Exit(counts.exit_code)


def _tell_outlook(outlook: Outlook, *, as_json: bool) -> None:
    """Say what a run would do: JSON on standard output, or a line on standard error."""
    if as_json:
        typer.echo(json.dumps(asdict(outlook)))
        return
    typer.echo(
        f"{outlook.articles} articles: {outlook.done} done before, {outlook.to_do} to do, "
        f"{outlook.not_relevant} not relevant, {outlook.quarantined} to be quarantined; nothing was written",
        err=True,
    )


def _page() -> Console:
    """Standard output; 120 characters wide where no terminal says how wide it is."""
    console = Console()
    return console if console.is_terminal or "COLUMNS" in os.environ else Console(width=120)


@app.command(epilog="Example: plantwire explain article.html")
def explain(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="A saved article.")
    ],
    model: Model = None,
    min_confidence: MinConfidence = None,
    config: Config = None,
) -> None:
    """Show an article with each value highlighted, its rule, confidence and the features that decided."""
    from extract.explain import explained
    from extract.pipeline import Pipeline
    from extract.read import read_path
    from extract.threshold import keep_confident

    settings = load_settings(config, model=model, min_confidence=min_confidence)
    pipeline = Pipeline(settings.model)
    console = _page()
    shown = refused = 0
    for given in read_path(file):
        result, reasons = pipeline.explain(given) if isinstance(given, Article) else (given, {})
        if isinstance(result, Rejection):
            refused += 1
            typer.echo(f"{result.source}: refused at {result.stage}: {result.reason}", err=True)
        else:
            shown += 1
            console.print(explained(keep_confident(result, settings.min_confidence), reasons))
    raise typer.Exit(3 if not shown else 1 if refused else 0)


@app.command(epilog="Example: plantwire evaluate gold/ records.jsonl --misses")
def evaluate(
    gold: Annotated[
        Path, typer.Argument(exists=True, help="Gold: a folder of .json files, a .json or a .jsonl.")
    ],
    out: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Records: a .jsonl file of plantwire run.")
    ],
    articles: Annotated[bool, typer.Option("--articles", help="One row per article, worst first.")] = False,
    misses: Annotated[
        bool, typer.Option("--misses", help="Each missed and spurious value with its evidence.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
) -> None:
    """Score records against gold: precision, recall and F1 per slot."""
    from extract.evaluate import load_gold, pair_up, report, score_article
    from extract.evaluate.confidence import reliability

    pairs, strangers = pair_up(load_gold(gold), read_records(out))
    scores = [score_article(article, record) for article, record in pairs]
    if as_json:
        typer.echo(json.dumps(report.as_numbers(scores, articles=articles, misses=misses)))
        return
    console = _page()
    console.print(report.slot_table({"records": scores}), report.reliability_table(reliability(scores)))
    if articles:
        console.print(report.article_table(scores))
    if misses:
        for line in report.miss_lines(scores):
            console.print(line, soft_wrap=True)
    unmatched = sum(record is None for _, record in pairs)
    typer.echo(
        f"{len(pairs)} gold articles, {unmatched} without a record, {len(strangers)} records not in the gold",
        err=True,
    )


@app.command(epilog="Example: plantwire schema > article-record.schema.json")
def schema(
    rejection: Annotated[
        bool, typer.Option("--rejection", help="Of a quarantine line instead of a record.")
    ] = False,
) -> None:
    """Print the JSON Schema of the output."""
    from extract.schema import rejection_schema_text, schema_text

    typer.echo(rejection_schema_text() if rejection else schema_text(), nl=False)
