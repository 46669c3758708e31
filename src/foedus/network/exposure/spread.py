"""How a war spreads along pledges: one cascade, all its outcomes, or many draws of it.

Rules, round by round. At first the attacker (side 1) attacks the attacked (side 2). Every attack
made in a round calls, in the next, those who owe the attacked defence and those who owe the
attacker offence, of all states not yet at war. All calls of a round are answered at once, with one
coin for each pair of obligor and beneficiary in the whole war. Who honours a call joins the
beneficiary's side and attacks every state that it was called against. Who owes neutrality to a
state of the other side is held back by that pledge, with one coin for each obligor and side. Who
would enter both sides enters the one from which it honours more calls; on a tie, the attacked's.

Coins are functions of a key, never of an order of draws: a network with a treaty and one without it
see the same coins.
"""

from __future__ import annotations

import numpy as np

from foedus.core.compiled import jit

from .calls import ANYONE, NOBODY
from .cascade import (
    AGAINST1,
    AGAINST2,
    ASKED,
    BY,
    CALLER,
    CALLERS,
    CHOSEN,
    FRESH,
    FULL,
    HIT,
    KIND,
    LEVEL,
    LONGEST,
    MEMBER,
    MEMBERS,
    NEUTRAL,
    OTHER,
    PARENT,
    ROUND,
    SEEN,
    SIDE,
    STEP,
    TAPED,
    TOP,
    UNPROVOKED,
    VOTES,
    WAR,
    Bytes,
    Floats,
    Ints,
    Keys,
    Plan,
    Room,
)
from .coins import coin, key_of

__all__ = ["wars"]


@jit(cache=True, _nrt=False)
def _in(bits: Keys, x: int) -> bool:
    return (bits[x >> 6] >> np.uint64(x & 63)) & np.uint64(1) != np.uint64(0)


@jit(cache=True, _nrt=False)
def _called(  # noqa: C901 - the innermost loop: every reason why a call is not answered
    p: Plan, w: Room, key: np.uint64, exact: bool, kind: int, y: int, c: int
) -> int:
    """Call all who owe a state this kind: it was attacked (defence), or attacks (offence).

    Returns how many calls of the round were honoured so far; they stand in `w.calls`.
    """
    s, tape = w.states, w.tape
    begin, middle = p.ptr[kind, y], p.mid[kind, y]
    if s[SEEN + kind, y] == tape[WAR]:
        begin = middle  # without regard to the adversary, a pledge is called but once
    s[SEEN + kind, y] = tape[WAR]
    foes, side = w.bits[tape[ROUND] & 1, kind, y], s[SIDE, y]
    for row in range(begin, p.ptr[kind, y + 1]):
        z = p.rows[OTHER, row]
        if s[SIDE, z] != 0 or (side == 1 and p.rows[UNPROVOKED, row] == 1):
            continue
        one = two = ANYONE
        if row >= middle:
            one, two = p.rows[AGAINST1, row], p.rows[AGAINST2, row]
            if not (one >= 0 and _in(foes, one)):
                one = NOBODY
            if not (two >= 0 and _in(foes, two)):
                two = NOBODY
            if one < 0 and two < 0:
                continue
        if p.rates[kind] <= 0.0:
            continue
        u = coin(p, w, key, exact, z, y)
        if not u < p.rates[kind]:
            continue
        for foe in (one, two if row >= middle else NOBODY):
            if foe != NOBODY:
                w.calls[c, 0], w.calls[c, 1], w.calls[c, 2], w.calls[c, 3] = z, y, kind, foe
                c += 1
        if s[VOTES, z] + s[VOTES + 1, z] == 0:
            s[CALLER, tape[CALLERS]] = z
            tape[CALLERS] += 1
        if w.pairs[0, y, z] != tape[ROUND]:
            w.pairs[0, y, z] = tape[ROUND]
            if s[VOTES + side - 1, z] == 0 or u < w.best[side - 1, z]:
                w.best[side - 1, z], s[PARENT + side - 1, z] = u, y * 2 + kind
            s[VOTES + side - 1, z] += 1
    return c


@jit(cache=True, _nrt=False)
def _held(p: Plan, w: Room, key: np.uint64, exact: bool, z: int, side: int) -> bool:
    """Whether a pledge of neutrality keeps a state from entering a side."""
    s = w.states
    for row in range(p.ptr[NEUTRAL, z], p.ptr[NEUTRAL, z + 1]):
        foe = p.rows[OTHER, row]
        if s[SIDE, foe] != 3 - side or (p.rows[UNPROVOKED, row] == 1 and side == 2):
            continue
        one, two = p.rows[AGAINST1, row], p.rows[AGAINST2, row]
        holds = one == ANYONE
        holds |= one >= 0 and s[SIDE, one] == side
        holds |= two >= 0 and s[SIDE, two] == side
        if holds and p.rates[NEUTRAL] > 0.0:
            return coin(p, w, key, exact, z, p.ids.size + side - 1) < p.rates[NEUTRAL]
    return False


