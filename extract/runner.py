"""One run: inputs to records to sinks and quarantine, counted. Checks every destination before it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from extract.config import Settings
from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.emit import Quarantine, open_sink, read_quarantine
from extract.errors import ConfigError, ReadError
from extract.parallel import extract_all
from extract.pipeline import Pipeline
from extract.read import list_inputs, read_path

__all__ = ["Counts", "Plan", "default_quarantine", "run"]


@dataclass(slots=True)
class Counts:
    """What became of the inputs; `articles` is the sum of the four kinds below it."""

    articles: int = 0
    with_plants: int = 0
    without_plants: int = 0
    quarantined: int = 0
    duplicates: int = 0
    plants: int = 0

    @property
    def exit_code(self) -> int:
        """0 done, 1 some inputs quarantined, 3 nothing could be read."""
        if self.with_plants + self.without_plants + self.duplicates == 0:
            return 3
        return 1 if self.quarantined else 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    quarantine: Path
    keep_empty: bool = False
    keep_text: bool = True


def default_quarantine(outputs: Sequence[str]) -> Path:
    """Return the quarantine file beside the first output that is a path, else in the working folder."""
    for target in outputs:
        if target != "-" and "://" not in target:
            return Path(target).with_name(f"{Path(target).stem}.quarantine.jsonl")
    return Path("plantwire.quarantine.jsonl")


def _check(plan: Plan) -> None:
    """Refuse what can only be a mistake, before anything is read or written.

    Raises:
        ConfigError: An input does not exist, a destination stands twice, or would overwrite an input or
            a file that is no quarantine.
    """
    for name in plan.inputs:
        if name != "-" and not Path(name).exists():
            raise ConfigError("no such file or folder", key=name)
    named = (*plan.outputs, str(plan.quarantine))
    files = [Path(name).resolve() for name in named if "://" not in name and name != "-"]
    read = {Path(name).resolve() for name in plan.inputs if name != "-"}
    if list(plan.outputs).count("-") > 1:
        raise ConfigError("stands twice among the destinations", key="-")
    for target in files:
        if files.count(target) > 1 or list(plan.outputs).count(str(target)) > 1:
            raise ConfigError("stands twice among the destinations", key=str(target))
        if target in read:
            raise ConfigError("is an input, too; name another destination", key=str(target))
    if plan.quarantine.is_dir():
        raise ConfigError("is a folder; name a file for the quarantine", key=str(plan.quarantine))
    if plan.quarantine.is_file():
        try:
            next(read_quarantine(plan.quarantine), None)
        except ReadError as error:
            raise ConfigError(
                "exists and is no quarantine file; name another with --quarantine", key=str(plan.quarantine)
            ) from error


def _paths(plan: Plan) -> Iterator[Path | Rejection]:
    """Yield the files to read; what this run writes is passed over where it lies in an input folder."""
    written = {Path(name).resolve() for name in (*plan.outputs, str(plan.quarantine)) if name != "-"}
    for name in plan.inputs:
        try:
            for path in list_inputs([name]):
                if path.resolve() not in written:
                    yield path
        except ReadError as error:
            yield Rejection(source=error.path or name, stage=error.stage, reason=error.message)


def _inputs(plan: Plan, counts: Counts) -> Iterator[Article | Rejection]:
    """Yield articles and refusals, each article once: the same id with the same text is a duplicate."""
    seen: set[int] = set()
    for path in _paths(plan):
        for given in [path] if isinstance(path, Rejection) else read_path(path):
            counts.articles += 1
            if isinstance(given, Article):
                mark = hash((given.id, given.sha256))
                if mark in seen:
                    counts.duplicates += 1
                    continue
                seen.add(mark)
            yield given


def run(plan: Plan, settings: Settings, notice: Callable[[Counts], None] = lambda counts: None) -> Counts:
    """Do a run.

    Args:
        plan: Inputs and destinations.
        settings: How to extract.
        notice: Called after each result with the counts so far.

    Returns:
        The final counts.

    Raises:
        ConfigError: The plan or the model is wrong; nothing was written.
        SinkError: A destination cannot be opened (nothing was written) or failed while being written.
    """
    _check(plan)
    counts = Counts()
    unopened = [open_sink(target) for target in plan.outputs]
    pipeline = Pipeline(settings.model)
    with ExitStack() as stack:
        sinks = [stack.enter_context(sink) for sink in unopened]
        quarantine = stack.enter_context(Quarantine(plan.quarantine))
        for result in extract_all(_inputs(plan, counts), pipeline, settings):
            if isinstance(result, Rejection):
                counts.quarantined += 1
                quarantine.write(result)
            else:
                _count(result, counts)
                if result.plants or plan.keep_empty:
                    written = result if plan.keep_text else _without_text(result)
                    for sink in sinks:
                        sink.write(written)
            notice(counts)
    return counts


def _count(record: ArticleRecord, counts: Counts) -> None:
    counts.plants += len(record.plants)
    if record.plants:
        counts.with_plants += 1
    else:
        counts.without_plants += 1


def _without_text(record: ArticleRecord) -> ArticleRecord:
    """Return the record without the article's text; offsets still point into it."""
    return record.model_copy(update={"article": record.article.model_copy(update={"text": None})})
