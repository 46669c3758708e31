"""Onset as the game's first move: who challenges whom, by what the crisis would be worth to it.

P(onset) = logit(a + b [V(first day of the crisis) - V(status quo)] + controls), on directed
dyad-years: disputes at their onset, and a sample of dyad-years at risk without one, each weighted
by the inverse of its chance of being drawn. V(status quo) is 0: nothing changes hands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np

from foedus.core.errors import FoedusError

from .types import Floats, Ints

__all__ = ["Onset", "OnsetModel", "OnsetRows", "load_onset", "onset"]

_FILE = "onset.json"


@dataclass(frozen=True)
class OnsetRows:
    """Directed dyad-years.

    Attributes
    ----------
    names : tuple of str
        Controls.
    controls : (rows, controls)
    began : (rows,)
        One where a dispute began, else zero.
    weight : (rows,)
        How many dyad-years a row stands for.
    cluster : int64 (rows,)
        Groups that hang together.
    """

    names: tuple[str, ...]
    controls: Floats
    began: Floats
    weight: Floats
    cluster: Ints

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.began)


@dataclass(frozen=True)
class OnsetModel:
    """A fitted onset model.

    Attributes
    ----------
    names : tuple of str
        Controls.
    intercept, slope : float
        Log-odds; slope is per unit of V to the challenger.
    coef : tuple of float
        Of the controls.
    """

    names: tuple[str, ...]
    intercept: float
    slope: float
    coef: tuple[float, ...]

    def log_odds(self, value: float, controls: Mapping[str, float]) -> float:
        """Return the log-odds that a dispute begins in the year.

        Raises
        ------
        FoedusError
            A control is missing.
        """
        missing = [name for name in self.names if name not in controls]
        if missing:
            raise FoedusError("lacks a control of the onset model", field=missing[0])
        rest = sum(c * controls[n] for c, n in zip(self.coef, self.names, strict=True))
        return self.intercept + self.slope * value + rest

    def chance(self, value: float, controls: Mapping[str, float]) -> float:
        """Return the chance that a dispute begins in the year.

        >>> model = OnsetModel((), -4.0, 2.0, ())
        >>> round(model.chance(0.0, {}), 4), round(model.chance(0.5, {}), 4)
        (0.018, 0.0474)
        """
        return float(1.0 / (1.0 + np.exp(-self.log_odds(value, controls))))


@dataclass(frozen=True)
class Onset:
    """The onset part of the likelihood at given values and coefficients, C of them.

    Attributes
    ----------
    loss : (rows,)
        Minus the weighted log likelihood.
    by_coef : (rows, C)
        Slopes of the log likelihood in intercept, slope, controls.
    by_value : (rows,)
        Slopes in V.
    curvature : (rows,)
        Weight times p (1 - p).
    """

    loss: Floats
    by_coef: Floats
    by_value: Floats
    curvature: Floats


def design(rows: OnsetRows, values: Floats) -> Floats:
    """Return ones, V and the controls, shape (rows, C)."""
    return np.column_stack([np.ones(rows.size), values, rows.controls])


def onset(rows: OnsetRows, values: Floats, coef: Floats) -> Onset:
    """Score onset rows; none, where there are none."""
    if not rows.size:
        nothing = np.zeros(0)
        return Onset(nothing, np.zeros((0, len(coef))), nothing, nothing)
    X = design(rows, values)
    eta = X @ coef
    p = 1.0 / (1.0 + np.exp(-eta))
    gap = rows.weight * (rows.began - p)
    loss = rows.weight * (np.logaddexp(0.0, eta) - rows.began * eta)
    return Onset(loss, gap[:, None] * X, gap * coef[1], rows.weight * p * (1.0 - p))


def fitted(
    rows: OnsetRows, values: Floats, used: Floats | None = None, slope: float | None = None
) -> Floats:
    """Return the coefficients at given values by Newton's method: C of them.

    Parameters
    ----------
    rows : OnsetRows
    values : (rows,)
    used : (rows,), optional
        One where a row counts, else zero.
    slope : float, optional
        What the slope in V is held at; it is estimated where none is given.

    Raises
    ------
    FoedusError
        It does not converge: a control parts the outcomes.
    """
    keep = np.ones(rows.size) if used is None else used
    coef = np.zeros(2 + rows.controls.shape[1])
    share = float((rows.weight * rows.began * keep).sum() / (rows.weight * keep).sum())
    coef[0] = np.log(share / (1.0 - share))
    free = np.ones(len(coef), bool)
    if slope is not None:
        coef[1], free[1] = slope, False
    X = design(rows, values)
    for _ in range(60):
        part = onset(rows, values, coef)
        step = np.zeros(len(coef))
        used_X = X[:, free]
        step[free] = np.linalg.solve(
            (used_X * (part.curvature * keep)[:, None]).T @ used_X + 1e-9 * np.eye(free.sum()),
            (part.by_coef * keep[:, None]).sum(axis=0)[free],
        )
        longest = float(np.abs(step).max())
        coef = coef + step * min(1.0, 2.0 / longest)
        if longest < 1e-9:
            return coef
    raise FoedusError("the onset model cannot be fitted", fix="does a control part the outcomes?")


def load_onset() -> OnsetModel:
    """Read the onset model that was fitted together with the published theta.

    Raises
    ------
    FoedusError
        None has been published.
    """
    path = resources.files("foedus.estimate.structural") / _FILE
    if not path.is_file():
        raise FoedusError("no onset model has been published", fix="run foedus estimate fit")
    raw = json.loads(path.read_text(encoding="utf-8"))
    return OnsetModel(tuple(raw["names"]), raw["intercept"], raw["slope"], tuple(raw["coef"]))
