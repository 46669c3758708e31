"""Competing risks with constant hazards: what happens if nobody minds what others do.

Each reason for the event has a hazard of its own, the same every day; the hazards add. In a dispute
they race against its end, whose hazard is the unit: with hazards of r in all, the event comes first
with chance ``r / (1 + r)``, and how long the dispute was says nothing. In a year they run for its
length: ``1 - exp(-r)``. It is the crisis game with lambda at zero.
"""

from __future__ import annotations

import numpy as np

from .scores import Floats, Ints

__all__ = ["chance", "fit"]

_FLOOR = 1e-9


def chance(hazard: Floats, *, ends: bool) -> Floats:
    """Chance of the event.

    Parameters
    ----------
    hazard
        Hazard of the event, in units of the end's or per year, shape (n,).
    ends
        Whether it races against an end.

    Examples
    --------
    >>> chance(np.array([1.0]), ends=True).tolist()
    [0.5]
    """
    chances: Floats = hazard / (1.0 + hazard) if ends else -np.expm1(-hazard)
    return chances


def fit(reasons: Floats, y: Ints, *, ends: bool) -> Floats:
    """Hazards by maximum likelihood, none below zero.

    Parameters
    ----------
    reasons
        How much of each reason a row has, shape (n, k), not negative; the first column is one.
    y
        What happened, 0 or 1, shape (n,); at least one of each.
    ends
        Whether the event races against an end.

    Returns
    -------
    ndarray
        Hazard of each reason, shape (k,).
    """
    # SciPy takes a third of a second to import.
    from scipy.optimize import minimize

    share = float(y.mean())
    unit = share / (1.0 - share) if ends else -float(np.log1p(-share))

    def loss(scaled: Floats) -> tuple[float, Floats]:
        hazard = np.maximum(reasons @ (scaled * unit), _FLOOR)
        if ends:
            value = np.log1p(hazard) - y * np.log(hazard)
            slope = 1.0 / (1.0 + hazard) - y / hazard
        else:
            happened = -np.expm1(-hazard)
            value = np.where(y == 1, -np.log(happened), hazard)
            slope = np.where(y == 1, -np.exp(-hazard) / happened, 1.0)
        gradient: Floats = (slope @ reasons) * unit / y.size
        return float(value.mean()), gradient

    begin = np.full(reasons.shape[1], 0.1)
    begin[0] = 0.5
    bounds = [(0.0, None)] * begin.size
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds)
    hazards: Floats = np.asarray(found.x, dtype=np.float64) * unit
    return hazards
