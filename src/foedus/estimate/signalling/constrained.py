"""Constrained maximum likelihood of the signalling game: coefficients and equilibria together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from foedus.core.errors import NotConverged

from .estimators import answered
from .fit import Fit, sandwich, solved
from .likelihood import Design
from .manifold import Manifold, manifold, mended
from .normal import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["constrained"]

_PATIENCE = 8
"""Steps after which the expected information, which is cheap, has had its chance: where the model
is not the truth its steps are too long or too short, and never settle."""


def constrained(
    games: Design,
    *,
    start: Fit | None = None,
    pairs: csr_array | None = None,
    most: int = 300,
    tolerance: float = 1e-9,
) -> Fit:
    """Constrained maximum likelihood: coefficients and equilibria together.

    Sequential quadratic programming. Each game has one constraint and one unknown of its own, so
    each step solves a system as large as there are coefficients: the unknown of each game follows
    from its linearised constraint.

    Parameters
    ----------
    games
        The games and what was seen of them.
    start
        A fit to start from: its coefficients and chances to resist, which need be no equilibrium.
        `pseudo` without. A maximum found is a local one: several starts are worth their time.
    pairs
        Whose years the games are (see `foedus.estimate.signalling.fit.sandwich`): errors allow for
        what a pair's years have in common and, by the observed information, for a model that is
        not the truth.
    most
        Steps at most.
    tolerance
        Largest gap of an equilibrium (as normal index), and the gain expected of a further step.

    Raises
    ------
    NotConverged
        If a step that improves matters is not found, `most` steps were not enough, or the
        likelihood has no top.
    """
    first = answered(games) if start is None else start
    theta, z = first.theta, ndtri(np.clip(first.resist, 1e-12, 1.0 - 1e-12))
    at = manifold(games, theta, z)
    weight, count = 0.0, 0
    while True:
        by_z = np.einsum("no,noi,ni->n", games.tallies, at.scores.by, at.by_z, optimize=True)
        along = at.along()
        mend = -at.gap / at.gap_z
        # The likelihood's slope along the constraints, where they are mended at the same time.
        gradient = at.scores.of(games.tallies, along).sum(axis=0)
        information = at.scores.information(games.tallies, along, along)
        toward = at.scores.information(games.tallies, along, (at.by_z * mend[:, None])[:, :, None])
        off = float(np.abs(at.gap).max())
        observed = None
        if count >= _PATIENCE and off <= tolerance:
            observed = _observed(games, theta, z, at)
            information = _curved(observed, information)
        step = solved(information, gradient - toward[:, 0], games)
        dz = mend - (at.gap_theta @ step) / at.gap_z
        if off <= tolerance and abs(float(gradient @ step)) <= tolerance:
            break
        if count == most:
            raise NotConverged(f"not settled after {most} steps", value=off, fix="start elsewhere")
        count += 1
        weight = max(weight, 2.0 * float(np.abs(by_z / at.gap_z).max()))
        size = min(1.0, 2.0 / float(np.abs(step).max()), 1.0 / float(np.abs(dz).max()))
        merit = at.scores.total(games.tallies) - weight * float(np.abs(at.gap).sum())
        rise = max(float(gradient @ step), 0.0) + weight * float(np.abs(at.gap).sum())
        for _ in range(40):
            new, there = mended(games, theta + size * step, z + size * dz)
            gain = new.scores.total(games.tallies) - weight * float(np.abs(new.gap).sum()) - merit
            if gain >= 0.25 * size * rise or rise * size <= 1e-11 * (1.0 + abs(merit)):
                break
            # The top of the parabola through what is known: expected information may be too small.
            size *= min(max(0.5 * size * rise / (size * rise - gain), 0.1), 0.7)
        else:
            raise NotConverged("no step improves the fit", value=off, fix="start elsewhere")
        theta, z = theta + size * step, there
        at = manifold(games, theta, z, new)
    if pairs is not None and observed is None:
        observed = _observed(games, theta, z, at)
    return Fit(
        method="constrained",
        names=games.names,
        theta=theta,
        covariance=sandwich(
            games,
            at,
            pseudo_scores=False,
            pairs=pairs,
            bread=None if pairs is None else observed,
        ),
        likelihood=at.scores.total(games.tallies),
        resist=ndtr(z),
        stand=1.0 / (1.0 + at.at.odds),
        gap=float(np.abs(ndtr(at.at.r) - ndtr(z)).max()),
        iterations=count,
    )


def _curved(observed: Floats, expected: Floats) -> Floats:
    """The observed information where it leads uphill, else the expected."""
    scale = np.sqrt(np.diag(expected))
    return observed if np.linalg.eigvalsh(observed / np.outer(scale, scale))[0] > 1e-4 else expected


def _observed(games: Design, theta: Floats, z: Floats, at: Manifold, step: float = 1e-4) -> Floats:
    """Minus the second derivatives of the likelihood along the equilibria, by differences."""
    follow = -at.gap_theta / at.gap_z[:, None]
    slopes = []
    for k in range(len(theta)):
        two = []
        for size in (step, -step):
            moved = theta.copy()
            moved[k] += size
            here, there = mended(games, moved, z + size * follow[:, k])
            new = manifold(games, moved, there, here)
            two.append(new.scores.of(games.tallies, new.along()).sum(axis=0))
        slopes.append((two[0] - two[1]) / (2.0 * step))
    return -0.5 * (np.array(slopes) + np.array(slopes).T)
