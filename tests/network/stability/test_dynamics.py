"""Improving moves: each one is what a definition allows, and the end is what it is called."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.network.graph import network_in
from foedus.network.stability.dynamics import improve, improve_network
from foedus.network.stability.exhaustive import every_network, exhaust
from foedus.network.stability.gains import Gains
from foedus.network.stability.trade import trade_verdict
from foedus.network.stability.verdict import verdict
from foedus.network.stability.vulnerable import vulnerable


def played(path) -> list[np.ndarray]:
    """Networks passed through, replayed from the moves."""
    networks = [path.start.copy()]
    for move in path.moves:
        following = networks[-1].copy()
        assert following[move.one, move.two] != move.adds
        following[[move.one, move.two], [move.two, move.one]] = move.adds
        networks.append(following)
    return networks


@given(
    st.integers(0, 2**10 - 1),
    st.sampled_from([1.0, 1.5, 2.0]),
    st.integers(0, 50),
    st.sampled_from(["fixed", "drawn"]),
)
@settings(max_examples=60, deadline=None)
def test_every_move_improves_and_the_end_is_what_it_is_called(number, gamma, seed, order):
    strength = np.random.default_rng(seed).lognormal(size=5)
    start = every_network(5)[number]
    path = improve(start, strength, gamma, order=order, seed=seed, steps=60)
    networks = played(path)
    assert (networks[-1] == path.end).all()
    for now, then, move in zip(networks, networks[1:], path.moves, strict=False):
        before = vulnerable(now, strength, gamma).flags
        after = vulnerable(then, strength, gamma).flags
        if move.adds:
            assert (after & ~before).any()
        else:
            assert not (after[move.one] and after[move.two])
    assert path.links == [int(one.sum()) // 2 for one in networks]
    known = [one.tobytes() for one in networks]
    if path.outcome == "rest":
        judged = verdict(path.end, strength, gamma)
        assert not judged.adds.any()
        assert not judged.drops.any()
        assert path.stable == judged.stable
        assert not (path.stable and path.end.any())  # Theorem 1
    elif path.outcome == "cycle":
        assert order == "fixed"
        assert known[-1] == known[path.back_to]
        assert len(set(known)) == len(known) - 1
        assert len(path.cycle) == len(known) - 1 - path.back_to
    else:
        assert len(path.moves) == 60


def test_a_seed_gives_the_same_path():
    start, strength = nx.to_numpy_array(nx.cycle_graph(7)) > 0, np.arange(1.0, 8.0)
    for order in ("fixed", "drawn"):
        one, two = (improve(start, strength, 1.5, order=order, seed=3, steps=40) for _ in range(2))
        assert one.moves == two.moves
        assert one.outcome == two.outcome
    orders = {improve(start, strength, 1.5, seed=seed, steps=40).moves for seed in range(6)}
    assert len(orders) > 1


def test_rests_of_all_networks_of_five_equals():
    """A network is at rest from the start exactly where S3 holds and no link exposes anybody."""
    found = exhaust(np.ones(5), 2.0)
    stays = 0
    for number in range(0, 1024, 7):
        path = improve(found.networks[number], np.ones(5), 2.0, steps=0)
        judged = verdict(found.networks[number], np.ones(5), 2.0)
        at_rest = not (judged.adds.any() or judged.drops.any())
        assert (path.outcome == "rest") == at_rest
        stays += at_rest
        if at_rest and found.s1[number]:
            assert found.stable[number]
    assert stays


def test_with_trade_paths_lead_to_stable_networks():
    """Two partners best, spoils below what one is worth: from nothing to a rest; no cycle."""
    n = 8
    gains = Gains.of_degree(n, lambda d: 4.0 * d - d**2)
    for seed in range(8):
        path = improve(np.zeros((n, n), dtype=bool), np.ones(n), 1.5, trade=(gains, 0.5), seed=seed)
        assert path.outcome == "rest"
        judged = trade_verdict(path.end, np.ones(n), gains, 0.5, 1.5)
        assert path.stable == judged.stable
        assert not judged.adds.any()
        assert (path.end.sum(axis=1) <= 2).all()


def test_with_trade_too_many_links_are_dropped():
    everybody = ~np.eye(6, dtype=bool)
    gains = Gains.of_degree(6, lambda d: 4.0 * d - d**2)
    path = improve(everybody, np.ones(6), 3.0, trade=(gains, -100.0), order="drawn", seed=1)
    assert path.outcome == "rest"
    assert (path.end.sum(axis=1) <= 2).all()
    assert not path.moves[0].adds


def test_bad_input_is_refused():
    nobody = np.zeros((2, 2), dtype=bool)
    with pytest.raises(UsageError, match="gamma must be 1 or more"):
        improve(nobody, np.ones(2), 0.9)
    with pytest.raises(UsageError, match="no such order"):
        improve(nobody, np.ones(2), order="any")
    with pytest.raises(UsageError, match="steps"):
        improve(nobody, np.ones(2), steps=-1)


def test_a_real_year(data):
    """1914: moves carry names, and the start is the year's network."""
    found = improve_network(network_in(1914), 2.0, steps=20)
    assert len(found.moves) == len(found.path.moves) > 0
    assert all(move[0] in "+-" for move in found.moves)
    assert (found.path.start == found.known.adjacency).all()
