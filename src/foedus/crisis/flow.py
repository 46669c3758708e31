"""From policies to a Markov chain, and from the chain to the days spent at each position."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import NotConverged

from .game import Game, Tables
from .kernel import flow as kernel
from .model import Floats
from .policy import Policy

MASS = 1e-13
"""Probability mass that may be left unplaced in one block."""
PASSES = 20_000


class Chain(NamedTuple):
    """Rates a day of everything that can happen next.

    Attributes
    ----------
    rate : (positions, actors, 4)
        To the neighbours up, across, down, and next (nature's stage).
    exits : (positions, 6)
        Challenger yields, target yields, settled, lapsed, end of war, nuclear use.
    total : (positions,)
    """

    rate: Floats
    exits: Floats
    total: Floats


def chain(
    game: Game,
    policy: Policy,
    tables: Tables | None = None,
    nature: tuple[float, float] = (1.0, 1.0),
) -> Chain:
    """Return the chain that a policy makes of a game.

    `nature` scales incidents and lock-ins; (0, 0) switches both off, policies held.
    """
    size, n = game.layout.coord.shape
    result = Chain(np.zeros((size, n, 4)), np.zeros((size, 6)), np.zeros(size))
    kernel.assemble(game.places, game.model, tables or game.tables, policy, nature, result)
    return result


def occupation(game: Game, moves: Chain, stop: NDArray[np.bool_] | None = None) -> Floats:
    """Return the expected days at each position before the crisis ends.

    Parameters
    ----------
    game : Game
    moves : Chain
    stop : bool (positions,), optional
        Positions that absorb: there the result is the probability of arriving.

    Raises
    ------
    NotConverged
        More than 1e-9 of the probability could not be placed.
    """
    size = game.size
    if stop is None:
        stop = np.zeros(size, np.bool_)
    days = np.empty(size)
    blocks = np.array([(b.start, b.stop) for b in game.layout.blocks], np.int64)
    lost = kernel.occupy(
        blocks, game.places, moves, stop, game.layout.start, MASS, PASSES,
        days, np.empty(size), np.empty(size),
    )  # fmt: skip
    if not lost <= 1e-9:
        raise NotConverged(
            f"the outcome probabilities of {game.scenario.name} could not be computed",
            value=lost,
            fix="report the scenario: the chain leaves probability unplaced",
        )
    return days
