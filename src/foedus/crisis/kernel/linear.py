"""Values under fixed policies: a linear system, relaxed block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .positions import neighbour

if TYPE_CHECKING:
    from foedus.core.compiled import Floats, Ints
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places


@jit(cache=True, nogil=True, _nrt=False)
def settle(
    G: Floats,
    layout: Places,
    chain: Chain,
    reward: Floats,
    blocks: Ints,
    tol: float,
    limit: int,
    num: Floats,
) -> float:  # pragma: no cover - jitted
    """Relax G = (reward + sum of rate * G where it leads) / total, in place.

    Parameters
    ----------
    G, reward : (positions, columns)
    num : (columns,)
        Scratch.

    Returns the largest change in the last pass over any block.
    """
    n = layout.coord.shape[1]
    columns = G.shape[1]
    worst = 0.0
    for b in range(len(blocks)):
        lo, hi = blocks[b, 0], blocks[b, 1]
        largest = 0.0
        for _ in range(limit):
            largest = 0.0
            for x in range(lo, hi):
                for c in range(columns):
                    num[c] = reward[x, c]
                for i in range(n):
                    for k in range(4):
                        rate = chain.rate[x, i, k]
                        if rate > 0.0:
                            y = neighbour(x, i, k, layout)
                            for c in range(columns):
                                num[c] += rate * G[y, c]
                for c in range(columns):
                    step = num[c] / chain.total[x] - G[x, c]
                    if largest == largest and not abs(step) <= largest:
                        largest = abs(step)
                    G[x, c] += step
            if largest <= tol or largest != largest:
                break
        if worst == worst and not largest <= worst:
            worst = largest
    return worst
