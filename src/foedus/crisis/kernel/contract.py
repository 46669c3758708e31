"""What a change of the parameters does at given values: the explicit part of a derivative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .flow import EXITS
from .positions import neighbour
from .sweep import evaluate

if TYPE_CHECKING:
    from foedus.core.compiled import Floats
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model

    from .slopes import Outlook
    from .sweep import Scratch


@jit(cache=True, nogil=True, _nrt=False)
def contract(
    G: Floats,
    lam: Floats,
    outlook: Outlook,
    days: Floats,
    weight: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    chain: Chain,
    room: Scratch,
    out: Floats,
) -> None:  # pragma: no cover - jitted
    """Add to out (Q,) the right-hand sides at G under these parameters, each times its multiplier.

    The difference of two calls, parameters moved a little each way, is the derivative of Q sums of
    readings: the multipliers are `lam` for values, and days times weight for readings.
    """
    size, n = layout.coord.shape
    V, Q = lam.shape[1], lam.shape[2]
    R = weight.shape[1]
    for x in range(size):
        total = evaluate(x, G, layout, model, tables, room)
        for c in range(V):
            off = room.num[c] / total - G[x, c]
            for q in range(Q):
                out[q] += lam[x, c, q] * off
        for r in range(R):
            stay = outlook.worth[x, r]
            if outlook.stop[x, r] or days[x, r] == 0.0:
                continue
            drift = 0.0
            for i in range(n):
                for k in range(4):
                    rate = chain.rate[x, i, k]
                    if rate > 0.0:
                        drift += rate * (outlook.worth[neighbour(x, i, k, layout), r] - stay)
            for e in range(EXITS):
                drift += chain.exits[x, e] * (outlook.pay[x, e, r] - stay)
            for q in range(Q):
                out[q] += weight[q, r] * days[x, r] * drift
