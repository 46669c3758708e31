"""A fitted signalling game, and how sure its coefficients are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from foedus.core.errors import NotConverged, UsageError

from .likelihood import Design, linear
from .manifold import Manifold
from .normal import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Fit", "refuse_no_top", "sandwich", "solved"]

_VAGUEST = 100.0
"""Largest error that the information may leave a coefficient, in shocks for a usual covariate."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients of the signalling game, fitted.

    Attributes
    ----------
    method
        "pseudo", "nested" or "constrained".
    names
        One for each coefficient.
    theta
        The coefficients, shape (coefficients,).
    covariance
        Of the coefficients; None where nobody asked (pseudo-likelihood: see `bootstrap`).
    likelihood
        Logarithm of the (pseudo-)likelihood.
    resist, stand
        Chances that B resists and that A stands firm, of each game: the first stage's for
        "pseudo", in equilibrium for the others; shape (games,).
    gap
        How far the games are from equilibrium: the largest difference between a chance to resist
        and the answer to it.
    iterations
        Rounds of the outer loop.
    """

    method: str
    names: tuple[str, ...]
    theta: Floats
    covariance: Floats | None
    likelihood: float
    resist: Floats
    stand: Floats
    gap: float
    iterations: int

    @property
    def errors(self) -> Floats:
        """Standard errors, shape (coefficients,)."""
        if self.covariance is None:
            raise UsageError("no standard errors were computed", fix="use bootstrap(...)")
        return np.sqrt(np.diag(self.covariance))

    def interval(self, level: float = 0.95) -> Floats:
        """Normal intervals, shape (coefficients, 2)."""
        reach = float(ndtri(0.5 + level / 2.0)) * self.errors
        return np.stack([self.theta - reach, self.theta + reach], axis=1)


def sandwich(
    games: Design,
    at: Manifold,
    *,
    pseudo_scores: bool,
    pairs: csr_array | None = None,
    bread: Floats | None = None,
) -> Floats:
    """Covariance of a root of the scores; games, or the pairs that play them, are independent.

    The scores of nested pseudo-likelihood hold beliefs fixed, the estimate does not: their
    derivative is taken along the equilibrium (Aguirregabiria and Mira, Econometrica 75 (2007)).

    Parameters
    ----------
    games, at
        The games, and where they stand at the root.
    pseudo_scores
        Whether the root is that of nested pseudo-likelihood.
    pairs
        How often each pair of states had each outcome of each game, shape (pairs, 4 * games);
        without, each game is one independent observation.
    bread
        Minus the derivative of the scores, shape (coefficients, coefficients); as expected of
        the model where none is given.

    Raises
    ------
    NotConverged
        If it is no root, but far out where the scores are flat.
    """
    along = at.along()
    refuse_no_top(at.scores.information(games.tallies, along, along), games)
    own = along
    if pseudo_scores:
        _, own = linear(games, ndtr(at.at.r), at.at.odds)
    if pairs is None:
        each = at.scores.of(games.tallies, own)
    else:
        by = np.einsum("noi,nik->nok", at.scores.by, own, optimize=True)
        each = pairs @ by.reshape(-1, own.shape[2])
    inverse = np.linalg.inv(
        at.scores.information(games.tallies, own, along) if bread is None else bread
    )
    return inverse @ (each.T @ each) @ inverse.T


def refuse_no_top(information: Floats, games: Design) -> None:
    """Refuse coefficients that have run away: the likelihood rises for ever, if ever less.

    So it does where an outcome never came, or a covariate parts outcomes. Steps end far out, where
    scores and information are both near zero, and a sandwich of the two is any number. What the
    information alone leaves open tells: thousands of shocks there, a few where there is a top.
    """
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    usual = np.sqrt((games.columns**2).mean(axis=0))
    try:
        open_ = np.diag(np.linalg.inv(information / np.outer(scale, scale))) * (usual / scale) ** 2
    except np.linalg.LinAlgError:
        open_ = np.full(len(scale), np.inf)
    far = ~(np.abs(open_) <= _VAGUEST**2)
    if far.any():
        raise NotConverged(
            "there is no top: the likelihood goes on rising as these coefficients run away",
            value=[name for name, out in zip(games.names, far, strict=True) if out],
            fix="give payoffs fewer covariates, or fix one of them",
        )


def solved(information: Floats, gradient: Floats, games: Design) -> Floats:
    """Solve for a step; refuse coefficients that the record cannot tell apart."""
    if not (np.isfinite(information).all() and np.isfinite(gradient).all()):
        raise NotConverged("the coefficients run away", value=float("nan"), fix="start elsewhere")
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    scaled = information / np.outer(scale, scale)
    low = float(np.linalg.eigvalsh(scaled)[0])
    if not low > 1e-12:
        weak = np.abs(np.linalg.eigh(scaled)[1][:, 0])
        raise NotConverged(
            "the record cannot tell these coefficients apart",
            value=[games.names[k] for k in np.argsort(-weak)[:2]],
            fix="give payoffs fewer covariates, or fix one of them",
        )
    return np.linalg.solve(scaled, gradient / scale) / scale
