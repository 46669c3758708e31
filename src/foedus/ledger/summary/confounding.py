"""How strong an unmeasured reason to ally would have to be to overturn what the ledger says.

States that expect a war ally for it. Then a dispute with allies would have been likelier to become
a war without them, too, than the game says: the chance of war without obligations is shifted on the
scale of log-odds by delta. A delta of log 2 means that whatever made them ally doubled the odds of
war by itself.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.ledger.columns import LEVELS, OUTCOMES

from .counts import Told
from .labels import Floats, marks
from .matrix import Matrix
from .weights import tally, weight_of

__all__ = ["ODDS", "confounding", "kept", "shifted", "tipping"]

ODDS = (1.5, 2.0, 3.0)
"""Ratios of odds at which labels are looked at again."""
_WIDEST = 20.0


def shifted(p: Floats, delta: float) -> Floats:
    """Return probabilities with their log-odds shifted.

    Examples
    --------
    >>> [round(float(q), 6) for q in shifted(np.array([0.0, 0.5, 1.0]), math.log(3.0))]
    [0.0, 0.75, 1.0]
    """
    odds = math.exp(delta)
    return p * odds / (1.0 - p + p * odds)


def tipping(with_: Floats, without: Floats, weight: Floats | None = None) -> float | None:
    """Return the shift of `without` at which the two sums are equal.

    Parameters
    ----------
    with_, without : (rows,)
        Chances of war.
    weight : (rows,)
        How much each row counts; one by default.

    Returns
    -------
    float or None
        Positive where the obligations raised the sum; None where no shift within e to the 20th
        makes them equal.

    Examples
    --------
    >>> round(tipping(np.array([0.75]), np.array([0.5])), 6) == round(math.log(3.0), 6)
    True
    """
    own = np.ones(with_.shape) if weight is None else weight

    def total(delta: float) -> float:
        return float((shifted(without, delta) * own).sum())

    goal = float((with_ * own).sum())
    low, high = -_WIDEST, _WIDEST
    if not total(low) <= goal <= total(high):
        return None
    for _ in range(100):
        middle = 0.5 * (low + high)
        if total(middle) < goal:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def kept(
    with_: Floats, without: Floats, level: float, delta: float, weight: Floats | None = None
) -> Told:
    """Count the labels that survive a shift against them.

    Parameters
    ----------
    with_, without : (rows, draws)
    level
        Threshold of the labels.
    delta
        Size of the shift, positive: up against rows labelled raised, down against rows lowered.
    weight : (rows,)
        How much each row counts; one by default.

    Returns
    -------
    dict
        ``raised`` and ``lowered``: weight of the rows ``labelled``, and of those that are so
        ``still``.
    """
    own = np.ones(len(with_)) if weight is None else weight
    raised, lowered = marks(with_ - without, level)
    still_up, _ = marks(with_ - shifted(without, delta), level)
    _, still_down = marks(with_ - shifted(without, -delta), level)
    return {
        "raised": {"labelled": tally(own, raised), "still": tally(own, raised & still_up)},
        "lowered": {"labelled": tally(own, lowered), "still": tally(own, lowered & still_down)},
    }


def confounding(one: Matrix) -> Told:
    """For each outcome: the shift that makes the total nothing, and which labels survive which.

    Rows with obligations only, each counting as much as its ``weight``, or one; the shift is found
    at the point values of theta and at each draw.
    """
    rows = one.pledged
    weight = weight_of(one.rows)[rows]
    told: Told = {}
    for outcome in OUTCOMES:
        mean_with, mean_without = (chance[rows] for chance in one.at_mean(outcome))
        with_, without = one.with_[outcome][rows], one.without[outcome][rows]
        deltas = [_at_draw(with_[:, k], without[:, k], weight) for k in range(one.draws)]
        finite = [delta for delta in deltas if delta is not None]
        low, high = np.quantile(finite, (0.05, 0.95)) if finite else (None, None)
        told[outcome] = {
            "delta": tipping(mean_with, mean_without, weight),
            "low": None if low is None else float(low),
            "high": None if high is None else float(high),
            "kept": [
                {
                    "level": level,
                    "odds": odds,
                    **kept(with_, without, level, math.log(odds), weight),
                }
                for level in LEVELS
                for odds in ODDS
            ],
        }
    return told


def _at_draw(with_: Floats, without: Floats, weight: Floats) -> float | None:
    there = ~np.isnan(with_ + without)
    return tipping(with_[there], without[there], weight[there])
