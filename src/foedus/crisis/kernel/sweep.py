"""Relaxation of the values: Gauss-Seidel with the self-loop eliminated.

The value of a position is (flow + sum of rate * value where it leads) / (sum of rates); the
rates are the policies that the values themselves imply. Columns: one value an actor, then
E[s; war ends] and P(war ends), whose ratio is the settlement m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foedus.core.compiled import Floats, Ints, jit

from .policy import answer, asks, choices, talks

if TYPE_CHECKING:
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model


class Scratch(NamedTuple):
    """Room for one position's numbers; one a thread.

    Attributes
    ----------
    num : (columns,)
    row : (6,)
    slope : (2 * columns,)
    where, weight : (4 * columns,)
        Positions led to, and the rates.
    """

    num: Floats
    row: Floats
    slope: Floats
    where: Ints
    weight: Floats


def scratch(columns: int) -> Scratch:
    """Make room for a game with this many value columns."""
    return Scratch(
        np.empty(columns),
        np.empty(6),
        np.empty(2 * columns),
        np.empty(4 * columns, np.int64),
        np.empty(4 * columns),
    )


@jit(cache=True, nogil=True, inline="always")
def gather(
    count: int, where: Ints, weight: Floats, G: Floats, num: Floats
) -> None:  # pragma: no cover - jitted
    """Add to num the rows of G at `where`, each times its weight; four columns at a time.

    The four sums stay in registers and become one vector operation a row.
    """
    columns = len(num)
    c = 0
    while c + 4 <= columns:
        a0, a1, a2, a3 = num[c], num[c + 1], num[c + 2], num[c + 3]
        for k in range(count):
            y, w = where[k], weight[k]
            a0 += w * G[y, c]
            a1 += w * G[y, c + 1]
            a2 += w * G[y, c + 2]
            a3 += w * G[y, c + 3]
        num[c], num[c + 1], num[c + 2], num[c + 3] = a0, a1, a2, a3
        c += 4
    while c < columns:
        a0 = num[c]
        for k in range(count):
            a0 += weight[k] * G[where[k], c]
        num[c] = a0
        c += 1


@jit(cache=True, nogil=True, inline="always")
def evaluate(  # noqa: C901 - the innermost loop: one pass over everything that can happen at x
    x: int,
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    room: Scratch,
) -> float:  # pragma: no cover - jitted
    """Fill num with the right-hand side at x, times the rate of leaving x, and return that rate.

    slope[i] and slope[i + n] are out[4] and out[5] of `choices` for actor i.
    """
    num, row, slope = room.num, room.row, room.slope
    where, weight = room.where, room.weight
    n = len(model.camp)
    fighting = tables.fighting[x]
    total = tables.lapse[x]
    for i in range(n):
        num[i] = tables.flow[x, i]
    num[n] = 0.0
    num[n + 1] = 0.0
    rate = tables.end[x]
    if rate > 0.0:
        p = tables.victory[x]
        total += rate
        for i in range(n):
            num[i] += rate * (model.stake[i] * p - tables.base[x, i])
        num[n] += rate * p
        num[n + 1] += rate
    rate = tables.nuclear[x]
    if rate > 0.0:
        total += rate
        for i in range(n):
            num[i] -= rate * (model.nuclear_cost + tables.base[x, i])
    rate = tables.talks[x]
    if rate > 0.0:
        m, challenger, target = talks(x, G, model, tables)
        rate *= challenger * target
        total += rate
        for i in range(n):
            num[i] += rate * model.stake[i] * m
    count = 0
    for i in range(n):
        choices(x, i, fighting >> i & 1, G, layout, model, tables, row)
        slope[i] = row[4]
        slope[n + i] = row[5]
        y = layout.next[x, i]
        advance = tables.advance[x, i]
        up = tables.incident[x, i] + row[0]
        if advance > 0.0:
            if y == layout.up[x, i]:
                up += advance
            else:
                total += advance
                where[count], weight[count] = y, advance
                count += 1
        if up > 0.0:
            y = layout.up[x, i]
            total += up
            if asks(x, i, y, layout, model):
                yields = answer(x, i, y, G, layout, model, tables)
                other = model.principals[0]
                won = 0.0
                if i == other:
                    other = model.principals[1]
                    won = 1.0
                given = up * yields
                for c in range(n):
                    num[c] += given * (model.stake[c] * won - tables.base[x, c])
                num[other] -= given * model.yield_cost[other, layout.rung[x, other]]
                up -= given
            where[count], weight[count] = y, up
            count += 1
        across = tables.incident_across[x, i] + row[1]
        if across > 0.0:
            total += across
            where[count], weight[count] = layout.across[x, i], across
            count += 1
        if row[2] > 0.0:
            total += row[2]
            num[i] -= row[2] * model.down_cost[i, layout.coord[x, i]]
            where[count], weight[count] = layout.down[x, i], row[2]
            count += 1
        if row[3] > 0.0:
            won = 0.0 if i == model.principals[0] else 1.0
            total += row[3]
            for c in range(n):
                num[c] += row[3] * (model.stake[c] * won - tables.base[x, c])
            num[i] -= row[3] * model.yield_cost[i, layout.rung[x, i]]
            if fighting != 0:
                num[n] += row[3] * won
                num[n + 1] += row[3]
    gather(count, where, weight, G, num)
    return total


@jit(cache=True, nogil=True, inline="always")
def update(
    x: int,
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    keep: float,
    largest: float,
    room: Scratch,
) -> float:  # pragma: no cover - jitted
    """Renew the values at x; return the largest change so far.

    The step of an actor's own value is divided by one plus how much its own choice answers it
    (Newton's step for that value alone, taken only where it damps): where a move is worth much
    more than standing still, the plain step overshoots and the next one undoes it.
    """
    n = len(model.camp)
    total = evaluate(x, G, layout, model, tables, room)
    num, slope = room.num, room.slope
    inverse = 1.0 / total
    for c in range(n + 2):
        new = num[c] * inverse
        step = new - G[x, c]
        if largest == largest and not abs(step) <= largest:  # a NaN, once met, stays
            largest = abs(step)
        share = 1.0 - keep
        if c < n:
            pull = (slope[c] - slope[n + c] * new) * inverse
            if pull > 0.0:
                share /= 1.0 + pull
        G[x, c] += share * step
    return largest


@jit(cache=True, nogil=True, _nrt=False)
def residual(
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    lo: int,
    hi: int,
    room: Scratch,
) -> float:  # pragma: no cover - jitted
    """Return the largest |F(G) - G| over positions lo:hi, changing nothing."""
    columns = G.shape[1]
    largest = 0.0
    for x in range(lo, hi):
        total = evaluate(x, G, layout, model, tables, room)
        inverse = 1.0 / total
        for c in range(columns):
            step = abs(room.num[c] * inverse - G[x, c])
            if largest == largest and not step <= largest:
                largest = step
    return largest


@jit(cache=True, nogil=True)
def ease(
    largest: float, best: float, stalled: int, held: float
) -> tuple[float, int, float]:  # pragma: no cover - jitted
    """Damp a block that has stopped converging; return (best, stalled, held) for its next pass.

    Where a while has not brought the change below 98 per cent of its best, half of what is still
    free of each step is held back, so that a cycle between positions dies out. A cycle shows as
    large changes and is damped after 25 passes; small ones are more often a slow passage, which
    damping would only slow down, and get 400.
    """
    if largest < 0.98 * best:
        return largest, 0, held
    stalled += 1
    if stalled < (25 if largest > 0.02 else 400):
        return best, stalled, held
    return largest, 0, min(0.5 * (1.0 + held), 0.9)


@jit(cache=True, nogil=True, _nrt=False)
def settle(
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    blocks: Ints,
    tol: float,
    limit: int,
    keep: float,
    room: Scratch,
) -> tuple[float, int]:  # pragma: no cover - jitted
    """Relax each block of `blocks` (start, stop) in turn until its change is within tol.

    `keep` of each old value stays, more where a block stalls. Nothing is allocated: without that
    there is no reference counting, which made this loop 16 times slower.

    Returns (worst last change, positions relaxed); a change is NaN where any value is not a number.
    """
    worst = 0.0
    work = 0
    for b in range(len(blocks)):
        lo, hi = blocks[b, 0], blocks[b, 1]
        largest = 0.0
        best, stalled, held = np.inf, 0, keep
        for _ in range(limit):
            largest = 0.0
            for x in range(lo, hi):
                largest = update(x, G, layout, model, tables, held, largest, room)
            work += hi - lo
            if largest <= tol or largest != largest:
                break
            best, stalled, held = ease(largest, best, stalled, held)
        if worst == worst and not largest <= worst:
            worst = largest
    return worst, work
