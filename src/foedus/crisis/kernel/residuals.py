"""Solving the adjoint: what waits at positions is placed block by block, first to last war.

Inside a block a pass visits each position, moves what waits there to lam (the position's answer to
itself solved exactly, by the inverse of a matrix as large as there are values at a position) and
hands it on to its neighbours. Where the block is seldom left, passes alone would take hundreds. So
a pass is only a direction: of it and of those before it the combination is taken that leaves the
least rest, sum by sum, which takes a few dozen (generalised conjugate residuals: Eisenstat, Elman
and Schultz 1983, SIAM Journal on Numerical Analysis 20: 345-357).
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
        for q in range(inflow.shape[1]):
            for c in range(inflow.shape[2]):
                amount = abs(inflow[x, q, c])
                if largest == largest and not amount <= largest:
                    largest = amount
    return largest


@jit(cache=True, nogil=True, inline="always")
def take(
    x: int, inverse: Floats, inflow: Floats, held: Floats
) -> None:  # pragma: no cover - jitted
    """Take up in held what waits at x, its answer to itself solved."""
    Q, V = held.shape
    for q in range(Q):
        for c in range(V):
            total = 0.0
            for d in range(V):
                total += inverse[x, c, d] * inflow[x, q, d]
            held[q, c] = total
        for c in range(V):
            inflow[x, q, c] = 0.0


@jit(cache=True, nogil=True, inline="always")
def product(
    one: Floats, i: int, other: Floats, j: int, q: int, length: int
) -> float:  # pragma: no cover - jitted
    """Return the inner product of sum q of directions i and j, over the first `length` numbers.

    Four sums, so that they become one vector operation.
    """
    a = b = c = d = 0.0
    whole = length - length % 4
    for k in range(0, whole, 4):
        a += one[i, q, k] * other[j, q, k]
        b += one[i, q, k + 1] * other[j, q, k + 1]
        c += one[i, q, k + 2] * other[j, q, k + 2]
        d += one[i, q, k + 3] * other[j, q, k + 3]
    for k in range(whole, length):
        a += one[i, q, k] * other[j, q, k]
    return (a + b) + (c + d)


@jit(cache=True, nogil=True, _nrt=False)
def shorten(
    now: int, lo: int, hi: int, moved: Floats, placed: Floats, lam: Floats, inflow: Floats
) -> None:  # pragma: no cover - jitted
    """Take of direction `now` what shortens the rest most, after making it new to those before.

    Afterwards what it places is of length one, and at right angles to what those place.
    """
    Q, V = inflow.shape[1:]
    many = (hi - lo) * V
    for q in range(Q):
        before = product(placed, now, placed, now, q, many)
        for j in range(now):
            share = product(placed, now, placed, j, q, many)
            for k in range(many):
                placed[now, q, k] -= share * placed[j, q, k]
                moved[now, q, k] -= share * moved[j, q, k]
        length = sqrt(product(placed, now, placed, now, q, many))
        if length <= NOTHING_NEW * sqrt(before):
            for k in range(many):  # what is left is rounding: no direction, for this sum
                placed[now, q, k] = 0.0
                moved[now, q, k] = 0.0
            continue
        share = 0.0
        for x in range(hi - lo):
            for c in range(V):
                k = x * V + c
                placed[now, q, k] /= length
                moved[now, q, k] /= length
                share += placed[now, q, k] * inflow[lo + x, q, c]
        for x in range(hi - lo):
            for c in range(V):
                k = x * V + c
                lam[lo + x, q, c] += share * moved[now, q, k]
                inflow[lo + x, q, c] -= share * placed[now, q, k]


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
    Q, V = held.shape
    for x in range(lo, hi):
        for q in range(Q):
            for c in range(V):
                placed[now, q, (x - lo) * V + c] = inflow[x, q, c]
    for place in range(hi - lo):
        x = hi - 1 - place if backward else lo + place
        take(x, inverse, inflow, held)
        for q in range(Q):
            for c in range(V):
                moved[now, q, (x - lo) * V + c] = held[q, c]
        hand_on(x, held, layout, model, slopes, lo, hi, True, inflow)
    for x in range(lo, hi):
        for q in range(Q):
            for c in range(V):
                k = (x - lo) * V + c
                before = placed[now, q, k]
                placed[now, q, k] = before - inflow[x, q, c]
                inflow[x, q, c] = before


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
) -> float:  # pragma: no cover - jitted
    """Fill lam (positions, Q, V) from inflow, which is used up. Returns the largest rest.

    Parameters
    ----------
    inverse : (positions, V, V)
        Inverse of one minus the transposed answer of each position to itself.
    tol : float
        Share of the largest inflow of a block that may be left in it.
    limit : int
        Passes over a block.
    held : (Q, V)
        Scratch.
    moved, placed : (M, Q, W * V)
        Scratch for M directions, W being the size of the largest block: what each adds to lam,
        and what of the inflow it thereby places. After M the next begin anew.
    """
    Q, V = held.shape
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
            shorten(now, lo, hi, moved, placed, lam, inflow)
            rest = waiting(lo, hi, inflow)
            if not rest > tol * largest:
                break
        for x in range(lo, hi):
            for q in range(Q):
                for c in range(V):
                    held[q, c] = lam[x, q, c]
                    inflow[x, q, c] = 0.0
            hand_on(x, held, layout, model, slopes, lo, hi, False, inflow)
        rest /= largest
        if worst == worst and not rest <= worst:  # a NaN, once met, stays
            worst = rest
    return worst
