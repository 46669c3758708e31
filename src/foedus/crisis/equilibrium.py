"""The equilibrium on the principal branch of the logit correspondence, and the search for others.

Near lambda = 0 the equilibrium is unique (everybody moves at the baseline hazards). Following it
up to the lambda of the crisis, each step started from a secant through the last two, reaches the
principal branch (McKelvey and Palfrey 1998; Turocy 2005). Where a step stalls it is halved; where
that stalls, the curve is followed by arclength (small games), then the relaxation is damped and
the report says so.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent

from .arclength import follow
from .game import Game
from .model import Floats
from .relax import at_sharpness, pool, relax, residual

ARCLENGTH_ACTORS = 4
"""Arclength is tried up to this many actors; larger games are damped."""
HALVINGS = 8
"""Times a step of lambda is halved before the plain continuation gives up."""
STRAY = 0.1
"""How far, as a share of the range of payoffs, the first day's values may lie from where the
secant put them: further off, the relaxation may have fallen into another equilibrium."""
DISTINCT = 1e-3
"""Two equilibria differ where some actor's value on the first day differs by more."""
QUIET = Silent()


@dataclass(frozen=True)
class SolveOptions:
    """How to solve; part of every key.

    Attributes
    ----------
    tol : float
        Residual to be reached.
    limit : int
        Passes a block may take at the last step.
    step_tol : float
        Change per pass at which an intermediate lambda counts as followed.
    steps : int
        Steps of lambda to begin with.
    """

    tol: float = 1e-7
    limit: int = 4000
    step_tol: float = 1e-3
    steps: int = 5

    @property
    def step_limit(self) -> int:
        """Passes a block may take at an intermediate lambda."""
        return max(self.limit // 4, 1)


@dataclass(frozen=True)
class Equilibrium:
    """Values of every position under equilibrium play.

    Attributes
    ----------
    game : Game
    values : (positions, actors + 2)
        Net of charges so far; then E[s; war ends] and P(war ends).
    residual : float
        Largest |F(values) - values|, measured after the last pass.
    method : str
        'continuation', 'warm', 'arclength' or 'damped'.
    work : int
        Positions relaxed in all.
    seconds : float
    """

    game: Game
    values: Floats
    residual: float
    method: str
    work: int
    seconds: float

    @property
    def start(self) -> Floats:
        """Value of the first day to each actor."""
        return self.values[self.game.layout.start, : len(self.game.names)]


def solve(
    game: Game,
    options: SolveOptions = SolveOptions(),
    *,
    warm: Floats | None = None,
    threads: int = 1,
) -> Equilibrium:
    """Solve a game.

    Parameters
    ----------
    game : Game
    options : SolveOptions
    warm : (positions, actors + 2), optional
        Values of a neighbouring game on the principal branch, to start from instead of lambda 0.
    threads : int
        The result does not depend on it.

    Raises
    ------
    NotConverged
        The residual stayed above `options.tol`.
    """
    began = perf_counter()
    _refuse_nan(game)
    with pool(threads) as executor:
        if warm is not None and warm.shape == (game.size, len(game.names) + 2):
            values, work, method = warm.copy(), 0, "warm"
        else:
            values, work, method = _branch(game, options, executor, threads)
        last = relax(
            game, values, tol=options.tol, limit=options.limit, executor=executor, threads=threads
        )
        work += last.work
        reached = residual(game, values)
        if method == "warm" and not reached <= options.tol:
            values, extra, method = _branch(game, options, executor, threads)
            last = relax(
                game, values, tol=options.tol, limit=options.limit, executor=executor,
                threads=threads,
            )  # fmt: skip
            work += extra + last.work
            reached = residual(game, values)
        if not reached <= options.tol and np.isfinite(reached):
            method = "damped"
            last = relax(
                game, values, tol=options.tol, limit=4 * options.limit, keep=0.7,
                executor=executor, threads=threads,
            )  # fmt: skip
            work += last.work
            reached = residual(game, values)
    if not reached <= options.tol:
        raise NotConverged(
            f"no equilibrium of {game.scenario.name} found to a residual of {options.tol:g}",
            field="theta.lambda",
            value=game.model.sharpness,
            fix=f"stopped at {reached:.2g}; try a smaller lambda or a smaller X",
        )
    return Equilibrium(game, values, float(reached), method, work, perf_counter() - began)


def _refuse_nan(game: Game) -> None:
    """Refuse parameters that are not numbers: a NaN rate would only look like no move at all."""
    for name, value in (*game.model._asdict().items(), ("weight", game.primitives.pledges.weight)):
        if not np.isfinite(value).all():
            raise NotConverged(
                f"{game.scenario.name} has a parameter that is not a number",
                field=name,
                fix="look for a NaN or an infinity in the scenario or in theta",
            )


def _branch(
    game: Game, options: SolveOptions, executor: ThreadPoolExecutor | None, threads: int
) -> tuple[Floats, int, str]:
    """Follow the principal branch from lambda = 0 to just short of convergence at lambda."""
    target = game.model.sharpness
    values = np.zeros((game.size, len(game.names) + 2))
    work = 0
    here, step = 0.0, target / options.steps
    before: tuple[float, Floats] | None = None
    goal = 0.0
    halvings = 0
    reach = float(np.abs(game.model.stake).max() + game.tables.base.max()) or 1.0
    while True:
        trial = values.copy()
        if before is not None:
            trial += (values - before[1]) * ((goal - here) / (here - before[0]))
        foreseen = trial[game.layout.start].copy()
        done = relax(
            game, trial, at_sharpness(game, goal), tol=options.step_tol, limit=options.step_limit,
            executor=executor, threads=threads,
        )  # fmt: skip
        work += done.work
        strayed = np.abs(trial[game.layout.start] - foreseen).max() / reach
        if done.within(options.step_tol) and (strayed <= STRAY or goal == 0.0):
            before, here, values = ((here, values) if goal > 0.0 else None), goal, trial
            if here >= target:
                return values, work, "continuation"
        else:
            step, halvings = step / 2.0, halvings + 1
            if halvings > HALVINGS or goal == 0.0:
                break
        goal = min(here + step, target)
    if len(game.names) <= ARCLENGTH_ACTORS:
        found = follow(lambda v, lam: _pass(game, v, lam), values, here, target)
        if found is not None:
            return found, work, "arclength"
    return values, work, "damped"


def _pass(game: Game, values: Floats, sharpness: float) -> Floats:
    """Return the values after one pass over all positions at a given lambda."""
    result = values.copy()
    relax(game, result, at_sharpness(game, sharpness), tol=np.inf, limit=1)
    return result


def others(
    found: Equilibrium,
    count: int = 20,
    seed: int = 0,
    options: SolveOptions = SolveOptions(),
    *,
    threads: int = 1,
    reporter: Reporter = QUIET,
) -> list[Equilibrium]:
    """Look for further equilibria from random starts.

    Parameters
    ----------
    found : Equilibrium
        The one on the principal branch.
    count : int
        Random starts: values uniform between the worst and the best that any actor can meet.

    Returns
    -------
    list of Equilibrium
        Those that differ from `found` and from each other by more than 1e-3 in an actor's value
        on the first day. Starts that do not converge within the limit are passed over.
    """
    game = found.game
    generator = np.random.Generator(np.random.Philox(key=[seed, 7]))
    n = len(game.names)
    low = -(np.abs(game.model.stake) + game.tables.base.max(axis=0) + 0.1)
    high = np.abs(game.model.stake) + 0.1
    kept: list[Equilibrium] = []
    with pool(threads) as executor:
        for _ in range(count):
            if reporter.cancelled():
                break
            values = generator.uniform(0.0, 1.0, (game.size, n + 2))
            values[:, :n] = low + (high - low) * values[:, :n]
            began = perf_counter()
            done = relax(
                game, values, tol=1e-5, limit=options.limit, executor=executor, threads=threads
            )
            reporter.advance()
            if not done.within(1e-5):
                continue
            start = values[game.layout.start, :n]
            if any(np.abs(start - e.start).max() <= DISTINCT for e in (found, *kept)):
                continue
            done = relax(
                game, values, tol=options.tol, limit=options.limit, executor=executor,
                threads=threads,
            )  # fmt: skip
            reached = residual(game, values)
            if reached <= options.tol:
                kept.append(
                    Equilibrium(
                        game, values, reached, "random start", done.work, perf_counter() - began
                    )
                )
    return kept
