"""Choices: logit hazards of each actor in each position, given values.

A move with baseline hazard mu leads to U; standing still is worth V. Its hazard is

    mu exp(lambda (U - V)) / (1 + sum_b (mu_b / alpha) exp(lambda (U_b - V))),

a logit with prior weights (agent quantal response: McKelvey and Palfrey 1998), computed after
subtracting the largest exponent so that nothing overflows.

Values G are kept net of everything an actor has been charged so far (the `base` of a position),
so a cost charged on a step needs no term of its own: it is the difference of two bases.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from foedus.core.compiled import jit

if TYPE_CHECKING:
    from foedus.core.compiled import Floats
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model
    from foedus.crisis.policy import Policy

CHOSEN = 4  # columns of a policy row: up, across, down, yield


@jit(cache=True, nogil=True, inline="always")
def power(z: float) -> float:  # pragma: no cover - jitted
    """Return exp(z), without the call where z is 0, as it is for the best of an actor's choices."""
    return 1.0 if z == 0.0 else exp(z)


@jit(cache=True, nogil=True, inline="always")
def chance(z: float) -> float:  # pragma: no cover - jitted
    """Return 1 / (1 + exp(-z)) without overflow."""
    if z >= 0.0:
        return 1.0 / (1.0 + exp(-z))
    e = exp(z)
    return e / (1.0 + e)


@jit(cache=True, nogil=True, inline="always")
def answer(
    x: int, mover: int, y: int, G: Floats, layout: Places, model: Model, tables: Tables
) -> float:  # pragma: no cover - jitted
    """Chance that the principal attacked by `mover` yields when the step would lead to y."""
    other = model.principals[1] if mover == model.principals[0] else model.principals[0]
    gain = 0.0 if other == model.principals[0] else model.stake[other]
    to_yield = gain - model.yield_cost[other, layout.rung[x, other]] - tables.base[x, other]
    return chance(model.sharpness * (to_yield - G[y, other]))


@jit(cache=True, nogil=True, inline="always")
def asks(x: int, i: int, y: int, layout: Places, model: Model) -> bool:  # pragma: no cover - jitted
    """Say whether a step of actor i from x to y is an attack that the opponent answers."""
    return layout.flag[x] == 0 and model.principal[i] and layout.flag[y] != 0


@jit(cache=True, nogil=True, inline="always")
def worth(
    x: int, i: int, y: int, G: Floats, layout: Places, model: Model, tables: Tables
) -> float:  # pragma: no cover - jitted
    """Value to actor i of its own step from x to y, after the answer where there is one."""
    if asks(x, i, y, layout, model):
        yields = answer(x, i, y, G, layout, model, tables)
        won = model.stake[i] if i == model.principals[0] else 0.0
        return yields * (won - tables.base[x, i]) + (1.0 - yields) * G[y, i]
    return G[y, i]


@jit(cache=True, nogil=True, inline="always")
def surrender(
    x: int, i: int, layout: Places, model: Model, tables: Tables
) -> float:  # pragma: no cover - jitted
    """Value to principal i of yielding at x."""
    outcome = 0.0 if i == model.principals[0] else model.stake[i]
    return outcome - model.yield_cost[i, layout.rung[x, i]] - tables.base[x, i]


@jit(cache=True, nogil=True, inline="always")
def weigh(
    here: float,
    m0: float,
    m1: float,
    m2: float,
    m3: float,
    u0: float,
    u1: float,
    u2: float,
    u3: float,
    model: Model,
) -> tuple[float, float, float, float, float, float]:  # pragma: no cover - jitted
    """Return the hazards of four moves and the slopes in the value of standing still.

    Move k has baseline hazard m_k (0 where there is no such move) and leads to u_k. A change dV of
    `here`, the value of standing still, changes the sum of hazard * u by minus the fifth number
    times dV, and that of hazards by minus the sixth.
    """
    lam = model.sharpness
    z0 = lam * (u0 - here) if m0 > 0.0 else 0.0
    z1 = lam * (u1 - here) if m1 > 0.0 else 0.0
    z2 = lam * (u2 - here) if m2 > 0.0 else 0.0
    z3 = lam * (u3 - here) if m3 > 0.0 else 0.0
    top = max(0.0, z0, z1, z2, z3)
    r0 = m0 * power(z0 - top) if m0 > 0.0 else 0.0
    r1 = m1 * power(z1 - top) if m1 > 0.0 else 0.0
    r2 = m2 * power(z2 - top) if m2 > 0.0 else 0.0
    r3 = m3 * power(z3 - top) if m3 > 0.0 else 0.0
    still = exp(-top) if top > 0.0 else 1.0
    scale = 1.0 / (still + (r0 + r1 + r2 + r3) / model.ceiling)
    r0 *= scale
    r1 *= scale
    r2 *= scale
    r3 *= scale
    slope = lam * still * scale
    by_worth = slope * (r0 * u0 + r1 * u1 + r2 * u2 + r3 * u3)
    return r0, r1, r2, r3, by_worth, slope * (r0 + r1 + r2 + r3)


