"""Intervals of mean differences where rows hang together: whole blocks are drawn, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .scores import Floats, Ints

__all__ = ["DRAWS", "Interval", "difference"]

DRAWS = 2000
_SEED = 19140728
_AT_ONCE = 250


@dataclass(frozen=True)
class Interval:
    """A mean with its interval.

    Parameters
    ----------
    mean
        Mean over all rows.
    low, high
        Ends of the 95 per cent interval.
    blocks
        How many blocks were drawn from.
    by
        Which column named them.
    """

    mean: float
    low: float
    high: float
    blocks: int
    by: str

    @property
    def verdict(self) -> str:
        """``"better"`` or ``"worse"`` where the interval leaves zero out, else ``"unclear"``."""
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "unclear"


def difference(
    gains: Floats, clusters: Mapping[str, Ints], draws: int = DRAWS, seed: int = _SEED
) -> Interval:
    """Mean of gains, with the widest of the intervals blocked by each cluster.

    Parameters
    ----------
    gains
        What a row's loss is larger by under the rival, shape (n,): positive speaks for the model.
    clusters
        Label of each row's block, by name of the clustering; at least one, shape (n,) each.
    draws, seed
        Of the bootstrap: blocks drawn with replacement, the mean is over the rows drawn.

    Examples
    --------
    >>> gains = np.array([1.0, 1.0, 1.0, 1.0])
    >>> difference(gains, {"block": np.array([1, 1, 2, 3])})
    Interval(mean=1.0, low=1.0, high=1.0, blocks=3, by='block')
    """
    found = [_interval(gains, labels, name, draws, seed) for name, labels in clusters.items()]
    return max(found, key=lambda one: one.high - one.low)


def _interval(gains: Floats, labels: Ints, name: str, draws: int, seed: int) -> Interval:
    _, block = np.unique(labels, return_inverse=True)
    sums = np.bincount(block, weights=gains)
    many = np.bincount(block).astype(np.float64)
    rng = np.random.Generator(np.random.Philox(seed))
    equal = np.full(sums.size, 1.0 / sums.size)
    means: list[Floats] = []
    for begin in range(0, draws, _AT_ONCE):
        drawn = rng.multinomial(sums.size, equal, size=min(_AT_ONCE, draws - begin))
        drawn = drawn.astype(np.float64)
        means.append((drawn @ sums) / (drawn @ many))
    low, high = (float(q) for q in np.quantile(np.concatenate(means), (0.025, 0.975)))
    return Interval(float(gains.mean()), low, high, int(sums.size), name)
