"""War and trade stability, against all coalitions written out; regular networks of equals."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from foedus.core.errors import UsageError
from foedus.network.graph import network_in
from foedus.network.layers import layer
from foedus.network.stability.exhaustive import every_network
from foedus.network.stability.gains import Gains
from foedus.network.stability.regular import regular_gamma
from foedus.network.stability.trade import (
    trade_stability,
    trade_verdict,
    vulnerable_despite_trade,
)
from foedus.network.stability.trade_years import trade_stability_years
from foedus.network.stability.vulnerable import vulnerable


def subsets(members):
    return itertools.chain.from_iterable(
        itertools.combinations(members, size) for size in range(len(members) + 1)
    )


def utility(neighbours, k, worth, shape) -> float:
    return float(shape(np.array(sum(worth[k][j] for j in neighbours[k]), dtype=float)))


def exposed(graph, strength, worth, shape, spoils, gamma) -> set[int]:
    """Who is vulnerable despite trade, by the definition: every coalition, every member's gain."""
    near = {i: set(graph[i]) for i in graph}
    found = set()
    for i in graph:
        gone = {k: near[k] - {i} for k in graph}
        change = {
            k: utility(gone, k, worth, shape) + spoils[i][k] - utility(near, k, worth, shape)
            for k in graph
            if k != i
        }
        for j in graph:
            if j == i:
                continue
            for others in subsets(near[j] - {i}):
                coalition = {j, *others}
                defence = {i, *near[i]} - coalition
                wins = sum(strength[k] for k in coalition) > gamma * sum(
                    strength[k] for k in defence
                )
                changes = [change[k] for k in coalition]
                if wins and min(changes) >= 0 and max(changes) > 0:
                    found.add(i)
    return found


def breaches(graph, strength, worth, shape, spoils, gamma):
    """By the definition: who is exposed, who would add a link, who would drop one."""

    def value(of, k):
        return utility({i: set(of[i]) for i in of}, k, worth, shape)

    adds, leaves = set(), set()
    for j, k in itertools.combinations(graph, 2):
        other = graph.copy()
        if graph.has_edge(j, k):
            other.remove_edge(j, k)
            after = exposed(other, strength, worth, shape, spoils, gamma)
            leaves |= {
                (a, b)
                for a, b in ((j, k), (k, j))
                if value(other, a) > value(graph, a) and a not in after
            }
        else:
            other.add_edge(j, k)
            if all(value(other, a) > value(graph, a) for a in (j, k)):
                adds.add((j, k))
    return exposed(graph, strength, worth, shape, spoils, gamma), adds, leaves


def concave(d):
    """Best at three partners: 0, 5, 8, 9, 8, 5."""
    return 6.0 * d - d**2


def same(amount):
    return amount


@st.composite
def cases(draw, largest=6):
    """Whole numbers, so that ties are ties in both writings."""
    n = draw(st.integers(2, largest))
    upper = np.triu(draw(hnp.arrays(np.bool_, (n, n))), 1)
    few = st.integers(0, 3).map(float)
    worth = draw(hnp.arrays(np.float64, (n, n), elements=few))
    np.fill_diagonal(worth, 0)
    spoils = draw(hnp.arrays(np.float64, (n, n), elements=st.integers(-1, 4).map(float)))
    strength = draw(hnp.arrays(np.float64, n, elements=few))
    shape = draw(st.sampled_from([same, concave]))
    return upper | upper.T, strength, worth, shape, spoils, draw(st.sampled_from([1.0, 1.5, 2.0]))


@given(cases())
@settings(max_examples=150, deadline=None)
def test_every_coalition_and_every_link(case):
    adjacency, strength, worth, shape, spoils, gamma = case
    graph = nx.from_numpy_array(adjacency)
    judged = trade_verdict(adjacency, strength, Gains(worth, shape), spoils, gamma)
    hit, adds, leaves = breaches(graph, strength, worth, shape, spoils, gamma)
    assert {i for i, _ in judged.attacks} == hit
    assert set(judged.additions) == adds
    assert set(judged.deletions) == leaves
    assert judged.stable == (not (hit or adds or leaves))
    for i, j in judged.attacks:
        members = set(np.flatnonzero(judged.found.coalition(i, j)))
        assert j in members
        assert i not in members
        outside = list({i, *graph[i]} - members)
        assert strength[list(members)].sum() > gamma * strength[outside].sum()


