"""The crisis signalling game of two states, and all its equilibria.

State A challenges B or not; challenged, B concedes or resists; resisted, A stands firm or backs
down. The payoffs are those of Lewis and Schultz, "Revealing Preferences: Empirical Estimation of a
Crisis Bargaining Game with Incomplete Information", *Political Analysis* 11 (2003), 345-367::

    not challenged (sq)            A: SA          B: 0
    conceded       (cd)            A: VA          B: CB
    stood firm     (sf)            A: WA + eA     B: WB + eB
    backed down    (bd)            A: a + ea      B: VB

eA, ea (known to A alone) and eB (to B alone) are independent standard normal draws. In equilibrium
B resists with a chance p. Then A challenges where the better of its two ways on exceeds
``c = VA + (SA - VA) / p``, and stands firm with the chance q among challenges; B, who believes
that, resists where eB exceeds ``-r``, ``r = WB - CB + (VB - CB) (1 - q) / q``. So p is an
equilibrium if ``p = Phi(r(p))``: one equation in one unknown, which may have several solutions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from .normal import Floats, Ways, log_ndtr_of, ways

__all__ = ["OUTCOMES", "PAYOFFS", "Equilibrium", "Payoffs", "Reply", "equilibria", "reply", "roots"]

OUTCOMES = ("sq", "cd", "sf", "bd")
"""Not challenged, conceded, stood firm, backed down: the order of every table of outcomes."""

_FARTHEST = 37.0  # Phi(-37) is near the smallest number there is
_LARGEST = 1e5  # beyond, a threshold is out of anybody's reach
_STEEPEST = 60.0  # exp(60): odds of backing down beyond any record


class Payoffs(NamedTuple):
    """The seven payoffs, as numbers or arrays of one shape, in standard deviations of a shock.

    Attributes
    ----------
    SA, VA, WA, a
        To A: nothing happens, B concedes, war, backing down (the cost before its audience).
    CB, WB, VB
        To B: conceding, war, A backs down. Where nothing happens, B has zero.
    """

    SA: ArrayLike
    VA: ArrayLike
    CB: ArrayLike
    WA: ArrayLike
    WB: ArrayLike
    a: ArrayLike
    VB: ArrayLike


PAYOFFS = Payoffs._fields


@dataclass(frozen=True, eq=False)
class Reply:
    """What both do where B is believed to resist with a chance Phi(z); all of one shape.

    Attributes
    ----------
    v, w
        What standing firm and backing down are worth to A on average, over the threshold.
    ways
        Chances of a challenge that would be stood by, and of one that would be backed down from.
    odds
        Odds that a challenger backs down, (1 - q) / q.
    r
        B's index: it resists with the chance Phi(r).
    """

    v: Floats
    w: Floats
    ways: Ways
    odds: Floats
    r: Floats


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium of one game.

    Attributes
    ----------
    challenge, resist, stand
        Chances that A challenges, that B resists a challenge, that A stands by a challenge.
    outcomes
        Chances of the four `OUTCOMES`.
    slope
        Derivative of B's answer by what is believed of it, both as normal indices. Between -1 and
        1, beliefs that follow behaviour return to this equilibrium; beyond, they run away from it.
    """

    challenge: float
    resist: float
    stand: float
    outcomes: tuple[float, float, float, float]
    slope: float

    @property
    def stable(self) -> bool:
        """Whether answering what was last seen leads back here."""
        return abs(self.slope) < 1.0


def reply(payoffs: Payoffs, z: ArrayLike) -> Reply:
    """What A does, and what B would do, where B is believed to resist with a chance Phi(z)."""
    sa, va, cb, wa, wb, a, vb, z = np.broadcast_arrays(
        *(np.asarray(x, dtype=np.float64) for x in (*payoffs, z))
    )
    threshold = np.clip(va + (sa - va) / ndtr(np.maximum(z, -_FARTHEST)), -_LARGEST, _LARGEST)
    v, w = wa - threshold, a - threshold
    found = ways(v, w)
    odds = np.exp(np.clip(found.back - found.stand, -_STEEPEST, _STEEPEST))
    return Reply(v=v, w=w, ways=found, odds=odds, r=(wb - cb) + (vb - cb) * odds)


