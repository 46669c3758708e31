"""Progress and cancellation: one protocol that every long job reports to.

A job calls ``start``, then ``advance`` as pieces finish, then ``done``; jobs may nest. Between
pieces it asks ``cancelled`` and stops with what it has. Who watches is the caller's business:
nobody (`Silent`), a log or a pipe (`Lines`), a terminal (`Live`).
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Protocol, TextIO, runtime_checkable

from foedus.core.paths import no_color

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Lines", "Live", "Reporter", "Silent", "interruptible", "reporter_for"]


@runtime_checkable
class Reporter(Protocol):
    """What a long job reports to."""

    def start(self, label: str, total: int | None = None) -> None:
        """Begin a job of `total` pieces (None: unknown); it becomes the innermost one."""
        ...

    def advance(self, n: int = 1) -> None:
        """Count `n` finished pieces of the innermost job."""
        ...

    def note(self, text: str) -> None:
        """Tell the user one thing, once."""
        ...

    def done(self) -> None:
        """End the innermost job."""
        ...

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        ...


class _Cancellable:
    """The part that every reporter shares: a flag another thread or a signal handler may raise."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop after the piece in hand."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._stop.is_set()


class Silent(_Cancellable):
    """Reports nothing; can still be cancelled."""

    def start(self, label: str, total: int | None = None) -> None:
        """Do nothing."""

    def advance(self, n: int = 1) -> None:
        """Do nothing."""

    def note(self, text: str) -> None:
        """Do nothing."""

    def done(self) -> None:
        """Do nothing."""


@dataclass
class _Job:
    label: str
    total: int | None
    began: float
    finished: int = 0


class Lines(_Cancellable):
    """Plain lines for a pipe or a log: progress at most every two seconds, notes always.

    Parameters
    ----------
    stream
        Where to write; default: standard error.
    every
        Seconds between two progress lines.
    clock
        Seconds from any origin; a test passes its own.
    """

    def __init__(
        self,
        stream: TextIO | None = None,
        *,
        every: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._stream = sys.stderr if stream is None else stream
        self._every = every
        self._clock = clock
        self._jobs: list[_Job] = []
        self._spoke = clock()

    def start(self, label: str, total: int | None = None) -> None:
        """Begin a job. It is announced with its first progress line, so short jobs stay silent."""
        self._jobs.append(_Job(label, total, self._clock()))

    def advance(self, n: int = 1) -> None:
        """Count finished pieces; write a line if the last one is old enough."""
        if not self._jobs:
            return
        job = self._jobs[-1]
        job.finished += n
        now = self._clock()
        if now - self._spoke >= self._every:
            self._spoke = now
            self._write(_line(job, now))

    def note(self, text: str) -> None:
        """Write the text as a line of its own."""
        self._write(text)

    def done(self) -> None:
        """End the innermost job."""
        if self._jobs:
            self._jobs.pop()

    def _write(self, text: str) -> None:
        _say(self._stream, text)


def _say(stream: TextIO, text: str) -> None:
    """Write a line, or let it be: the work must not stop because nobody can hear.

    A closed pipe is an OSError, a closed stream a ValueError; a signal handler that writes while
    the stream is being written to gets a RuntimeError.
    """
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        stream.write(text + "\n")
        stream.flush()


def _line(job: _Job, now: float) -> str:
    if job.total is None:
        return f"{job.label}: {job.finished}"
    text = f"{job.label}: {job.finished}/{job.total}"
    if 0 < job.finished < job.total:
        left = (now - job.began) * (job.total - job.finished) / job.finished
        text += f", about {_span(left)} left"
    return text


def _span(seconds: float) -> str:
    """Human length of time: ``8 s``, ``3 min``."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


class Live(_Cancellable):
    """Bars with the time left, for a terminal. They vanish when the job is done.

    Parameters
    ----------
    stream
        A terminal; default: standard error.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__()
        self._stream = sys.stderr if stream is None else stream
        self._progress: Progress | None = None
        self._tasks: list[TaskID] = []

    def start(self, label: str, total: int | None = None) -> None:
        """Begin a job with a bar of its own."""
        if self._progress is None:
            self._progress = _bars(self._stream)
            self._progress.start()
        self._tasks.append(self._progress.add_task(label, total=total))

    def advance(self, n: int = 1) -> None:
        """Move the innermost bar."""
        if self._progress is not None:
            self._progress.advance(self._tasks[-1], n)

    def note(self, text: str) -> None:
        """Write the text above the bars."""
        if self._progress is not None:
            self._progress.console.print(text, markup=False, highlight=False)
        else:
            _say(self._stream, text)

    def done(self) -> None:
        """End the innermost job; with the last one the bars go."""
        if self._progress is None:
            return
        self._progress.remove_task(self._tasks.pop())
        if not self._tasks:
            self._progress.stop()
            self._progress = None


def _bars(stream: TextIO) -> Progress:
    # Imported here: rich.progress takes 50 ms, and most commands never show a bar.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(file=stream, no_color=no_color()),
        transient=True,
    )


def reporter_for(stream: TextIO | None = None) -> Lines | Live:
    """Bars where `stream` (default: standard error) is a terminal, lines where it is piped."""
    target = sys.stderr if stream is None else stream
    return Live(target) if target.isatty() else Lines(target)


@contextlib.contextmanager
def interruptible(reporter: Silent | Lines | Live) -> Iterator[None]:
    """While inside, the first Ctrl-C asks `reporter` to stop gently; the second stops at once.

    Outside the main thread, where Python delivers no signals, it does nothing.

    Raises
    ------
    KeyboardInterrupt
        On the second Ctrl-C.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def gently(_number: int, _frame: FrameType | None) -> None:
        if reporter.cancelled():
            raise KeyboardInterrupt
        reporter.cancel()
        reporter.note("stopping; what is done will be kept (Ctrl-C again to stop at once)")

    before = signal.signal(signal.SIGINT, gently)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
