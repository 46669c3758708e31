"""A unit of work: one sample, and all models on it."""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl

from foedus.core.errors import FoedusError
from foedus.estimate.reduced.samples import initiations
from foedus.estimate.reduced.sandwich import Floats, Labels

from .choices import Sampling, Unit
from .escalations import WAR, escalations
from .newton import Groups, Maximum, groups, maximum

__all__ = ["FEWEST", "OUTCOMES", "Piece", "numbers", "outcome", "sample", "work"]

Piece: TypeAlias = dict[str, Any]
"""What is found of one specification, fit for JSON."""

FEWEST: Final = 5
"""Events a covariate that a model needs to be fitted.

Below, coefficients are biased away from zero, and one that parts the outcomes is always near: see
Vittinghoff and McCulloch (2007, American Journal of Epidemiology 165: 710-718), who relax the rule
of ten.
"""

OUTCOMES: Final = {"onset": "initiated", "escalation": WAR}
_NORMAL_95 = 1.959963984540054


def outcome(sampling: Sampling) -> str:
    """Column that a sample's models explain."""
    return OUTCOMES[sampling.stage]


def sample(sampling: Sampling) -> pl.DataFrame:
    """Rows of a sample, with pledges and controls.

    Raises
    ------
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    if sampling.stage == "escalation":
        return escalations(sampling)
    return initiations(
        sampling.first,
        sampling.until,
        relevant=sampling.relevant,
        originators=sampling.originators,
        source=sampling.source,
        conditions=sampling.conditions,
        lag=sampling.lag,
    ).frame


def work(unit: Unit) -> dict[str, Piece]:
    """Make the sample and fit the models; a fit that fails is a piece that says why.

    Returns
    -------
    dict
        A piece for each specification, by its name, in order.

    Raises
    ------
    FoedusError
        If scikit-learn's threadpoolctl is not installed.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    try:
        # Of the extra 'estimate'; one thread adds in the same order on any machine.
        from threadpoolctl import threadpool_limits
    except ImportError as error:
        raise FoedusError(
            f"{error.name} is not installed", fix="pip install 'foedus[estimate]'"
        ) from None
    frame = sample(unit.sampling)
    with threadpool_limits(limits=1):
        return numbers(unit, frame)


def numbers(unit: Unit, frame: pl.DataFrame) -> dict[str, Piece]:
    """Fit the models of a unit to its rows.

    Parameters
    ----------
    unit
        Models.
    frame
        What `sample` returns for it.
    """
    stage, target = unit.sampling.stage, outcome(unit.sampling)
    told = _groups(frame)
    used = dict.fromkeys(name for one in unit.models for name in one.columns(stage))
    table = _Table(frame, (target, *used))
    fitted = {one: _fitted(table, target, one.columns(stage), told) for one in unit.models}
    return {
        name: _piece(fitted[model], 1 + model.columns(stage).index(pledge))
        for name, model, pledge in unit.specifications()
    }


class _Table:
    """Columns of a frame as numbers, NaN where nothing is known.

    Parameters
    ----------
    frame
        Rows.
    names
        Columns.
    """

    def __init__(self, frame: pl.DataFrame, names: tuple[str, ...]) -> None:
        cast = frame.select(pl.col(list(names)).cast(pl.Float64)).fill_null(math.nan)
        self._columns = {name: cast[name].to_numpy() for name in names}

    def known(self, names: tuple[str, ...]) -> Labels:
        """Rows in which all columns are known."""
        gaps = np.logical_or.reduce([np.isnan(self._columns[name]) for name in names])
        return np.flatnonzero(~gaps)

    def design(self, names: tuple[str, ...], rows: Labels) -> Floats:
        """Ones and columns, shape (rows, k + 1); column by column in memory."""
        X = np.ones((rows.size, len(names) + 1), order="F")
        for at, name in enumerate(names, 1):
            X[:, at] = self._columns[name][rows]
        return X

    def column(self, name: str, rows: Labels) -> Floats:
        """One column."""
        return self._columns[name][rows]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(next(iter(self._columns.values())))


def _groups(frame: pl.DataFrame) -> Groups:
    one, two = (frame[name].to_numpy().astype(np.int64) for name in ("ccode1", "ccode2"))
    if "block" not in frame.columns:
        return groups(one, two)
    return groups(one, two, frame["block"].to_numpy().astype(np.int64))


def _fitted(
    table: _Table, target: str, names: tuple[str, ...], told: Groups
) -> tuple[Piece, Maximum | None]:
    rows = table.known((target, *names))
    y = table.column(target, rows)
    events = int(y.sum())
    about: Piece = {"rows": y.size, "events": events, "missing": len(table) - y.size}
    if min(events, y.size - events) < FEWEST * len(names):
        return about | {"failed": f"fewer than {FEWEST} events a covariate"}, None
    try:
        found = maximum(table.design(names, rows), y, told, rows)
    except FoedusError as error:
        return about | {"failed": error.message}, None
    return about | {
        "clusters": found.clusters,
        "states": found.states,
        "loss": found.loss,
        "base_loss": found.base_loss,
    }, found


def _piece(fitted: tuple[Piece, Maximum | None], at: int) -> Piece:
    """Numbers of one coefficient; the interval is by the greater error, as in `Logit.table`."""
    about, found = fitted
    if found is None:
        return about
    coef = float(found.coef[at])
    errors = [_root(float(V[at, at])) for V in (found.by_cluster, found.by_state)]
    wide = _NORMAL_95 * max(one for one in errors if one is not None)
    return {
        "coef": coef,
        "se_cluster": errors[0],
        "se_state": errors[1],
        "low": coef - wide,
        "high": coef + wide,
        **about,
    }


def _root(variance: float) -> float | None:
    """None where a variance is negative, which that by state may be in small samples."""
    return math.sqrt(variance) if variance >= 0.0 else None