def roots(payoffs: Payoffs, points: int = 240, tolerance: float = 1e-13) -> list[Floats]:
    """All equilibria of many games, as normal indices z of B's chance to resist.

    The equation is looked at on a grid, denser where chances move, and each change of sign is
    bisected. Two equilibria closer than a step of the grid are missed, as pairs.

    Parameters
    ----------
    payoffs
        Each of shape (n,) or a number.
    points
        Points of the grid.
    tolerance
        Width at which bisection stops.

    Returns
    -------
    list of arrays
        For each game its indices, rising. Never empty: an equilibrium always exists, though its
        index may lie at +-37, where a chance is zero or one as far as numbers go.
    """
    columns = np.broadcast_arrays(*(np.atleast_1d(np.asarray(x, np.float64)) for x in payoffs))
    inner = np.linspace(-6.0, 6.0, points)
    outer = np.geomspace(6.0, _FARTHEST + 1.0, max(points // 8, 4))[1:]
    grid = np.concatenate([-outer[::-1], inner, outer])
    at = reply(Payoffs(*(x[:, None] for x in columns)), grid[None, :])
    gap = np.clip(at.r, -_FARTHEST, _FARTHEST) - grid
    game, step = np.nonzero((gap[:, :-1] > 0.0) & (gap[:, 1:] <= 0.0))
    game2, step2 = np.nonzero((gap[:, :-1] <= 0.0) & (gap[:, 1:] > 0.0))
    games, steps = np.concatenate([game, game2]), np.concatenate([step, step2])
    falls = np.concatenate([np.ones(len(game), bool), np.zeros(len(game2), bool)])
    low, high = grid[steps], grid[steps + 1]
    chosen = Payoffs(*(x[games] for x in columns))
    while low.size and float((high - low).max()) > tolerance * _FARTHEST:
        middle = 0.5 * (low + high)
        above = np.clip(reply(chosen, middle).r, -_FARTHEST, _FARTHEST) > middle
        right = above == falls
        low, high = np.where(right, middle, low), np.where(right, high, middle)
    found = 0.5 * (low + high)
    return [np.sort(found[games == k]) for k in range(columns[0].size)]


def equilibria(payoffs: Payoffs, points: int = 2000) -> tuple[Equilibrium, ...]:
    """All equilibria of one game, by B's chance to resist, rising.

    Parameters
    ----------
    payoffs
        Seven numbers.
    points
        Points at which the equation is looked at: see `roots`.

    Examples
    --------
    Where conceding is worth to A what it has anyway, A's threshold does not hang on B:

    >>> only, = equilibria(Payoffs(SA=0, VA=0, CB=0, WA=0, WB=0, a=0, VB=1))
    >>> round(only.challenge, 6), round(only.stand, 6), round(only.resist, 6)
    (0.75, 0.5, 0.841345)

    Bluff and resistance may feed each other, or be rare together:

    >>> bluff = Payoffs(SA=0, VA=1.77, CB=-0.41, WA=-1.99, WB=-3.9, a=-0.93, VB=0.27)
    >>> [round(e.resist, 2) for e in equilibria(bluff)]
    [0.12, 0.83, 0.98]
    """
    one = Payoffs(*(float(np.asarray(x)) for x in payoffs))
    return tuple(_equilibrium(one, float(z)) for z in roots(one, points)[0])


def _equilibrium(payoffs: Payoffs, z: float) -> Equilibrium:
    at = reply(payoffs, z)
    stand, back = float(np.exp(at.ways.stand)), float(np.exp(at.ways.back))
    resist = float(ndtr(z))
    out = float(np.exp(log_ndtr_of(-at.v) + log_ndtr_of(-at.w)))
    step = 1e-5
    there, here = reply(payoffs, z + step), reply(payoffs, z - step)
    return Equilibrium(
        challenge=stand + back,
        resist=resist,
        stand=float(1.0 / (1.0 + at.odds)),
        outcomes=(out, (stand + back) * float(ndtr(-z)), stand * resist, back * resist),
        slope=float((there.r - here.r) / (2 * step)),
    )
