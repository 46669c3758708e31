"""Experience-based equilibrium: what types do, and what the others believe, solved together.

Every actor's types respond by logit to values; values rest on beliefs about the others; and what an
observer believes at a position is what experience would teach it there: its priors, weighted by the
days that each profile of types spends at the position under the play itself (Fershtman and Pakes
2012). Both are solved together by a continuation from the game without types: the difference
between types grows from none, and each step starts from the last.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import NotConverged
from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import Equilibrium, SolveOptions
from foedus.crisis.equilibrium import solve as solve_plain
from foedus.crisis.game import Game
from foedus.crisis.model import Floats
from foedus.crisis.relax import in_order

from .kernel import values as kernel
from .kernel import visits
from .kernel.choice import Kinds, Play, room
from .minds import Minds, model_of, profiles

__all__ = ["PrivateEquilibrium", "PrivateOptions", "solve_private"]

FLOOR = 1e-12
"""Days of the prior mixed into every belief: it decides only where nobody ever comes."""
SETTLED = 0.3
"""Change per pass, as a share of the residual to be reached, at which values count as settled."""
MASS_PER_SHIFT, MOST_MASS = 1e-7, 1e-7
"""While beliefs still move, days are counted only so well: mass left for each unit of the last
change, and at most."""
TOGETHER = 8
"""Profiles counted side by side: whatever the threads, so that the bits are the same."""
LOST = 1e4
"""Times the probability that may be left in a block that may be left in all of them."""
HEED = 1e-6
"""Expected days from which a change of a belief counts in full towards convergence."""
QUIET = Silent()


@dataclass(frozen=True)
class PrivateOptions:
    """How to solve.

    Attributes
    ----------
    tol : float
        Residual of the values to be reached under the final beliefs.
    belief_tol : float
        Largest last change of a belief, weighted as `HEED` says.
    rounds : int
        Rounds of values and beliefs a step of the continuation may take.
    steps : int
        Steps in which the difference between types grows.
    mass : float
        Probability that may be left unplaced in a block when days are counted.
    """

    tol: float = 1e-7
    belief_tol: float = 1e-6
    rounds: int = 200
    steps: int = 2
    mass: float = 1e-12


@dataclass(frozen=True)
class PrivateEquilibrium:
    """Values by type, and beliefs, of a game with private resolve.

    Attributes
    ----------
    game : Game
        Without types: positions, tables, names.
    minds : Minds
    kinds : Kinds
        Types as columns.
    values : (positions, columns + 2)
        Value of each position to each type; then E[s; war ends] and P(war ends) as the public
        expects them.
    belief : (positions, actors, columns + 2)
        As the kernels read it; see `beliefs`.
    days : (positions, profiles)
        Expected days under each profile of types.
    resolute : bool (profiles, actors)
    weights : (profiles,)
        How likely each profile truly is.
    residual, shift : float
        Largest |F(values) - values|; largest change of a belief in the last round.
    rounds : int
    seconds : float
    """

    game: Game
    minds: Minds
    kinds: Kinds
    values: Floats
    belief: Floats
    days: Floats
    resolute: NDArray[np.bool_]
    weights: Floats
    residual: float
    shift: float
    rounds: int
    seconds: float
    plain: Equilibrium = field(repr=False)

    @property
    def beliefs(self) -> Floats:
        """What each type takes each actor's chance of being resolute to be, at each position.

        (positions, columns + 1, actors). The last row is the public's, who knows the true shares;
        of an actor's own type it is 0 or 1.
        """
        return self.belief.transpose(0, 2, 1)[:, :-1]

    @cached_property
    def play(self) -> Play:
        """What every type does at every position."""
        return _respond(self.game, self.kinds, self.values, self.belief)

    def start(self, actor: str, *, resolute: bool) -> float:
        """Value of the first day to one of an actor's types."""
        column = self.minds.column(self.game.names.index(actor), resolute)
        return float(self.values[self.game.layout.start, column])


