"""How many disputes the obligations made likelier to become a war, and how many less likely."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from .labels import Flags, Floats, marks

__all__ = ["Told", "counts", "expected", "interval"]

Told: TypeAlias = dict[str, Any]
"""JSON-like."""
ENDS = (0.05, 0.95)


def interval(values: Floats) -> Told:
    """Return median and 90 % interval over draws; nulls where there are none.

    Examples
    --------
    >>> interval(np.array([0.0, 10.0, 20.0]))
    {'median': 10.0, 'low': 1.0, 'high': 19.0}
    """
    kept = values[~np.isnan(values)]
    if not kept.size:
        return {"median": None, "low": None, "high": None}
    low, high = np.quantile(kept, ENDS)
    return {"median": float(np.median(kept)), "low": float(low), "high": float(high)}


def counts(difference: Floats, pledged: Flags, weight: Floats, level: float) -> Told:
    """Count rows raised, lowered, unclear and without an obligation.

    Parameters
    ----------
    difference : (rows, draws)
        With less without; NaN where a draw did not converge.
    pledged : (rows,)
        Whether there is an obligation.
    weight : (rows,)
        Weight of each row.
    level
        Threshold.

    Returns
    -------
    dict
        ``raised`` and ``lowered``: ``labelled``, rows that are so in nine draws of ten, and
        median and 90 % interval of the number that are so in one draw; ``unclear`` and ``none``,
        rows.
    """
    raised, lowered = (found & pledged for found in marks(difference, level))
    with np.errstate(invalid="ignore"):
        above = (difference > level) & pledged[:, None]
        below = (difference < -level) & pledged[:, None]
    return {
        "level": level,
        "raised": {"labelled": float(weight[raised].sum()), **interval(weight @ above)},
        "lowered": {"labelled": float(weight[lowered].sum()), **interval(weight @ below)},
        "unclear": float(weight[pledged & ~raised & ~lowered].sum()),
        "none": float(weight[~pledged].sum()),
    }


def expected(difference: Floats, weight: Floats) -> Told:
    """Return the expected number of wars that the obligations added and took away.

    Parameters
    ----------
    difference : (rows, draws)
    weight : (rows,)

    Returns
    -------
    dict
        ``raised``, the sum over rows where the chance rose; ``lowered``, where it fell (a positive
        number); ``net``, the difference of the two; each with median and 90 % interval.

    Examples
    --------
    >>> expected(np.array([[0.5], [-0.2]]), np.ones(2))["net"]["median"]
    0.3
    """
    filled = np.nan_to_num(difference)
    return {
        "raised": interval(weight @ np.maximum(filled, 0.0)),
        "lowered": interval(weight @ np.maximum(-filled, 0.0)),
        "net": interval(weight @ filled),
    }