@jit(cache=True, _nrt=False)
def _answered(p: Plan, w: Room, key: np.uint64, exact: bool) -> None:
    """Let those whose honour is called enter a side, all at once, or be held back."""
    s, tape = w.states, w.tape
    members = tape[MEMBERS]
    for k in range(tape[CALLERS]):
        z = s[CALLER, k]
        for side in range(1, 3):
            if s[VOTES + side - 1, z] > 0 and _held(p, w, key, exact, z, side):
                s[VOTES + side - 1, z] = 0
        one, two = s[VOTES, z], s[VOTES + 1, z]
        s[VOTES, z] = s[VOTES + 1, z] = 0
        s[CHOSEN, z] = 1 if one > two else (2 if two > 0 else 0)
    for k in range(tape[CALLERS]):
        z = s[CALLER, k]
        s[SIDE, z] = s[CHOSEN, z]
        if s[CHOSEN, z] > 0:
            parent = s[PARENT + s[CHOSEN, z] - 1, z]
            s[BY, z], s[KIND, z] = parent >> 1, parent & 1
            s[MEMBER, members] = z
            members += 1
    tape[MEMBERS] = members


@jit(cache=True, _nrt=False)
def _attack(w: Room, now: int, c: int) -> None:
    """Note whom each joiner attacks: all it was called against by those whose calls it honoured."""
    s = w.states
    for k in range(c):
        z, y, kind, x = w.calls[k, 0], w.calls[k, 1], w.calls[k, 2], w.calls[k, 3]
        if s[SIDE, z] == s[SIDE, y]:
            to = w.bits[1 - now, 1, z]
            if x >= 0:
                to[x >> 6] |= np.uint64(1) << np.uint64(x & 63)
            else:
                for word in range(w.bits.shape[3]):
                    to[word] |= w.bits[now, kind, y, word]


@jit(cache=True, _nrt=False)
def _cascade(p: Plan, w: Room, a: int, b: int, key: np.uint64, exact: bool) -> None:
    """Run one war that a begins against b; `w.states` holds what came of it."""
    s, tape = w.states, w.tape
    tape[WAR] += 1
    s[SIDE] = 0
    s[SIDE, a], s[SIDE, b] = 1, 2
    tape[ROUND] += 1
    now = tape[ROUND] & 1
    w.bits[now, 0, b, a >> 6] = np.uint64(1) << np.uint64(a & 63)
    w.bits[now, 1, a, b >> 6] = np.uint64(1) << np.uint64(b & 63)
    s[FRESH, 0], s[FRESH + 1, 0] = b, a  # those attacked in the last round; those who attacked
    s[MEMBER, 0], s[MEMBER, 1] = a, b
    hit, struck, tape[MEMBERS] = 1, 1, 2
    while hit > 0:
        now = tape[ROUND] & 1
        tape[CALLERS] = 0
        c = 0
        for k in range(hit + struck):
            kind = int(k >= hit)
            c = _called(p, w, key, exact, kind, s[FRESH + kind, k - kind * hit], c)
        _answered(p, w, key, exact)
        _attack(w, now, c)
        for k in range(hit):
            w.bits[now, 0, s[FRESH, k]] = np.uint64(0)
        for k in range(struck):
            w.bits[now, 1, s[FRESH + 1, k]] = np.uint64(0)
        hit = struck = 0
        for k in range(tape[CALLERS]):
            z = s[CALLER, k]
            if s[SIDE, z] == 0:
                continue
            s[FRESH + 1, struck] = z
            struck += 1
            for m in range(tape[MEMBERS]):
                x = s[MEMBER, m]
                if _in(w.bits[1 - now, 1, z], x):
                    into = w.bits[1 - now, 0, x]
                    if s[HIT, x] != tape[ROUND]:
                        s[HIT, x] = tape[ROUND]
                        s[FRESH, hit] = x
                        hit += 1
                    into[z >> 6] |= np.uint64(1) << np.uint64(z & 63)
        tape[ROUND] += 1


