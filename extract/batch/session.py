"""The long part of a run: documents through the workers into the state, whatever dies on the way.

Reads only as far ahead as workers need. Ends when all is done, or, when asked to stop, as soon as what is
finished is on disk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.batch.counts import Counts
from extract.batch.crew import Answer, Crew, Lost
from extract.batch.likeness import Index, sketch_of
from extract.batch.messages import Ask, Done, Limits, Task
from extract.batch.outcome import Outcome, Sketch
from extract.batch.roster import Entry, settle
from extract.batch.state import State
from extract.domain.rejection import Rejection
from extract.read import STDIN, Document, document_key, documents

__all__ = ["Found", "Session", "Stopped"]

Found = tuple[Path, Document | Rejection]
Refuse = Callable[[Rejection, str], None]


class Stopped(Exception):  # noqa: N818 - no fault
    """The run was asked to stop; what is done is kept.

    Args:
        counts: How it stood.
    """

    def __init__(self, counts: Counts) -> None:
        super().__init__("stopped")
        self.counts = counts


@dataclass(slots=True)
class Session:
    """One run's way through its inputs.

    Attributes:
        state: What was done before, and where what is done goes.
        crew: The workers.
        limits: What one article may take.
        refuse: Told of each new refusal, with a crash's traceback.
        notice: Told the counts so far after each document.
        stopping: Asked now and then whether to stop.
        everything: True to take each article through all stages, whatever its words.
        again: True to do refused documents again.
        counts: How the run stands.
        skipped: Documents passed over before they were parsed.
        skipped_in: The same by file, for files that hold several.
    """

    state: State
    crew: Crew
    limits: Limits
    refuse: Refuse
    notice: Callable[[Counts], None]
    stopping: Callable[[], bool]
    everything: bool = False
    again: bool = False
    counts: Counts = field(default_factory=Counts)
    skipped: int = 0
    skipped_in: Counter[str] = field(default_factory=Counter)
    _entries: list[Entry] = field(default_factory=list)
    _pending: dict[str, list[Entry]] = field(default_factory=dict)
    _sketches: dict[str, Sketch] = field(default_factory=dict)
    _redone: set[str] = field(default_factory=set)
    _index: Index = field(default_factory=Index)

    def run(self, found: Iterable[Found | Entry]) -> list[Entry]:
        """Take all documents through, and return the entries of those that were not passed over.

        Args:
            found: The documents in order; an entry stands for one whose outcome is to be taken as it is.

        Raises:
            Stopped: It was asked to stop.
        """
        for order, item in enumerate(found):
            self.counts.articles += 1
            if isinstance(item, Entry):
                self._enter(replace(item, order=order))
            else:
                self._meet(order, *item)
            self._handle(0.0)
            while not self.crew.has_room:
                self._handle(1.0)
            self.notice(self.counts)
        self._finish()
        self._entries.sort(key=lambda entry: entry.order)
        self._index = Index()
        while missing := self._missing():
            self._recover(missing)
        return self._entries

    def _meet(self, order: int, path: Path, found: Document | Rejection) -> None:
        """Take in what was found in a file."""
        if isinstance(found, Document):
            self._take(order, path, found)
            return
        self._enter(Entry(order, found.source, str(path), rejection=found))
        self.refuse(found, "")

    def _enter(self, entry: Entry) -> None:
        """Take an entry in whose outcome is known."""
        self._entries.append(entry)
        known = self.state.get(entry.key) if entry.key is not None else None
        if known is None:
            self.counts.quarantined += 1
            return
        self._count(known)
        if known.kind == "record" and known.sketch is not None:
            self._index.add(entry.order, known.sketch)

    def _take(self, order: int, path: Path, document: Document) -> None:
        """Submit a document unless its outcome is known or under way."""
        key = document_key(document)
        entry = Entry(order, document.source, str(path), key)
        if key in self._pending:
            self._pending[key].append(entry)
            return
        if self.known(key) is not None:
            self._enter(entry)
            return
        self._pending[key] = [entry]
        if self.again:
            self._redone.add(key)
        asked = path != STDIN  # what came through a pipe cannot be read again
        self.crew.submit(Task(order, key, document, gated=not self.everything, asked=asked))

    def known(self, key: str) -> Outcome | None:
        """Return a document's outcome where it holds for this run."""
        outcome = self.state.get(key)
        if outcome is None:
            return None
        if outcome.kind == "refused":
            stale = outcome.limits not in {None, self.limits.name}
            return None if stale or (self.again and key not in self._redone) else outcome
        return None if outcome.kind == "irrelevant" and self.everything else outcome

    def _finish(self) -> None:
        """Wait for what is under way."""
        while not self.crew.idle:
            self._handle(1.0)
            self.notice(self.counts)
        self.state.flush()

    def _handle(self, seconds: float) -> None:
        """Take in what the workers say."""
        if self.stopping():
            raise Stopped(self.counts)
        for event in self.crew.events(seconds):
            if isinstance(event, Lost):
                self._lost(event)
            elif isinstance(event.said, Ask):
                self._asked(event, event.said)
            else:
                self._done(event.task, event.said)
        self.state.tick()

    def _asked(self, answer: Answer, said: Ask) -> None:
        """Decide whether an article is extracted: one that is a copy of another under way is not."""
        task = answer.task
        sketch = sketch_of(said.text, said.url)
        self._sketches[task.key] = sketch
        copy = task.asked and self._index.first(sketch) is not None
        if not copy:
            self._index.add(task.order, sketch)
        self.crew.reply(answer, extract=not copy)

    def _done(self, task: Task, said: Done) -> None:
        """Keep what became of a document."""
        entries = self._pending.pop(task.key)
        if said.kind == "skipped":
            self.counts.not_relevant += len(entries)
            self.skipped += len(entries)
            self.skipped_in.update(entry.path for entry in entries if entry.path != entry.source)
            return
        outcome = Outcome(
            key=task.key,
            kind=said.kind,  # type: ignore[arg-type]
            payload=said.payload,
            plants=said.plants,
            sketch=self._sketches.pop(task.key, None),
            limits=self.limits.name if said.limited else None,
            stage=said.stage,
            relevant=said.relevant,
        )
        self._keep(outcome, entries)

    def _lost(self, lost: Lost) -> None:
        """Quarantine the document a worker was lost over."""
        task = lost.task
        rejection = Rejection(
            source=task.document.source, stage=lost.stage, reason=lost.reason, sha256=task.document.digest
        )
        outcome = Outcome(
            key=task.key,
            kind="refused",
            payload=rejection.model_dump_json().encode("utf-8", "surrogatepass"),
            sketch=self._sketches.pop(task.key, None),
            # Whatever it died of may be the machine's doing: other limits, another try.
            limits=self.limits.name,
            stage=lost.stage,
        )
        self._keep(outcome, self._pending.pop(task.key), lost.trace)

    def _keep(self, outcome: Outcome, entries: list[Entry], trace: str = "") -> None:
        self.state.add(outcome)
        for entry in entries:
            self._entries.append(entry)
            self._count(outcome)
            if outcome.kind == "refused":
                self.refuse(outcome.rejection(entry.source), trace)

    def _count(self, outcome: Outcome) -> None:
        """Count an outcome as it looks now; the closing counts are those of `publish`."""
        counts = self.counts
        if outcome.kind == "record":
            counts.with_plants += outcome.plants > 0
            counts.without_plants += outcome.plants == 0
            counts.plants += outcome.plants
        elif outcome.kind == "refused":
            counts.quarantined += 1
        elif outcome.kind == "copy":
            counts.duplicates += 1
        else:
            counts.not_relevant += 1

    def _missing(self) -> list[Entry]:
        """Return articles left out as copies of what turned out to be a copy itself, or was refused."""
        return [
            s.entry
            for s in settle(self._entries, self.state.get, everything=self.everything)
            if s.kind == "missing"
        ]

    def _recover(self, missing: list[Entry]) -> None:
        """Extract the first of the articles that were wrongly left out; others may be its copies."""
        wanted = {entry.key: entry for entry in missing if entry.key is not None}
        for path in sorted({entry.path for entry in missing}):
            for document in documents(Path(path)):
                key = document_key(document) if isinstance(document, Document) else None
                if key in wanted and isinstance(document, Document) and key is not None:
                    entry = wanted.pop(key)
                    self._pending[key] = []
                    self.crew.submit(Task(entry.order, key, document, gated=not self.everything, asked=False))
        self._finish()
        for key, entry in wanted.items():
            reason = "gone or changed while the run was at work; run again"
            gone = Rejection(source=entry.source, stage="read", reason=reason)
            self.state.add(Outcome(key, "refused", json.dumps(gone.model_dump()).encode(), stage="read"))
            self.refuse(gone, "")
