"""Every network of a few states at once: which are war-stable."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from foedus.core.errors import UsageError
from foedus.network.graph import Flags

from .vulnerable import Floats, check, margins, slack

__all__ = ["LARGEST", "Exhaustion", "every_network", "exhaust"]

LARGEST = 6
"""Six states have 32,768 networks; seven have two million."""


@dataclass(frozen=True)
class Exhaustion:
    """Which of all networks of some states meet which condition.

    Parameters
    ----------
    strength, gamma
        What they were judged by.
    networks
        All of them, in the order of `every_network`: shape (number, n, n). The first is empty.
    vulnerable
        Who is vulnerable in each; shape (number, n).
    s1, s2, s3
        Whether nobody is vulnerable; nobody would be after any one further alliance; of any two
        allies, both would be without it. Shape (number,).
    """

    strength: Floats
    gamma: float
    networks: Flags = field(repr=False)
    vulnerable: Flags = field(repr=False)
    s1: Flags = field(repr=False)
    s2: Flags = field(repr=False)
    s3: Flags = field(repr=False)

    @property
    def stable(self) -> Flags:
        """Whether each is war-stable; shape (number,)."""
        return self.s1 & self.s2 & self.s3


def every_network(n: int) -> Flags:
    """All networks of n states, isomorphic ones included.

    Network number b has the link of the p-th pair, in the order of ``np.triu_indices``, where bit
    p of b is set.

    Raises
    ------
    UsageError
        If there are fewer than 1 or more than 6 states.

    Examples
    --------
    >>> every_network(4).shape
    (64, 4, 4)
    """
    if not 1 <= n <= LARGEST:
        raise UsageError(f"all networks are listed of 1 to {LARGEST} states", value=n)
    one, two = np.triu_indices(n, 1)
    number = np.arange(2**one.size)
    made = np.zeros((number.size, n, n), dtype=np.bool_)
    made[:, one, two] = made[:, two, one] = (number[:, None] >> np.arange(one.size)) & 1
    return made


def exhaust(strength: Floats, gamma: float = 1.0) -> Exhaustion:
    """Judge every network of some states by the letter: change one link, look who is vulnerable.

    Parameters
    ----------
    strength
        Strengths of one to six states, in any unit; shape (n,).
    gamma
        Advantage of the defence; at least 1.

    Raises
    ------
    UsageError
        If gamma is below 1, a strength is not known, or there are too many states.

    Examples
    --------
    No network of four equals with any alliance in it is war-stable, whatever gamma (Theorem 1).

    >>> found = exhaust(np.ones(4), gamma=2.0)
    >>> np.flatnonzero(found.stable).tolist()
    [0]
    """
    n = strength.size
    networks = every_network(n)
    check(networks[0], strength, gamma)
    margin = margins(networks, strength, gamma)
    vulnerable = margin.max(axis=1) > slack(strength, gamma)
    anybody = vulnerable.any(axis=1)
    s2 = np.ones(len(networks), dtype=np.bool_)
    s3 = s2.copy()
    number = np.arange(len(networks))
    for bit, (j, k) in enumerate(zip(*np.triu_indices(n, 1), strict=True)):
        linked = networks[:, j, k]
        other = number ^ (1 << bit)  # the same but for this link
        s2 &= linked | ~anybody[other]
        s3 &= ~linked | (vulnerable[other, j] & vulnerable[other, k])
    return Exhaustion(strength, gamma, networks, vulnerable, ~anybody, s2, s3)
