"""Density, clustering, components and survival of ties, against networkx."""

from __future__ import annotations

from itertools import combinations
from math import isnan

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.network.graph import network_in
from foedus.network.structure.density import (
    components,
    density,
    lifetimes,
    local_clustering,
    measures,
    survival,
    transitivity,
)

Flags = npt.NDArray[np.bool_]
YEARS = (1816, 1914, 1938, 1962, 2018)


@st.composite
def graphs(draw: st.DrawFn, least: int = 1, most: int = 9) -> Flags:
    n = draw(st.integers(least, most))
    tied = np.zeros((n, n), dtype=np.bool_)
    for i, j in combinations(range(n), 2):
        tied[i, j] = tied[j, i] = draw(st.booleans())
    return tied


def relabelled(tied: Flags, order: npt.NDArray[np.intp]) -> Flags:
    return tied[np.ix_(order, order)]


def assert_as_networkx(tied: Flags) -> None:
    peer = nx.from_numpy_array(tied)
    ours = measures(tied)
    n = tied.shape[0]
    assert ours.states == n
    assert ours.ties == peer.number_of_edges()
    assert ours.per_state == pytest.approx(2 * peer.number_of_edges() / n)
    if n > 1:
        assert ours.density == pytest.approx(nx.density(peer))
    assert ours.clustering == pytest.approx(nx.average_clustering(peer))
    assert local_clustering(tied) == pytest.approx(list(nx.clustering(peer).values()))
    assert ours.transitivity == pytest.approx(nx.transitivity(peer))
    parts = list(nx.connected_components(peer))
    assert ours.components == len(parts)
    assert ours.largest == pytest.approx(max(map(len, parts)) / n)
    assert ours.isolates == nx.number_of_isolates(peer)
    found = components(tied)
    assert {frozenset(np.flatnonzero(found == k).tolist()) for k in range(len(parts))} == {
        frozenset(part) for part in parts
    }


@given(graphs())
def test_every_measure_is_that_of_networkx(tied: Flags) -> None:
    assert_as_networkx(tied)


@pytest.mark.parametrize("year", YEARS)
def test_every_measure_of_real_years_is_that_of_networkx(data: object, year: int) -> None:
    assert_as_networkx(network_in(year).allied)


@given(graphs(), st.randoms(use_true_random=False))
def test_names_do_not_matter(tied: Flags, random: object) -> None:
    order = np.random.default_rng(tied.size).permutation(tied.shape[0])
    ours, again = measures(tied), measures(relabelled(tied, order))
    assert again.ties == ours.ties
    assert again.components == ours.components
    assert again.clustering == pytest.approx(ours.clustering)
    assert again.transitivity == pytest.approx(ours.transitivity)
    assert local_clustering(relabelled(tied, order)) == pytest.approx(local_clustering(tied)[order])


def test_components_are_numbered_from_the_largest() -> None:
    tied = np.zeros((6, 6), dtype=np.bool_)
    for i, j in ((1, 2), (2, 4), (0, 3)):
        tied[i, j] = tied[j, i] = True
    assert components(tied).tolist() == [1, 0, 0, 1, 0, 2]


def test_a_graph_without_states_has_no_shares() -> None:
    none = measures(np.zeros((0, 0), dtype=np.bool_))
    assert (none.states, none.ties, none.components, none.isolates) == (0, 0, 0, 0)
    assert all(
        isnan(value) for value in (none.per_state, none.density, none.clustering, none.largest)
    )


def test_one_state_alone() -> None:
    one = measures(np.zeros((1, 1), dtype=np.bool_))
    assert (one.per_state, one.components, one.largest, one.isolates) == (0.0, 1, 1.0, 1)
    assert isnan(one.density)


def test_a_graph_without_triads_has_none_closed() -> None:
    assert transitivity(np.zeros((3, 3), dtype=np.bool_)) == 0.0


# Survival of ties


@given(graphs(2), graphs(2), st.data())
def test_survival_is_that_of_sets_of_pairs(now: Flags, later: Flags, data: st.DataObject) -> None:
    codes = st.lists(st.integers(1, 12), unique=True)
    first = np.array(
        sorted(data.draw(codes.filter(lambda c: len(c) >= now.shape[0])))[: now.shape[0]]
    )
    second = np.array(
        sorted(data.draw(codes.filter(lambda c: len(c) >= later.shape[0])))[: later.shape[0]]
    )
    found = survival(now, first, later, second)
    here = {(int(first[i]), int(first[j])) for i, j in zip(*np.nonzero(np.triu(now)), strict=True)}
    there = {
        (int(second[i]), int(second[j])) for i, j in zip(*np.nonzero(np.triu(later)), strict=True)
    }
    members = set(second.tolist())
    gone = {pair for pair in here if not set(pair) <= members}
    assert found.ties == len(here)
    assert found.kept == len(here & there)
    assert found.gone == len(gone)
    assert found.ended == len(here - there - gone)


@given(graphs(2))
def test_what_does_not_change_is_kept(tied: Flags) -> None:
    codes = np.arange(tied.shape[0])
    found = survival(tied, codes, tied, codes)
    assert found.kept == found.ties
    assert found.share == 1.0 if found.ties else isnan(found.share)


def test_nothing_is_kept_where_nobody_is_left() -> None:
    tied = np.array([[False, True], [True, False]])
    found = survival(
        tied, np.array([2, 20]), np.zeros((0, 0), dtype=np.bool_), np.array([], dtype=int)
    )
    assert (found.kept, found.gone) == (0, 1)
    assert isnan(found.share)
    assert found.share_of_all == 0.0


def test_alliances_of_1938_and_five_years_later(data: object) -> None:
    """States that were occupied are gone: their alliances count only where all are counted."""
    found = lifetimes(network_in(1938), network_in(1943))
    assert found.ties == density(network_in(1938)).ties
    assert found.kept + found.ended + found.gone == found.ties
    assert found.gone > found.ended
    assert found.share_of_all < found.share
