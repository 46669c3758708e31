"""Derivatives of readings in theta: implicit differentiation of the equilibrium.

At an equilibrium the values solve G = F(G, theta), and a reading is a function of play and so of G
and theta. Its derivative is the explicit one, at given values, plus what the values' own answer
adds; that is an adjoint problem, one for each sum of readings whatever the number of parameters.
The explicit part is a difference of two evaluations of F at the same values: no equilibrium is
solved again, so nothing of a solver's tolerance enters it, and with F evaluated to the last digits
a step of 1e-7 leaves an error of that size. Finite differences of whole solutions only test it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from foedus.core.errors import NotConverged

from .equilibrium import Equilibrium
from .flow import chain
from .game import Game, fill_tables
from .kernel import contract as explicit
from .kernel import residuals, transposed
from .kernel import slopes as kernel
from .kernel.sweep import scratch
from .model import Floats
from .policy import respond
from .primitives import build
from .reading import Readout
from .theta import Theta

STEP = 1e-7
"""Step of the explicit difference, on each parameter's own scale."""
PLAY_ONLY = frozenset(
    {
        "lambda",
        "mu_climb",
        "mu_descend",
        "mu_yield",
        "mu_war",
        "audience",
        "democracy",
        "third_climb", "third_war", "pledge_climb", "major_climb",
    }
)  # fmt: skip
"""Parameters that change what actors choose and not what a position is worth or nature does in it:
the tables of the game stay as they are."""
TOL = 1e-9
LIMIT = 5000
DIRECTIONS = 20
"""Directions of the adjoint's solution kept at once."""
ROOM = 4_000_000
"""How many numbers they may take, each of their two halves."""


def moved(theta: Theta, name: str, by: float) -> Theta:
    """Return theta with one parameter moved on its own scale: its logarithm if lognormal.

    >>> from foedus.crisis.theta import load_theta
    >>> round(moved(load_theta("provisional"), "X", 1.0)["X"] / 4.0, 6)
    2.718282
    """
    entry = theta.parameters[name]
    value = entry.value * np.exp(by) if entry.prior == "lognormal" else entry.value + by
    return theta.with_values({name: float(value)})


@dataclass(frozen=True)
class Slope:
    """Derivatives on the first day, each parameter on its own scale.

    Attributes
    ----------
    names : tuple of str
        Parameters, P of them.
    rows : (Q, P)
        One row for each sum of readings asked for.
    rest : float
        Share of the adjoint's source left unplaced.
    """

    names: tuple[str, ...]
    rows: Floats
    rest: float


def slope(
    found: Equilibrium,
    told: Readout,
    names: Sequence[str],
    weight: Floats,
    value: Floats | None = None,
    *,
    tol: float = TOL,
) -> Slope:
    """Differentiate sums of readings, and of first-day values, in theta.

    Parameters
    ----------
    found : Equilibrium
    told : Readout
        Its readings, with what they are worth ahead.
    names : sequence of str
        Parameters.
    weight : (Q, R)
        Of each reading in each sum.
    value : (Q, actors), optional
        Of each actor's value on the first day in each sum.
    tol : float
        Share of the adjoint's source that may be left unplaced in a block.

    Raises
    ------
    NotConverged
        The adjoint problem was not solved.
    """
    game = found.game
    weight = np.ascontiguousarray(weight, np.float64)
    lam, rest = adjoint(found, told, weight, value, tol)
    rows = np.empty((len(weight), len(names)))
    still = _explicit(found, told, weight, lam, game)
    for p, name in enumerate(names):
        near = at(game, moved(game.theta, name, STEP), play_only=name in PLAY_ONLY)
        rows[:, p] = (_explicit(found, told, weight, lam, near) - still) / STEP
    return Slope(tuple(names), rows, rest)


def adjoint(
    found: Equilibrium, told: Readout, weight: Floats, value: Floats | None, tol: float = TOL
) -> tuple[Floats, float]:
    """Return how Q sums depend on each value at each position, and the share left unplaced.

    Shape (positions, actors + 2, Q).
    """
    game = found.game
    size, n = game.layout.coord.shape
    V, R = n + 2, weight.shape[1]
    made = kernel.Slopes(
        np.zeros((size, n, 4)),
        np.zeros((size, n, 3, V + R)),
        np.zeros((size, 2, V + R)),
        np.zeros((size, V + R, V)),
    )
    kernel.linearise(
        found.values, told.outlook, game.places, game.model, game.tables, told.moves,
        np.empty(6), np.zeros((4, V + R)), made,
    )  # fmt: skip
    own = np.eye(V) - made.here[:, :V].transpose(0, 2, 1)
    inverse: Floats = np.linalg.inv(own).astype(np.float64)
    many = len(weight)
    inflow = np.zeros((size, V, many))
    transposed.seed(
        told.days, weight, told.outlook, game.places, game.model, told.moves, made,
        np.empty_like(weight), inflow,
    )  # fmt: skip
    if value is not None:
        inflow[game.layout.start, :n] += value.T
    lam = np.zeros_like(inflow)
    blocks = np.array([(b.start, b.stop) for b in game.layout.blocks], np.int64)
    shape = int((blocks[:, 1] - blocks[:, 0]).max()) * V, many
    room = min(max(ROOM // max(prod(shape), 1), 2), DIRECTIONS), *shape
    rest = residuals.relax(
        blocks, game.places, game.model, made, inverse, tol, LIMIT, lam, inflow,
        np.empty((V, many)), np.empty(room), np.empty(room),
        np.empty((room[0], room[0], many)), np.empty((room[0], many)),
    )  # fmt: skip
    if not rest <= 1e3 * tol:
        raise NotConverged(
            f"derivatives of {game.scenario.name} could not be computed",
            value=rest,
            fix="solve it at a smaller lambda, or take finite differences",
        )
    return lam, rest


def _explicit(found: Equilibrium, told: Readout, weight: Floats, lam: Floats, game: Game) -> Floats:
    """Return the right-hand sides at the equilibrium's values under another theta, times lam."""
    moves = chain(game, respond(game, found.values))
    out = np.zeros(len(weight))
    explicit.contract(
        found.values, lam, told.outlook, told.days, weight, game.places, game.model, game.tables,
        moves, scratch(found.values.shape[1]), out,
    )  # fmt: skip
    return out


def at(game: Game, theta: Theta, *, play_only: bool = False) -> Game:
    """Return the same game under another theta: positions kept, and tables where `play_only`."""
    primitives = build(game.scenario, theta, game.primitives.frame)
    tables = game.tables if play_only else fill_tables(primitives, game.layout, game.places)
    return Game(game.scenario, theta, primitives, game.layout, game.places, tables)
