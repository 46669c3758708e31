"""Enumerate the positions of a game and tie each to its neighbours.

A position is (c_0 ... c_{N-1}, f): one coordinate an actor and the camp that first went to war.
Coordinates below `below[i]` are rungs (or Erlang stages of a rung) short of war; `below[i]` is
the war rung; an actor that may enter on either side has a second one at `below[i] + 1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.core.compiled import jit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from foedus.core.compiled import Flags, Ints
    from foedus.crisis.game import Places

NONE, CHALLENGER, TARGET = 0, 1, 2


@jit(cache=True, nogil=True, inline="always")
def neighbour(x: int, i: int, k: int, layout: Places) -> int:  # pragma: no cover - jitted
    """Return where kind k of step takes actor i from x: 0 up, 1 across, 2 down, 3 next."""
    if k == 0:
        return layout.up[x, i]
    if k == 1:
        return layout.across[x, i]
    if k == 2:
        return layout.down[x, i]
    return layout.next[x, i]


@jit(cache=True, nogil=True)
def successor(
    coord: Ints,
    f: int,
    i: int,
    kind: int,
    below: Ints,
    camp: Ints,
    up_to: Ints,
    down_to: Ints,
    next_to: Ints,
) -> tuple[int, int]:  # pragma: no cover - jitted
    """Return (coordinate, f) after a structural step of actor i, or (-1, -1) where there is none.

    Kinds: 0 up a rung (war on the challenger's side for an `either` actor), 1 down a rung,
    2 nature's next stage, 3 war on the target's side (`either` only).
    """
    c = coord[i]
    if c >= below[i]:
        return -1, -1
    if kind == 1:
        return (down_to[i, c], f) if down_to[i, c] >= 0 else (-1, -1)
    if kind == 3:
        if camp[i] != NONE or up_to[i, c] < below[i]:
            return -1, -1
        return below[i] + 1, (TARGET if f == NONE else f)
    to = up_to[i, c] if kind == 0 else next_to[i, c]
    if to < 0:
        return -1, -1
    if to >= below[i] and f == NONE:
        return to, (CHALLENGER if camp[i] == NONE else camp[i])
    return to, f


@jit(cache=True, nogil=True)
def strides(sizes: Ints) -> Ints:  # pragma: no cover - jitted
    """Return how far apart two values of each coordinate lie in a mixed-radix number."""
    stride = np.ones(len(sizes), np.int64)
    for i in range(len(sizes) - 2, -1, -1):
        stride[i] = stride[i + 1] * sizes[i + 1]
    return stride


@jit(cache=True, nogil=True)
def reach(
    start: Ints,
    below: Ints,
    sizes: Ints,
    camp: Ints,
    up_to: Ints,
    down_to: Ints,
    next_to: Ints,
) -> Flags:  # pragma: no cover - jitted
    """Mark every (f, coordinates) that structural steps can reach from the start.

    Returns a boolean array of length 3 * prod(sizes), indexed by f * prod(sizes) + mixed radix.
    """
    n = len(below)
    stride = strides(sizes)
    total = stride[0] * sizes[0]
    seen = np.zeros(3 * total, np.bool_)
    stack = np.empty(3 * total, np.int64)
    first = np.int64(0)
    for i in range(n):
        first += start[i] * stride[i]
    seen[first] = True
    stack[0] = first
    top = 1
    coord = np.empty(n, np.int64)
    while top > 0:
        top -= 1
        key = stack[top]
        f = key // total
        rest = key % total
        for i in range(n):
            coord[i] = rest // stride[i] % sizes[i]
        for i in range(n):
            for kind in range(4):
                c, g = successor(coord, f, i, kind, below, camp, up_to, down_to, next_to)
                if c < 0:
                    continue
                other = g * total + rest + (c - coord[i]) * stride[i]
                if not seen[other]:
                    seen[other] = True
                    stack[top] = other
                    top += 1
    return seen


@jit(cache=True, nogil=True)
def neighbours(
    coord: Ints,
    f: Ints,
    lookup: NDArray[np.int32],
    below: Ints,
    sizes: Ints,
    camp: Ints,
    up_to: Ints,
    down_to: Ints,
    next_to: Ints,
) -> NDArray[np.int32]:  # pragma: no cover - jitted
    """Return the position each structural step leads to, -1 if none.

    The result is int32 (4, positions, actors).
    """
    count, n = coord.shape
    stride = strides(sizes)
    total = stride[0] * sizes[0]
    out = np.full((4, count, n), -1, np.int32)
    for x in range(count):
        rest = np.int64(0)
        for i in range(n):
            rest += coord[x, i] * stride[i]
        for i in range(n):
            for kind in range(4):
                c, g = successor(coord[x], f[x], i, kind, below, camp, up_to, down_to, next_to)
                if c >= 0:
                    out[kind, x, i] = lookup[g * total + rest + (c - coord[x, i]) * stride[i]]
    return out
