"""The workers of a run: hands them documents, watches time and memory, replaces those that die.

Written here and not taken from a pool of a library, because none of them (concurrent.futures, loky, pebble)
tells which one document a dead worker held, watches memory, or lets a task ask back before its costly half.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import psutil

from extract.batch.messages import Ask, Done, Orders, Ready, Retired, Task, Verdict
from extract.batch.worker import work
from extract.errors import ConfigError, ExtractError

__all__ = ["Answer", "Crew", "Lost"]

AHEAD = 24
"""Documents a worker has waiting: enough to be busy while the run looks elsewhere."""
AHEAD_BYTES = 8 * 1024 * 1024
"""Size of the documents a worker has waiting; one larger than that waits alone."""
FEW = 4
"""Documents a worker may have waiting before another one is started, which takes a second or two."""
LOOK = 0.1
"""Seconds between two looks at the workers' time and memory."""
STARTS = 3
"""Workers that may die in a row before one is ready; then the machine, not an article, is at fault."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A document whose worker died over it, was killed for its time or memory, or crashed."""

    task: Task
    stage: str
    reason: str
    limited: bool
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says of a document; an `Ask` wants `Crew.reply`."""

    task: Task
    said: Ask | Done


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    memory: psutil.Process | None
    post: queue.SimpleQueue[Any]
    tasks: deque[Task] = field(default_factory=deque)
    since: float = 0.0
    ready: bool = False
    asked: bool = False
    resident: int = 0

    @property
    def waiting_bytes(self) -> int:
        """Size of the documents it was handed."""
        return sum(len(task.document.data) for task in self.tasks)


class Crew:
    """So many workers; use it in a `with` block.

    Args:
        size: How many.
        orders: How they are to work.
    """

    def __init__(self, size: int, orders: Orders) -> None:
        self._size = size
        self._orders = orders
        # Never a plain fork: this process may hold threads and database connections.
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._backlog: deque[Task] = deque()
        self._looked = 0.0
        self._died_early = 0
        self.peak = 0
        self.replaced = 0

    def __enter__(self) -> Crew:
        """Workers come with the work."""
        return self

    def start(self) -> None:
        """Have one worker, whether there is work or not."""
        if not self._workers:
            self._workers.append(self._hire())

    def __exit__(self, *_: object) -> None:
        """End all workers."""
        for worker in self._workers:
            self._dismiss(worker)
        self._workers.clear()

    def wait_ready(self) -> None:
        """Wait until the first worker has loaded its pipeline.

        Raises:
            ConfigError: It cannot be loaded.
            ExtractError: Workers die before they are ready.
        """
        self.start()
        while not any(worker.ready for worker in self._workers):
            for _ in self.events(1.0):
                pass

    @property
    def has_room(self) -> bool:
        """True while another document can be handed in without piling up."""
        return len(self._backlog) < AHEAD

    @property
    def idle(self) -> bool:
        """True when every document handed in is done with."""
        return not self._backlog and not any(worker.tasks for worker in self._workers)

    def submit(self, task: Task) -> None:
        """Hand in a document."""
        self._backlog.append(task)
        self._spread()

    def reply(self, answer: Answer, *, extract: bool) -> None:
        """Answer an `Ask`."""
        for worker in self._workers:
            if worker.asked and worker.tasks and worker.tasks[0] is answer.task:
                worker.post.put(Verdict(extract))

    def events(self, seconds: float) -> Iterator[Answer | Lost]:
        """Yield what came in, after waiting for something up to some seconds; keeps watch meanwhile.

        Raises:
            ConfigError: A worker cannot load its pipeline.
            ExtractError: Workers die before they are ready.
        """
        until = time.monotonic() + seconds
        while True:
            pause = max(0.0, min(LOOK, until - time.monotonic()))
            heard = wait([worker.connection for worker in self._workers], pause)
            for worker in [w for w in self._workers if w.connection in heard]:
                yield from self._hear(worker)
            yield from self._watch()
            if heard or time.monotonic() >= until:
                return

    def _spread(self) -> None:
        """Give waiting documents to workers with room, the emptiest first; hire where all are full."""
        while self._backlog:
            worker = min(self._workers, key=lambda w: len(w.tasks), default=None)
            busy = worker is None or len(worker.tasks) >= FEW
            if busy and len(self._workers) < self._size:
                worker = self._hire()
                self._workers.append(worker)
            if worker is None or len(worker.tasks) >= AHEAD or worker.waiting_bytes > AHEAD_BYTES:
                return
            task = self._backlog.popleft()
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            worker.post.put(task)

    def _hear(self, worker: _Worker) -> Iterator[Answer | Lost]:
        """Take in what a worker has said so far."""
        while True:
            try:
                if not worker.connection.poll():
                    return
                said = worker.connection.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
                return
            if isinstance(said, Ready):
                if said.fault is not None:
                    raise ConfigError(said.fault)
                worker.ready, worker.since = True, time.monotonic()
                self._died_early = 0
                continue
            if isinstance(said, Retired):
                yield from self._bury(worker, blame=False)
                return
            task = worker.tasks[0]
            if isinstance(said, Ask):
                worker.asked = True
                yield Answer(task, said)
                continue
            if said.kind == "crash":
                reason = f"the worker crashed: {said.reason}; please report it"
                if said.limited:
                    reason = self._over_memory()
                yield from self._bury(worker, reason, limited=said.limited, trace=said.payload.decode())
                return
            worker.tasks.popleft()
            worker.asked, worker.since = False, time.monotonic()
            yield Answer(task, said)
            self._spread()

    def _watch(self) -> Iterator[Lost]:
        """Kill workers whose document takes too long or too much, now and then."""
        now = time.monotonic()
        if now - self._looked < LOOK:
            return
        self._looked = now
        limits = self._orders.limits
        for worker in list(self._workers):
            worker.resident = _resident(worker)
            self.peak = max(self.peak, worker.resident)
            if not worker.ready or not worker.tasks:
                continue
            if worker.resident > limits.megabytes * 1024 * 1024:
                yield from self._bury(worker, self._over_memory(), limited=True)
            elif now - worker.since > limits.seconds:
                reason = f"took longer than {limits.seconds:g} s; raise seconds to give it more"
                yield from self._bury(worker, reason, limited=True)

    def _over_memory(self) -> str:
        most = self._orders.limits.megabytes
        return f"exceeded the memory limit of {most:,} MB; raise memory_mb to give it more"

    def _bury(
        self,
        worker: _Worker,
        reason: str | None = None,
        *,
        limited: bool = False,
        trace: str = "",
        blame: bool = True,
    ) -> Iterator[Lost]:
        """Take a worker out, blame the document it had, and give the others it had to the rest."""
        self._workers.remove(worker)
        self._dismiss(worker)
        was_ready, code = worker.ready, worker.process.exitcode
        if not was_ready:
            self._died_early += 1
            if self._died_early >= STARTS:
                raise ExtractError(
                    f"workers die while they start (exit code {code}); is there memory for so many --workers?"
                )
        elif worker.tasks and blame:
            blamed = worker.tasks.popleft()
            cause = reason or f"the worker died over it ({_cause(code)})"
            yield Lost(blamed, "analyze" if worker.asked else "read", cause, limited, trace)
            self.replaced += 1
        self._backlog.extendleft(reversed(worker.tasks))
        self._workers.append(self._hire())
        self._spread()

    def _hire(self) -> _Worker:
        # A worker is one core's: matrix libraries that take all cores would have workers wait for each other.
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self._orders), daemon=True)
        process.start()
        theirs.close()
        memory = None
        with suppress(psutil.Error):
            memory = psutil.Process(process.pid)
        post: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=_deliver, args=(ours, post), daemon=True).start()
        return _Worker(process, ours, memory, post, since=time.monotonic())

    @staticmethod
    def _dismiss(worker: _Worker) -> None:
        """End a worker: it holds nothing that is not known here, so it is not asked."""
        worker.post.put(None)
        worker.process.join(0.05)  # for its own exit code, where it is going down by itself
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


def _deliver(connection: Connection, post: queue.SimpleQueue[Any]) -> None:
    """Send what is posted to a worker. A thread of its own: a full pipe must not stop the watch."""
    with suppress(OSError):
        while (message := post.get()) is not None:
            connection.send(message)


def _resident(worker: _Worker) -> int:
    """Return a worker's resident size in bytes, 0 where it is gone."""
    try:
        return int(worker.memory.memory_info().rss) if worker.memory is not None else 0
    except psutil.Error:
        return 0


def _cause(code: int | None) -> str:
    """Return an exit code in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    return "killed, perhaps for want of memory" if code == -9 else f"signal {-code}"
