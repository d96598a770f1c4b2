"""A worker process: takes documents one by one through reading and pipeline, says what became of each.

It judges nothing and keeps nothing; what it does wrong ends with it. Time and memory are watched by the run
(`crew.py`); the limits set here are for a worker whose run is gone.
"""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from collections import deque
from contextlib import AbstractContextManager, nullcontext, suppress
from multiprocessing.connection import Connection
from typing import Any

from extract.batch.gate import passes
from extract.batch.messages import Ask, Done, Extractor, Limits, Orders, Ready, Retired, Task, Verdict
from extract.domain.article import Article
from extract.domain.rejection import Rejection
from extract.errors import ExtractError
from extract.normalize.relevance import can_tell_of_plants
from extract.read import article_of

__all__ = ["pipeline", "work"]

ORPHAN_SECONDS = 60
"""Beyond its time limit an article's worker is killed by its run; without a run, by the system after this."""
ZONE = 64
"""Documents after which the words the model met only in them are forgotten (spaCy's memory zones)."""


def pipeline(model: str) -> Extractor:
    """Return the pipeline of this process; the heavy libraries are loaded here and not before."""
    from extract.pipeline import Pipeline

    return Pipeline(model)


def work(connection: Connection, orders: Orders) -> None:
    """Be a worker until the run closes the connection, or `recycle_after` documents were read.

    Args:
        connection: To the run.
        orders: How to work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's business
    gc.disable()  # nothing that is loaded is rubbish
    try:
        extractor = orders.make(orders.model)
        warm_up = Article(id="warm-up", source="warm-up", text=WARM_UP)
        extractor.extract(warm_up)
    except ExtractError as error:
        connection.send(Ready(str(error)))
        return
    gc.freeze()
    gc.enable()
    _cap_memory(orders.limits)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(Ready())
        _Desk(connection, extractor, orders).run()
        connection.send(Retired())


WARM_UP = """Plant opens

A 240 MW solar plant of Acme Corp. opened in Kano, Nigeria, in May 2024 at a cost of $300 million.
"""
"""Fills tables that are compiled on first use, before the first memory zone: what one holds ends with it."""


class _Desk:
    """A worker's work: one document at a time, others waiting."""

    def __init__(self, connection: Connection, extractor: Extractor, orders: Orders) -> None:
        self._connection = connection
        self._extractor = extractor
        self._limits = orders.limits
        self._recycle_after = orders.recycle_after
        self._waiting: deque[Task] = deque()

    def run(self) -> None:
        """Do documents until enough were read; a crash is told before the process goes down with it."""
        done = 0
        while done < self._recycle_after:
            with self._zone():
                for _ in range(ZONE):
                    task = self._next()
                    with _alarm(self._limits.seconds + ORPHAN_SECONDS):
                        try:
                            self._connection.send(self._result(task))
                        except MemoryError:
                            self._connection.send(Done(task.order, "crash", limited=True, reason="memory"))
                            raise SystemExit(1) from None
                        except (EOFError, OSError):
                            raise
                        except BaseException as error:
                            told = f"{type(error).__name__}: {error}"
                            trace = traceback.format_exc().encode("utf-8", "replace")
                            self._connection.send(Done(task.order, "crash", trace, reason=told[:300]))
                            raise SystemExit(1) from error
                    done += 1

    def _zone(self) -> AbstractContextManager[Any]:
        zone = getattr(self._extractor, "memory_zone", None)
        return zone() if zone is not None else nullcontext()

    def _next(self) -> Task:
        return self._waiting.popleft() if self._waiting else self._received(Task)

    def _received(self, kind: type[Any]) -> Any:
        """Return the next message of a kind; tasks that come in front of it wait."""
        while not isinstance(message := self._connection.recv(), kind):
            self._waiting.append(message)
        return message

    def _result(self, task: Task) -> Done:
        """Take one document through the stages."""
        if task.gated and not passes(task.document):
            return Done(task.order, "skipped")
        article = article_of(task.document)
        if isinstance(article, Rejection):
            return _refused(task, article)
        if len(article.text) > self._limits.characters:
            reason = (
                f"{len(article.text):,} characters, the limit is {self._limits.characters:,}; "
                "split it or raise max_characters"
            )
            rejection = Rejection(
                source=article.source, stage="analyze", reason=reason, sha256=article.sha256
            )
            return _refused(task, rejection, limited=True)
        relevant = can_tell_of_plants(article.text)
        if task.gated and not relevant:
            return Done(task.order, "irrelevant")
        self._connection.send(Ask(task.order, article.text, article.url))
        verdict: Verdict = self._received(Verdict)
        return self._extracted(task, article, relevant) if verdict.extract else Done(task.order, "copy")

    def _extracted(self, task: Task, article: Article, relevant: bool) -> Done:
        try:
            made = self._extractor.extract(article)
        except ExtractError as error:
            made = Rejection(
                source=article.source, stage=error.stage, reason=str(error), sha256=article.sha256
            )
        if isinstance(made, Rejection):
            return _refused(task, made)
        record = made.model_dump_json().encode()
        return Done(task.order, "record", record, plants=len(made.plants), relevant=relevant)


def _refused(task: Task, rejection: Rejection, *, limited: bool = False) -> Done:
    return Done(
        task.order,
        "refused",
        rejection.model_copy(update={"sha256": rejection.sha256 or task.document.digest})
        .model_dump_json()
        .encode("utf-8", "surrogatepass"),
        stage=rejection.stage,
        limited=limited,
        reason=rejection.reason,
    )


class _alarm:  # noqa: N801 - used like a function
    """Have the system end this process when the block takes too long, where it has alarms."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds if hasattr(signal, "setitimer") else 0.0

    def __enter__(self) -> None:
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _cap_memory(limits: Limits) -> None:
    """Let one huge allocation fail before it takes the machine down; what grows slowly is seen by the run."""
    if sys.platform != "linux":
        return
    import resource

    most = limits.megabytes * 2 * 1024 * 1024 + _IN_USE
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


_IN_USE = 1024**3
"""Bytes of address space a loaded worker takes without using them."""
