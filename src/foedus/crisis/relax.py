"""Relax the values of a game to a fixed point of the logit response, at one lambda."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, pairwise, repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .game import Game
from .kernel import sweep as kernel
from .layout import Block, Layout
from .model import Floats, Model

Settle: TypeAlias = Callable[[NDArray[np.int64], float, int, float], tuple[float, int]]
"""Relaxes spans of positions in place: (spans, tol, limit, keep) -> (last change, work)."""

PARALLEL_FROM = 4096
"""Positions from which a block is worth sharing between threads."""


@dataclass(frozen=True)
class Relaxed:
    """What a relaxation came to.

    Attributes
    ----------
    change : float
        Largest change of a value in the last pass over any block; NaN where play broke down.
    work : int
        Positions relaxed in all.
    """

    change: float
    work: int

    def within(self, tol: float) -> bool:
        """Whether it converged; a NaN never did."""
        return self.change <= tol


def at_sharpness(game: Game, value: float) -> Model:
    """Return the game's model with another lambda."""
    return game.model._replace(sharpness=value)


@contextmanager
def pool(threads: int) -> Generator[ThreadPoolExecutor | None]:
    """Open a pool where there is more than one thread to use."""
    if threads <= 1:
        yield None
        return
    with ThreadPoolExecutor(threads) as executor:
        yield executor


def relax(
    game: Game,
    values: Floats,
    model: Model | None = None,
    *,
    tol: float,
    limit: int,
    keep: float = 0.0,
    executor: ThreadPoolExecutor | None = None,
    threads: int = 1,
) -> Relaxed:
    """Relax all blocks in place, most at war first.

    Blocks with as many actors at war do not lead to each other and are shared between threads;
    a large block is shared by red-black order where that is proved. The values are the same, bit
    for bit, for any number of threads.

    Parameters
    ----------
    game : Game
    values : (positions, actors + 2)
        Start; overwritten.
    model : Model, optional
        The game's own, or the same at another lambda.
    tol : float
        Largest change per pass that counts as converged.
    limit : int
        Passes a block may take.
    keep : float
        Share of each old value that stays; more where a block stalls.
    """
    at = model or game.model

    def settle(spans: NDArray[np.int64], tol: float, limit: int, keep: float) -> tuple[float, int]:
        return kernel.settle(
            values, game.places, at, game.tables, spans, tol, limit, keep,
            kernel.scratch(values.shape[1]),
        )  # fmt: skip

    return in_order(
        game.layout, settle, tol=tol, limit=limit, keep=keep, executor=executor, threads=threads
    )


def in_order(
    layout: Layout,
    settle: Settle,
    *,
    tol: float,
    limit: int,
    keep: float = 0.0,
    executor: ThreadPoolExecutor | None = None,
    threads: int = 1,
) -> Relaxed:
    """Relax all blocks by any kernel, most at war first; see `relax`."""
    change, work = 0.0, 0
    for _, group in groupby(layout.blocks, key=lambda b: b.at_war):
        level = list(group)
        large = [b for b in level if executor is not None and _shareable(b)]
        small = [b for b in level if not (executor is not None and _shareable(b))]
        parts = [small[k::threads] for k in range(threads)] if executor is not None else [small]
        jobs = [np.array([(b.start, b.stop) for b in part], np.int64) for part in parts if part]

        def whole(spans: NDArray[np.int64]) -> tuple[float, int]:
            return settle(spans, tol, limit, keep)

        results = list(executor.map(whole, jobs) if executor else map(whole, jobs))
        results += [
            _share(settle, block, tol, limit, keep, executor, threads)
            for block in large
            if executor is not None
        ]
        for last, done in results:
            work += done
            change = worse(change, last)
        if not change <= tol:
            break
    return Relaxed(change, work)


def worse(one: float, other: float) -> float:
    """Return the larger change; a NaN is worse than anything and stays."""
    return one if np.isnan(one) or one >= other else other


def residual(game: Game, values: Floats, model: Model | None = None) -> float:
    """Return the largest |F(values) - values|; NaN where any value is not a number."""
    room = kernel.scratch(values.shape[1])
    return kernel.residual(
        values, game.places, model or game.model, game.tables, 0, game.size, room
    )


def _shareable(block: Block) -> bool:
    return block.bipartite and block.at_war == 0 and block.stop - block.start >= PARALLEL_FROM


def _share(
    settle: Settle,
    block: Block,
    tol: float,
    limit: int,
    keep: float,
    executor: ThreadPoolExecutor,
    threads: int,
) -> tuple[float, int]:
    """Relax one block in several threads: all even positions, then all odd ones."""
    halves = []
    for lo, hi in ((block.start, block.middle), (block.middle, block.stop)):
        edges = np.linspace(lo, hi, threads + 1).astype(int).tolist()
        halves.append(list(pairwise(edges)))

    def part(span: tuple[int, int], held: float) -> float:
        return settle(np.array([span], np.int64), 0.0, 1, held)[0]

    largest, work = 0.0, 0
    best, stalled, held = np.inf, 0, keep
    for _ in range(limit):
        largest = 0.0
        for half in halves:
            for change in executor.map(part, half, repeat(held)):
                largest = worse(largest, change)
        work += block.stop - block.start
        if largest <= tol or largest != largest:
            break
        best, stalled, held = kernel.ease(largest, best, stalled, held)
    return largest, work
