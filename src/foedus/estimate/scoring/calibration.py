"""Calibration: whether what was given ten per cent happened one time in ten."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.network.exposure.onset import jeffreys

from .scores import Floats, Ints, bins

__all__ = ["calibration"]


def calibration(y: Ints, p: Floats, count: int = 10, weight: Floats | None = None) -> pl.DataFrame:
    """Forecasts beside frequencies, by bins of about equally many rows.

    Parameters
    ----------
    y
        What happened, 0 or 1, shape (n,).
    p
        Forecasts, shape (n,).
    count
        Most bins there may be.
    weight
        How much each row counts, shape (n,); one by default. Bins hold equally many rows all the
        same.

    Returns
    -------
    DataFrame
        ``bin, rows, events, forecast, frequency, low, high``. The last two are ends of Jeffreys'
        95 per cent interval; it takes rows as independent, so with blocks it is too narrow.

    Examples
    --------
    >>> y, p = np.array([0, 0, 0, 1]), np.array([0.1, 0.1, 0.6, 0.6])
    >>> calibration(y, p).select("rows", "events", "forecast", "frequency").rows()
    [(2, 0, 0.1, 0.0), (2, 1, 0.6, 0.5)]
    """
    group = bins(p, count)
    own = np.ones(p.shape) if weight is None else weight
    rows = np.bincount(group, weights=own)
    events = np.bincount(group, weights=y * own)
    forecast = np.bincount(group, weights=p * own) / rows
    ends = [jeffreys(float(k), float(n)) for k, n in zip(events, rows, strict=True)]
    return pl.DataFrame(
        {
            "bin": np.arange(1, rows.size + 1),
            "rows": _whole(rows),
            "events": _whole(events),
            "forecast": forecast,
            "frequency": events / rows,
            "low": np.array([low for low, _ in ends], dtype=np.float64),
            "high": np.array([high for _, high in ends], dtype=np.float64),
        }
    )


def _whole(sums: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Sums of weights as counts, where all of them are."""
    return sums.astype(np.int64) if (sums == np.round(sums)).all() else sums
