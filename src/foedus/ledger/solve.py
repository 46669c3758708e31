"""One dispute solved as things were and without its obligations, at the mean and draws of theta.

Every number is a function of the task alone: nothing depends on which disputes were solved before,
in which process, or on how many.
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from foedus.core.errors import NotConverged
from foedus.crisis.equilibrium import DISTINCT, Equilibrium, SolveOptions, others, solve
from foedus.crisis.game import compile_game
from foedus.crisis.scenario import Scenario
from foedus.crisis.theta import Theta

from .instruments import taken_out
from .numbers import numbers
from .owed import ALL, in_play, without
from .task import Piece, Task, thetas

__all__ = ["EXACT", "solve_task"]

EXACT = 1e-11
"""Residual at which a second equilibrium must still be one."""


def solve_task(task: Task) -> Piece:
    """Solve a case with and without its obligations.

    Returns
    -------
    dict
        ``actors``, their codes; ``pledged``, whether anybody owes anything; ``with`` and
        ``without`` at the point values, as `numbers`; ``draws``, a pair of the same for each draw
        or None where one of the two did not converge; ``residual``, ``method``, ``positions``;
        then ``instruments``, ``account``, ``others`` where asked for. Where nothing is owed
        ``without`` is None: it is ``with``, exactly. A case that did not converge at the point
        values has ``failed``, the reason, in place of numbers.
    """
    began = perf_counter()
    scenario = task.case.scenario
    mean, drawn = thetas(task)
    pledged = bool(in_play(scenario))
    piece: Piece = {"actors": list(scenario.actors), "pledged": pledged}
    try:
        found = solve(compile_game(scenario, mean), task.solving)
        bare = _bare(scenario, mean, found, task) if pledged else None
        piece |= {
            "with": numbers(found),
            "without": numbers(bare) if bare is not None else None,
            "residual": max(found.residual, bare.residual if bare is not None else 0.0),
            "method": found.method,
            "positions": found.game.size,
        }
    except NotConverged as error:
        return piece | {"failed": str(error), "seconds": perf_counter() - began}
    piece["draws"] = [_draw(task, theta, found, bare) for theta in drawn]
    if task.instruments and bare is not None:
        piece |= taken_out(task, mean, found, bare)
    if task.search:
        piece |= {"searched": task.search, "others": [numbers(e) for e in _others(task, found)]}
    return piece | {"seconds": perf_counter() - began}


def _others(task: Task, found: Equilibrium) -> list[Equilibrium]:
    """Look for other equilibria at the point values, and solve what is found much more exactly.

    Where war is all but impossible, what it would bring is a ratio of two very small numbers, and
    many values pass for a fixed point at the usual residual: they are no equilibria, and settle on
    the first when solved on.
    """
    kept: list[Equilibrium] = []
    for candidate in others(found, task.search, task.seed, task.solving):
        try:
            exact = SolveOptions(tol=min(EXACT, task.tol))
            again = solve(found.game, exact, warm=candidate.values)
        except NotConverged:
            continue
        apart = [float(np.abs(again.start - one.start).max()) for one in (found, *kept)]
        if min(apart) > DISTINCT:
            kept.append(again)
    return kept


def _bare(scenario: Scenario, theta: Theta, found: Equilibrium, task: Task) -> Equilibrium:
    """Solve the case without its obligations, from the values of the case with them."""
    game = compile_game(without(scenario, ALL), theta, found.game.layout)
    return solve(game, task.solving, warm=found.values)


def _draw(
    task: Task, theta: Theta, found: Equilibrium, bare: Equilibrium | None
) -> list[list[float] | None] | None:
    """Return the numbers with and without at a draw, each started from its own point values."""
    try:
        both: list[list[float] | None] = []
        for start in (found, bare):
            if start is None:
                both.append(None)
                continue
            game = compile_game(start.game.scenario, theta, start.game.layout)
            both.append(numbers(solve(game, task.solving, warm=start.values)))
    except NotConverged:
        return None
    return both
