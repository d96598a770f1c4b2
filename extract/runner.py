"""One run: inputs through `extract.batch` to the outputs. Checks every destination before it reads."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from extract.batch.counts import Counts
from extract.batch.crew import Crew
from extract.batch.likeness import warm_up
from extract.batch.log import Log
from extract.batch.messages import Limits, Make, Orders
from extract.batch.plan import Plan, check_plan, files_to_read
from extract.batch.publish import Wanted, publish
from extract.batch.roster import Entry, settle
from extract.batch.session import Found, Session, Stopped
from extract.batch.state import State, state_folder
from extract.batch.versions import versions
from extract.batch.worker import pipeline
from extract.config import Settings
from extract.domain.rejection import Rejection
from extract.emit import open_sink
from extract.errors import ConfigError
from extract.read import Meter, documents

__all__ = ["Counts", "Outlook", "Plan", "Stopped", "dry_run", "run"]

RECYCLE = 5_000
"""Documents after which a worker makes room for a fresh one: whatever a library leaks ends there."""

Notice = Callable[[Counts], None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would do.

    Attributes:
        articles: All that is in the inputs.
        done: Articles whose outcome an earlier run has left.
        to_do: Articles that would be read and, where they tell of plants, extracted.
        not_relevant: Articles that would be passed over.
        quarantined: Inputs that would be refused without being parsed.
    """

    articles: int
    done: int
    to_do: int
    not_relevant: int
    quarantined: int


def run(
    plan: Plan,
    settings: Settings,
    notice: Notice = lambda counts: None,
    *,
    meter: Meter | None = None,
    make: Make | None = None,
) -> Counts:
    """Do a run, or go on with one that was stopped or killed.

    Args:
        plan: Inputs and destinations.
        settings: How to extract.
        notice: Called after each document with the counts so far.
        meter: Told how far reading has come.
        make: Makes the workers' pipeline; the real one, where None.

    Returns:
        The final counts.

    Raises:
        ConfigError: The plan or the model is wrong; nothing was written.
        SinkError: A destination cannot be opened (nothing was written) or failed while being written.
        Stopped: Ctrl-C; what is done is kept for the next run.
    """
    check_plan(plan)
    sinks = [open_sink(target) for target in plan.outputs]
    limits = Limits(settings.seconds, settings.memory_mb, settings.max_characters)
    orders = Orders(settings.model, make or pipeline, limits, RECYCLE)
    with ExitStack() as stack:
        stopping = stack.enter_context(_stoppable())
        folder = _folder(plan, stack)
        crew = stack.enter_context(Crew(settings.workers, orders))
        if plan.force or not folder.exists():
            crew.start()  # loads its model while we look around
        state = State(folder, versions(settings.model))
        if plan.force:
            state.clear()
        state.load()
        previous = _previous(state) if plan.retry else ([], {})
        warm_up()  # while the worker loads its model
        if not state:  # else an earlier run has loaded this very model
            crew.wait_ready()
        for sink in sinks:  # whatever cannot be written to is found out now, not in the morning
            sink.open()
            sink.abort()
        stack.enter_context(state)
        log = Log(plan.log)
        stack.callback(log.close)
        session = Session(
            state, crew, limits, log.refused, notice, stopping,
            everything=plan.keep_empty, again=plan.retry,
        )  # fmt: skip
        about: dict[str, Any] = {"inputs": list(plan.inputs), "model": settings.model}
        state.write_manifest({**about, "finished": False})
        entries = session.run(_retried(session, *previous) if plan.retry else _found(plan, meter or Meter()))
        state.write_lines("roster.jsonl", (entry.as_dict() for entry in entries))
        state.write_manifest({
            **about, "finished": True, "skipped": session.skipped, "skipped_in": dict(session.skipped_in)
        })  # fmt: skip
        wanted = Wanted(settings.min_confidence, plan.keep_empty, plan.keep_text)
        return publish(entries, state, wanted, sinks, plan.quarantine, plan.duplicates, session.skipped)


def dry_run(plan: Plan, settings: Settings, notice: Notice = lambda counts: None) -> Outlook:
    """Say what a run would do; reads the inputs and writes nothing.

    Raises:
        ConfigError: The plan is wrong.
    """
    from extract.batch.gate import passes
    from extract.read import document_key

    check_plan(plan)
    for target in plan.outputs:
        open_sink(target)
    counts = Counts()
    with ExitStack() as stack:
        state = State(_folder(plan, stack), versions(settings.model))
        if not plan.force:
            state.load()
        done = to_do = 0
        for _, document in _found(plan, Meter()):
            counts.articles += 1
            if isinstance(document, Rejection):
                counts.quarantined += 1
            elif state.get(document_key(document)) is not None:
                done += 1
            elif plan.keep_empty or passes(document):
                to_do += 1
            else:
                counts.not_relevant += 1
            notice(counts)
    return Outlook(counts.articles, done, to_do, counts.not_relevant, counts.quarantined)


def _folder(plan: Plan, stack: ExitStack) -> Path:
    """Return where the run's state is kept: beside the first output that is a path."""
    if plan.main_output is not None:
        return state_folder(plan.main_output)
    targets = [target for target in plan.outputs if target != "-"]
    if targets:
        name = sha256("\n".join(targets).encode()).hexdigest()[:12]
        return state_folder(Path(name))
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plantwire-")))


def _found(plan: Plan, meter: Meter) -> Iterator[Found]:
    """Yield the documents of the inputs in order, each with its file."""
    for path in files_to_read(plan):
        if isinstance(path, Rejection):
            yield Path(path.source), path
        else:
            for document in documents(path, meter):
                yield path, document


def _previous(state: State) -> tuple[list[Entry], dict[str, int]]:
    """Return the entries of the last run that was finished, and what it passed over by file.

    Raises:
        ConfigError: There is none, so that nothing is in quarantine.
    """
    manifest = state.manifest()
    if not manifest.get("finished"):
        raise ConfigError(
            "no finished run of this output to retry; run without --retry-quarantined first",
            key=str(state.folder),
        )
    skipped = {"": int(manifest["skipped"]), **manifest["skipped_in"]}
    return [Entry.from_dict(data) for data in state.lines("roster.jsonl")], skipped


def _retried(session: Session, entries: list[Entry], skipped: dict[str, int]) -> Iterator[Found | Entry]:
    """Yield what the last run's entries are, and afresh what is in files of which something was refused."""
    standings = settle(entries, session.state.get, everything=session.everything)
    again = {s.entry.path for s in standings if s.kind in {"refused", "missing"}} - {"-"}
    kept = skipped[""] - sum(skipped.get(path, 0) for path in again)
    session.skipped += kept
    session.counts.not_relevant += kept
    session.counts.articles += kept
    session.skipped_in.update({path: n for path, n in skipped.items() if path and path not in again})
    opened: set[str] = set()
    for entry in entries:
        if entry.path not in again:
            yield entry
        elif entry.path not in opened:
            opened.add(entry.path)
            for document in documents(Path(entry.path)):
                yield Path(entry.path), document


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Turn Ctrl-C into a question the run asks itself; the second one interrupts whatever goes on."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def hear(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
