"""Blocs: the partition of states in which ties fall within, and how it divides power."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from foedus.network.graph import Flags, Network

__all__ = ["RESTARTS", "Blocs", "blocs", "modularity", "partition", "polarisation"]

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]
Settle: TypeAlias = Callable[[Floats, Places, Places], Places]
RESTARTS = 20
_LEAST = 1e-10  # a gain below this is rounding


@dataclass(frozen=True)
class Blocs:
    """A partition of states into blocs.

    Parameters
    ----------
    bloc
        Number of each state's bloc, the largest first, ties by the first state; shape (n,).
    modularity
        Modularity of the partition; NaN where there is no tie.
    polarisation
        How near power is to two equal blocs, from 0 to 1; NaN where no strength is known.
    share
        Share of the known strength in each bloc; shape (number of blocs,); NaN where none is known.
    """

    bloc: Places
    modularity: float
    polarisation: float
    share: Floats

    @property
    def count(self) -> int:
        """Blocs of two states or more."""
        return int((np.bincount(self.bloc) > 1).sum()) if self.bloc.size else 0


def blocs(network: Network, *, seed: int = 0, restarts: int = RESTARTS) -> Blocs:
    """Blocs of the alliances of a network: the best partition found, and how it divides power.

    Parameters
    ----------
    network
        The network; its `strength` measures power.
    seed, restarts
        As for `partition`.
    """
    bloc = partition(network.allied, seed=seed, restarts=restarts)
    share = _shares(network.strength, bloc)
    return Blocs(bloc, modularity(network.allied, bloc), polarisation(share), share)


def modularity(adjacency: Flags, bloc: npt.NDArray[np.integer]) -> float:
    """Share of ties within blocs, less what it would be if ties fell at random by degree.

    Newman and Girvan (2004, Physical Review E 69:026113), for one value of resolution, 1.

    Parameters
    ----------
    adjacency
        Ties, shape (n, n).
    bloc
        Bloc of each state, shape (n,).

    Returns
    -------
    float
        From -1/2 to below 1; NaN where there is no tie.

    Examples
    --------
    >>> two_pairs = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]) == 1
    >>> modularity(two_pairs, np.array([0, 0, 1, 1]))
    0.5
    """
    degree = adjacency.sum(axis=0).astype(np.float64)
    ends = float(degree.sum())
    if not ends:
        return float("nan")
    same = bloc[:, None] == bloc
    within = float((adjacency & same).sum())
    expected = float((np.bincount(bloc, weights=degree) ** 2).sum())
    return within / ends - expected / ends**2


def polarisation(share: Floats) -> float:
    """How near shares of power are to two equal blocs: ``4 sum s^2 (1 - s)``.

    The index of Reynal-Querol (2002, Journal of Conflict Resolution 46:29-54; Montalvo and
    Reynal-Querol 2005, American Economic Review 95:796-816): Esteban and Ray's (1994, Econometrica
    62:819-851) with alpha = 1 and all blocs equally far from one another. 1 for two equal blocs; 0
    for one that has everything, and near 0 for many small ones.

    Parameters
    ----------
    share
        Shares that add up to 1; NaN where none is known.

    Examples
    --------
    >>> polarisation(np.array([0.5, 0.5])), polarisation(np.array([1.0]))
    (1.0, 0.0)
    """
    return float(4 * (share**2 * (1 - share)).sum()) if share.size else float("nan")


def _shares(strength: Floats, bloc: Places) -> Floats:
    known = np.nan_to_num(strength)
    total = known.sum()
    if not total:
        return np.full(int(bloc.max()) + 1 if bloc.size else 0, np.nan)
    found: Floats = np.bincount(bloc, weights=known) / total
    return found


def partition(adjacency: Flags, *, seed: int = 0, restarts: int = RESTARTS) -> Places:
    """Partition of the greatest modularity that was found.

    The method of Blondel, Guillaume, Lambiotte and Lefebvre (2008, Journal of Statistical
    Mechanics P10008): states move, in a random order, to the bloc where the gain is greatest, until
    none gains; then blocs become the states of a smaller graph; at the end single states may move
    once more (Rotta and Noack 2011, ACM Journal of Experimental Algorithmics 16, 2.3). The best of
    several orders counts, the first of equals. It need not be the best there is: finding that is
    NP-hard.

    Parameters
    ----------
    adjacency
        Ties, shape (n, n).
    seed
        Seed of the orders.
    restarts
        How many orders are tried.

    Returns
    -------
    ndarray of int64
        Number of each state's bloc, the largest first, ties by the first state; shape (n,). A state
        without a tie is a bloc of its own.
    """
    size = adjacency.shape[0]
    tied = np.flatnonzero(adjacency.any(axis=0))
    bloc = np.arange(size, dtype=np.int64)
    if tied.size:
        inner = adjacency[np.ix_(tied, tied)].astype(np.float64)
        generator = np.random.default_rng(seed)
        top = -np.inf
        for _ in range(restarts):
            order = generator.permutation(tied.size).astype(np.int64)
            found, gained = _search(inner, order)
            if gained > top + _LEAST:
                bloc[tied], top = tied[found], gained
    return _ordered(bloc)


def _ordered(bloc: Places) -> Places:
    """Number blocs by their size, the largest first, then by their first state."""
    _, first, number, size = np.unique(
        bloc, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -size))
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank[number].astype(np.int64)


def _search(adjacency: Floats, order: Places) -> tuple[Places, float]:
    """Blocs that one order of visits leads to, and their modularity."""
    settle = _kernel()
    bloc = settle(adjacency, order, np.arange(order.size, dtype=np.int64))
    while True:
        whole = _merged(adjacency, bloc, order)
        bloc = settle(adjacency, order, whole)  # single states may move once more
        if (bloc == whole).all():
            break
    member = np.equal.outer(np.unique(bloc), bloc).astype(np.float64)
    weights = member @ adjacency @ member.T
    ends = weights.sum(axis=0) / weights.sum()
    return bloc, float(np.trace(weights) / weights.sum() - (ends**2).sum())


def _merged(adjacency: Floats, bloc: Places, order: Places) -> Places:
    """Move whole blocs into one another, and what comes of it again, until none gains."""
    settle = _kernel()
    while True:
        # Blocs become states of a smaller graph, in the order in which the visits meet them.
        _, first, number = np.unique(bloc[order], return_index=True, return_inverse=True)
        state = np.empty_like(bloc)
        state[order] = np.argsort(np.argsort(first))[number]
        each = np.arange(first.size, dtype=np.int64)
        member = np.equal.outer(each, state).astype(np.float64)
        moved = settle(member @ adjacency @ member.T, each, each)
        bloc = moved[state]
        if (moved == each).all():
            return bloc


@functools.cache
def _kernel() -> Settle:
    """Compile the moves, when they are first asked for."""
    from foedus.core.compiled import compiled_in, folder_for

    with compiled_in(folder_for([Path(__file__).with_name("settle.py")])):
        from .settle import settle

    return settle
