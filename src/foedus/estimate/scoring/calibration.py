"""Calibration: whether what was given ten per cent happened one time in ten."""

from __future__ import annotations

import numpy as np
import polars as pl

from foedus.network.exposure.onset import jeffreys

from .scores import Floats, Ints, bins

__all__ = ["calibration"]


def calibration(y: Ints, p: Floats, count: int = 10) -> pl.DataFrame:
    """Forecasts beside frequencies, by bins of about equally many rows.

    Parameters
    ----------
    y
        What happened, 0 or 1, shape (n,).
    p
        Forecasts, shape (n,).
    count
        Most bins there may be.

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
    rows = np.bincount(group)
    events = np.bincount(group, weights=y.astype(np.float64))
    forecast = np.bincount(group, weights=p) / rows
    ends = [jeffreys(float(k), float(n)) for k, n in zip(events, rows, strict=True)]
    return pl.DataFrame(
        {
            "bin": np.arange(1, rows.size + 1),
            "rows": rows,
            "events": events.astype(np.int64),
            "forecast": forecast,
            "frequency": events / rows,
            "low": np.array([low for low, _ in ends], dtype=np.float64),
            "high": np.array([high for _, high in ends], dtype=np.float64),
        }
    )
