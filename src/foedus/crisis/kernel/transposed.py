"""The adjoint of the equilibrium: which values a number at the start depends on, and by how much.

Let s(x, c) be how a number (the chance of an outcome, say) depends on value c at x directly. What
it depends on in all solves lam = s + A' lam, A being the linear map of `slopes`. Here are s, and
the push of what a position holds to where play leads from it; `residuals` solves for lam.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .positions import neighbour

if TYPE_CHECKING:
    from foedus.core.compiled import Floats
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places
    from foedus.crisis.model import Model

    from .slopes import Outlook, Slopes


@jit(cache=True, nogil=True, _nrt=False)
def seed(
    days: Floats,
    weight: Floats,
    outlook: Outlook,
    layout: Places,
    model: Model,
    chain: Chain,
    slopes: Slopes,
    visits: Floats,
    out: Floats,
) -> None:  # pragma: no cover - jitted
    """Add to out (positions, Q, V) how Q sums of readings depend on values directly.

    Parameters
    ----------
    days : (positions, R)
        Expected days at each position while the reading is open.
    weight : (Q, R)
        Of each reading in each sum.
    visits : (Q, R)
        Scratch.
    """
    size, n = layout.coord.shape
    V = n + 2
    Q, R = weight.shape
    for x in range(size):
        some = False
        for r in range(R):
            seen = 0.0 if outlook.stop[x, r] else days[x, r]
            some |= seen != 0.0
            for q in range(Q):
                visits[q, r] = weight[q, r] * seen * (chain.total[x] + outlook.kill[r])
        if not some:
            continue
        for q in range(Q):
            for r in range(R):
                w = visits[q, r]
                if w == 0.0:
                    continue
                for c in range(V):
                    out[x, q, c] += w * slopes.here[x, V + r, c]
                for i in range(n):
                    for k in range(3):
                        g = slopes.own[x, i, k, V + r]
                        if g != 0.0:
                            out[neighbour(x, i, k, layout), q, i] += w * g
                for side in range(2):
                    g = slopes.answered[x, side, V + r]
                    if g != 0.0:
                        y = layout.up[x, model.principals[side]]
                        out[y, q, model.principals[1 - side]] += w * g


@jit(cache=True, nogil=True, inline="always")
def hand_on(
    x: int,
    held: Floats,
    layout: Places,
    model: Model,
    slopes: Slopes,
    lo: int,
    hi: int,
    inside: bool,
    inflow: Floats,
) -> None:  # pragma: no cover - jitted
    """Push held (Q, V) at x to its neighbours inside lo:hi, or to those outside."""
    n = layout.coord.shape[1]
    Q, V = held.shape
    for i in range(n):
        for k in range(4):
            share = slopes.carry[x, i, k]
            y = neighbour(x, i, k, layout)
            if y < 0 or (lo <= y < hi) != inside:
                continue
            if share > 0.0:
                for q in range(Q):
                    for c in range(V):
                        inflow[y, q, c] += share * held[q, c]
            if k < 3:
                for q in range(Q):
                    total = 0.0
                    for c in range(V):
                        total += slopes.own[x, i, k, c] * held[q, c]
                    inflow[y, q, i] += total
    for side in range(2):
        i = model.principals[side]
        y = layout.up[x, i]
        if y < 0 or (lo <= y < hi) != inside:
            continue
        for q in range(Q):
            total = 0.0
            for c in range(V):
                total += slopes.answered[x, side, c] * held[q, c]
            inflow[y, q, model.principals[1 - side]] += total
