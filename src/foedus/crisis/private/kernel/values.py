"""Values with private resolve: one column a type of an actor, each with beliefs of its own.

As `foedus.crisis.kernel.sweep`, as each type sees it. Only one thing moves at a time, so a belief
about each other actor is what a value needs. (Not quite for third parties and the public: consent
of both principals in talks, and an attack with its answer, are two at once, and what is believed
of the two is multiplied; of the principals each knows its own type.) Two last columns,
E[s; war ends] and P(war ends), are the public's, which has the true shares in mind: it is who
names the terms of a settlement (m).

Beliefs are (positions, actors, columns + 2): what each column takes each actor's chance of being
of its second type to be; of its own actor it is 0 or 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.core.compiled import jit
from foedus.crisis.kernel.policy import CHOSEN, asks
from foedus.crisis.kernel.sweep import ease

from .choice import answers, choices, talks

if TYPE_CHECKING:
    from foedus.core.compiled import Floats, Ints
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model

    from .choice import Kinds, Play, Room


@jit(cache=True, nogil=True, inline="always")
def leads(
    x: int, i: int, y: int, base: float, more: float, G: Floats, belief: Floats, at: Room
) -> None:  # pragma: no cover - jitted
    """Add a step of actor i to y at the rate base, or base + more where it is resolute."""
    for c in range(G.shape[1]):
        rate = base + belief[x, i, c] * more
        at.total[c] += rate
        at.num[c] += rate * G[y, c]


@jit(cache=True, nogil=True, inline="always")
def attacks(
    x: int,
    i: int,
    base: float,
    more: float,
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    kinds: Kinds,
    at: Room,
) -> None:  # pragma: no cover - jitted
    """Add a step of principal i that the other principal may give way to."""
    columns = len(kinds.owner)
    y = layout.up[x, i]
    first = i == model.principals[0]
    other = model.principals[1] if first else model.principals[0]
    won = 1.0 if first else 0.0
    low = kinds.first[other]
    gives, differ = at.gives[low], at.gives[low + kinds.many[other] - 1] - at.gives[low]
    for c in range(columns + 2):
        rate = base + belief[x, i, c] * more
        given = rate * (gives + belief[x, other, c] * differ)
        at.total[c] += rate
        at.num[c] += (rate - given) * G[y, c]
        if c < columns:
            at.num[c] += given * (kinds.stake[c] * won - kinds.base[x, c])
            if kinds.owner[c] == other:
                at.num[c] -= given * model.yield_cost[other, layout.rung[x, other]]


@jit(cache=True, nogil=True, inline="always")
def gives_up(
    x: int,
    i: int,
    base: float,
    more: float,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    at: Room,
) -> None:  # pragma: no cover - jitted
    """Add the yielding of principal i."""
    columns = len(kinds.owner)
    won = 0.0 if i == model.principals[0] else 1.0
    for c in range(columns):
        rate = base + belief[x, i, c] * more
        at.total[c] += rate
        at.num[c] += rate * (kinds.stake[c] * won - kinds.base[x, c])
        if kinds.owner[c] == i:
            at.num[c] -= rate * model.yield_cost[i, layout.rung[x, i]]
    rate = base + belief[x, i, columns] * more
    at.total[columns] += rate
    at.total[columns + 1] += rate
    if tables.fighting[x] != 0:
        at.num[columns] += rate * won
        at.num[columns + 1] += rate


@jit(cache=True, nogil=True, inline="always")
def nature(
    x: int, m: float, belief: Floats, model: Model, tables: Tables, kinds: Kinds, at: Room
) -> None:  # pragma: no cover - jitted
    """Begin the sums of every column: flows, lapse, the end of a war, nuclear use, talks."""
    columns = len(kinds.owner)
    end, use, p = tables.end[x], tables.nuclear[x], tables.victory[x]
    total = tables.lapse[x] + end + use
    for c in range(columns):
        at.num[c] = (
            kinds.flow[x, c]
            + end * (kinds.stake[c] * p - kinds.base[x, c])
            - use * (model.nuclear_cost + kinds.base[x, c])
        )
        at.total[c] = total
    at.num[columns], at.num[columns + 1] = end * p, end
    at.total[columns] = at.total[columns + 1] = total
    rate = tables.talks[x]
    if rate <= 0.0:
        return
    pc, pt = model.principals
    c0, t0 = kinds.first[pc], kinds.first[pt]
    dc = at.accepts[c0 + kinds.many[pc] - 1] - at.accepts[c0]
    dt = at.accepts[t0 + kinds.many[pt] - 1] - at.accepts[t0]
    for c in range(columns + 2):
        agreed = rate * (at.accepts[c0] + belief[x, pc, c] * dc)
        agreed *= at.accepts[t0] + belief[x, pt, c] * dt
        at.total[c] += agreed
        if c < columns:
            at.num[c] += agreed * kinds.stake[c] * m


@jit(cache=True, nogil=True, inline="always")
def evaluate(
    x: int,
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    at: Room,
) -> None:  # pragma: no cover - jitted
    """Fill at.total with the rates of leaving x, at.num with the right-hand sides times those."""
    answers(x, G, layout, model, kinds, at.gives)
    for a in range(len(kinds.owner)):
        choices(x, a, G, belief, layout, model, tables, kinds, at)
    m = talks(x, G, belief, model, tables, kinds, at.accepts)
    nature(x, m, belief, model, tables, kinds, at)
    for i in range(len(model.camp)):
        low = kinds.first[i]
        top = low + kinds.many[i] - 1
        advance = tables.advance[x, i]
        up = tables.incident[x, i] + at.row[low, 0]
        more = at.row[top, 0] - at.row[low, 0]
        y = layout.next[x, i]
        if advance > 0.0:
            if y == layout.up[x, i]:
                up += advance
            else:
                leads(x, i, y, advance, 0.0, G, belief, at)
        if up > 0.0 or more > 0.0:
            y = layout.up[x, i]
            if asks(x, i, y, layout, model):
                attacks(x, i, up, more, G, belief, layout, model, kinds, at)
            else:
                leads(x, i, y, up, more, G, belief, at)
        across = tables.incident_across[x, i] + at.row[low, 1]
        more = at.row[top, 1] - at.row[low, 1]
        if across > 0.0 or more > 0.0:
            leads(x, i, layout.across[x, i], across, more, G, belief, at)
        down = at.row[low, 2]
        more = at.row[top, 2] - down
        if down > 0.0 or more > 0.0:
            leads(x, i, layout.down[x, i], down, more, G, belief, at)
            cost = model.down_cost[i, layout.coord[x, i]]
            for c in range(low, top + 1):
                at.num[c] -= at.row[c, 2] * cost
        yields = at.row[low, 3]
        more = at.row[top, 3] - yields
        if yields > 0.0 or more > 0.0:
            gives_up(x, i, yields, more, belief, layout, model, tables, kinds, at)


@jit(cache=True, nogil=True, _nrt=False)
def residual(
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    at: Room,
) -> float:  # pragma: no cover - jitted
    """Return the largest |F(G) - G| under these beliefs, changing nothing."""
    largest = 0.0
    for x in range(G.shape[0]):
        evaluate(x, G, belief, layout, model, tables, kinds, at)
        for c in range(G.shape[1]):
            step = abs(at.num[c] / at.total[c] - G[x, c])
            if largest == largest and not step <= largest:
                largest = step
    return largest


@jit(cache=True, nogil=True, _nrt=False)
def settle(
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    blocks: Ints,
    tol: float,
    limit: int,
    keep: float,
    at: Room,
) -> tuple[float, int]:  # pragma: no cover - jitted
    """Relax each block in turn under fixed beliefs, as `sweep.settle` does; the same result."""
    columns = len(kinds.owner)
    worst = 0.0
    work = 0
    for b in range(len(blocks)):
        lo, hi = blocks[b, 0], blocks[b, 1]
        largest = 0.0
        best, stalled, held = np.inf, 0, keep
        for _ in range(limit):
            largest = 0.0
            for x in range(lo, hi):
                evaluate(x, G, belief, layout, model, tables, kinds, at)
                for c in range(columns + 2):
                    inverse = 1.0 / at.total[c]
                    new = at.num[c] * inverse
                    step = new - G[x, c]
                    if largest == largest and not abs(step) <= largest:  # a NaN stays
                        largest = abs(step)
                    share = 1.0 - held
                    if c < columns:
                        pull = (at.slope[c] - at.slope[columns + c] * new) * inverse
                        if pull > 0.0:
                            share /= 1.0 + pull
                    G[x, c] += share * step
            work += hi - lo
            if largest <= tol or largest != largest:
                break
            best, stalled, held = ease(largest, best, stalled, held)
        if worst == worst and not largest <= worst:
            worst = largest
    return worst, work


@jit(cache=True, nogil=True, _nrt=False)
def fill(
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    at: Room,
    out: Play,
) -> None:  # pragma: no cover - jitted
    """Fill what every type does at every position."""
    for x in range(G.shape[0]):
        answers(x, G, layout, model, kinds, at.gives)
        out.settlement[x] = talks(x, G, belief, model, tables, kinds, at.accepts)
        for a in range(len(kinds.owner)):
            choices(x, a, G, belief, layout, model, tables, kinds, at)
            out.gives[x, a] = at.gives[a]
            out.accepts[x, a] = 0.0
            if model.principal[kinds.owner[a]]:
                out.accepts[x, a] = at.accepts[a]
            for k in range(CHOSEN):
                out.chosen[x, a, k] = at.row[a, k]