@pytest.mark.parametrize("spoils", [0.5, 1.0, 2.0])
def test_all_networks_of_five_equals(spoils):
    """All 1,024 networks; gains largest at two partners."""
    gains = Gains.of_degree(5, lambda d: 4.0 * d - d**2)
    everybody = np.ones((5, 5))
    for number in range(0, 1024, 5):
        adjacency = every_network(5)[number]
        graph = nx.from_numpy_array(adjacency)
        found = vulnerable_despite_trade(adjacency, np.ones(5), gains, spoils, 1.0)
        truth = exposed(
            graph, np.ones(5), everybody, lambda d: 4.0 * d - d**2, spoils * everybody, 1.0
        )
        assert set(np.flatnonzero(found.flags)) == truth


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_relabelling_and_scales_do_not_matter(case, random):
    """Strengths in another unit, and gains and spoils together in another."""
    adjacency, strength, worth, _, spoils, gamma = case
    order = list(range(strength.size))
    random.shuffle(order)
    mixed = np.ix_(order, order)
    was = trade_verdict(adjacency, strength, Gains(worth), spoils, gamma)
    now = trade_verdict(
        adjacency[mixed], strength[order] / 3, Gains(worth[mixed] / 7), spoils[mixed] / 7, gamma
    )
    assert (now.found.flags == was.found.flags[order]).all()
    assert (now.adds == was.adds[mixed]).all()
    assert (now.leaves == was.leaves[mixed]).all()


@given(cases())
@settings(max_examples=50, deadline=None)
def test_without_trade_to_lose_all_who_gain_attack(case):
    """No trade and some spoils: vulnerability as it is without trade."""
    adjacency, strength, worth, _, _, gamma = case
    found = vulnerable_despite_trade(adjacency, strength, Gains(0 * worth), 1.0, gamma)
    assert (found.flags == vulnerable(adjacency, strength, gamma).flags).all()
    assert not vulnerable_despite_trade(adjacency, strength, Gains(worth), 0.0, gamma).flags.any()


REGULAR = {
    "ring of 5": nx.cycle_graph(5),
    "ring of 4": nx.cycle_graph(4),
    "ring of 9": nx.cycle_graph(9),
    "cube": nx.cubical_graph(),
    "Petersen": nx.petersen_graph(),
    "K3,3": nx.complete_bipartite_graph(3, 3),
    "prism": nx.circular_ladder_graph(3),
    "octahedron": nx.octahedral_graph(),
    "torus 4 by 4": nx.grid_2d_graph(4, 4, periodic=True),
    "two camps of four": nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(4)),
    "K5": nx.complete_graph(5),
    "circulant": nx.circulant_graph(9, [1, 2]),
}


@pytest.fixture(params=REGULAR, ids=list(REGULAR))
def regular(request) -> nx.Graph:
    return nx.convert_node_labels_to_integers(REGULAR[request.param])


def counted(graph) -> tuple[int, int, int]:
    """Degree, and most common allies of two allies and of two others, counted by networkx."""
    degree = graph.degree(0)
    common, apart = 0, 0
    for j, k in itertools.combinations(graph, 2):
        both = len(list(nx.common_neighbors(graph, j, k)))
        if graph.has_edge(j, k):
            common = max(common, both)
        else:
            apart = max(apart, both)
    return degree, common, apart


def test_the_gamma_of_regular_networks_is_exact(regular):
    """Nobody is vulnerable at the bound; below it, somebody is."""
    adjacency, equals = nx.to_numpy_array(regular) > 0, np.ones(len(regular))
    gamma = regular_gamma(*counted(regular))
    assert not vulnerable(adjacency, equals, gamma).flags.any()
    if gamma > 1:
        assert vulnerable(adjacency, equals, gamma * (1 - 1e-9)).flags.any()


def test_with_trade_every_regular_network_of_the_best_degree_is_stable(regular):
    """Spoils below what one ally is worth: nobody attacks an ally, and gamma 1 is enough."""
    adjacency, equals = nx.to_numpy_array(regular) > 0, np.ones(len(regular))
    degree = regular.degree(0)

    def best_here(d):  # concave, largest at the degree of the network
        return 2.0 * degree * d - d**2

    gains = Gains.of_degree(len(regular), best_here)
    last = best_here(degree) - best_here(degree - 1)
    assert last == 1
    assert trade_verdict(adjacency, equals, gains, 0.999 * last, 1.0).stable
    # by every coalition, where there are few
    if degree <= 3:
        n = len(regular)
        found = breaches(
            regular, equals, np.ones((n, n)), best_here, np.full((n, n), 0.999 * last), 1.0
        )
        assert found == (set(), set(), set())
    # spoils above it: trade no longer restrains anybody, and the bound without trade is exact
    gamma = regular_gamma(*counted(regular))
    assert trade_verdict(adjacency, equals, gains, 1.001 * last, gamma).stable
    if gamma > 1:
        assert not trade_verdict(adjacency, equals, gains, 1.001 * last, gamma - 1e-6).stable


