"""Proper scores of probabilities, and the area under the curve, which is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["EDGE", "Floats", "Scores", "auc", "bins", "brier_losses", "log_losses", "scores"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
EDGE = 1e-6
"""Probabilities nearer to 0 or 1 are scored as this: one certain error is not infinite."""


@dataclass(frozen=True)
class Scores:
    """How good forecasts were.

    Parameters
    ----------
    rows, events
        Number of forecasts, and of them followed by the event.
    mean
        Mean forecast; beside ``events / rows`` it is calibration in the large.
    log_score
        Mean negative log likelihood, in nats. Smaller is better.
    brier
        Mean squared error; ``reliability - resolution + uncertainty + within``.
    reliability
        Distance of forecasts from frequencies, by bin (0 is perfect).
    resolution
        Distance of the bins' frequencies from the frequency of all (the more the better).
    uncertainty
        Brier score of who knows that frequency and nothing else.
    within
        What the spread of forecasts inside bins adds or takes.
    auc
        Chance that an event had the higher forecast of the two than a non-event; None without
        either.
    clipped
        How many forecasts were nearer to 0 or 1 than `EDGE`.
    """

    rows: int
    events: int
    mean: float
    log_score: float
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    auc: float | None
    clipped: int


def log_losses(y: Ints, p: Floats) -> Floats:
    """Negative log likelihood of each row, in nats.

    Examples
    --------
    >>> log_losses(np.array([1, 0]), np.array([0.5, 0.0])).round(4).tolist()
    [0.6931, 0.0]
    """
    inside = np.clip(p, EDGE, 1.0 - EDGE)
    losses: Floats = -np.where(y == 1, np.log(inside), np.log1p(-inside))
    return losses


def brier_losses(y: Ints, p: Floats) -> Floats:
    """Squared error of each row."""
    losses: Floats = (p - y) ** 2
    return losses


def bins(p: Floats, count: int = 10) -> Ints:
    """Bin of each forecast, from 0: bins of about equally many rows; equal forecasts stay together.

    Parameters
    ----------
    p
        Forecasts, shape (n,).
    count
        Most bins there may be.

    Examples
    --------
    >>> bins(np.array([0.1, 0.4, 0.1, 0.9]), 2).tolist()
    [0, 1, 0, 1]
    """
    values, inverse, many = np.unique(p, return_inverse=True, return_counts=True)
    if values.size <= count:
        return inverse.astype(np.int64)
    # Where the middle of a value's rows falls decides its bin.
    middle = (np.cumsum(many) - many / 2) / p.size
    raw = np.minimum((middle * count).astype(np.int64), count - 1)
    _, compact = np.unique(raw, return_inverse=True)
    return compact.astype(np.int64)[inverse]


def auc(y: Ints, p: Floats) -> float | None:
    """Area under the receiver's curve, ties counted half (Mann and Whitney).

    Examples
    --------
    >>> auc(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    events = int(y.sum())
    if events in (0, y.size):
        return None
    _, inverse, many = np.unique(p, return_inverse=True, return_counts=True)
    rank = np.cumsum(many) - (many - 1) / 2
    above = float(rank[inverse][y == 1].sum()) - events * (events + 1) / 2
    return above / (events * (y.size - events))


def scores(y: Ints, p: Floats, count: int = 10) -> Scores:
    """Score forecasts.

    Parameters
    ----------
    y
        What happened, 0 or 1, shape (n,).
    p
        Forecasts, shape (n,).
    count
        Bins for the decomposition.

    Notes
    -----
    Brier's score after Murphy (1973, Journal of Applied Meteorology 12: 595-600). With bins the
    three terms do not add up; the rest is given as `within` (Stephenson, Coelho and Jolliffe 2008,
    Weather and Forecasting 23: 752-757).

    Examples
    --------
    >>> s = scores(np.array([0, 0, 1, 1]), np.array([0.2, 0.2, 0.8, 0.8]))
    >>> round(s.brier, 3), round(s.reliability, 3), round(s.resolution, 3), s.uncertainty, s.auc
    (0.04, 0.04, 0.25, 0.25, 1.0)
    """
    group = bins(p, count)
    many = np.bincount(group).astype(np.float64)
    forecast = np.bincount(group, weights=p) / many
    happened = np.bincount(group, weights=y.astype(np.float64)) / many
    share = float(y.mean())
    brier = float(brier_losses(y, p).mean())
    reliability = float((many * (forecast - happened) ** 2).sum() / y.size)
    resolution = float((many * (happened - share) ** 2).sum() / y.size)
    uncertainty = share * (1.0 - share)
    return Scores(
        rows=int(y.size),
        events=int(y.sum()),
        mean=float(p.mean()),
        log_score=float(log_losses(y, p).mean()),
        brier=brier,
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        within=brier - (reliability - resolution + uncertainty),
        auc=auc(y, p),
        clipped=int(((p < EDGE) | (p > 1.0 - EDGE)).sum()),
    )
