"""Candidates that are in no game: one rate for all, times how much more readily such states climb.

A game has room for two candidates; nine in ten are outside. The game's theta says by what factor
those climb faster that owe a principal its defence, and great powers. Their mean is what it was
among the outsiders before: how often anybody comes in is learnt, who does is the game's.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.crisis.theta import Theta

from .scores import Floats

__all__ = ["outside"]

_OF = ("ally", "major")


def outside(train: pl.DataFrame, test: pl.DataFrame, theta: Theta) -> Floats:
    """Return the chance that each candidate joins, (rows of `test`,).

    Parameters
    ----------
    train
        Candidates outside their games in earlier disputes: ``y``, and ``ally`` (owes an originator
        defence or offence) and ``major`` (is a great power) as 0 or 1.
    test
        Candidates outside their games now: ``ally, major``.
    theta
        Its `pledge_climb` and `major_climb` are used.

    Examples
    --------
    Allies climb twice as readily; one outsider in ten joined before, half of them allies:

    >>> from foedus.crisis.theta import load_theta
    >>> theta = load_theta("provisional").with_values({"pledge_climb": 2.0})
    >>> before = pl.DataFrame({"ally": [1] * 5 + [0] * 5, "major": [0] * 10, "y": [1] + [0] * 9})
    >>> now = pl.DataFrame({"ally": [1, 0], "major": [0, 0]})
    >>> [round(float(p), 3) for p in outside(before, now, theta)]
    [0.188, 0.094]
    """
    joined = float(train["y"].sum()) + 0.5
    # half an event and half a non-event more than counted, as the baseline has it
    exposed = float(_readiness(train, theta).sum()) + 1.0
    return np.clip(joined / exposed * _readiness(test, theta), 0.0, 1.0)


def _readiness(rows: pl.DataFrame, theta: Theta) -> Floats:
    ally, major = (rows[name].fill_null(0).cast(pl.Float64).to_numpy() for name in _OF)
    return theta["pledge_climb"] ** ally * theta["major_climb"] ** major
