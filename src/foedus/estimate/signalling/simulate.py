"""The signalling game played out: made records, and whether the estimators find what made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from foedus.core.errors import NotConverged

from .estimators import Fit
from .game import OUTCOMES, Payoffs, reply, roots
from .likelihood import Design
from .normal import Floats

__all__ = ["Recovery", "play", "recover", "select", "simulate"]


def select(payoffs: Payoffs, which: int = 0) -> Floats:
    """One equilibrium of each game, as B's index: the lowest (0), the highest (-1), ...

    Games with fewer equilibria give their nearest one; a game's own are counted from the low end,
    or from the high end with a negative number.
    """
    found = roots(payoffs)
    return np.array([z[max(min(which, len(z) - 1), -len(z))] for z in found])


def play(payoffs: Payoffs, z: Floats, times: int, rng: np.random.Generator) -> Floats:
    """Play each game so often, shock by shock and move by move; tallies of shape (games, 4).

    Both states know the equilibrium; each knows its own shocks alone.
    """
    n = len(z)
    sa, va, cb, wa, wb, a, vb = (np.broadcast_to(x, n)[:, None] for x in payoffs)
    resist = ndtr(z)[:, None]
    stand = 1.0 / (1.0 + reply(payoffs, z).odds)[:, None]
    war_a, down_a, war_b = rng.standard_normal((3, n, times))
    fight, back = wa + war_a, a + down_a
    challenged = (1.0 - resist) * va + resist * np.maximum(fight, back) > sa
    resisted = stand * (wb + war_b) + (1.0 - stand) * vb > cb
    stood = fight > back
    each = [
        ~challenged,
        challenged & ~resisted,
        challenged & resisted & stood,
        challenged & resisted & ~stood,
    ]
    return np.stack([x.sum(axis=1) for x in each], axis=1).astype(np.float64)


def simulate(
    games: Design, theta: Floats, rng: np.random.Generator, *, times: int = 1, which: int = 0
) -> Design:
    """Give games outcomes, played in one of their equilibria (see `select`)."""
    payoffs = games.payoffs(theta)
    return games.with_tallies(play(payoffs, select(payoffs, which), times, rng))


@dataclass(frozen=True, eq=False)
class Recovery:
    """How near an estimator comes to what made the records.

    Attributes
    ----------
    names, theta
        The coefficients that made the records.
    estimates
        Shape (fitted, coefficients).
    errors
        Standard errors, of the same shape; NaN where the estimator gives none.
    failed
        Records without an estimate.
    outcomes
        How often each outcome came, on average of a game.
    """

    names: tuple[str, ...]
    theta: Floats
    estimates: Floats
    errors: Floats
    failed: int
    outcomes: Floats

    @property
    def bias(self) -> Floats:
        """Mean estimate less truth."""
        return self.estimates.mean(axis=0) - self.theta

    @property
    def bias_error(self) -> Floats:
        """Standard error of the bias, from the number of records."""
        return self.estimates.std(axis=0, ddof=1) / np.sqrt(len(self.estimates))

    @property
    def rmse(self) -> Floats:
        """Root of the mean squared error."""
        return np.sqrt(np.mean((self.estimates - self.theta) ** 2, axis=0))

    @property
    def coverage(self) -> Floats:
        """Share of records whose 95 % interval holds the truth; NaN without standard errors."""
        inside = np.abs(self.estimates - self.theta) <= 1.959963984540054 * self.errors
        return np.where(np.isnan(self.errors).any(axis=0), np.nan, inside.mean(axis=0))


def recover(
    games: Design,
    theta: Floats,
    estimator: Callable[[Design], Fit],
    *,
    records: int,
    seed: int = 0,
    times: int = 1,
    which: int = 0,
) -> Recovery:
    """Make records, fit each, and compare.

    Record k is the same whatever the estimator: its draws have their own seed.
    """
    payoffs = games.payoffs(theta)
    z = select(payoffs, which)
    fits: list[Fit] = []
    outcomes = np.zeros(len(OUTCOMES))
    for k in range(records):
        record = games.with_tallies(play(payoffs, z, times, np.random.default_rng([seed, k])))
        outcomes += record.tallies.mean(axis=0) / (times * records)
        try:
            fits.append(estimator(record))
        except NotConverged:
            continue
    if not fits:
        raise NotConverged("no record could be fitted", value=records)
    nothing = np.full(len(theta), np.nan)
    return Recovery(
        names=games.names,
        theta=np.asarray(theta, dtype=np.float64),
        estimates=np.array([fit.theta for fit in fits]),
        errors=np.array([nothing if fit.covariance is None else fit.errors for fit in fits]),
        failed=records - len(fits),
        outcomes=outcomes,
    )
