"""Choices of types: as `foedus.crisis.kernel.policy`, with one column of values a type.

What an actor expects of another is the mean of what that one's types do, weighted by what it
believes of them at the position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foedus.core.compiled import Floats, Ints, jit
from foedus.crisis.kernel.policy import CHOSEN, asks, chance, weigh

if TYPE_CHECKING:
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model


class Kinds(NamedTuple):
    """Types as columns of values, and what each is worth to itself.

    Attributes
    ----------
    owner : int64 (columns,)
        Actor of each column.
    first, many : int64 (actors,)
        An actor's first column and how many it has: 1, or 2 (not resolute, then resolute).
    base, flow : (positions, columns)
        As `Tables` has them, by type.
    stake : (columns,)
    """

    owner: Ints
    first: Ints
    many: Ints
    base: Floats
    flow: Floats
    stake: Floats


class Play(NamedTuple):
    """What each type does at every position.

    Attributes
    ----------
    chosen : (positions, columns, 4)
        Hazards a day: up, across, down, yield.
    gives : (positions, columns)
        Chance that this principal yields when the other attacks here; 0 elsewhere.
    accepts : (positions, columns)
        Chance that this principal accepts what talks offer.
    settlement : (positions,)
    """

    chosen: Floats
    gives: Floats
    accepts: Floats
    settlement: Floats


class Room(NamedTuple):
    """Scratch for one position; one a thread."""

    num: Floats
    total: Floats
    slope: Floats
    row: Floats
    gives: Floats
    accepts: Floats


def room(columns: int) -> Room:
    """Make room for this many types."""
    return Room(
        np.empty(columns + 2),
        np.empty(columns + 2),
        np.empty(2 * columns),
        np.empty((columns, CHOSEN)),
        np.empty(columns),
        np.empty(columns),
    )


@jit(cache=True, nogil=True, inline="always")
def mean(
    x: int, a: int, j: int, of: Floats, belief: Floats, kinds: Kinds
) -> float:  # pragma: no cover - jitted
    """Mean of a number over the types of actor j, as column a sees them at x."""
    low = kinds.first[j]
    return of[low] + belief[x, j, a] * (of[low + kinds.many[j] - 1] - of[low])


@jit(cache=True, nogil=True, inline="always")
def answers(
    x: int, G: Floats, layout: Places, model: Model, kinds: Kinds, gives: Floats
) -> None:  # pragma: no cover - jitted
    """Fill gives: the chance that each type of a principal yields when attacked at x."""
    for b in range(len(kinds.owner)):
        gives[b] = 0.0
    for side in range(2):
        i, other = model.principals[side], model.principals[1 - side]
        y = layout.up[x, i]
        if y < 0 or not asks(x, i, y, layout, model):
            continue
        low = kinds.first[other]
        for b in range(low, low + kinds.many[other]):
            gain = 0.0 if side == 1 else kinds.stake[b]
            yields = gain - model.yield_cost[other, layout.rung[x, other]] - kinds.base[x, b]
            gives[b] = chance(model.sharpness * (yields - G[y, b]))


@jit(cache=True, nogil=True, inline="always")
def worth(
    x: int,
    a: int,
    y: int,
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    kinds: Kinds,
    gives: Floats,
) -> float:  # pragma: no cover - jitted
    """Value to type a of its own step from x to y, after the answer it expects."""
    i = kinds.owner[a]
    if asks(x, i, y, layout, model):
        other = model.principals[1] if i == model.principals[0] else model.principals[0]
        yields = mean(x, a, other, gives, belief, kinds)
        won = kinds.stake[a] if i == model.principals[0] else 0.0
        return yields * (won - kinds.base[x, a]) + (1.0 - yields) * G[y, a]
    return G[y, a]


@jit(cache=True, nogil=True, inline="always")
def choices(
    x: int,
    a: int,
    G: Floats,
    belief: Floats,
    layout: Places,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    at: Room,
) -> None:  # pragma: no cover - jitted
    """Fill at.row[a] with the hazards of type a at x, and the slopes as `policy.choices` has them.

    at.slope[a] and at.slope[a + columns] are its out[4] and out[5].
    """
    i = kinds.owner[a]
    u0 = u1 = u2 = u3 = 0.0
    m0 = m1 = m2 = m3 = 0.0
    if not tables.fighting[x] >> i & 1:
        c = layout.coord[x, i]
        y = layout.up[x, i]
        if model.climb[i, c] > 0.0 and y >= 0:
            m0 = model.climb[i, c]
            u0 = worth(x, a, y, G, belief, layout, model, kinds, at.gives)
            if model.camp[i] == 0 and layout.across[x, i] >= 0:
                m1 = m0
                u1 = G[layout.across[x, i], a]
        y = layout.down[x, i]
        if model.down[i, c] > 0.0 and y >= 0:
            m2 = model.down[i, c]
            u2 = G[y, a] - model.down_cost[i, c]
    if model.principal[i]:
        m3 = model.yield_rate[i]
        u3 = 0.0 if i == model.principals[0] else kinds.stake[a]
        u3 -= model.yield_cost[i, layout.rung[x, i]] + kinds.base[x, a]
    r0, r1, r2, r3, by_worth, by_rate = weigh(G[x, a], m0, m1, m2, m3, u0, u1, u2, u3, model)
    at.row[a, 0] = r0
    at.row[a, 1] = r1
    at.row[a, 2] = r2
    at.row[a, 3] = r3
    at.slope[a] = by_worth
    at.slope[len(kinds.owner) + a] = by_rate


@jit(cache=True, nogil=True, inline="always")
def talks(
    x: int,
    G: Floats,
    belief: Floats,
    model: Model,
    tables: Tables,
    kinds: Kinds,
    accepts: Floats,
) -> float:  # pragma: no cover - jitted
    """Return m at x, and fill accepts for the types of the principals."""
    columns = len(kinds.owner)
    m = tables.victory[x]
    if G[x, columns + 1] > 1e-12:
        m = G[x, columns] / G[x, columns + 1]
    pc, pt = model.principals
    for b in range(kinds.first[pt], kinds.first[pt] + kinds.many[pt]):
        accepts[b] = chance(model.sharpness * (kinds.stake[b] * m - G[x, b]))
    for a in range(kinds.first[pc], kinds.first[pc] + kinds.many[pc]):
        target = mean(x, a, pt, accepts, belief, kinds)
        accepts[a] = chance(model.sharpness * target * (kinds.stake[a] * m - G[x, a]))
    return m