def solve_private(
    game: Game,
    who: Minds,
    options: PrivateOptions = PrivateOptions(),
    *,
    plain: Equilibrium | None = None,
    warm: PrivateEquilibrium | None = None,
    threads: int = 1,
    reporter: Reporter = QUIET,
) -> PrivateEquilibrium:
    """Solve a game with private resolve.

    Parameters
    ----------
    game : Game
        Without types.
    who : Minds
    options : PrivateOptions
    plain : Equilibrium, optional
        Of the game without types, where it is at hand.
    warm : PrivateEquilibrium, optional
        Of a neighbouring game with the same positions, and types of the same actors: the
        continuation is left out, unless that leads nowhere.
    threads : int
        The result does not depend on it.

    Raises
    ------
    NotConverged
        No equilibrium was found to the residuals asked for.
    """
    began = perf_counter()
    plain = plain or solve_plain(game, SolveOptions(), threads=threads)
    resolute, weights = profiles(who)
    owner = who.owner
    columns = len(owner)
    prior = _prior(who)
    seen = _seen(prior, who, resolute)
    led = warm is not None and warm.game.size == game.size and warm.minds.typed == who.typed
    if warm is not None and led:
        values, beliefs, days = warm.values.copy(), warm.belief.copy(), warm.days.copy()
        path: tuple[float, ...] = (1.0,)
    else:
        values = np.concatenate([plain.values[:, owner], plain.values[:, -2:]], axis=1)
        beliefs = np.tile(prior.T, (game.size, 1, 1))
        days = np.zeros((game.size, len(weights)))
        path = tuple(np.linspace(0.0, 1.0, options.steps + 1)[1:].tolist())
    rounds, shift, reached = 0, np.inf, np.inf
    fine = max(options.mass, MASS_PER_SHIFT * options.belief_tol * 10.0)
    kinds = _kinds(game, who, path[0])
    with ThreadPoolExecutor(threads) as executor:
        for spread in path:
            last = spread == path[-1]
            kinds = kinds if spread == path[0] else _kinds(game, who, spread)
            settled = _Settling()
            for _ in range(options.rounds if last else max(options.rounds // 4, 1)):
                rounds += 1
                tol = SETTLED * options.tol if last and settled.near else 1e-4
                _settle(game, kinds, values, beliefs, tol, executor, threads)
                play = _respond(game, kinds, values, beliefs)
                mass = min(max(MASS_PER_SHIFT * settled.shift, options.mass), MOST_MASS)
                _count(game, kinds, play, resolute, days, mass, executor)
                before = beliefs.copy() if last else None
                shift = visits.beliefs(
                    days, seen, resolute.T.astype(float), np.array(who.typed, np.int64), prior,
                    FLOOR, settled.keep, HEED, beliefs,
                )  # fmt: skip
                reporter.advance()
                settled = settled.after(shift)
                if not last and shift <= 1e-2:
                    break
                if last and shift <= options.belief_tol and tol < options.tol and mass <= fine:
                    assert before is not None
                    beliefs = before  # those the values and the days belong to
                    break
                if not np.isfinite(shift):
                    break
        at = room(columns)
        reached = kernel.residual(values, beliefs, game.places, game.model, game.tables, kinds, at)
    if not (reached <= options.tol and shift <= options.belief_tol):
        if led:
            return solve_private(
                game, who, options, plain=plain, threads=threads, reporter=reporter
            )
        raise NotConverged(
            f"no equilibrium of {game.scenario.name} with private resolve found",
            field="resolve",
            value=f"values within {reached:.2g}, beliefs within {shift:.2g}",
            fix="try a smaller spread between the types, or a smaller lambda",
        )
    return PrivateEquilibrium(
        game, who, kinds, values, beliefs, days, resolute, weights, float(reached), float(shift),
        rounds, perf_counter() - began, plain,
    )  # fmt: skip


@dataclass(frozen=True)
class _Settling:
    """How the beliefs of a step are coming along: damped where they stop coming nearer."""

    best: float = np.inf
    stalled: int = 0
    keep: float = 0.0
    shift: float = np.inf

    @property
    def near(self) -> bool:
        return self.shift <= 1e-3

    def after(self, shift: float) -> _Settling:
        if shift < 0.9 * self.best:
            return _Settling(shift, 0, self.keep, shift)
        if self.stalled < 3:
            return _Settling(self.best, self.stalled + 1, self.keep, shift)
        return _Settling(shift, 0, min(0.5 * (1.0 + self.keep), 0.9), shift)


def _kinds(game: Game, who: Minds, spread: float) -> Kinds:
    """Types as columns, their difference scaled."""
    n = len(game.names)
    made = [
        game.with_model(model_of(game, who, np.full(n, high), spread)) for high in (False, True)
    ]
    owner = who.owner
    first, many = who.first, who.many
    high = np.arange(len(owner)) > first[owner]
    sides = [made[1] if h or many[i] == 1 else made[0] for i, h in zip(owner, high, strict=True)]
    pick = list(zip(owner.tolist(), sides, strict=True))
    return Kinds(
        owner=owner,
        first=first,
        many=many,
        base=np.stack([g.tables.base[:, i] for i, g in pick], axis=1),
        flow=np.stack([g.tables.flow[:, i] for i, g in pick], axis=1),
        stake=np.array([g.model.stake[i] for i, g in pick]),
    )


def _prior(who: Minds) -> Floats:
    """Prior of every column about every actor, (columns + 2, actors).

    The last two are the public's, and true; an actor's own type it knows.
    """
    own = who.prior[who.owner]
    columns = np.arange(len(own))
    own[columns, who.owner] = columns > who.first[who.owner]
    return np.concatenate([own, np.tile(who.share, (2, 1))])


def _seen(prior: Floats, who: Minds, resolute: NDArray[np.bool_]) -> Floats:
    """What each column thinks of each profile beforehand, (columns + 2, profiles)."""
    out = np.ones((len(prior), len(resolute)))
    for j in who.typed:
        out *= np.where(resolute[:, j], prior[:, j : j + 1], 1.0 - prior[:, j : j + 1])
    return out


def _settle(
    game: Game,
    kinds: Kinds,
    values: Floats,
    beliefs: Floats,
    tol: float,
    executor: ThreadPoolExecutor,
    threads: int,
) -> None:
    """Relax the values under fixed beliefs, in place."""

    def settle(spans: NDArray[np.int64], tol: float, limit: int, keep: float) -> tuple[float, int]:
        return kernel.settle(
            values, beliefs, game.places, game.model, game.tables, kinds, spans, tol, limit, keep,
            room(len(kinds.owner)),
        )  # fmt: skip

    in_order(game.layout, settle, tol=tol, limit=4000, executor=executor, threads=threads)


def _respond(game: Game, kinds: Kinds, values: Floats, beliefs: Floats) -> Play:
    size, columns = game.size, len(kinds.owner)
    play = Play(
        np.zeros((size, columns, 4)),
        np.zeros((size, columns)),
        np.zeros((size, columns)),
        np.zeros(size),
    )
    kernel.fill(values, beliefs, game.places, game.model, game.tables, kinds, room(columns), play)
    return play


def _count(
    game: Game,
    kinds: Kinds,
    play: Play,
    resolute: NDArray[np.bool_],
    days: Floats,
    mass: float,
    executor: ThreadPoolExecutor,
) -> None:
    """Renew the days of every profile, in place, so many profiles at a time."""
    blocks = np.array([(b.start, b.stop) for b in game.layout.blocks], np.int64)
    size = game.size

    def part(which: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats, float]:
        high = np.ascontiguousarray(resolute[which].T.astype(float))
        many = len(which)
        total, mine = np.empty((size, many)), np.ascontiguousarray(days[:, which])
        rate = np.empty((5, many))
        visits.leaving(game.places, game.model, game.tables, kinds, play, high, rate, total)
        lost = visits.occupy(
            blocks, game.places, game.model, game.tables, kinds, play, high, total,
            game.layout.start, mass, 20_000, mine, np.empty((size, many)), np.empty((size, many)),
            np.empty(many), rate,
        )  # fmt: skip
        return which, mine, lost

    every = np.arange(len(resolute))
    parts = [every[k : k + TOGETHER] for k in range(0, len(every), TOGETHER)]
    for which, mine, lost in executor.map(part, parts):
        if not lost <= LOST * mass:
            raise NotConverged(
                f"the days of {game.scenario.name} by type could not be counted",
                value=lost,
                fix="report the scenario",
            )
        days[:, which] = mine
