"""Pledges and working arrays laid out for the kernels that let a war spread (see `spread`)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from .calls import ANYONE, Pledges

__all__ = ["LONGEST", "Plan", "Room", "plan", "room", "run"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.int8]
Keys: TypeAlias = npt.NDArray[np.uint64]

LONGEST = 12  # states of a chain that are recorded
DEEPEST = 64  # coins of one exact outcome
DEFENSE, OFFENSE, NEUTRAL = 0, 1, 2
# Rows of `Plan.rows`, of `Room.states`, of `Room.bits`, of `Room.tape`.
OTHER, UNPROVOKED, AGAINST1, AGAINST2 = 0, 1, 2, 3
SIDE, CHOSEN, CALLER, BY, KIND = 0, 1, 2, 3, 4
HIT = 14  # round in which it was attacked last
MEMBER = 5  # who is in the war, in order of entry
SEEN, VOTES, PARENT, FRESH = 6, 8, 10, 12  # two rows each: by kind of call or by side
WAR, ROUND, ASKED, TAPED, FULL, CALLERS, MEMBERS = 0, 1, 2, 3, 4, 5, 6
LEVEL, TOP, STEP = 8, 8 + DEEPEST, 8 + 2 * DEEPEST


class Plan(NamedTuple):
    """Pledges laid out for the kernel: by kind, and by whom the call comes from."""

    ptr: Ints  # (3, n + 1): where a state's rows begin; by beneficiary, neutrality by obligor
    mid: Ints  # (3, n): where those of its rows begin that hold against named states only
    rows: Ints  # (4, m): the other state, whether void if provoked, the two adversaries
    has: Bytes  # (n, n): bits 1, 2: the row's state may owe the column's defence, offence
    rates: Floats  # (3,)
    ids: Keys  # (n,): what names a state in the coins' keys
    names: Keys  # (n + 2, n): and a pair, or a side and a state


class Room(NamedTuple):
    """Working arrays of the kernel. Few and large: each more costs time to compile."""

    states: Ints  # (15, n)
    bits: Keys  # (2, 2, n, words): this round's and the next's attackers of, and attacked by, each
    pairs: Ints  # (2, n + 2, n): round in which a pair was counted; war in which a coin was read
    value: Floats  # (n + 3, n): coins read; in the last row the weight of an outcome
    best: Floats  # (2, n): coin of the readiest caller, by side
    found: Floats  # (2, n): chance to join each side, of the war that is being worked out
    calls: Ints  # (c, 4): obligor, beneficiary, kind, adversary or ANYONE
    tape: Ints  # (8 + 3 * DEEPEST,): counters, then levels of the coins asked, their last, steps


def plan(pledges: Pledges, rates: tuple[float, float, float], ids: npt.NDArray[np.integer]) -> Plan:
    """Lay out pledges for the kernel.

    Parameters
    ----------
    pledges
        Pledges of n states.
    rates
        Chance to honour defence, offence, neutrality.
    ids
        Numbers that name the states in every network, such as COW codes; shape (n,).
    """
    distinct = pledges.distinct()
    n, kind = distinct.states, distinct.kind
    first = np.where(kind == NEUTRAL, distinct.obligor, distinct.beneficiary)
    other = np.where(kind == NEUTRAL, distinct.beneficiary, distinct.obligor)
    named = distinct.against1 != ANYONE
    order = np.lexsort((other, named, first, kind))
    place = (kind * (n + 1) + first)[order] * 2 + named[order]
    starts = np.searchsorted(place, 2 * np.arange(3 * (n + 1))).reshape(3, n + 1)
    middles = np.searchsorted(place, 2 * np.arange(3 * (n + 1)) + 1).reshape(3, n + 1)
    names = np.asarray(ids).astype(np.uint64)
    has = np.zeros((n, n), dtype=np.int8)
    for bit in (DEFENSE, OFFENSE):
        rows = kind == bit
        has[distinct.obligor[rows], distinct.beneficiary[rows]] |= 1 << bit
    rows = np.vstack([other, distinct.unprovoked, distinct.against1, distinct.against2])
    return Plan(
        starts.astype(np.int64),
        np.ascontiguousarray(middles[:, :n]).astype(np.int64),
        np.ascontiguousarray(rows[:, order]).astype(np.int64),
        has,
        np.asarray(rates, dtype=np.float64),
        names,
        np.ascontiguousarray(_paired(names).T),
    )


def _paired(names: Keys) -> Keys:
    """Well mixed numbers for pairs of states, and for a state and either side."""
    sides = np.uint64(1 << 40) + np.arange(2, dtype=np.uint64)
    x = (names[:, None] << np.uint64(41)) ^ np.concatenate([names, sides])
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # SplitMix64
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    return x ^ (x >> np.uint64(31))


def room(made: Plan) -> Room:
    """Working arrays for a plan. Not to be shared between threads."""
    n = made.ids.size

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Room(
        states=ints(15, n),
        bits=np.zeros((2, 2, n, n // 64 + 1), dtype=np.uint64),
        pairs=ints(2, n + 2, n),
        value=np.zeros((n + 3, n)),
        best=np.zeros((2, n)),
        found=np.zeros((2, n)),
        calls=ints(2 * made.rows.shape[1] + 1, 4),
        tape=ints(8 + 3 * DEEPEST),
    )


class Runs(NamedTuple):
    """What came of the wars from all first pairs."""

    exactly: Floats  # (2, n): rate times chance to join each side, wars worked out exactly
    done: Bytes  # (n, n): first pairs worked out exactly
    drawn: Ints  # (repeats, 2, n): how often each state joined each side, wars drawn
    chains: Ints  # (rows, 4 + 2 * LONGEST): see `spread.wars`


def run(
    made: Plan, rates: Floats, first: Ints, *, seed: int, limit: int = 12, state: int = -1
) -> Runs:
    """Work out exactly the wars whose coins are few, and draw the others.

    Parameters
    ----------
    made
        Plan for n states.
    rates
        Rate of each first pair; shape (n, n).
    first
        Attacker and attacked of each war drawn; shape (repeats, m, 2).
    seed
        Seed of the coins.
    limit
        Most coins that a war worked out exactly may be able to ask; below 0: all are drawn.
    state
        State whose chains are kept; below 0: none.
    """
    # Numba is imported, and the kernel compiled, only where it is used.
    from foedus.core.compiled import compiled_in, folder_for

    here = Path(__file__).parent
    sources = (here / name for name in ("calls.py", "cascade.py", "coins.py", "spread.py"))
    with compiled_in(folder_for(sources)):
        from . import spread

    n = made.ids.size
    exactly, done = np.zeros((2, n)), np.zeros((n, n), dtype=np.int8)
    drawn = np.zeros((first.shape[0], 2, n), dtype=np.int64)
    rows = first.shape[0] * first.shape[1] if state >= 0 else 0
    chains = np.zeros((rows, 4 + 2 * LONGEST), dtype=np.int64)
    kept = spread.wars(
        made, room(made), rates, limit, first, np.uint64(seed), state, exactly, done, drawn, chains
    )
    return Runs(exactly, done, drawn, chains[:kept])
