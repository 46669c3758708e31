"""Worker processes that each keep a share of the cases, and what they solved last.

A fit evaluates the same cases again and again at thetas not far apart. A case stays with one
worker, so each evaluation starts from the one before. Whatever the number of workers, lines come
back in the order of the cases; but what a worker starts from is its own history, so numbers agree
to the solver's tolerance, not to the last bit, with those of a fresh start.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from types import TracebackType

from foedus.cases.case import Case, Seen
from foedus.core.errors import Cancelled
from foedus.core.progress import Reporter, Silent
from foedus.core.workers import process_pool, told_of_death
from foedus.crisis.theta import Theta

from .evaluate import Kept, Line, challenge, dispute

__all__ = ["Crew", "Item"]

CHUNK = 20
_AGAIN = "take fewer workers (--workers), and go on with --resume (recover, profile: without it)"


@dataclass(frozen=True)
class Item:
    """A case to evaluate: a dispute with its record, or a challenge where there is none."""

    case: Case
    seen: Seen | None


_items: dict[int, Item] = {}
_kept: dict[int, Kept] = {}


def _hold(items: dict[int, Item]) -> None:
    """Take a share of the cases: run once in each worker."""
    _items.clear()
    _kept.clear()
    _items.update(items)


def _run(numbers: Sequence[int], theta: Theta, names: tuple[str, ...]) -> list[Line]:
    lines = []
    for number in numbers:
        line, kept = _one(_items[number], theta, names, _kept.get(number))
        if kept is not None:
            _kept[number] = kept
        lines.append(line)
    return lines


def _one(
    item: Item, theta: Theta, names: tuple[str, ...], kept: Kept | None
) -> tuple[Line, Kept | None]:
    if item.seen is None:
        return challenge(item.case, theta, names, kept)
    return dispute(item.case, item.seen, theta, names, kept)


class Crew:
    """Workers with their shares. Use it as a context; leaving it ends them.

    Parameters
    ----------
    items
        What to evaluate.
    workers
        Processes; with one, everything happens in this process.
    """

    def __init__(self, items: Sequence[Item], workers: int = 1) -> None:
        self._shares = [list(range(len(items)))[k::workers] for k in range(workers)]
        self._count = len(items)
        self._pools: list[Executor] = []
        if workers == 1:
            _hold(dict(enumerate(items)))
            return
        for share in self._shares:
            self._pools.append(process_pool(1, _hold, {n: items[n] for n in share}))

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)

    def evaluate(
        self,
        theta: Theta,
        names: tuple[str, ...] = (),
        reporter: Reporter | None = None,
        label: str = "cases",
        first: int | None = None,
    ) -> list[Line]:
        """Evaluate every case at a theta, with slopes in the parameters named.

        Parameters
        ----------
        theta, names
            Where, and the parameters to differentiate in.
        reporter, label
            Progress, and what it is called.
        first
            Only so many of the items, the first; all where none is given.

        Raises
        ------
        Cancelled
            The user stopped it.
        WorkerDied
            A worker process ended early.
        """
        reporter = reporter or Silent()
        count = self._count if first is None else first
        lines: list[Line | None] = [None] * count
        reporter.start(label, count)
        shares = [[number for number in share if number < count] for share in self._shares]
        chunks = [
            (k, share[begin : begin + CHUNK])
            for k, share in enumerate(shares)
            for begin in range(0, len(share), CHUNK)
        ]
        futures: list[tuple[list[int], Future[list[Line]] | None]] = []
        try:
            with told_of_death("finished steps are kept", _AGAIN):
                for k, numbers in chunks:
                    own = self._pools[k : k + 1]
                    sent = own[0].submit(_run, numbers, theta, names) if own else None
                    futures.append((numbers, sent))
                for numbers, future in futures:
                    if reporter.cancelled():
                        raise Cancelled("stopped; what was finished before is kept")
                    found = future.result() if future else _run(numbers, theta, names)
                    for number, line in zip(numbers, found, strict=True):
                        lines[number] = line
                    reporter.advance(len(numbers))
        finally:
            for _, future in futures:
                if future is not None:
                    future.cancel()
            reporter.done()
        return [line for line in lines if line is not None]
