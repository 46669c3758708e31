"""Coins of a cascade: functions of a key, or read off a tape that goes through all outcomes."""

from __future__ import annotations

import numpy as np

from foedus.core.compiled import jit

from .cascade import (
    ASKED,
    DEEPEST,
    DEFENSE,
    FULL,
    LEVEL,
    NEUTRAL,
    OFFENSE,
    STEP,
    TAPED,
    TOP,
    WAR,
    Plan,
    Room,
)

__all__ = ["coin", "key_of"]


@jit(cache=True, _nrt=False)
def _mixed(x: np.uint64) -> np.uint64:
    """Finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@jit(cache=True, _nrt=False)
def _width(low: float, high: float, level: int) -> float:
    """Chance that a coin falls below both thresholds (0), between them (1) or above (2)."""
    if level == 0:
        return low
    return high - low if level == 1 else 1.0 - high


@jit(cache=True, _nrt=False)
def _taped(p: Plan, w: Room, z: int, y: int) -> float:
    """Coin of an outcome that is being worked out exactly: read off the tape, or put on it."""
    n, tape = p.ids.size, w.tape
    if w.pairs[1, y, z] == tape[WAR]:
        return w.value[y, z]
    low = high = p.rates[NEUTRAL]
    if y < n:
        one, two = p.rates[DEFENSE], p.rates[OFFENSE]
        if p.has[z, y] == 1:
            two = one
        elif p.has[z, y] == 2:
            one = two
        low, high = min(one, two), max(one, two)
    at = tape[ASKED]
    if at >= DEEPEST:
        tape[FULL] = 1
        return 1.0
    tape[ASKED] += 1
    if at >= tape[TAPED]:  # not asked before: begin with its first possible level
        tape[TAPED] = at + 1
        level, top = 0, 2
        while level < 2 and _width(low, high, level) <= 0.0:
            level += 1
        while top > level and _width(low, high, top) <= 0.0:
            top -= 1
        tape[LEVEL + at], tape[TOP + at] = level, top
        tape[STEP + at] = 2 if level == 0 and high <= low else 1
    level = tape[LEVEL + at]
    w.value[n + 2, 0] *= _width(low, high, level)
    found = low / 2
    if level == 1:
        found = (low + high) / 2
    elif level == 2:
        found = (high + 1.0) / 2
    w.pairs[1, y, z] = tape[WAR]
    w.value[y, z] = found
    return found


@jit(cache=True, _nrt=False)
def coin(p: Plan, w: Room, key: np.uint64, exact: bool, z: int, y: int) -> float:
    """Uniform of a pair, or, where y >= n, of a state and a side."""
    if exact:
        return _taped(p, w, z, y)
    bits = _mixed(key ^ p.names[y, z])
    return float(bits >> np.uint64(11)) * 2.0**-53


@jit(cache=True, _nrt=False)
def key_of(p: Plan, seed: np.uint64, a: int, b: int, k: int) -> np.uint64:
    """Key of the k-th war drawn, that a begins against b."""
    return _mixed(_mixed(_mixed(seed ^ p.ids[a]) ^ p.ids[b]) ^ np.uint64(k))
