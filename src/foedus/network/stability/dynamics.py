"""Where a network goes if states add and drop links one at a time.

An *improving move* adds a link that would make somebody vulnerable who is not, or drops one without
which one of its ends would not be vulnerable: what breaches S2 or S3 of war stability. With trade:
two states who both gain add a link; one who gains drops one, if it is not vulnerable despite trade
then. A network without such a move is at *rest*; it need not be war-stable, since somebody may be
vulnerable in it.

Under ``order="fixed"`` the first improving move in a drawn order of all pairs is made, always the
same order, so that a network seen before comes round for ever: a *cycle*. Under ``order="drawn"``
each move is drawn from all improving ones, so that a return is no cycle, and the walk goes on to a
rest or its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from foedus.core.errors import UsageError
from foedus.network.graph import Flags, Network

from .gains import Gains
from .trade import trade_verdict
from .verdict import verdict
from .vulnerable import Floats, Known, check, known

__all__ = ["Move", "NetworkPath", "Order", "Path", "improve", "improve_network"]

Order: TypeAlias = Literal["fixed", "drawn"]


@dataclass(frozen=True)
class Move:
    """One link added or dropped.

    Parameters
    ----------
    one, two
        Positions of its ends, the lower first.
    adds
        Whether it was added.
    """

    one: int
    two: int
    adds: bool


@dataclass(frozen=True)
class Path:
    """Networks passed through, and where they led.

    Parameters
    ----------
    start, end
        First and last network; shape (n, n).
    moves
        Every move made, in order.
    outcome
        ``rest``: no improving move is left. ``cycle``: the last move leads back to a network seen
        before (fixed order only). ``cut``: the number of steps was reached.
    stable
        Whether the last network is war-stable, or war-and-trade stable; False unless at rest.
    back_to
        Number of moves after which the last network was seen first; None unless a cycle.
    returned
        How often a network seen before was reached.
    """

    start: Flags = field(repr=False)
    end: Flags = field(repr=False)
    moves: tuple[Move, ...] = field(repr=False)
    outcome: Literal["rest", "cycle", "cut"]
    stable: bool
    back_to: int | None
    returned: int

    @property
    def cycle(self) -> tuple[Move, ...]:
        """Moves that come round for ever; empty unless a cycle."""
        return () if self.back_to is None else self.moves[self.back_to :]

    @property
    def links(self) -> list[int]:
        """Number of links at the start and after every move."""
        counts = [int(self.start.sum()) // 2]
        for move in self.moves:
            counts.append(counts[-1] + (1 if move.adds else -1))
        return counts


def improve(
    start: Flags,
    strength: Floats,
    gamma: float = 1.0,
    *,
    trade: tuple[Gains, Floats | float] | None = None,
    order: Order = "fixed",
    seed: int = 0,
    steps: int = 1000,
) -> Path:
    """Follow improving moves from a network to a rest, round a cycle, or to the last step.

    Parameters
    ----------
    start
        Whether two states are linked: symmetric, no diagonal; shape (n, n).
    strength
        Strength of each state; shape (n,).
    gamma
        Advantage of the defence; at least 1.
    trade
        Gains from trade and spoils; None for war stability alone.
    order
        ``fixed``: the first improving move in an order of all pairs drawn once. ``drawn``: one of
        all improving moves, each alike.
    seed
        Of the order, or of the draws.
    steps
        Most moves to make.

    Raises
    ------
    UsageError
        If gamma is below 1, the arrays are no network, the order is unknown, or steps are
        negative.

    Examples
    --------
    Three equals: two ally to defeat the third, and then need each other no more.

    >>> path = improve(np.zeros((3, 3), dtype=bool), np.ones(3), gamma=1.5)
    >>> path.outcome, [move.adds for move in path.cycle]
    ('cycle', [True, False])
    """
    check(start, strength, gamma)
    if order not in ("fixed", "drawn"):
        raise UsageError("no such order", value=order, fix="choose fixed or drawn")
    if steps < 0:
        raise UsageError("steps are 0 or more", value=steps)
    moves_at = _judge(strength, gamma, trade)
    random = np.random.default_rng(seed)
    one, two = np.triu_indices(strength.size, 1)
    ranked = random.permutation(one.size)
    now, moves = start.copy(), list[Move]()
    seen = {_key(now): 0}
    returned, back_to = 0, None
    while True:
        may_move, stable = moves_at(now)
        open_to = ranked[may_move[one[ranked], two[ranked]]]
        if not open_to.size:
            return Path(start, now, tuple(moves), "rest", stable, None, returned)
        if len(moves) >= steps:
            return Path(start, now, tuple(moves), "cut", False, None, returned)
        pair = open_to[0] if order == "fixed" else open_to[random.integers(open_to.size)]
        j, k = int(one[pair]), int(two[pair])
        moves.append(Move(j, k, adds=not now[j, k]))
        now[[j, k], [k, j]] = moves[-1].adds
        first = seen.setdefault(_key(now), len(moves))
        if first < len(moves):
            returned += 1
            if order == "fixed":
                back_to = first
                return Path(start, now, tuple(moves), "cycle", False, back_to, returned)


@dataclass(frozen=True)
class NetworkPath:
    """Where the network of a year would go.

    Parameters
    ----------
    year
        The year.
    known
        The states it is about, in the order of `path`, and those left out.
    path
        The moves, and where they led.
    """

    year: int
    known: Known
    path: Path

    @property
    def moves(self) -> list[str]:
        """Every move, by abbreviations: ``+FRN-RUS`` added, ``-AUH-ITA`` dropped."""
        name = self.known.names
        return [
            f"{'+' if move.adds else '-'}{name[move.one]}-{name[move.two]}"
            for move in self.path.moves
        ]


def improve_network(
    network: Network,
    gamma: float = 1.0,
    *,
    order: Order = "fixed",
    seed: int = 0,
    steps: int = 1000,
) -> NetworkPath:
    """Follow improving moves, trade aside, from the network of a year or a day.

    Raises
    ------
    UsageError
        If gamma is below 1, the order is unknown, or steps are negative.
    """
    there = known(network)
    path = improve(there.adjacency, there.strength, gamma, order=order, seed=seed, steps=steps)
    return NetworkPath(network.year, there, path)


def _judge(
    strength: Floats, gamma: float, trade: tuple[Gains, Floats | float] | None
) -> Callable[[Flags], tuple[Flags, bool]]:
    """Improving moves at a network, and whether it is stable."""

    def war(adjacency: Flags) -> tuple[Flags, bool]:
        found = verdict(adjacency, strength, gamma)
        return found.adds | found.drops, found.stable

    if trade is None:
        return war
    gains, spoils = trade

    def war_and_trade(adjacency: Flags) -> tuple[Flags, bool]:
        found = trade_verdict(adjacency, strength, gains, spoils, gamma)
        return found.adds | found.drops, found.stable

    return war_and_trade


def _key(adjacency: Flags) -> bytes:
    return np.packbits(adjacency).tobytes()
