"""A weak recalibration: a line through the log-odds, two parameters, learnt on earlier rows.

The game is fitted to many things at once: levels, endings, lengths, joining, onset. For a single
one of them it may be too sure or too high throughout, which two numbers can mend.
"""

from __future__ import annotations

import numpy as np

from .scores import EDGE, Floats, Ints

__all__ = ["recalibrated"]

SPREAD = 1.0
"""Of the normal prior of both parameters around no change: weak, but it keeps them finite where
the rows learnt from have hardly an event."""


def recalibrated(p: Floats, y: Ints, new: Floats) -> Floats:
    """Move forecasts along a line in log-odds that fits earlier ones.

    Parameters
    ----------
    p, y
        Forecasts of the rows learnt from, and what happened, shape (n,).
    new
        Forecasts to be moved.

    Returns
    -------
    ndarray
        ``logistic(a + b logit(new))``, with `a` and `b` at the posterior's mode (Platt's scaling;
        Cox 1958, Biometrika 45: 562-565).

    Examples
    --------
    Forecasts twice as far from even odds as they should be:

    >>> x = np.linspace(-3.0, 3.0, 60_001)
    >>> happened = np.random.default_rng(0).uniform(size=x.size) < 1 / (1 + np.exp(-x))
    >>> told = 1 / (1 + np.exp(-2.0 * x))
    >>> recalibrated(told, happened.astype(np.int64), np.array([0.5, 0.8808])).round(2).tolist()
    [0.5, 0.73]
    """
    X = np.column_stack([np.ones(p.size), _log_odds(p)])
    prior = np.array([0.0, 1.0])
    at = prior.copy()
    for _ in range(100):
        chance = _logistic(X @ at)
        slope = X.T @ (y - chance) - (at - prior) / SPREAD**2
        curve = (X * (chance * (1.0 - chance))[:, None]).T @ X + np.eye(2) / SPREAD**2
        step = np.linalg.solve(curve, slope)
        longest = float(np.abs(step).max())
        at = at + step * min(1.0, 1.0 / max(longest, 1e-300))
        if longest < 1e-10:
            break
    return _logistic(at[0] + at[1] * _log_odds(new))


def _log_odds(p: Floats) -> Floats:
    inside = np.clip(p, EDGE, 1.0 - EDGE)
    odds: Floats = np.log(inside) - np.log1p(-inside)
    return odds


def _logistic(x: Floats) -> Floats:
    chances: Floats = 1.0 / (1.0 + np.exp(-x))
    return chances
