"""How every position's values answer to one another: the linearised equilibrium conditions.

At an equilibrium each value column obeys G = F(G). What changes when G changes a little is a sparse
linear map with a structure of its own: play at x carries values from where it leads (`carry`); an
actor's choices answer to its own value there (`own`), to those at x (`here`), and an attack to
what the attacked expects of the war (`answered`). Readings, columns that other columns do not
depend on (the chance of an outcome, say), are rows of the same map.

With g = lambda r_k (b_kc - sum_j r_j b_jc / alpha), where r_k is the hazard of option k and b_kc
what a unit of it adds to column c, a change of U_k or of V changes column c by g (dU_k - dV): the
derivative of the logit hazards of `foedus.crisis.kernel.policy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foedus.core.compiled import Flags, Floats, jit

from .policy import answer, asks, choices, talks

if TYPE_CHECKING:
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model

YIELD, ACROSS, DOWN = 3, 1, 2


class Slopes(NamedTuple):
    """The linear map, by position x. V value columns, V + R columns in all.

    Attributes
    ----------
    carry : (positions, actors, 4)
        Share of x's value that comes from up, across, down, next.
    own : (positions, actors, 3, columns)
        What a unit of the mover's own value where up, across and down lead adds to each column.
    answered : (positions, 2, columns)
        What a unit of the attacked principal's value adds where the challenger's (the target's)
        attack leads.
    here : (positions, columns, V)
        What a unit of each value column at x itself adds.
    """

    carry: Floats
    own: Floats
    answered: Floats
    here: Floats


class Outlook(NamedTuple):
    """Readings: what they pay, and what they are worth at every position.

    Attributes
    ----------
    worth : (positions, R)
        Expected reading from each position on.
    pay : (positions, 6, R)
        What each way of ending the crisis there pays.
    stop : bool (positions, R)
        Positions at which the reading is settled: it is one there.
    kill : (R,)
        Rate a day at which the reading is lost.
    """

    worth: Floats
    pay: Floats
    stop: Flags
    kill: Floats


@jit(cache=True, nogil=True, inline="always")
def value(x: int, c: int, G: Floats, worth: Floats) -> float:  # pragma: no cover - jitted
    """Return column c at x: a value, or after those a reading."""
    V = G.shape[1]
    return G[x, c] if c < V else worth[x, c - V]


@jit(cache=True, nogil=True, inline="always")
def ending(
    x: int,
    c: int,
    exit_: int,
    loser: int,
    fighting: bool,
    model: Model,
    layout: Places,
    tables: Tables,
    pay: Floats,
) -> float:  # pragma: no cover - jitted
    """Return what column c gets where principal `loser` yields at x (exit 0 or 1)."""
    n = len(model.camp)
    won = float(exit_)  # the target's yield gives the whole issue to the challenger
    if c < n:
        got = model.stake[c] * won - tables.base[x, c]
        return got - model.yield_cost[c, layout.rung[x, c]] if c == loser else got
    if c == n:
        return won if fighting else 0.0
    if c == n + 1:
        return 1.0 if fighting else 0.0
    return pay[x, exit_, c - n - 2]


@jit(cache=True, nogil=True, _nrt=False)
def bargain(
    x: int,
    total: float,
    G: Floats,
    outlook: Outlook,
    model: Model,
    tables: Tables,
    out: Slopes,
) -> None:  # pragma: no cover - jitted
    """Add to out.here what talks at x answer to: both principals' values, the prospects of war."""
    n = len(model.camp)
    pc, pt = model.principals
    kappa = tables.talks[x]
    lam = model.sharpness
    m, challenger, target = talks(x, G, model, tables)
    gain = model.stake[pc] * m - G[x, pc]
    bend_t = lam * target * (1.0 - target)
    bend_c = lam * challenger * (1.0 - challenger)
    # derivatives of the rate of settlement in G[pt], G[pc] and m
    by_pt = kappa * (-bend_t) * (bend_c * gain * target + challenger)
    by_pc = -kappa * bend_c * target * target
    up_t = bend_t * model.stake[pt]
    by_m = kappa * (bend_c * (gain * up_t + target * model.stake[pc]) * target + challenger * up_t)
    rate = kappa * challenger * target
    reach = G[x, n + 1]
    for c in range(out.here.shape[1]):
        gross = total
        if c < n:
            got = model.stake[c] * m
        elif c < n + 2:
            got = 0.0
        else:
            r = c - n - 2
            if outlook.stop[x, r]:
                continue
            gross = total + outlook.kill[r]
            got = outlook.pay[x, 2, r]
        b = (got - value(x, c, G, outlook.worth)) / gross
        out.here[x, c, pt] += b * by_pt
        out.here[x, c, pc] += b * by_pc
        if reach > 1e-12:
            slope = b * by_m
            if c < n:
                slope += rate * model.stake[c] / total
            out.here[x, c, n] += slope / reach
            out.here[x, c, n + 1] -= slope * m / reach


@jit(cache=True, nogil=True, _nrt=False)
def linearise(  # noqa: C901 - one pass over everything that can happen at x, as in `sweep`
    G: Floats,
    outlook: Outlook,
    layout: Places,
    model: Model,
    tables: Tables,
    chain: Chain,
    row: Floats,
    gain: Floats,
    out: Slopes,
) -> None:  # pragma: no cover - jitted
    """Fill the linear map at the equilibrium G. `out` holds zeros.

    Nothing is allocated (see `sweep.settle`): row (6,) and gain (4, columns) are scratch.
    """
    size, n = layout.coord.shape
    columns = out.here.shape[1]
    lam = model.sharpness
    for x in range(size):
        total = chain.total[x]
        fighting = tables.fighting[x]
        for i in range(n):
            for k in range(4):
                out.carry[x, i, k] = chain.rate[x, i, k] / total
        if tables.talks[x] > 0.0:
            bargain(x, total, G, outlook, model, tables, out)
        for i in range(n):
            choices(x, i, fighting >> i & 1, G, layout, model, tables, row)
            up = layout.up[x, i]
            attack = up >= 0 and asks(x, i, up, layout, model)
            yields, bend = 0.0, 0.0
            other, side = -1, 0
            if attack:
                yields = answer(x, i, up, G, layout, model, tables)
                bend = -lam * yields * (1.0 - yields)
                side = 0 if i == model.principals[0] else 1
                other = model.principals[1 - side]
            push = tables.incident[x, i] + row[0]
            if tables.advance[x, i] > 0.0 and layout.next[x, i] == up:
                push += tables.advance[x, i]
            for c in range(columns):
                gross = total
                if c >= n + 2:
                    if outlook.stop[x, c - n - 2]:
                        for k in range(4):
                            gain[k, c] = 0.0
                        continue
                    gross += outlook.kill[c - n - 2]
                stay = value(x, c, G, outlook.worth)
                for k in range(4):
                    gain[k, c] = 0.0
                if row[0] > 0.0 or (attack and push > 0.0):
                    reached = value(up, c, G, outlook.worth)
                    if attack:
                        given = ending(
                            x, c, 1 - side, other, False, model, layout, tables, outlook.pay
                        )
                        out.answered[x, side, c] += push * (given - reached) / gross * bend
                        reached = yields * given + (1.0 - yields) * reached
                    gain[0, c] = (reached - stay) / gross
                if row[ACROSS] > 0.0:
                    to = value(layout.across[x, i], c, G, outlook.worth)
                    gain[ACROSS, c] = (to - stay) / gross
                if row[DOWN] > 0.0:
                    to = value(layout.down[x, i], c, G, outlook.worth)
                    if c == i:
                        to -= model.down_cost[i, layout.coord[x, i]]
                    gain[DOWN, c] = (to - stay) / gross
                if row[YIELD] > 0.0:
                    mine = 0 if i == model.principals[0] else 1
                    to = ending(x, c, mine, i, fighting != 0, model, layout, tables, outlook.pay)
                    gain[YIELD, c] = (to - stay) / gross
                mean = 0.0
                for k in range(4):
                    mean += row[k] * gain[k, c]
                mean /= model.ceiling
                for k in range(4):
                    if row[k] <= 0.0:
                        continue
                    g = lam * row[k] * (gain[k, c] - mean)
                    out.here[x, c, i] -= g
                    if k == 0 and attack:
                        out.own[x, i, 0, c] = g * (1.0 - yields)
                        won = model.stake[i] if side == 0 else 0.0
                        swing = won - tables.base[x, i] - G[up, i]
                        out.answered[x, side, c] += g * bend * swing
                    elif k < YIELD:
                        out.own[x, i, k, c] = g
