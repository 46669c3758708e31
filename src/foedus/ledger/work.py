"""Send tasks to workers, keep what comes back, and stop between two pieces when asked to.

Any `concurrent.futures.Executor` serves. Only so many tasks are out at a time: what is out is what
a kill can lose, and what Ctrl-C has to wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from itertools import islice

from foedus.core.errors import BundleError
from foedus.core.progress import Reporter
from foedus.core.workers import process_pool

from .journal import Journal
from .task import Piece, Task

__all__ = ["processes", "work"]

POLL = 0.2
"""Seconds between looks at whether the user wants to stop."""

Solve = Callable[[Task], Piece]


@contextmanager
def processes(workers: int) -> Iterator[Executor | None]:
    """Open a pool of processes; None for one worker, who is this process."""
    if workers <= 1:
        yield None
        return
    pool = process_pool(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def work(
    tasks: Iterable[tuple[str, Task]],
    solve: Solve,
    journal: Journal,
    executor: Executor | None,
    reporter: Reporter,
    in_hand: int,
) -> bool:
    """Solve every task and keep its piece.

    Parameters
    ----------
    tasks
        Those not in the journal yet, by name.
    solve
        A function of a module, so that it can be sent to another process.
    executor
        Where to solve; None for this process.
    in_hand
        Tasks that are out at a time; at least one.

    Returns
    -------
    bool
        False where the user stopped it; what was out has been kept where it could be.

    Raises
    ------
    BundleError
        A worker died, or the journal could not be written.
    """
    if executor is None:
        for name, task in tasks:
            if reporter.cancelled():
                return False
            journal.add(name, solve(task))
            reporter.advance()
        return not reporter.cancelled()
    return _side_by_side(iter(tasks), solve, journal, executor, reporter, max(in_hand, 1))


def _side_by_side(
    tasks: Iterator[tuple[str, Task]],
    solve: Solve,
    journal: Journal,
    executor: Executor,
    reporter: Reporter,
    in_hand: int,
) -> bool:
    out: dict[Future[Piece], str] = {}
    stopped = False
    try:
        while True:
            stopped = stopped or reporter.cancelled()
            if not stopped:
                for name, task in islice(tasks, in_hand - len(out)):
                    out[executor.submit(solve, task)] = name
            else:
                for future in [f for f in out if f.cancel()]:
                    del out[future]
            if not out:
                return not stopped
            done, _ = wait(out, timeout=POLL, return_when=FIRST_COMPLETED)
            for future in done:
                journal.add(out.pop(future), future.result())
                reporter.advance()
    except BrokenExecutor as error:
        raise BundleError(
            "a worker ended before its work was done",
            file=journal.path,
            fix="what was finished is kept: go on with --resume, perhaps with fewer workers",
        ) from error
    finally:
        for future in out:
            future.cancel()
