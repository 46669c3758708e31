"""The adjoint of the equilibrium: which values a number at the start depends on, and by how much.

Let s(x, c) be how a number (the chance of an outcome, say) depends on value c at x directly. What
it depends on in all solves lam = s + A' lam, A being the linear map of `slopes`. Here are s, and
the push of what a position holds to where play leads from it; `residuals` solves for lam. Several
numbers are followed at once: sums of readings, Q of them, which lie side by side in memory, so that
a step of all of them is one vector operation.
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
    """Add to out (positions, V, Q) how Q sums of readings depend on values directly.

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
                    out[x, c, q] += w * slopes.here[x, V + r, c]
                for i in range(n):
                    for k in range(3):
                        g = slopes.own[x, i, k, V + r]
                        if g != 0.0:
                            out[neighbour(x, i, k, layout), i, q] += w * g
                for side in range(2):
                    g = slopes.answered[x, side, V + r]
                    if g != 0.0:
                        y = layout.up[x, model.principals[side]]
                        out[y, model.principals[1 - side], q] += w * g


@jit(cache=True, nogil=True, inline="always")
def answer(
    y: int, i: int, parts: Floats, held: Floats, inflow: Floats
) -> None:  # pragma: no cover - jitted
    """Add to value i at y its parts (V or more) in what is held (V, Q)."""
    for c in range(held.shape[0]):
        part = parts[c]
        if part != 0.0:
            for q in range(held.shape[1]):
                inflow[y, i, q] += part * held[c, q]


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
    """Push held (V, Q) at x to its neighbours inside lo:hi, or to those outside."""
    n = layout.coord.shape[1]
    V, Q = held.shape
    for i in range(n):
        for k in range(4):
            share = slopes.carry[x, i, k]
            y = neighbour(x, i, k, layout)
            if y < 0 or (lo <= y < hi) != inside:
                continue
            if share > 0.0:
                for c in range(V):
                    for q in range(Q):
                        inflow[y, c, q] += share * held[c, q]
            if k < 3:
                answer(y, i, slopes.own[x, i, k], held, inflow)
    for side in range(2):
        y = layout.up[x, model.principals[side]]
        if y < 0 or (lo <= y < hi) != inside:
            continue
        answer(y, model.principals[1 - side], slopes.answered[x, side], held, inflow)
