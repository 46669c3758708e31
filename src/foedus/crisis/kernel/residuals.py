"""Solving the adjoint: what waits at positions is placed block by block, first to last war.

Inside a block a pass visits each position, moves what waits there to lam (the position's answer to
itself solved exactly, by the inverse of a matrix as large as there are values at a position) and
hands it on to its neighbours. Where the block is seldom left, passes alone would take hundreds. So
a pass is only a direction: of it and of those before it the combination is taken that leaves the
least rest, sum by sum, which takes a few dozen (generalised conjugate residuals: Eisenstat, Elman
and Schultz 1983, SIAM Journal on Numerical Analysis 20: 345-357). What the directions place is made
new to those before; what they add to lam stays as the passes made it, and is combined once, when
the block is done or as many directions as there is room for have been made: half the work.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .transposed import hand_on

NOTHING_NEW = 1e-10
"""A direction of which less than this share is new is left out."""

if TYPE_CHECKING:
    from foedus.core.compiled import Floats, Ints
    from foedus.crisis.game import Places
    from foedus.crisis.model import Model

    from .slopes import Slopes


@jit(cache=True, nogil=True, inline="always")
def waiting(lo: int, hi: int, inflow: Floats) -> float:  # pragma: no cover - jitted
    """Return the largest inflow not yet placed in lo:hi; a NaN, once met, stays."""
    largest = 0.0
    for x in range(lo, hi):
        for c in range(inflow.shape[1]):
            for q in range(inflow.shape[2]):
                amount = abs(inflow[x, c, q])
                if largest == largest and not amount <= largest:
                    largest = amount
    return largest


@jit(cache=True, nogil=True, inline="always")
def take(
    x: int, inverse: Floats, inflow: Floats, held: Floats
) -> None:  # pragma: no cover - jitted
    """Take up in held what waits at x, its answer to itself solved."""
    V, Q = held.shape
    for c in range(V):
        for q in range(Q):
            held[c, q] = 0.0
        for d in range(V):
            part = inverse[x, c, d]
            for q in range(Q):
                held[c, q] += part * inflow[x, d, q]
    for c in range(V):
        for q in range(Q):
            inflow[x, c, q] = 0.0


@jit(cache=True, nogil=True, inline="always")
def products(
    one: Floats, i: int, other: Floats, j: int, length: int, out: Floats
) -> None:  # pragma: no cover - jitted
    """Fill out (Q,) with the inner products of directions i and j, over the first numbers."""
    Q = len(out)
    for q in range(Q):
        out[q] = 0.0
    for k in range(length):
        for q in range(Q):
            out[q] += one[i, k, q] * other[j, k, q]


@jit(cache=True, nogil=True, _nrt=False)
def shorten(
    now: int, lo: int, hi: int, placed: Floats, parts: Floats, taken: Floats, inflow: Floats
) -> None:  # pragma: no cover - jitted
    """Take of direction `now` what shortens the rest most, after making it new to those before.

    Afterwards what it places is of length one, and at right angles to what those place; of a sum
    for which nothing of it is new it is nothing.

    Parameters
    ----------
    parts : (M, M, Q)
        Filled at `now`: how much of each direction before it was in it, and its length without.
    taken : (M, Q)
        Filled at `now`: how much of the direction was taken.
    """
    V, Q = inflow.shape[1:]
    many = (hi - lo) * V
    before, left = taken[now], parts[now, now]
    products(placed, now, placed, now, many, before)
    for j in range(now):
        share = parts[j, now]
        products(placed, now, placed, j, many, share)
        for k in range(many):
            for q in range(Q):
                placed[now, k, q] -= share[q] * placed[j, k, q]
    products(placed, now, placed, now, many, left)
    for q in range(Q):
        length = sqrt(left[q])
        new = length > NOTHING_NEW * sqrt(before[q])  # else what is left is rounding
        left[q] = length if new else 0.0
        before[q] = 0.0
    for x in range(hi - lo):
        for c in range(V):
            k = x * V + c
            for q in range(Q):
                placed[now, k, q] = placed[now, k, q] / left[q] if left[q] > 0.0 else 0.0
                before[q] += placed[now, k, q] * inflow[lo + x, c, q]
    for x in range(hi - lo):
        for c in range(V):
            k = x * V + c
            for q in range(Q):
                inflow[lo + x, c, q] -= taken[now, q] * placed[now, k, q]


@jit(cache=True, nogil=True, _nrt=False)
def combine(
    many: int, lo: int, hi: int, moved: Floats, parts: Floats, taken: Floats, lam: Floats
) -> None:  # pragma: no cover - jitted
    """Add to lam what was taken of the first `many` directions, each made of the passes up to it.

    `taken` is used up.
    """
    V, Q = lam.shape[1:]
    for j in range(many - 1, -1, -1):
        for q in range(Q):
            taken[j, q] = taken[j, q] / parts[j, j, q] if parts[j, j, q] > 0.0 else 0.0
        for i in range(j):
            for q in range(Q):
                taken[i, q] -= parts[i, j, q] * taken[j, q]
    for x in range(hi - lo):
        for c in range(V):
            for j in range(many):
                for q in range(Q):
                    lam[lo + x, c, q] += taken[j, q] * moved[j, x * V + c, q]


@jit(cache=True, nogil=True, _nrt=False)
def direct(
    now: int,
    lo: int,
    hi: int,
    backward: bool,
    layout: Places,
    model: Model,
    slopes: Slopes,
    inverse: Floats,
    held: Floats,
    moved: Floats,
    placed: Floats,
    inflow: Floats,
) -> None:  # pragma: no cover - jitted
    """Make direction `now` of a pass over lo:hi, the inflow staying as it is."""
    V, Q = held.shape
    for x in range(lo, hi):
        for c in range(V):
            for q in range(Q):
                placed[now, (x - lo) * V + c, q] = inflow[x, c, q]
    for place in range(hi - lo):
        x = hi - 1 - place if backward else lo + place
        take(x, inverse, inflow, held)
        for c in range(V):
            for q in range(Q):
                moved[now, (x - lo) * V + c, q] = held[c, q]
        hand_on(x, held, layout, model, slopes, lo, hi, True, inflow)
    for x in range(lo, hi):
        for c in range(V):
            k = (x - lo) * V + c
            for q in range(Q):
                before = placed[now, k, q]
                placed[now, k, q] = before - inflow[x, c, q]
                inflow[x, c, q] = before


@jit(cache=True, nogil=True, _nrt=False)
def relax(
    blocks: Ints,
    layout: Places,
    model: Model,
    slopes: Slopes,
    inverse: Floats,
    tol: float,
    limit: int,
    lam: Floats,
    inflow: Floats,
    held: Floats,
    moved: Floats,
    placed: Floats,
    parts: Floats,
    taken: Floats,
) -> float:  # pragma: no cover - jitted
    """Fill lam (positions, V, Q) from inflow, which is used up. Returns the largest rest.

    Parameters
    ----------
    inverse : (positions, V, V)
        Inverse of one minus the transposed answer of each position to itself.
    tol : float
        Share of the largest inflow of a block that may be left in it.
    limit : int
        Passes over a block.
    held : (V, Q)
        Scratch.
    moved, placed : (M, W * V, Q)
        Scratch for M directions, W being the size of the largest block: what each adds to lam,
        and what of the inflow it thereby places. After M the next begin anew.
    parts, taken : (M, M, Q), (M, Q)
        Scratch.
    """
    V, Q = held.shape
    worst = 0.0
    for b in range(len(blocks) - 1, -1, -1):
        lo, hi = blocks[b, 0], blocks[b, 1]
        largest = waiting(lo, hi, inflow)
        if largest == 0.0:
            continue
        rest = largest
        for step in range(limit):
            now = step % len(moved)
            direct(
                now, lo, hi, step % 2 == 1, layout, model, slopes, inverse, held, moved, placed,
                inflow,
            )  # fmt: skip
            shorten(now, lo, hi, placed, parts, taken, inflow)
            rest = waiting(lo, hi, inflow)
            done = not rest > tol * largest
            if done or now == len(moved) - 1 or step == limit - 1:
                combine(now + 1, lo, hi, moved, parts, taken, lam)
            if done:
                break
        for x in range(lo, hi):
            for c in range(V):
                for q in range(Q):
                    held[c, q] = lam[x, c, q]
                    inflow[x, c, q] = 0.0
            hand_on(x, held, layout, model, slopes, lo, hi, False, inflow)
        rest /= largest
        if worst == worst and not rest <= worst:  # a NaN, once met, stays
            worst = rest
    return worst