def test_with_trade_the_strict_reading_asks_a_larger_gamma(regular):
    """No further alliance exposes anybody from (d + 1) / (d - 1) on, as derived in the docs."""
    degree, n = regular.degree(0), len(regular)
    adjacency, equals = nx.to_numpy_array(regular) > 0, np.ones(n)
    gains = Gains.of_degree(n, lambda d: 2.0 * degree * d - d**2)
    enough = (degree + 1) / (degree - 1)
    assert trade_verdict(adjacency, equals, gains, 0.9, enough, strict=True).stable


def test_strict_finds_what_a_link_exposes():
    """Three equals who trade nothing: any two may ally and take the third, at no gain by trade."""
    nobody, gains = np.zeros((3, 3), dtype=bool), Gains(np.zeros((3, 3)))
    assert trade_verdict(nobody, np.ones(3), gains, 1.0, 1.5).stable
    assert len(trade_verdict(nobody, np.ones(3), gains, 1.0, 1.5, strict=True).additions) == 3


def test_off_the_best_degree_links_are_added_or_dropped():
    ring = nx.to_numpy_array(nx.cycle_graph(6)) > 0
    wants_three = Gains.of_degree(6, concave)
    assert trade_verdict(ring, np.ones(6), wants_three, 0.1).additions
    wants_one = Gains.of_degree(6, lambda d: 2.0 * d - d**2)
    judged = trade_verdict(ring, np.ones(6), wants_one, -1.0)
    assert len(judged.deletions) == 12  # negative spoils: nobody ever attacks, so all may leave
    assert not judged.found.flags.any()
    assert judged.found.attacker.tolist() == [-1] * 6


def test_shares_of_trade():
    imports = np.array([[0.0, 30.0, np.nan], [10.0, 0.0, 0.0], [60.0, 0.0, 0.0]])
    shares = Gains.of_trade(imports).worth
    assert shares == pytest.approx(np.array([[0, 0.4, 0.6], [1, 0, 0], [1, 0, 0]]))
    assert Gains.of_trade(np.zeros((2, 2))).worth.tolist() == [[0, 0], [0, 0]]


def test_bad_input_is_refused():
    two, gains = np.zeros((2, 2), dtype=bool), Gains(np.zeros((2, 2)))
    with pytest.raises(UsageError, match="gamma must be 1 or more"):
        trade_verdict(two, np.ones(2), gains, 1.0, 0.5)
    with pytest.raises(UsageError, match="spoils are missing"):
        trade_verdict(two, np.ones(2), gains, np.nan)
    with pytest.raises(UsageError, match="matrices of 2 by 2"):
        trade_verdict(two, np.ones(2), Gains(np.zeros((3, 3))), 1.0)
    with pytest.raises(UsageError, match="matrices of 2 by 2"):
        trade_verdict(two, np.ones(2), gains, np.zeros(3))
    with pytest.raises(UsageError, match="negative"):
        Gains(np.full((2, 2), -1.0))
    with pytest.raises(UsageError, match=r"\(n, n\)"):
        Gains(np.zeros((2, 3)))
    for arguments in ((3, 3), (3, 0, 4), (0, 0)):
        with pytest.raises(UsageError, match="can be in common"):
            regular_gamma(*arguments)


def test_a_real_year(data):
    """1913: with trade fewer are vulnerable, more so the smaller the spoils; breaches are named."""
    there = network_in(1913)
    trade = layer("trade", there).values
    alone = vulnerable(there.allied, there.strength, 2.0).flags.sum()
    counts = []
    for spoils in (0.001, 0.01, 0.05, 0.2, 1.0):
        judged = trade_stability(there, trade, spoils, 2.0)
        counts.append(int(judged.verdict.found.flags.sum()))
    assert counts == sorted(counts)
    assert counts[-1] == alone  # nobody has more than all its trade with one ally
    rows = judged.breaches
    assert set(rows["condition"]) <= {"S1", "S2"}  # shares never fall with a partner more
    assert rows.filter(pl.col("condition") == "S1").height == counts[-1]
    with pytest.raises(UsageError, match="matrix"):
        trade_stability(there, trade[:-1], 0.05)


def test_years_as_printed_in_the_docs(data):
    table = trade_stability_years(1913, 1913, (1.0, 3.0), (0.1, 0.01, 0.001))
    safe = (table["states"] - table["vulnerable"]).to_list()
    assert safe == [0, 3, 3, 6, 10, 10]
    assert not table["stable"].any()
    assert (table["gaining"] > 0).all()
    assert (table["leaving"] == 0).all()
    assert table["known_trade"][0] == pytest.approx(0.37, abs=0.005)
    with pytest.raises(UsageError, match="trade is known from"):
        trade_stability_years(2016, 2016)
    with pytest.raises(UsageError, match="gamma"):
        trade_stability_years(1913, 1913, (0.5,))
