"""What a run is to do, and whether that can be meant: inputs, destinations, and the files beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.domain.rejection import Rejection
from extract.emit import read_quarantine
from extract.errors import ConfigError, ReadError
from extract.read import list_inputs

__all__ = ["Plan", "check_plan", "files_to_read"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        inputs: Files, folders, `-`.
        outputs: Paths, URLs, `-`.
        given_quarantine: The file for refusals; beside the first output, by default.
        given_log: The file with a line for each refusal; beside the first output, by default.
        keep_empty: True to write articles without any plant, too.
        keep_text: False to leave the article's text out.
        force: True to forget what earlier runs did.
        retry: True to do nothing but what the last run refused.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    given_quarantine: Path | None = None
    given_log: Path | None = None
    keep_empty: bool = False
    keep_text: bool = True
    force: bool = False
    retry: bool = False

    @property
    def main_output(self) -> Path | None:
        """The first output that is a path."""
        paths = (target for target in self.outputs if target != "-" and "://" not in target)
        return next(map(Path, paths), None)

    def beside(self, ending: str) -> Path:
        """Return a file beside the main output, else in the working folder."""
        if self.main_output is None:
            return Path(f"plantwire.{ending}")
        return self.main_output.with_name(f"{self.main_output.stem}.{ending}")

    @property
    def quarantine(self) -> Path:
        """The file for refusals."""
        return self.given_quarantine or self.beside("quarantine.jsonl")

    @property
    def duplicates(self) -> Path:
        """The file that says which input is a copy of which."""
        return self.beside("duplicates.jsonl")

    @property
    def log(self) -> Path:
        """The file with a line for each refusal."""
        return self.given_log or self.beside("log")

    @property
    def written(self) -> tuple[str, ...]:
        """Every destination the run writes to."""
        return (*self.outputs, *map(str, (self.quarantine, self.duplicates, self.log)))


def check_plan(plan: Plan) -> None:
    """Refuse what can only be a mistake, before anything is read or written.

    Raises:
        ConfigError: An input does not exist, a destination stands twice, or would overwrite an input or
            a file that is not ours.
    """
    for name in plan.inputs:
        if name != "-" and not Path(name).exists():
            raise ConfigError("no such file or folder", key=name)
    if plan.force and plan.retry:
        raise ConfigError("--force does everything again, --retry-quarantined a part; give one of them up")
    files = [Path(name).resolve() for name in plan.written if "://" not in name and name != "-"]
    read = {Path(name).resolve() for name in plan.inputs if name != "-"}
    if list(plan.outputs).count("-") > 1:
        raise ConfigError("stands twice among the destinations", key="-")
    for target in files:
        if files.count(target) > 1 or list(plan.outputs).count(str(target)) > 1:
            raise ConfigError("stands twice among the destinations", key=str(target))
        if target in read:
            raise ConfigError("is an input, too; name another destination", key=str(target))
    for path in (plan.quarantine, plan.log):
        if path.is_dir():
            raise ConfigError("is a folder; name a file", key=str(path))
    _check_ours(plan)


def _check_ours(plan: Plan) -> None:
    """Refuse to replace a file that is no quarantine, or no list of duplicates.

    Raises:
        ConfigError: It is none.
    """
    if plan.quarantine.is_file():
        try:
            next(read_quarantine(plan.quarantine), None)
        except ReadError as error:
            message = "exists and is no quarantine file; name another with --quarantine"
            raise ConfigError(message, key=str(plan.quarantine)) from error
    if plan.duplicates.is_file():
        try:
            with plan.duplicates.open(encoding="utf-8") as lines:
                first = json.loads(next(lines, '{"duplicate_of": ""}'))
            ours = isinstance(first, dict) and "duplicate_of" in first
        except (OSError, ValueError):
            ours = False
        if not ours:
            message = "exists and is no list of duplicates; move it away or name another output"
            raise ConfigError(message, key=str(plan.duplicates))


def files_to_read(plan: Plan) -> Iterator[Path | Rejection]:
    """Yield the files to read, in an order that does not depend on how the inputs are listed.

    What this run writes is passed over where it lies in an input folder. Standard input comes last.
    """
    written = {Path(name).resolve() for name in plan.written if name != "-" and "://" not in name}
    names = {path.name for path in written}
    for name in sorted(plan.inputs, key=lambda name: (name == "-", name)):
        try:
            for path in list_inputs([name]):
                if path.name not in names or path.resolve() not in written:
                    yield path
        except ReadError as error:
            yield Rejection(source=error.path or name, stage=error.stage, reason=error.message)
