"""Articles through the pipeline, in this process or in several, each within its time. Keeps the order."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from types import FrameType

from extract.config import Settings
from extract.domain.article import Article
from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.errors import ExtractError
from extract.pipeline import Pipeline
from extract.threshold import keep_confident

__all__ = ["extract_all"]

Input = Article | Rejection
Output = ArticleRecord | Rejection

FEW = 16
"""Up to so many inputs, starting processes (about 2 s each to load the model) costs more than it saves."""

AHEAD = 4
"""Articles handed out ahead per worker: enough to keep all busy, few enough to hold in memory."""


class _OverTime(BaseException):
    """Raised by the alarm. No Exception, so that nothing on the way takes it for a failure of its own."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after some seconds, where the system has alarms and this is the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signal_number: int, frame: FrameType | None) -> None:
        raise _OverTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _extract(pipeline: Pipeline, given: Input, settings: Settings) -> Output:
    """Extract one article; one that is too long or takes too long is refused."""
    if isinstance(given, Rejection):
        return given
    reason = ""
    if len(given.text) > settings.max_characters:
        reason = (
            f"{len(given.text):,} characters, the limit is {settings.max_characters:,}; "
            "split it or raise max_characters"
        )
    else:
        try:
            with _time_limit(settings.seconds):
                made = pipeline.extract(given)
            return made if isinstance(made, Rejection) else keep_confident(made, settings.min_confidence)
        except _OverTime:
            reason = f"took longer than {settings.seconds:g} s; raise seconds to give it more"
        except ExtractError as error:
            return Rejection(source=given.source, stage=error.stage, reason=str(error), sha256=given.sha256)
    return Rejection(source=given.source, stage="analyze", reason=reason, sha256=given.sha256)


class _Worker:
    """The pipeline of this process, loaded by the pool's initializer and used by every task after it."""

    pipeline: Pipeline
    settings: Settings

    @classmethod
    def start(cls, settings: Settings) -> None:
        """Load the pipeline; Ctrl-C is the parent's business."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cls.pipeline, cls.settings = Pipeline(settings.model), settings

    @classmethod
    def run(cls, given: Input) -> Output:
        """Extract one article in this process."""
        return _extract(cls.pipeline, given, cls.settings)


def extract_all(inputs: Iterable[Input], pipeline: Pipeline, settings: Settings) -> Iterator[Output]:
    """Yield one result per input, in order; rejections pass through.

    Args:
        inputs: Articles and what the readers refused, read only as far ahead as needed.
        pipeline: Used in this process; others load their own.
        settings: `workers` says how many processes; few inputs are done in this one.

    Raises:
        ExtractError: A worker process was killed from outside.
    """
    rest = iter(inputs)
    first = list(islice(rest, FEW + 1)) if settings.workers > 1 else []
    if len(first) > FEW:
        yield from _in_processes(chain(first, rest), settings)
        return
    for given in chain(first, rest):
        yield _extract(pipeline, given, settings)


def _in_processes(inputs: Iterable[Input], settings: Settings) -> Iterator[Output]:
    """Hand inputs to processes, a bounded number ahead, and yield results in the order of the inputs."""
    # spawn, not fork: the parent may hold threads and database connections.
    pool = ProcessPoolExecutor(
        settings.workers, multiprocessing.get_context("spawn"), _Worker.start, (settings,)
    )
    waiting: deque[Future[Output]] = deque()
    try:
        for given in inputs:
            waiting.append(pool.submit(_Worker.run, given))
            if len(waiting) >= AHEAD * settings.workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ExtractError(
            "a worker process was killed (out of memory?); use fewer --workers", stage="run"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
