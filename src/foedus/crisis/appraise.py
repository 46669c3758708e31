"""What fixed policies are worth to each actor: policy evaluation."""

from __future__ import annotations

import numpy as np

from foedus.core.errors import NotConverged

from .flow import Chain
from .game import Game
from .kernel import linear as kernel
from .model import Floats
from .policy import Policy


def rewards(game: Game, policy: Policy, moves: Chain) -> Floats:
    """Return the expected payoff a day at each position, endings and costs of moves included.

    Shape (positions, actors). Net of charges, as all values are.
    """
    tables, model, layout = game.tables, game.model, game.layout
    result = tables.flow.copy()
    for k in range(6):
        rate = moves.exits[:, k : k + 1]
        result -= rate * tables.base
        if k == 1:
            result += rate * model.stake
        elif k == 2:
            result += rate * policy.settlement[:, None] * model.stake
        elif k == 4:
            result += rate * tables.victory[:, None] * model.stake
        elif k == 5:
            result -= rate * model.nuclear_cost
    for side in range(2):
        i = model.principals[side]
        result[:, i] -= moves.exits[:, side] * model.yield_cost[i, layout.rung[:, i]]
    for i in range(len(game.names)):
        coord = np.minimum(layout.coord[:, i].astype(int), model.down_cost.shape[1] - 1)
        result[:, i] -= moves.rate[:, i, 2] * model.down_cost[i, coord]
    return result


def appraise(
    game: Game,
    policy: Policy,
    moves: Chain,
    start: Floats,
    *,
    tol: float = 1e-7,
    limit: int = 20_000,
) -> Floats:
    """Return the value of every position to every actor under fixed policies.

    Parameters
    ----------
    game : Game
        Whose payoffs count.
    policy, moves
        How everybody plays, and the chain that makes.
    start : (positions, actors) or more columns
        Where to begin; its first columns are used.

    Raises
    ------
    NotConverged
        The last pass still changed a value by more than `tol`.
    """
    n = len(game.names)
    values = np.array(start[:, :n], order="C")
    blocks = np.array([(b.start, b.stop) for b in game.layout.blocks], np.int64)
    change = kernel.settle(
        values, game.places, moves, rewards(game, policy, moves), blocks, tol, limit, np.empty(n)
    )
    if not change <= tol:
        raise NotConverged(
            f"values of {game.scenario.name} under fixed policies did not settle",
            value=change,
            fix="report the scenario",
        )
    return values