@jit(cache=True, nogil=True, inline="always")
def choices(
    x: int,
    i: int,
    fighting: int,
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    out: Floats,
) -> None:  # pragma: no cover - jitted
    """Fill out[0:4] with the hazards of actor i at x: up, across, down, yield.

    `fighting` says whether the actor is a belligerent: then it can only surrender, and only a
    principal can. out[4] and out[5] hold the slopes in the value of standing still (see `weigh`).
    """
    u0 = u1 = u2 = u3 = 0.0
    m0 = m1 = m2 = m3 = 0.0
    if not fighting:
        c = layout.coord[x, i]
        y = layout.up[x, i]
        if model.climb[i, c] > 0.0 and y >= 0:
            m0 = model.climb[i, c]
            u0 = worth(x, i, y, G, layout, model, tables)
            if model.camp[i] == 0 and layout.across[x, i] >= 0:
                m1 = m0
                u1 = G[layout.across[x, i], i]
        y = layout.down[x, i]
        if model.down[i, c] > 0.0 and y >= 0:
            m2 = model.down[i, c]
            u2 = G[y, i] - model.down_cost[i, c]
    if model.principal[i]:
        m3 = model.yield_rate[i]
        u3 = surrender(x, i, layout, model, tables)
    out[0], out[1], out[2], out[3], out[4], out[5] = weigh(
        G[x, i], m0, m1, m2, m3, u0, u1, u2, u3, model
    )


@jit(cache=True, nogil=True, inline="always")
def talks(
    x: int, G: Floats, model: Model, tables: Tables
) -> tuple[float, float, float]:  # pragma: no cover - jitted
    """Return (m, chance that the challenger accepts, that the target does) at x.

    m is the share of the issue expected from a war begun here, given play: value column N over
    value column N + 1; the balance of strength where no war can be reached.
    """
    pc, pt = model.principals
    n = len(model.camp)
    m = G[x, n] / G[x, n + 1] if G[x, n + 1] > 1e-12 else tables.victory[x]
    target = chance(model.sharpness * (model.stake[pt] * m - G[x, pt]))
    challenger = chance(model.sharpness * target * (model.stake[pc] * m - G[x, pc]))
    return m, challenger, target


@jit(cache=True, nogil=True, _nrt=False)
def fill(
    G: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    mechanics: Tables,
    lo: int,
    hi: int,
    row: Floats,
    out: Policy,
) -> None:  # pragma: no cover - jitted
    """Fill the policy of positions lo:hi: chosen hazards, answers, acceptances.

    `tables` are those the values G belong to; `mechanics` those that say who is a belligerent
    (the same, except in the accounting, where two games are mixed). `row` is scratch, length 6.
    """
    n = len(model.camp)
    for x in range(lo, hi):
        for i in range(n):
            choices(x, i, mechanics.fighting[x] >> i & 1, G, layout, model, tables, row)
            for k in range(CHOSEN):
                out.chosen[x, i, k] = row[k]
        for side in range(2):
            i = model.principals[side]
            y = layout.up[x, i]
            out.yields[x, 1 - side] = 0.0
            if y >= 0 and asks(x, i, y, layout, model):
                out.yields[x, 1 - side] = answer(x, i, y, G, layout, model, tables)
                out.regret[x, side] = worth(x, i, y, G, layout, model, tables) < G[x, i]
        for i in range(n):
            if not model.principal[i]:
                y = layout.up[x, i]
                out.error_up[x, i] = y >= 0 and G[y, i] < G[x, i]
                y = layout.across[x, i]
                out.error_across[x, i] = y >= 0 and G[y, i] < G[x, i]
        m, challenger, target = talks(x, G, model, tables)
        out.accepts[x, 0] = challenger
        out.accepts[x, 1] = target
        out.settlement[x] = m
