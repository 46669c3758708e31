"""Days spent at every position under every profile of types, all profiles in one pass.

As `foedus.crisis.kernel.flow.occupy`, with one column a profile. A pass begins from the days of
the last one (what they leave over is what is to be placed), so that while beliefs settle each
solve costs only what has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit
from foedus.crisis.kernel.policy import asks
from foedus.crisis.kernel.positions import neighbour

if TYPE_CHECKING:
    from foedus.core.compiled import Floats, Ints
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model

    from .choice import Kinds, Play


@jit(cache=True, nogil=True, inline="always")
def hazards(
    x: int,
    i: int,
    layout: Places,
    tables: Tables,
    kinds: Kinds,
    play: Play,
    high: Floats,
    rate: Floats,
) -> None:  # pragma: no cover - jitted
    """Fill rate (5, profiles): actor i's steps up, across, down, next, and what it yields itself.

    Steps up are those that are not given way to; `rate[4]` holds its own yielding, and yields of
    the principal it attacks are the rest of its attacks (see `leaving`).
    """
    many = high.shape[1]
    low = kinds.first[i]
    top = low + kinds.many[i] - 1
    advance = tables.advance[x, i]
    merged = 0.0
    if advance > 0.0 and layout.next[x, i] == layout.up[x, i]:
        merged = advance
        advance = 0.0
    base = tables.incident[x, i] + merged + play.chosen[x, low, 0]
    more = play.chosen[x, top, 0] - play.chosen[x, low, 0]
    for t in range(many):
        rate[0, t] = base + high[i, t] * more
    base = tables.incident_across[x, i] + play.chosen[x, low, 1]
    more = play.chosen[x, top, 1] - play.chosen[x, low, 1]
    for t in range(many):
        rate[1, t] = base + high[i, t] * more
    base = play.chosen[x, low, 2]
    more = play.chosen[x, top, 2] - base
    for t in range(many):
        rate[2, t] = base + high[i, t] * more
        rate[3, t] = advance
    base = play.chosen[x, low, 3]
    more = play.chosen[x, top, 3] - base
    for t in range(many):
        rate[4, t] = base + high[i, t] * more


@jit(cache=True, nogil=True, inline="always")
def gives_way(
    x: int, i: int, layout: Places, model: Model, kinds: Kinds
) -> int:  # pragma: no cover - jitted
    """Return the first column of the principal asked when i steps up at x, or -1 for nobody."""
    y = layout.up[x, i]
    if y < 0 or not asks(x, i, y, layout, model):
        return -1
    return kinds.first[model.principals[1] if i == model.principals[0] else model.principals[0]]


@jit(cache=True, nogil=True, _nrt=False)
def leaving(
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    play: Play,
    high: Floats,
    rate: Floats,
    out: Floats,
) -> None:  # pragma: no cover - jitted
    """Fill out (positions, profiles) with the rate of leaving each position."""
    size, n = layout.coord.shape
    many = high.shape[1]
    pc, pt = model.principals
    c, t0 = kinds.first[pc], kinds.first[pt]
    dc, dt = kinds.many[pc] - 1, kinds.many[pt] - 1
    for x in range(size):
        nature = tables.lapse[x] + tables.end[x] + tables.nuclear[x]
        for t in range(many):
            yes = play.accepts[x, c] + high[pc, t] * (play.accepts[x, c + dc] - play.accepts[x, c])
            yes *= play.accepts[x, t0] + high[pt, t] * (
                play.accepts[x, t0 + dt] - play.accepts[x, t0]
            )
            out[x, t] = nature + tables.talks[x] * yes
        for i in range(n):
            hazards(x, i, layout, tables, kinds, play, high, rate)
            for t in range(many):
                out[x, t] += rate[0, t] + rate[1, t] + rate[2, t] + rate[3, t] + rate[4, t]


@jit(cache=True, nogil=True, inline="always")
def push(
    x: int,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    play: Play,
    high: Floats,
    lo: int,
    hi: int,
    inside: bool,
    amount: Floats,
    rate: Floats,
    inflow: Floats,
) -> None:  # pragma: no cover - jitted
    """Hand amount (profiles,) days at x on to successors inside lo:hi, or to those outside."""
    many = high.shape[1]
    for i in range(layout.coord.shape[1]):
        ready = False
        for k in range(4):
            y = neighbour(x, i, k, layout)
            if y < 0 or (lo <= y < hi) != inside:
                continue
            if not ready:
                hazards(x, i, layout, tables, kinds, play, high, rate)
                ready = True
            low = gives_way(x, i, layout, model, kinds) if k == 0 else -1
            if low >= 0:
                other = kinds.owner[low]
                base = 1.0 - play.gives[x, low]
                less = play.gives[x, low + kinds.many[other] - 1] - play.gives[x, low]
                for t in range(many):
                    inflow[y, t] += amount[t] * rate[0, t] * (base - high[other, t] * less)
            else:
                for t in range(many):
                    inflow[y, t] += amount[t] * rate[k, t]


@jit(cache=True, nogil=True, _nrt=False)
def occupy(  # noqa: C901 - helpers would hide the order in which mass moves
    blocks: Ints,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    play: Play,
    high: Floats,
    total: Floats,
    start: int,
    tol: float,
    limit: int,
    days: Floats,
    inflow: Floats,
    entered: Floats,
    amount: Floats,
    rate: Floats,
) -> float:  # pragma: no cover - jitted
    """Renew days (positions, profiles), the expected days at each position; return mass unplaced.

    Parameters
    ----------
    blocks : int64 (blocks, 2)
        Start and stop of each, in solving order (most at war first); walked backwards.
    total : (positions, profiles)
        Rates of leaving.
    days : (positions, profiles)
        On entry those of an earlier solve, or zero.
    inflow, entered : (positions, profiles); amount : (profiles,); rate : (5, profiles)
        Scratch.
    """
    size, many = days.shape
    for x in range(size):
        for t in range(many):
            inflow[x, t] = 0.0
    for t in range(many):
        inflow[start, t] = 1.0
    lost = 0.0
    for b in range(len(blocks) - 1, -1, -1):
        lo, hi = blocks[b, 0], blocks[b, 1]
        for x in range(lo, hi):
            for t in range(many):
                entered[x, t] = inflow[x, t]
        # what the days of the last solve already place inside this block
        for x in range(lo, hi):
            some = False
            for t in range(many):
                amount[t] = days[x, t]
                some |= days[x, t] != 0.0
                inflow[x, t] -= days[x, t] * total[x, t]
            if some:
                push(x, layout, model, tables, kinds, play, high, lo, hi, True, amount, rate,
                     inflow)  # fmt: skip
        waiting = 0.0
        least = 0.25 * tol / (hi - lo)  # less may stay where it is
        for passes in range(1, limit + 1):
            for step in range(hi - lo):
                x = hi - 1 - step if passes % 2 == 0 else lo + step
                some = False
                for t in range(many):
                    amount[t] = inflow[x, t] / total[x, t]
                    some |= abs(inflow[x, t]) > least
                if not some:
                    continue
                for t in range(many):
                    inflow[x, t] = 0.0
                    days[x, t] += amount[t]
                push(x, layout, model, tables, kinds, play, high, lo, hi, True, amount, rate,
                     inflow)  # fmt: skip
            waiting = 0.0
            for t in range(many):
                held = 0.0
                for x in range(lo, hi):
                    held += abs(inflow[x, t])
                waiting = max(waiting, held)
            if not waiting > tol:
                break
            if passes % 4 == 0:
                for t in range(many):
                    rest, left = 0.0, 0.0
                    for x in range(lo, hi):
                        rest += inflow[x, t]
                        left += entered[x, t] - inflow[x, t]
                    if left > 0.0:
                        scale = rest / left
                        for x in range(lo, hi):
                            days[x, t] += scale * days[x, t]
                            inflow[x, t] -= scale * (entered[x, t] - inflow[x, t])
        lost += waiting
        for x in range(lo, hi):
            some = False
            for t in range(many):
                amount[t] = days[x, t]
                some |= days[x, t] != 0.0
            if some:
                push(x, layout, model, tables, kinds, play, high, lo, hi, False, amount, rate,
                     inflow)  # fmt: skip
    return lost


@jit(cache=True, nogil=True, _nrt=False)
def beliefs(
    days: Floats,
    weight: Floats,
    high: Floats,
    actors: Ints,
    prior: Floats,
    floor: float,
    keep: float,
    heed: float,
    out: Floats,
) -> float:  # pragma: no cover - jitted
    """Renew out (positions, actors, observers), the chance that an actor is resolute.

    Parameters
    ----------
    weight : (observers, profiles)
        What each observer thinks of each profile beforehand; 0 where its own type differs.
    actors : int64 (typed,)
        Actors that have two types.
    prior : (observers, actors)
        The same by actor: what is thought where a position is never met.
    floor : float
        Days of the prior mixed in.
    keep : float
        Share of each old belief that stays.
    heed : float
        Changes count in full where the observer expects to spend this many days, less where fewer.

    Returns
    -------
    float
        Largest change of a belief, so weighted.
    """
    size, many = days.shape
    largest = 0.0
    for x in range(size):
        for a in range(weight.shape[0]):
            seen = floor
            for t in range(many):
                seen += weight[a, t] * max(days[x, t], 0.0)
            for q in range(len(actors)):
                j = actors[q]
                sure = floor * prior[a, j]
                for t in range(many):
                    sure += weight[a, t] * high[j, t] * max(days[x, t], 0.0)
                step = sure / seen - out[x, j, a]
                out[x, j, a] += (1.0 - keep) * step
                largest = max(largest, abs(step) * min(1.0, seen / heed))
    return largest
