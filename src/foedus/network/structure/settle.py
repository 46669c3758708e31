"""The loop that settles states in blocs, compiled."""

from __future__ import annotations

import numpy as np

from foedus.core.compiled import Floats, Ints, jit

__all__ = ["settle"]

_LEAST = 1e-10  # a gain below this is rounding


@jit(cache=True)
def settle(weights: Floats, visit: Ints, start: Ints) -> Ints:
    """Move states to the bloc of the greatest gain, in turn, until none gains.

    Parameters
    ----------
    weights
        Ties between states, those within one on the diagonal; shape (n, n).
    visit
        Order of the moves, shape (n,).
    start
        Bloc of each state at first, from 0 to n - 1; shape (n,).

    Returns
    -------
    ndarray of int64
        Bloc of each state, shape (n,).
    """
    n = weights.shape[0]
    degree = weights.sum(axis=1)
    total = degree.sum()
    bloc = start.copy()
    load = np.zeros(n)  # ends of ties in each bloc
    for i in range(n):
        load[bloc[i]] += degree[i]
    to = np.zeros(n)  # ties of the state that moves to each bloc
    moving = True
    while moving:
        moving = False
        for i in visit:
            to[:] = 0.0
            for j in range(n):
                if j != i:
                    to[bloc[j]] += weights[i, j]
            own = bloc[i]
            load[own] -= degree[i]
            chosen, top = own, to[own] - degree[i] * load[own] / total
            for c in range(n):
                gain = to[c] - degree[i] * load[c] / total
                if to[c] > 0.0 and gain > top + _LEAST:
                    chosen, top = c, gain
            load[chosen] += degree[i]
            if chosen != own:
                bloc[i] = chosen
                moving = True
    return bloc
