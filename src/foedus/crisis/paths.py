"""Whole crises, drawn from equilibrium play: to read, to draw, and to check the exact numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .equilibrium import Equilibrium
from .flow import Chain, chain
from .game import Game
from .kernel import gillespie as kernel
from .model import Floats
from .outcomes import CLASSES
from .policy import Policy, respond

EVENTS = 2000
"""Events kept of a run that is kept."""
ENDINGS = (
    "challenger yields",
    "target yields",
    "settled in talks",
    "lapses",
    "the war ends",
    "nuclear use",
)


@dataclass(frozen=True)
class Event:
    """One thing that happened in a run: on which day, who, what, and where everybody then stood."""

    day: float
    actor: str
    what: str
    rungs: tuple[int, ...]


@dataclass(frozen=True)
class Paths:
    """Runs of a crisis.

    Attributes
    ----------
    runs : int
    counts : dict
        Class of outcome -> runs that ended so.
    fights : dict
        Actor -> runs in which it was a belligerent at the end.
    lengths : (runs,)
        Days.
    days : (rows,)
        Days of the rows of `histogram`.
    histogram : int64 (rows, actors, rungs)
        Runs in which each actor stood on each rung that day. Over without war: on the first rung;
        belligerents stay on the war rung.
    examples : tuple of tuple of Event
        The first runs, event by event.
    """

    runs: int
    counts: dict[str, int]
    fights: dict[str, int]
    lengths: Floats
    days: Floats
    histogram: NDArray[np.int64]
    examples: tuple[tuple[Event, ...], ...]

    def quantiles(self, shares: tuple[float, ...]) -> NDArray[np.int64]:
        """Return the rung at each quantile, shape (shares, rows, actors)."""
        below = self.histogram.cumsum(axis=2) / self.runs
        return np.stack([(below < share - 1e-12).sum(axis=2) for share in shares])


def simulate(
    found: Equilibrium,
    runs: int = 2000,
    seed: int = 0,
    *,
    days: int = 120,
    examples: int = 3,
    threads: int = 1,
) -> Paths:
    """Draw whole crises under equilibrium play.

    Parameters
    ----------
    found : Equilibrium
    runs : int
    seed : int
        Run number k of a seed is the same whatever the number of runs or threads.
    days : int
        Days that the histogram covers, from day 0, one row a day.
    examples : int
        Runs whose events are kept.
    """
    policy = respond(found.game, found.values)
    return draw(found, policy, chain(found.game, policy), runs, seed, days, examples, threads)


def draw(
    found: Equilibrium,
    policy: Policy,
    moves: Chain,
    runs: int,
    seed: int,
    days: int,
    examples: int,
    threads: int = 1,
) -> Paths:
    """Draw runs from a chain already made; see `simulate`."""
    game = found.game
    n, rungs = len(game.names), len(game.scenario.ladder)
    ended, fought = np.zeros(runs, np.int64), np.zeros(runs, np.int64)
    length = np.zeros(runs)
    kept = min(examples, runs)
    trace = (
        np.zeros((kept, EVENTS)),
        np.zeros((kept, EVENTS), np.int64),
        np.zeros((kept, EVENTS), np.int64),
        np.zeros((kept, EVENTS), np.int64),
        np.zeros(kept, np.int64),
    )
    edges = np.linspace(0, runs, threads + 1).astype(int).tolist()

    def part(first: int, last: int) -> NDArray[np.int64]:
        changes = np.zeros((days + 2, n, rungs), np.int64)
        kernel.simulate(
            game.places, moves, game.tables.fighting, game.tables.war_class, game.layout.start,
            seed, first, last, 1.0, kept, rungs - 1,
            ended, fought, length, changes, *trace,
        )  # fmt: skip
        return changes

    with ThreadPoolExecutor(threads) as executor:
        parts = list(executor.map(part, edges[:-1], edges[1:]))
    return Paths(
        runs=runs,
        counts={name: int((ended == k).sum()) for k, name in enumerate(CLASSES)},
        fights={name: int((fought >> i & 1).sum()) for i, name in enumerate(game.names)},
        lengths=length,
        days=np.arange(days + 1, dtype=float),
        histogram=sum(parts[1:], start=parts[0])[:-1].cumsum(axis=0),
        examples=tuple(_tell(found, policy, k, seed, *trace) for k in range(kept)),
    )


def _tell(
    found: Equilibrium,
    policy: Policy,
    run: int,
    seed: int,
    day: Floats,
    actor: NDArray[np.int64],
    slot: NDArray[np.int64],
    to: NDArray[np.int64],
    count: NDArray[np.int64],
) -> tuple[Event, ...]:
    """Put one traced run into words; which cause moved an actor up is drawn by their rates."""
    game = found.game
    stream = np.random.Generator(np.random.Philox(key=[seed, 1_000_003 + run]))
    x = game.layout.start
    told = []
    for k in range(int(count[run])):
        i, s, y = int(actor[run, k]), int(slot[run, k]), int(to[run, k])
        if i < 0:
            rungs = tuple(int(r) for r in game.layout.rung[x])
            told.append(Event(float(day[run, k]), "", ENDINGS[s - 4], rungs))
            break
        what = cause(game, policy, x, i, s, y, float(stream.random()))
        x = y
        rungs = tuple(int(r) for r in game.layout.rung[x])
        told.append(Event(float(day[run, k]), game.names[i], what, rungs))
    return tuple(told)


def cause(game: Game, policy: Policy, x: int, i: int, slot: int, y: int, u: float) -> str:
    """Return why actor i moved from x to y."""
    tables, layout = game.tables, game.layout
    if slot == 2:
        return "steps down"
    war = y >= 0 and layout.coord[y, i] >= game.model.below[i]
    locks = layout.rung[x, i] == len(game.scenario.ladder) - 2
    clock = "lock-in" if locks else "mobilises"
    if slot == 3:
        return clock
    if tables.fighting[x] >> i & 1:
        return "under attack"
    chosen = policy.chosen[x, i, slot]
    incident = (tables.incident if slot == 0 else tables.incident_across)[x, i]
    advance = tables.advance[x, i] if slot == 0 and layout.next[x, i] == y else 0.0
    pick = u * (chosen + incident + advance)
    if pick < chosen:
        return "goes to war" if war else "climbs"
    return "incident" if pick < chosen + incident else clock
