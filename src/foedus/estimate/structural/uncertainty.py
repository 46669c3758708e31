"""How sure the fit is: sandwich, decades drawn again, posterior, and what cannot be told.

Terms of a composite likelihood lean on each other, so its curvature H overstates what it knows;
J, the variance of its score summed over clusters, says by how much (Godambe 1960; Varin, Reid and
Firth 2011). With L the prior's precision the posterior is taken as normal around the top of
likelihood and prior, with covariance (H + L)^-1 (J + L) (H + L)^-1. Where the terms are what they
pretend to be, J = H and this is the textbook posterior (H + L)^-1; where the record says nothing
it is the prior; where the terms lean on each other it is wider: an adjustment of curvature in the
spirit of Ribatet, Cooley and Davison (2012, Statistica Sinica 22: 813-845).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .climb import curvature
from .objective import Point
from .space import Space
from .types import Floats

__all__ = ["Direction", "Posterior", "bootstrap", "directions", "posterior"]

_COEF_PRIOR = 1e-4
"""Precision of the onset coefficients' prior: next to none."""


@dataclass(frozen=True)
class Posterior:
    """What is believed of P parameters and C onset coefficients.

    Attributes
    ----------
    names : tuple of str
        Parameters, then coefficients.
    mean : (P + C,)
    covariance : (P + C, P + C)
    sandwich : (P + C,)
        Errors of the estimate itself: inverse H J inverse H, H with the prior.
    naive : (P + C,)
        Errors if all terms were independent.
    prior : (P + C,)
        Spread of the prior; infinite for coefficients.
    """

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats
    sandwich: Floats
    naive: Floats
    prior: Floats

    @property
    def sd(self) -> Floats:
        """Spread of each."""
        return np.sqrt(np.diag(self.covariance))


def posterior(point: Point, space: Space, names: tuple[str, ...]) -> Posterior:
    """Return the top with its covariance, prior and sandwich together.

    Parameters
    ----------
    point : Point
        The top, or near it.
    names : tuple of str
        Of the onset coefficients.
    """
    many = len(space.names)
    J = point.scores.T @ point.scores
    inner = np.linalg.inv(curvature(point, space))
    own = np.full(len(inner), _COEF_PRIOR)
    own[:many] = space.log_prior(point.at)[2]
    covariance = inner @ (J + np.diag(own)) @ inner
    prior = np.full(len(inner), np.inf)
    prior[:many] = space.sd
    return Posterior(
        (*space.names, *names),
        np.concatenate([point.at, point.coef]),
        (covariance + covariance.T) / 2.0,
        np.sqrt(np.diag(inner @ J @ inner)),
        np.sqrt(np.diag(inner)),
        prior,
    )


def bootstrap(point: Point, space: Space, draws: int = 500, seed: int = 0) -> Floats:
    """Draw decades with replacement, and take one Newton step each time: (draws, P + C).

    A check on the sandwich: within a decade everything may depend on everything. One step, since a
    whole fit for each draw would take days; near the top the step is the answer to first order.
    """
    decades = sorted(point.by_decade)
    generator = np.random.Generator(np.random.Philox(key=[seed, 11]))
    many = len(space.names)
    _, prior_slope, prior_curve = space.log_prior(point.at)
    here = np.concatenate([point.at, point.coef])
    found = np.empty((draws, len(here)))
    ridge = np.full(len(here), _COEF_PRIOR)
    ridge[:many] = prior_curve
    for k in range(draws):
        times = np.bincount(
            generator.integers(0, len(decades), len(decades)), minlength=len(decades)
        )
        slope, total = np.zeros(len(here)), np.diag(ridge)
        slope[:many] = prior_slope
        for decade, often in zip(decades, times, strict=True):
            slope = slope + often * point.by_decade[decade][0]
            total = total + often * point.by_decade[decade][1]
        found[k] = here + np.linalg.solve(total, slope)
    return found


@dataclass(frozen=True)
class Direction:
    """A combination of parameters, and how much the record says of it.

    Attributes
    ----------
    told : float
        Information of the record over that of the prior: below one, the prior says more.
    weights : dict
        Share of each parameter in it, in spreads of the prior; the largest first.
    """

    told: float
    weights: dict[str, float]


def directions(point: Point, space: Space) -> list[Direction]:
    """Return the combinations of parameters from best to least identified.

    Eigenvalues of what the posterior's precision adds to the prior's, parameters in units of their
    prior's spread. Zero, where terms that lean on each other leave more doubt than the prior had.
    """
    many = len(space.names)
    made = posterior(point, space, tuple(f"c{k}" for k in range(len(point.coef))))
    marginal = np.linalg.inv(made.covariance[:many, :many]) - np.diag(1.0 / space.sd**2)
    scaled = marginal * space.sd[:, None] * space.sd
    value, vector = np.linalg.eigh((scaled + scaled.T) / 2.0)
    found = []
    for k in np.argsort(-value):
        order = np.argsort(-np.abs(vector[:, k]))
        weights = {space.names[i]: float(vector[i, k]) for i in order}
        found.append(Direction(max(float(value[k]), 0.0), weights))
    return found
