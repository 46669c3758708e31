"""What a fitted signalling game says that allies do: the same dyad-years without one covariate.

Both states answer anew: the equilibrium of each game is followed from where it is with the
covariate to where it is without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from foedus.core.errors import NotConverged, UsageError

from .fit import Fit
from .likelihood import Design
from .manifold import followed
from .normal import Floats

__all__ = ["RATES", "Effect", "effect", "rates"]

RATES = ("challenged", "resisted", "stood", "clashes")
"""Challenges per dyad-year; share of challenges that are resisted; share of those resisted in which
the challenger stands firm; times it stands firm per dyad-year."""


@dataclass(frozen=True, eq=False)
class Effect:
    """`RATES` over the dyad-years that have a covariate, with it and without.

    Attributes
    ----------
    covariate : str
    rows : float
        Dyad-years that have it.
    seen, with_, without : (4,)
        As recorded; as fitted; as fitted with the covariate set to zero.
    low, high : (4,)
        Ends of the interval of `with_` minus `without`, over draws of the coefficients.
    draws : int
        Draws of which the interval is made: those whose equilibria could be followed.
    """

    covariate: str
    rows: float
    seen: Floats
    with_: Floats
    without: Floats
    low: Floats
    high: Floats
    draws: int

    @property
    def difference(self) -> Floats:
        """`with_` minus `without`, shape (4,)."""
        return self.with_ - self.without


def rates(outcomes: Floats) -> Floats:
    """`RATES` of how often each outcome came, shape (4,).

    Examples
    --------
    >>> rates(np.array([90.0, 4.0, 3.0, 3.0])).tolist()
    [0.1, 0.6, 0.5, 0.03]
    """
    total = outcomes.sum()
    resisted = outcomes[2] + outcomes[3]
    challenged = total - outcomes[0]
    return np.array(
        [
            challenged / total,
            resisted / challenged if challenged > 0 else np.nan,
            outcomes[2] / resisted if resisted > 0 else np.nan,
            outcomes[2] / total,
        ]
    )


def effect(
    games: Design, fit: Fit, covariate: str, *, draws: int = 100, seed: int = 0, level: float = 0.95
) -> Effect:
    """Take a covariate of zeros and ones out of the dyad-years that have it.

    Parameters
    ----------
    games, fit
        The games and their fit, with a covariance.
    covariate
        By its column's name, as in the design.
    draws, seed
        Draws of the coefficients from their normal distribution.
    level
        Of the interval.

    Raises
    ------
    UsageError
        If no payoff hangs on the covariate, or it is no zeros and ones.
    NotConverged
        If the equilibria cannot be followed to where it is absent.
    """
    hang = np.array([name.split(": ", 1)[1] == covariate for name in games.names])
    if not hang.any():
        raise UsageError("no payoff hangs on it", field="covariate", value=covariate)
    values = games.columns[:, int(np.flatnonzero(hang)[0])]
    if not np.isin(values, (0.0, 1.0)).all():
        raise UsageError("is not of zeros and ones", field="covariate", value=covariate)
    some = games.take(np.flatnonzero(values))
    z = ndtri(fit.resist[values > 0])
    bare = replace(some, columns=np.where(hang, 0.0, some.columns))

    here = _expected(some, fit.theta, z)
    gone = _expected(bare, fit.theta, z)
    rng = np.random.default_rng(seed)
    factor = np.linalg.cholesky(_covariance(fit))
    found = []
    for _ in range(draws):
        theta = fit.theta + factor @ rng.standard_normal(len(fit.theta))
        try:
            found.append(rates(_expected(some, theta, z)) - rates(_expected(bare, theta, z)))
        except NotConverged:
            continue
    tail = 50.0 * (1.0 - level)
    ends = (
        np.percentile(np.array(found), [tail, 100.0 - tail], axis=0)
        if found
        else np.full((2, len(RATES)), np.nan)
    )
    return Effect(
        covariate,
        float(some.tallies.sum()),
        rates(some.tallies.sum(axis=0)),
        rates(here),
        rates(gone),
        ends[0],
        ends[1],
        len(found),
    )


def _covariance(fit: Fit) -> Floats:
    if fit.covariance is None:
        raise UsageError("the fit has no covariance", fix="use the nested or constrained estimator")
    return fit.covariance


def _expected(games: Design, theta: Floats, z: Floats) -> Floats:
    """Outcomes expected of all dyad-years, equilibria followed from z; shape (4,)."""
    return games.tallies.sum(axis=1) @ np.exp(followed(games, theta, z).scores.logs)
