"""Worker processes that leave Ctrl-C to their parent and do not outlive it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager

from foedus.core.errors import UsageError, WorkerDied

__all__ = ["process_pool", "told_of_death"]


def process_pool(
    workers: int, begin: Callable[..., object] | None = None, *given: object
) -> ProcessPoolExecutor:
    """Return a pool of processes.

    They are started anew rather than copied (the threads of libraries do not survive a copy), are
    deaf to Ctrl-C, which their parent handles, and end with it even where it is killed.

    Parameters
    ----------
    workers
        How many, at least 1.
    begin, *given
        Called once in each, with these arguments.

    Raises
    ------
    UsageError
        If there are to be none.
    """
    if workers < 1:
        raise UsageError("must be at least 1", field="workers", value=workers)
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(begin, given),
    )


@contextmanager
def told_of_death(kept: str, fix: str) -> Iterator[None]:
    """Say in one line that a worker died, mostly for want of memory.

    Parameters
    ----------
    kept
        What is kept of the work.
    fix
        How to go on.

    Raises
    ------
    WorkerDied
        If one did.
    """
    try:
        yield
    except BrokenExecutor:
        raise WorkerDied(f"a worker died; {kept}", fix=fix) from None


def _begin(begin: Callable[..., object] | None, given: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    if begin is not None:
        begin(*given)


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # the main thread waits for work that will never come
