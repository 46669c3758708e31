"""Philox4x32-10, a counter-based generator: the same stream for any number of threads.

Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3. SC '11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.core.compiled import jit

if TYPE_CHECKING:
    from numpy.typing import NDArray

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
SCALE = 1.0 / 4294967296.0


@jit(cache=True, nogil=True, inline="always")
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:  # pragma: no cover - jitted
    """Return four 32-bit words (as uint64) for a counter of four words and a key of two."""
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        n0 = (p1 >> HALF) ^ c1 ^ k0
        n2 = (p0 >> HALF) ^ c3 ^ k1
        c1 = p1 & LOW
        c3 = p0 & LOW
        c0 = n0
        c2 = n2
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0, c1, c2, c3


@jit(cache=True, nogil=True)
def words(
    counter: NDArray[np.uint64], key: NDArray[np.uint64]
) -> NDArray[np.uint64]:  # pragma: no cover - jitted
    """Return philox of a counter (4,) and a key (2,) as an array; for tests."""
    a, b, c, d = philox(counter[0], counter[1], counter[2], counter[3], key[0], key[1])
    return np.array([a, b, c, d])
