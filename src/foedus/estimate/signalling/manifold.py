"""Where games stand against their equilibria, with the derivatives that fitting needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from foedus.core.errors import NotConverged

from .game import Reply, reply
from .likelihood import Design, Scores, linear, scores
from .normal import Floats, log_density

__all__ = ["Manifold", "Standing", "followed", "manifold", "mended", "standing"]

_EXACT = 1e-12
"""Gap at which mending stops."""
_NEAR = 1e-7
"""Gap at which a game counts as in equilibrium."""


@dataclass(frozen=True, eq=False)
class Manifold:
    """Where games stand against their equilibrium, at coefficients and indices z.

    Attributes
    ----------
    at
        Both sides' replies.
    gap
        r - z: zero in equilibrium; shape (games,).
    gap_z, gap_theta
        Its derivatives; shapes (games,) and (games, coefficients).
    by_z
        Derivatives of (v, w, z) by z; shape (games, 3).
    by_theta
        Derivatives of (v, w, z) by the coefficients at a given z; shape (games, 3, coefficients).
    scores
        Of the outcomes, at (v, w, z).
    """

    at: Reply
    gap: Floats
    gap_z: Floats
    gap_theta: Floats
    by_z: Floats
    by_theta: Floats
    scores: Scores

    def along(self) -> Floats:
        """Derivatives of (v, w, z) by the coefficients along the equilibrium."""
        dz = -self.gap_theta / self.gap_z[:, None]
        return self.by_theta + self.by_z[:, :, None] * dz[:, None, :]


@dataclass(frozen=True, eq=False)
class Standing:
    """The part of `Manifold` that hangs on no coefficient's derivative."""

    at: Reply
    gap: Floats
    gap_z: Floats
    by_z: Floats
    through: Floats
    scores: Scores


def standing(games: Design, theta: Floats, z: Floats) -> Standing:
    """Compare each game's z with B's reply to it, with the derivative by z alone."""
    payoffs = games.payoffs(theta)
    at = reply(payoffs, z)
    found = scores(at.v, at.w, z, at.ways)
    sa, va, cb, _, _, _, vb = (np.asarray(x, dtype=np.float64) for x in payoffs)
    slope = (sa - va) * np.exp(log_density(z)) / ndtr(z) ** 2
    by_z = np.stack([slope, slope, np.ones_like(z)], axis=1)
    # Derivatives of B's index r by v and w, through the odds that A backs down.
    through = ((vb - cb) * at.odds)[:, None] * (found.by[:, 3, :2] - found.by[:, 2, :2])
    gap_z = (through * by_z[:, :2]).sum(axis=1) - 1.0
    return Standing(at, at.r - z, gap_z, by_z, through, found)


def mended(games: Design, theta: Floats, z: Floats, most: int = 3) -> tuple[Standing, Floats]:
    """Bring games back towards their equilibria after a step, coefficients as they are.

    Constraints bend; without this correction of second order the penalty on what a step leaves of
    them allows only tiny steps where each of many games was seen often (Maratos' effect).
    """
    at = standing(games, theta, z)
    size = np.ones_like(z)
    for _ in range(most):
        if float(np.abs(at.gap).max(initial=0.0)) < _EXACT:
            break
        moved = z + size * np.clip(-at.gap / at.gap_z, -1.0, 1.0)
        new = standing(games, theta, moved)
        better = np.abs(new.gap) < np.abs(at.gap)
        z, size = np.where(better, moved, z), np.where(better, 1.0, 0.25 * size)
        at = new if better.all() else standing(games, theta, z)
    return at, z


def followed(games: Design, theta: Floats, z: Floats) -> Standing:
    """An equilibrium of each game, come to from z.

    Raises
    ------
    NotConverged
        If one is not come to.
    """
    at, _ = mended(games, theta, z, most=200)
    off = float(np.abs(at.gap).max(initial=0.0))
    if off > _NEAR:
        raise NotConverged("an equilibrium cannot be followed", value=off, fix="look at `roots`")
    return at


def manifold(games: Design, theta: Floats, z: Floats, here: Standing | None = None) -> Manifold:
    """Compare each game's z with B's reply to it, with all derivatives.

    `here` is ``standing(games, theta, z)``, where it is known.
    """
    here = standing(games, theta, z) if here is None else here
    _, jacobian = linear(games, ndtr(z), here.at.odds)
    gap_theta = jacobian[:, 2] + np.einsum("ni,nik->nk", here.through, jacobian[:, :2])
    by_theta = jacobian.copy()
    by_theta[:, 2] = 0.0
    return Manifold(
        at=here.at,
        gap=here.gap,
        gap_z=here.gap_z,
        gap_theta=gap_theta,
        by_z=here.by_z,
        by_theta=by_theta,
        scores=here.scores,
    )
