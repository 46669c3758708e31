"""How dense a graph of alliances is, how clustered, in how many parts, and how long its ties last.

Every measure is a pure function of a symmetric matrix of ties without a diagonal; `density` applies
them to a `Network`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foedus.network.graph import Codes, Flags, Network

__all__ = [
    "Density",
    "Survival",
    "components",
    "density",
    "lifetimes",
    "local_clustering",
    "measures",
    "survival",
    "transitivity",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
_PAIR = 2  # a triad needs two neighbours, a pair two states


@dataclass(frozen=True)
class Density:
    """Measures of one graph.

    Parameters
    ----------
    states
        States (n).
    ties
        Pairs that are tied.
    per_state
        Ties of a state, on average: ``2 ties / n``; NaN without states.
    density
        Share of pairs that are tied; NaN with fewer than two states.
    clustering
        Mean over all states of `local_clustering`; NaN without states.
    transitivity
        Share of connected triads that are closed; 0 where there is none.
    components
        Connected parts, single states included.
    largest
        Share of states in the largest of them; NaN without states.
    isolates
        States without a tie.
    """

    states: int
    ties: int
    per_state: float
    density: float
    clustering: float
    transitivity: float
    components: int
    largest: float
    isolates: int


@dataclass(frozen=True)
class Survival:
    """What became of the ties of one graph in a later one.

    Parameters
    ----------
    ties
        Ties at first.
    kept
        Of these, ties that are there later.
    ended
        Ties that are not, though both states are still members.
    gone
        Ties of a state that is no longer a member.
    """

    ties: int
    kept: int
    ended: int
    gone: int

    @property
    def share(self) -> float:
        """Share kept, among pairs whose states are both still members; NaN where there is none."""
        return self.kept / (self.kept + self.ended) if self.kept + self.ended else float("nan")

    @property
    def share_of_all(self) -> float:
        """Share kept of all ties, those of vanished states counted as lost; NaN without ties."""
        return self.kept / self.ties if self.ties else float("nan")


def measures(adjacency: Flags) -> Density:
    """Every measure of one graph.

    Parameters
    ----------
    adjacency
        Ties: symmetric, no diagonal; shape (n, n).

    Examples
    --------
    >>> triangle_and_one = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]) == 1
    >>> found = measures(triangle_and_one)
    >>> found.ties, found.per_state, found.density, found.transitivity, found.components
    (3, 1.5, 0.5, 1.0, 2)
    """
    size = adjacency.shape[0]
    degree = adjacency.sum(axis=0)
    ties = int(degree.sum()) // 2
    pairs = size * (size - 1) // 2
    part = components(adjacency)
    nan = float("nan")
    return Density(
        states=size,
        ties=ties,
        per_state=2 * ties / size if size else nan,
        density=ties / pairs if pairs else nan,
        clustering=float(local_clustering(adjacency).mean()) if size else nan,
        transitivity=transitivity(adjacency),
        components=int(part.max()) + 1 if size else 0,
        largest=float(np.bincount(part).max() / size) if size else nan,
        isolates=int((degree == 0).sum()),
    )


def density(network: Network) -> Density:
    """Every measure of the alliances of a network."""
    return measures(network.allied)


def local_clustering(adjacency: Flags) -> Floats:
    """Of each state's pairs of partners, the share that are partners themselves.

    Parameters
    ----------
    adjacency
        Ties, shape (n, n).

    Returns
    -------
    ndarray of float64
        Shape (n,); 0 for a state with fewer than two partners, as Watts and Strogatz (1998,
        Nature 393:440-442) are commonly read and as networkx has it.
    """
    degree = adjacency.sum(axis=0).astype(np.float64)
    closed = _closed(adjacency)
    possible = degree * (degree - 1)
    return np.divide(closed, possible, out=np.zeros_like(closed), where=degree >= _PAIR)


def _closed(adjacency: Flags) -> Floats:
    """Ordered pairs of partners of each state that are partners themselves; shape (n,)."""
    plain = adjacency.astype(np.float64)
    # Sums of whole numbers far below 2**53: exact, in whatever order they are added.
    found: Floats = ((plain @ plain) * plain).sum(axis=1)
    return found


def transitivity(adjacency: Flags) -> float:
    """Share of connected triads that are closed; 0 where there is none.

    Unlike the mean of `local_clustering` it weighs states by their pairs of partners: large pacts,
    in which everybody is tied to everybody, decide it.
    """
    import rustworkx as rx

    return float(rx.transitivity(rx.PyGraph.from_adjacency_matrix(adjacency.astype(np.float64))))


def components(adjacency: Flags) -> Places:
    """Number of the connected part of each state, the largest first, ties by the first state.

    Returns
    -------
    ndarray of intp
        Shape (n,), from 0.
    """
    import rustworkx as rx

    graph = rx.PyGraph.from_adjacency_matrix(adjacency.astype(np.float64))
    parts = sorted(rx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    number = np.zeros(adjacency.shape[0], dtype=np.intp)
    for which, part in enumerate(parts):
        number[list(part)] = which
    return number


def lifetimes(now: Network, later: Network) -> Survival:
    """What became of the alliances of a network in a later one."""
    return survival(now.allied, now.states, later.allied, later.states)


def survival(
    adjacency: Flags, states: Codes, adjacency_later: Flags, states_later: Codes
) -> Survival:
    """What became of the ties of one graph in a later one.

    Parameters
    ----------
    adjacency, adjacency_later
        Ties at first, shape (n, n), and later, shape (m, m).
    states, states_later
        Codes of the states, rising; shapes (n,) and (m,).

    Notes
    -----
    A tie is a pair of states, whatever treaties make it: an alliance replaced by another has not
    ended, and neither has one that was broken and made anew in between.

    Examples
    --------
    >>> tied = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]]) == 1
    >>> later = np.array([[0, 1], [1, 0]]) == 1
    >>> survival(tied, np.array([2, 20, 70]), later, np.array([2, 20]))
    Survival(ties=3, kept=1, ended=0, gone=2)
    """
    one, two = np.nonzero(np.triu(adjacency, 1))
    place, there = _places(states, states_later)
    still = there[one] & there[two]
    kept = int(adjacency_later[place[one[still]], place[two[still]]].sum())
    members = int(still.sum())
    return Survival(one.size, kept, members - kept, one.size - members)


def _places(states: Codes, among: Codes) -> tuple[Places, Flags]:
    """Position of each code among others, and whether it is there."""
    if not among.size:
        return np.zeros(states.size, dtype=np.intp), np.zeros(states.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(among, states), among.size - 1)
    return place, among[place] == states
