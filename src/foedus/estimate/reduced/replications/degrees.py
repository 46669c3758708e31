"""Degrees of separation in the network of defence pacts: allies, allies of allies, and so on."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.network.graph import networks

__all__ = ["NO_PATH", "degrees", "distances"]

Ints: TypeAlias = npt.NDArray[np.int16]
Flags: TypeAlias = npt.NDArray[np.bool_]
NO_PATH: Final = -1
"""Degree of two states that no path connects."""


def distances(allied: Flags) -> Ints:
    """Steps on the shortest path between any two states.

    Parameters
    ----------
    allied
        Whether two states are allies: symmetric, shape (n, n).

    Returns
    -------
    ndarray
        Shape (n, n): 1 for allies, 2 for allies of allies, and so on; 0 on the diagonal, `NO_PATH`
        where no path connects the two.

    Examples
    --------
    >>> chain = np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]], bool)
    >>> distances(chain)[0].tolist()
    [0, 1, 2, -1]
    """
    steps = np.full(allied.shape, NO_PATH, np.int16)
    front = np.eye(len(allied), dtype=np.bool_)
    weights, step = allied.astype(np.float32), 0  # floats: products of booleans are slow
    while front.any():
        steps[front] = step
        front = (front.astype(np.float32) @ weights > 0.0) & (steps == NO_PATH)
        step += 1
    return steps


def degrees(first: int, last: int, lag: int = 0) -> pl.DataFrame:
    """Degree of every pair of states in the network of defence pacts, by year.

    Parameters
    ----------
    first, last
        Years, both included.
    lag
        Years by which the network is older.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year, degree``, the lower code first.

    Raises
    ------
    UsageError
        If the years are wrong or outside the record.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    parts: list[pl.DataFrame] = []
    for net in networks(first - lag, last - lag, kinds="defense"):
        one, two = np.triu_indices(net.states.size, 1)
        found = {"ccode1": net.states[one], "ccode2": net.states[two]}
        year = pl.lit(net.year + lag, pl.Int16).alias("year")
        part = pl.DataFrame(found).with_columns(year, degree=distances(net.allied)[one, two])
        parts.append(part)
    return pl.concat(parts)
