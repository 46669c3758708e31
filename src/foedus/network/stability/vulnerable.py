"""Who is vulnerable: whom could some state and its allies defeat (Jackson & Nei 2015).

A state i is *vulnerable* if there are another state j and a coalition C of j and allies of j, with
j in it and i not, such that ``M(C) > gamma * M({i} and the allies of i outside C)``, M being the
sum of strengths. The best coalition j can bring is all its allies and itself, i left out: one more
member makes the left side no smaller and the right side no larger. So one coalition for each pair
of states need be looked at, and all pairs together are one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import Codes, Flags, Network, networks

__all__ = [
    "Floats",
    "Known",
    "NetworkVulnerability",
    "Vulnerability",
    "check",
    "check_positions",
    "known",
    "margins",
    "slack",
    "vulnerability",
    "vulnerability_years",
    "vulnerable",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Positions: TypeAlias = npt.NDArray[np.intp]

ROUNDING = 1e-12
"""Margins up to this share of the strength at stake are sums rounded differently, not strength."""


@dataclass(frozen=True)
class Vulnerability:
    """Whom whose coalition defeats.

    Parameters
    ----------
    adjacency
        Whether two states are allies: symmetric, no diagonal; shape (n, n).
    strength
        Strength of each state, in any unit; shape (n,).
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.
    margin
        Row j, column i: strength of the best coalition of j against i, less gamma times that of
        the defence; positive where i is defeated; -inf on the diagonal; shape (n, n).
    """

    adjacency: Flags = field(repr=False)
    strength: Floats = field(repr=False)
    gamma: float
    margin: Floats = field(repr=False)

    @property
    def flags(self) -> Flags:
        """Whether a state is vulnerable; shape (n,)."""
        return self.worst > slack(self.strength, self.gamma)

    @property
    def attacker(self) -> Positions:
        """Position of the state with the largest margin over each; -1 without others; (n,)."""
        if self.strength.size < 2:
            return np.full(self.strength.size, -1, dtype=np.intp)
        return self.margin.argmax(axis=0)

    @property
    def worst(self) -> Floats:
        """Largest margin of anybody over each state, in units of strength; shape (n,)."""
        return self.margin.max(axis=0, initial=-np.inf)

    def coalition(self, i: int, j: int) -> Flags:
        """Best coalition of j against i: j and its allies without i; shape (n,).

        Raises
        ------
        UsageError
            If i and j are the same, or not positions of states.
        """
        check_positions(self.strength.size, i, j)
        members = self.adjacency[j].copy()
        members[j], members[i] = True, False
        return members

    def defence(self, i: int, j: int) -> Flags:
        """Those who stand with i against the best coalition of j, i among them; shape (n,).

        Raises
        ------
        UsageError
            If i and j are the same, or not positions of states.
        """
        members: Flags = self.adjacency[i] & ~self.coalition(i, j)
        members[i] = True
        return members


def check(adjacency: Flags, strength: Floats, gamma: float) -> None:
    """Refuse what is no network of states with strengths.

    Raises
    ------
    UsageError
        If gamma is below 1 or not finite, the matrix is not square, symmetric and without
        diagonal, or a strength is missing, infinite or negative.
    """
    if not (gamma >= 1 and np.isfinite(gamma)):
        raise UsageError("gamma must be 1 or more", value=gamma)
    n = strength.size
    if strength.shape != (n,) or adjacency.shape != (n, n) or adjacency.dtype != np.bool_:
        shapes = f"{adjacency.shape} {adjacency.dtype} and {strength.shape}"
        raise UsageError("a network is a boolean (n, n) matrix and n strengths", value=shapes)
    if adjacency.diagonal().any() or (adjacency != adjacency.T).any():
        raise UsageError("alliances are mutual, and nobody is an ally of himself")
    if not (np.isfinite(strength).all() and (strength >= 0).all()):
        raise UsageError(
            "a strength is missing, infinite or negative", fix="leave out states without one"
        )


def slack(strength: Floats, gamma: float) -> float:
    """Margin below which two sums of strength count as equal.

    Sums of the same numbers in another order differ in the last digits. Without this a tie, which
    is no victory, would be decided by the order of the states.
    """
    return ROUNDING * gamma * float(strength.sum())


def margins(adjacency: Flags, strength: Floats, gamma: float) -> Floats:
    """Margin of the best coalition of each state (row) over each other (column).

    Parameters
    ----------
    adjacency
        Whether two states are allies; shape (..., n, n): several networks may be given at once.
    strength
        Strength of each state; shape (n,).
    gamma
        Advantage of the defence.

    Returns
    -------
    Floats
        ``M(C) - gamma * M({i} and allies of i outside C)``, C being j and its allies without i;
        -inf on the diagonal; shape (..., n, n).
    """
    self_too = (adjacency | np.eye(strength.size, dtype=np.bool_)).astype(np.float64)
    weighed = self_too * strength  # row j: strengths of j and its allies
    total = weighed.sum(axis=-1)
    shared = weighed @ self_too  # strength of those who are with j and with i, either included
    own = self_too * strength  # row j, column i: strength of i where i is with j: it cannot attack
    attack = total[..., :, None] - own
    defence = total[..., None, :] - shared + own
    margin: Floats = attack - gamma * defence
    n = strength.size
    margin[..., np.arange(n), np.arange(n)] = -np.inf
    return margin


def vulnerable(adjacency: Flags, strength: Floats, gamma: float = 1.0) -> Vulnerability:
    """Who can be defeated by some state and its allies; O(n^3).

    Parameters
    ----------
    adjacency
        Whether two states are allies: symmetric, no diagonal; shape (n, n).
    strength
        Strength of each state, in any unit; shape (n,).
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.

    Raises
    ------
    UsageError
        If gamma is below 1, or the arrays are no network.

    Notes
    -----
    Jackson & Nei, PNAS 112 (2015) 15277-15284, doi:10.1073/pnas.1520970112, paraphrased.

    Examples
    --------
    Three equals, two of them allied: they defeat the third.

    >>> pair = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
    >>> found = vulnerable(pair, np.ones(3), gamma=1.5)
    >>> found.flags.tolist()
    [False, False, True]
    >>> int(found.attacker[2]), found.coalition(2, 0).tolist()
    (0, [True, True, False])
    """
    check(adjacency, strength, gamma)
    return Vulnerability(adjacency, strength, gamma, margins(adjacency, strength, gamma))


@dataclass(frozen=True)
class Known:
    """States of a network whose strength is known, and those left out.

    Parameters
    ----------
    states, names
        COW codes, rising, and abbreviations; length n.
    adjacency, strength
        Alliances among them and their strengths; shapes (n, n) and (n,).
    kept
        Their positions in the network; shape (n,).
    left_out
        Abbreviations of the states without known strength.
    """

    states: Codes
    names: tuple[str, ...]
    adjacency: Flags = field(repr=False)
    strength: Floats = field(repr=False)
    kept: Positions = field(repr=False)
    left_out: tuple[str, ...]


def known(network: Network) -> Known:
    """Leave out, and name, the states whose strength is not known."""
    there = ~np.isnan(network.strength)
    kept = np.flatnonzero(there)
    names = network.names
    return Known(
        network.states[kept],
        tuple(names[at] for at in kept),
        network.allied[np.ix_(kept, kept)],
        network.strength[kept],
        kept,
        tuple(names[at] for at in np.flatnonzero(~there)),
    )


@dataclass(frozen=True)
class NetworkVulnerability:
    """Who was vulnerable in a year.

    Parameters
    ----------
    year
        The year.
    known
        The states it is about, in the order of `found`, and those left out.
    found
        Margins, attackers, coalitions.
    """

    year: int
    known: Known
    found: Vulnerability

    @property
    def frame(self) -> pl.DataFrame:
        """One row a state.

        ``ccode, state, strength, allies, vulnerable, attacker`` (the state with the largest
        margin), ``coalition`` (states in it), ``attack, defence`` (shares of the system's
        capabilities) and ``ratio`` of the two.
        """
        found, n = self.found, len(self.known.names)
        by = found.attacker
        pairs = [(i, int(by[i])) for i in range(n)] if n > 1 else []
        attack = np.array([found.coalition(i, j) for i, j in pairs]).reshape(len(pairs), n)
        defence = np.array([found.defence(i, j) for i, j in pairs]).reshape(len(pairs), n)
        alone = [None] * (n - len(pairs))
        against, behind = attack @ found.strength, defence @ found.strength
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = against / behind
        return pl.DataFrame(
            {
                "ccode": self.known.states,
                "state": self.known.names,
                "strength": found.strength,
                "allies": found.adjacency.sum(axis=1),
                "vulnerable": found.flags,
                "attacker": [self.known.names[j] for _, j in pairs] + alone,
                "coalition": attack.sum(axis=1).tolist() + alone,
                "attack": against.tolist() + alone,
                "defence": behind.tolist() + alone,
                "ratio": ratio.tolist() + alone,
            },
            schema_overrides={"attacker": pl.String, "coalition": pl.Int64},
        )


def vulnerability(network: Network, gamma: float = 1.0) -> NetworkVulnerability:
    """Who was vulnerable in the network of a year or a day.

    Raises
    ------
    UsageError
        If gamma is below 1.
    """
    seen = known(network)
    return NetworkVulnerability(
        network.year, seen, vulnerable(seen.adjacency, seen.strength, gamma)
    )


def vulnerability_years(first: int, last: int, gamma: float = 1.0) -> list[NetworkVulnerability]:
    """Who was vulnerable in each year.

    Raises
    ------
    UsageError
        If gamma is below 1, or a year is outside the record.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    return [vulnerability(one, gamma) for one in networks(first, last)]


def check_positions(n: int, *positions: int) -> None:
    """Refuse positions that are none, or that are the same.

    Raises
    ------
    UsageError
        If one is not between 0 and n - 1, or two are the same.
    """
    for at in positions:
        if not 0 <= at < n:
            raise UsageError(f"no state at this position: there are {n}", value=at)
    if len(set(positions)) < len(positions):
        raise UsageError("a state does not attack itself", value=positions[0])
