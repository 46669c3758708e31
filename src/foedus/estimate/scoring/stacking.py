"""Stacking: weights of several models by what they foretold, near equal where that says little.

The weighted mean of forecasts is the forecast; weights lie on the simplex and maximise its log
score on rows foretold beforehand (Yao, Vehtari, Simpson and Gelman 2018, Bayesian Analysis 13:
917-1007), with a Dirichlet prior around equal weights. Where models hardly differ the data say
nothing, and the prior decides: that must be told apart from a weight that was earned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scores import EDGE, Floats, Ints

__all__ = ["PSEUDO", "Stack", "Weight", "stack", "weights"]

PSEUDO = 1.0
"""Rows that the prior counts for each model: a Dirichlet prior with 1 + PSEUDO throughout. Against
it one of six models has to be better by about eight nats in all before it holds half the weight."""
DRAWS = 200
_SEED = 19140728
_TOL = 1e-10


@dataclass(frozen=True)
class Weight:
    """Weight of one model.

    Attributes
    ----------
    weight : float
    low, high : float
        Ends of the 95 per cent interval over blocks drawn again.
    prior : float
        What it would be without any rows.
    """

    weight: float
    low: float
    high: float
    prior: float

    @property
    def told_by(self) -> str:
        """``"data"`` where the interval leaves the prior's weight out, else ``"prior"``."""
        return "prior" if self.low <= self.prior <= self.high else "data"


@dataclass(frozen=True)
class Stack:
    """Weights by model, and what they were learnt from.

    Attributes
    ----------
    weights : dict
    rows, events, blocks : int
        None of each where there was nothing to learn from: then all weights are the prior's.
    """

    weights: dict[str, Weight]
    rows: int
    events: int
    blocks: int

    def mixed(self, forecasts: dict[str, Floats]) -> Floats:
        """Return the weighted mean of forecasts, shape (rows,)."""
        total: Floats = sum(
            (one.weight * forecasts[name] for name, one in self.weights.items()), np.zeros(())
        )
        return total


def stack(
    forecasts: dict[str, Floats], y: Ints, block: Ints, draws: int = DRAWS, seed: int = _SEED
) -> Stack:
    """Learn weights, with intervals.

    Parameters
    ----------
    forecasts
        Of each model, made before the rows were known, shape (n,).
    y
        What happened, shape (n,).
    block
        Label of each row's block; whole blocks are drawn again, with replacement.
    """
    names = list(forecasts)
    even = 1.0 / len(names)
    if y.size == 0:
        return Stack({name: Weight(even, even, even, even) for name in names}, 0, 0, 0)
    told = _of_what_happened(np.column_stack([forecasts[name] for name in names]), y)
    labels, where = np.unique(block, return_inverse=True)
    best = weights(told)
    rng = np.random.Generator(np.random.Philox(seed))
    equal = np.full(labels.size, 1.0 / labels.size)
    drawn = np.array(
        [weights(told, rng.multinomial(labels.size, equal)[where], best) for _ in range(draws)]
    )
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    found = {
        name: Weight(float(best[k]), float(low[k]), float(high[k]), even)
        for k, name in enumerate(names)
    }
    return Stack(found, int(y.size), int(y.sum()), int(labels.size))


def weights(
    told: Floats, times: Ints | None = None, start: Floats | None = None, pseudo: float = PSEUDO
) -> Floats:
    """Weights at the mode: of the log score of the mixture, and the prior.

    Parameters
    ----------
    told
        Chance that each model gave to what happened, shape (n, K), above zero.
    times
        How often each row counts; once by default.
    start
        Weights to begin with.
    pseudo
        See `PSEUDO`; above zero.

    Returns
    -------
    ndarray
        Shape (K,), all above zero, summing to one.

    Notes
    -----
    The objective is concave. Newton's method with the sum of the weights held, steps cut so that
    none reaches zero: expectation-maximisation takes tens of thousands of rounds where models are
    alike.

    Examples
    --------
    Models that are alike keep equal weights however many rows there are:

    >>> weights(np.full((1000, 2), 0.3)).tolist()
    [0.5, 0.5]
    """
    n, K = told.shape
    count = np.ones(n) if times is None else times.astype(np.float64)
    w = np.full(K, 1.0 / K) if start is None else start.copy()
    here = _objective(told, count, w, pseudo)
    for _ in range(200):
        share = told / (told @ w)[:, None]
        slope = count @ share + pseudo / w
        curve = (share * count[:, None]).T @ share + np.diag(pseudo / w**2)
        # Newton's step among those that leave the sum as it is.
        step = np.linalg.solve(curve, slope)
        across = np.linalg.solve(curve, np.ones(K))
        step = step - across * (step.sum() / across.sum())
        rise = float(slope @ step)
        if rise <= _TOL:
            break
        down = step < 0.0
        length = min(1.0, 0.95 * float((-w[down] / step[down]).min())) if down.any() else 1.0
        while length > 1e-12:
            trial = w + length * step
            there = _objective(told, count, trial, pseudo)
            if there >= here + 1e-4 * length * rise:
                break
            length /= 2.0
        else:
            break
        w, here = trial / trial.sum(), there
    return w


def _objective(told: Floats, count: Floats, w: Floats, pseudo: float) -> float:
    return float(count @ np.log(told @ w) + pseudo * np.log(w).sum())


def _of_what_happened(p: Floats, y: Ints) -> Floats:
    inside = np.clip(p, EDGE, 1.0 - EDGE)
    told: Floats = np.where(y[:, None] == 1, inside, 1.0 - inside)
    return told