@jit(cache=True, _nrt=False)
def _coins_within(p: Plan, w: Room, a: int, b: int, limit: int) -> bool:
    """Whether a war between two states can ask no more than so many coins (a bound from above)."""
    s, tape = w.states, w.tape
    tape[WAR] += 1
    s[SIDE] = 0
    s[SIDE, a] = s[SIDE, b] = 1
    # Calls that may come: the attacked's for defence, the attacker's for offence; once anybody may
    # have joined, the attacker's for defence; and both of every joiner.
    s[CALLER, 0], s[CALLER, 1] = 2 * b, 2 * a + 1
    coins, at, size, joiners = 0, 0, 2, 0
    while at < size or at < 2 + 2 * joiners + (joiners > 0):
        if at < 2:
            call = s[CALLER, at]
        elif at == 2:
            call = 2 * a
        else:
            call = 2 * s[FRESH, (at - 3) >> 1] + ((at - 3) & 1)
        at += 1
        y, kind = call >> 1, call & 1
        for row in range(p.ptr[kind, y], p.ptr[kind, y + 1]):
            z = p.rows[OTHER, row]
            if z in (a, b) or w.pairs[1, y, z] == tape[WAR]:
                continue
            w.pairs[1, y, z] = tape[WAR]
            coins += 1
            if s[SIDE, z] == 0:
                s[SIDE, z] = 1
                s[FRESH, joiners] = z
                joiners += 1
                coins += min(2, p.ptr[NEUTRAL, z + 1] - p.ptr[NEUTRAL, z])
            if coins > limit:
                return False
    return True


@jit(cache=True, _nrt=False)
def _traced(w: Room, a: int, b: int, state: int, out: Ints) -> None:
    """Write down by which chain of calls a state came in."""
    s = w.states
    out[0], out[1], out[2] = a, b, s[SIDE, state]
    z, length = state, 0
    while length < LONGEST - 1 and z not in (a, b):
        out[4 + 2 * length], out[5 + 2 * length] = z, s[KIND, z]
        z = s[BY, z]
        length += 1
    out[4 + 2 * length], out[5 + 2 * length] = z, -1
    out[3] = length


@jit(cache=True, _nrt=False)
def _war(p: Plan, w: Room, a: int, b: int) -> bool:
    """Chance to join each side, in `w.found`, over all outcomes of the coins of one war."""
    n, tape = p.ids.size, w.tape
    w.found[:] = 0.0
    tape[TAPED] = tape[FULL] = 0
    while tape[FULL] == 0:
        tape[ASKED] = 0
        w.value[n + 2, 0] = 1.0
        _cascade(p, w, a, b, np.uint64(0), exact=True)
        for m in range(2, tape[MEMBERS]):  # all but the first two
            z = w.states[MEMBER, m]
            w.found[w.states[SIDE, z] - 1, z] += w.value[n + 2, 0]
        at = tape[ASKED] - 1  # the next outcome: count up on the last coin that can go up
        while at >= 0 and tape[LEVEL + at] >= tape[TOP + at]:
            at -= 1
        if at < 0:
            return True
        tape[LEVEL + at] += tape[STEP + at]
        tape[TAPED] = at + 1
    return False


@jit(cache=True, _nrt=False)
def wars(
    p: Plan,
    w: Room,
    rates: Floats,
    limit: int,
    first: Ints,
    seed: np.uint64,
    state: int,
    exactly: Floats,
    done: Bytes,
    drawn: Ints,
    chains: Ints,
) -> int:
    """Work out exactly the wars whose coins are few, and draw the others.

    Parameters
    ----------
    p, w
        Plan and working arrays.
    rates
        Rate of each first pair; shape (n, n); those of rate 0 are passed over.
    limit
        Most coins that a war worked out exactly may be able to ask; below 0: all are drawn.
    first
        Attacker and attacked of each war drawn; shape (repeats, m, 2).
    seed
        Seed of the coins.
    state
        State whose chains are kept; below 0: none.
    exactly
        To add to, rate times chance to join a side: shape (2, n).
    done
        To mark which first pairs were worked out: shape (n, n).
    drawn
        To add to, how often each state joined each side: shape (repeats, 2, n).
    chains
        To write, for each war drawn that `state` joined: attacker, attacked, side, length, then
        pairs of a state and the kind of pledge it honoured, from the state on, and -1 for the last;
        shape (draws or 0, 4 + 2 * LONGEST).

    Returns
    -------
    int
        How many chains were written.
    """
    n = p.ids.size
    for pair in range(n * n if limit >= 0 else 0):
        a, b = divmod(pair, n)
        if rates[a, b] <= 0.0:
            done[a, b] = 1
        elif _coins_within(p, w, a, b, limit) and _war(p, w, a, b):
            done[a, b] = 1
            for z in range(n):
                exactly[0, z] += rates[a, b] * w.found[0, z]
                exactly[1, z] += rates[a, b] * w.found[1, z]
    kept, repeats, size = 0, first.shape[0], first.shape[1]
    for k in range(repeats * size):
        r = k // size
        a, b = int(first[r, k % size, 0]), int(first[r, k % size, 1])
        if done[a, b] or state in (a, b):
            continue
        _cascade(p, w, a, b, key_of(p, seed, a, b, k), exact=False)
        if state >= 0 and w.states[SIDE, state] > 0:
            _traced(w, a, b, state, chains[kept])
            kept += 1
        for m in range(2, w.tape[MEMBERS]):
            z = w.states[MEMBER, m]
            drawn[r, w.states[SIDE, z] - 1, z] += 1
    return kept
