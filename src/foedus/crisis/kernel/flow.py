"""Where crises go: the expected days spent in every position, by one forward solve.

Given policies, play is a Markov chain. Let z(x) be the expected days at x before the crisis
ends, starting on the first day. Then z(x) * total(x) = [x is the start] + inflow(x), and the
probability of every outcome is a sum of z times a rate: no simulation noise, one column
whatever the number of outcomes.

Blocks are solved first to last war; inside a block by Gauss-Seidel in push form (each position
hands its unprocessed inflow to its successors), with an aggregation step that scales the block
so that what leaves it equals what entered (wars last long, so without it the slow mode is slow).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .policy import asks
from .positions import neighbour

if TYPE_CHECKING:
    from foedus.core.compiled import Flags, Floats, Ints
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model
    from foedus.crisis.policy import Policy

EXITS = 6  # challenger yields, target yields, settled, lapsed, end of war, nuclear use


@jit(cache=True, nogil=True, _nrt=False)
def assemble(
    layout: Places,
    model: Model,
    tables: Tables,
    policy: Policy,
    nature: tuple[float, float],
    out: Chain,
) -> None:  # pragma: no cover - jitted
    """Turn policies and nature into a chain: rates to the four kinds of neighbour, exits, total.

    `nature` scales (incidents, lock-ins): (1, 1) as things are; (0, 0) with both switched off.
    Lock-in means nature's own step onto the war rung; other clocks are left running, and so is
    the day a rung of an actor under attack.
    """
    size, n = layout.coord.shape
    for x in range(size):
        fighting = tables.fighting[x]
        for k in range(EXITS):
            out.exits[x, k] = 0.0
        out.exits[x, 3] = tables.lapse[x]
        out.exits[x, 4] = tables.end[x]
        out.exits[x, 5] = tables.nuclear[x]
        out.exits[x, 2] = tables.talks[x] * policy.accepts[x, 0] * policy.accepts[x, 1]
        for i in range(n):
            calm = 1.0 if fighting >> i & 1 else nature[0]
            up = tables.incident[x, i] * calm + policy.chosen[x, i, 0]
            across = tables.incident_across[x, i] * calm + policy.chosen[x, i, 1]
            advance = tables.advance[x, i]
            y = layout.next[x, i]
            if y >= 0 and layout.coord[y, i] >= model.below[i]:
                advance *= nature[1]
            if advance > 0.0 and y == layout.up[x, i]:
                up += advance
                advance = 0.0
            if up > 0.0:
                y = layout.up[x, i]
                if asks(x, i, y, layout, model):
                    side = 1 if i == model.principals[0] else 0
                    gives = policy.yields[x, side]
                    out.exits[x, side] += up * gives
                    up *= 1.0 - gives
            out.rate[x, i, 0] = up
            out.rate[x, i, 1] = across
            out.rate[x, i, 2] = policy.chosen[x, i, 2]
            out.rate[x, i, 3] = advance
            if model.principal[i]:
                side = 0 if i == model.principals[0] else 1
                out.exits[x, side] += policy.chosen[x, i, 3]
        total = 0.0
        for k in range(EXITS):
            total += out.exits[x, k]
        for i in range(n):
            for k in range(4):
                total += out.rate[x, i, k]
        out.total[x] = total


@jit(cache=True, nogil=True, inline="always")
def push(
    x: int,
    amount: float,
    layout: Places,
    chain: Chain,
    lo: int,
    hi: int,
    inside: bool,
    inflow: Floats,
) -> None:  # pragma: no cover - jitted
    """Hand `amount` days at x on to its successors inside lo:hi, or to those outside."""
    for i in range(layout.coord.shape[1]):
        for k in range(4):
            rate = chain.rate[x, i, k]
            if rate > 0.0:
                y = neighbour(x, i, k, layout)
                if (lo <= y < hi) == inside:
                    inflow[y] += amount * rate


@jit(cache=True, nogil=True, _nrt=False)
def occupy(  # noqa: C901 - helpers would hide the order in which mass moves
    blocks: Ints,
    layout: Places,
    chain: Chain,
    stop: Flags,
    start: int,
    tol: float,
    limit: int,
    days: Floats,
    inflow: Floats,
    entered: Floats,
) -> float:  # pragma: no cover - jitted
    """Fill days[x], the expected days at x. Returns the probability mass left unplaced.

    Parameters
    ----------
    blocks : int64 (blocks, 2)
        Start and stop of each, in solving order (most at war first); walked backwards.
    stop : bool (positions,)
        Positions that absorb; `days` there holds the probability of arriving instead.
    tol : float
        Mass that may be left in a block.
    limit : int
        Passes a block may take.
    days : (positions,)
        Filled.
    inflow, entered : (positions,)
        Scratch.
    """
    size = len(days)
    lost = 0.0
    for x in range(size):
        days[x] = 0.0
        inflow[x] = 0.0
    inflow[start] = 1.0
    for b in range(len(blocks) - 1, -1, -1):
        lo, hi = blocks[b, 0], blocks[b, 1]
        mass = 0.0
        for x in range(lo, hi):
            entered[x] = inflow[x]
            if stop[x]:
                days[x] = 0.0
            else:
                mass += inflow[x]
        if mass == 0.0:
            for x in range(lo, hi):
                if stop[x]:
                    days[x] = inflow[x]
            continue
        passes = 0
        while passes < limit:
            passes += 1
            backward = passes % 2 == 0
            for step in range(hi - lo):
                x = hi - 1 - step if backward else lo + step
                if stop[x] or inflow[x] == 0.0:
                    continue
                amount = inflow[x] / chain.total[x]
                inflow[x] = 0.0
                days[x] += amount
                push(x, amount, layout, chain, lo, hi, True, inflow)
            waiting = 0.0
            size_of = 0.0
            for x in range(lo, hi):
                if not stop[x]:
                    waiting += inflow[x]
                    size_of += abs(inflow[x])
            if not size_of > tol:
                break
            if passes % 4 == 0:
                leaving = 0.0
                for x in range(lo, hi):
                    if not stop[x]:
                        leaving += entered[x] - inflow[x]
                if leaving > 0.0:
                    scale = waiting / leaving
                    for x in range(lo, hi):
                        if not stop[x]:
                            days[x] += scale * days[x]
                            inflow[x] -= scale * (entered[x] - inflow[x])
                        else:
                            inflow[x] += scale * (inflow[x] - entered[x])
        rest = 0.0
        for x in range(lo, hi):
            if not stop[x]:
                rest += abs(inflow[x])
        lost += rest
        for x in range(lo, hi):
            if stop[x]:
                days[x] = inflow[x]
            elif days[x] != 0.0:
                push(x, days[x], layout, chain, lo, hi, False, inflow)
    return lost
