"""Vulnerability and war stability, against all coalitions written out."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from foedus.core.errors import UsageError
from foedus.network.graph import Network, network_in
from foedus.network.stability.exhaustive import every_network, exhaust
from foedus.network.stability.verdict import verdict, war_stability, war_stability_years
from foedus.network.stability.vulnerable import (
    known,
    margins,
    vulnerability,
    vulnerability_years,
    vulnerable,
)

GAMMAS = (1.0, 1.5, 2.0, 3.0)


class Oracle:
    """Every coalition against every state in all networks of n states; sets as bits of a number."""

    def __init__(self, n: int) -> None:
        self.n = n
        pairs = list(itertools.combinations(range(n), 2))
        number = np.arange(2 ** len(pairs))
        self.allies = np.zeros((n, number.size), dtype=np.int64)
        self.bit = {}
        for bit, (one, two) in enumerate(pairs):
            linked = (number >> bit) & 1
            self.allies[one] |= linked << two
            self.allies[two] |= linked << one
            self.bit[one, two] = bit
        self.number = number

    def vulnerable(self, strength: np.ndarray, gamma: float) -> np.ndarray:
        """By the definition, coalition by coalition; shape (networks, n)."""
        n = self.n
        sums = np.array(
            [sum(strength[i] for i in range(n) if s >> i & 1) for s in range(2**n)], dtype=float
        )
        found = np.zeros((self.number.size, n), dtype=bool)
        for i in range(n):
            for coalition in range(1, 2**n):
                if coalition >> i & 1:
                    continue
                formed = np.zeros(self.number.size, dtype=bool)
                for j in range(n):
                    if coalition >> j & 1:
                        outside = coalition & ~(self.allies[j] | 1 << j)
                        formed |= outside == 0
                defence = sums[1 << i | (self.allies[i] & ~coalition)]
                found[:, i] |= formed & (sums[coalition] > gamma * defence)
        return found

    def conditions(self, found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """S1, S2 and S3 by the letter."""
        s1 = ~found.any(axis=1)
        s2, s3 = np.ones_like(s1), np.ones_like(s1)
        for (j, k), bit in self.bit.items():
            has = (self.number >> bit & 1).astype(bool)
            other = self.number ^ (1 << bit)
            s2 &= has | s1[other]
            s3 &= ~has | (found[other, j] & found[other, k])
        return s1, s2, s3


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(6)


def vectors(n: int, count: int) -> list[np.ndarray]:
    """Strengths of several shapes: even, skewed, whole numbers with many ties."""
    rng = np.random.default_rng(4)
    kinds = (
        lambda: rng.uniform(size=n),
        lambda: rng.lognormal(sigma=1.5, size=n),
        lambda: rng.integers(1, 4, size=n).astype(float),
        lambda: rng.pareto(1.0, size=n),
        lambda: rng.uniform(1.0, 1.2, size=n),
    )
    return [kinds[at % len(kinds)]() for at in range(count)]


@pytest.mark.parametrize("gamma", GAMMAS)
def test_all_networks_of_six_equals(oracle, gamma):
    """Who is vulnerable, and all three conditions, in all 32,768 networks; and Theorem 1."""
    truth = oracle.vulnerable(np.ones(6), gamma)
    found = exhaust(np.ones(6), gamma)
    assert (found.vulnerable == truth).all()
    for ours, theirs in zip((found.s1, found.s2, found.s3), oracle.conditions(truth), strict=True):
        assert (ours == theirs).all()
    assert set(np.flatnonzero(found.stable)) == ({0} if gamma >= 2 else set())


@pytest.mark.slow
def test_theorem_one_with_a_hundred_vectors_of_strengths(oracle):
    """No network with a link in it is war-stable: all networks of six, 100 vectors, four gammas."""
    empty_is_stable = 0
    for at, strength in enumerate(vectors(6, 100)):
        for gamma in GAMMAS:
            found = exhaust(strength, gamma)
            assert not found.stable[1:].any()
            empty_is_stable += bool(found.stable[0])
            if at < 10:  # the oracle is slower; it goes through two vectors of each kind
                truth = oracle.vulnerable(strength, gamma)
                assert (found.vulnerable == truth).all()
                theirs = oracle.conditions(truth)
                assert (found.stable == (theirs[0] & theirs[1] & theirs[2])).all()
    assert empty_is_stable  # the exception that the theorem leaves does occur


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_fewer_states(n):
    """All networks of one to five states, ties included."""
    every = Oracle(n)
    for strength in [np.ones(n), *vectors(n, 8)]:
        for gamma in GAMMAS:
            truth = every.vulnerable(strength, gamma)
            found = exhaust(strength, gamma)
            assert (found.vulnerable == truth).all()
            assert not found.stable[1:].any()


def test_networks_of_seven_equals_up_to_isomorphism():
    """Theorem 1 one size further: the 1,253 graphs of networkx's atlas."""
    for graph in nx.graph_atlas_g()[1:]:
        adjacency = nx.to_numpy_array(graph) > 0
        for gamma in (1.0, 2.0):
            stable = verdict(adjacency, np.ones(len(adjacency)), gamma).stable
            assert not (stable and graph.number_of_edges())


def test_every_breach_of_every_network_of_five():
    """Lists of the verdict, each link and state, against the oracle's table."""
    every = Oracle(5)
    networks = every_network(5)
    for strength, gamma in zip(vectors(5, 4), (1.0, 1.5, 2.0, 1.0), strict=True):
        truth = every.vulnerable(strength, gamma)
        for number in range(0, len(networks), 3):
            judged = verdict(networks[number], strength, gamma)
            assert {i for i, _ in judged.attacks} == set(np.flatnonzero(truth[number]))
            adds, needless = set(), set()
            for (j, k), bit in every.bit.items():
                other = truth[number ^ (1 << bit)]
                newly = set(np.flatnonzero(other & ~truth[number]))
                if number >> bit & 1:
                    needless |= {(a, b) for a, b in ((j, k), (k, j)) if not other[a]}
                else:
                    assert {i for i, _ in judged.exposed_by(j, k)} == newly
                    if newly:
                        adds.add((j, k))
            assert {(j, k) for j, k, *_ in judged.additions} == adds
            assert set(judged.deletions) == needless
            for j, k, i, lead in judged.additions:
                assert i in {hit for hit, _ in judged.exposed_by(j, k)}
                assert lead in (j, k)
                assert i not in (j, k)


@st.composite
def cases(draw, largest=12):
    n = draw(st.integers(2, largest))
    upper = np.triu(draw(hnp.arrays(np.bool_, (n, n))), 1)
    strength = draw(hnp.arrays(np.float64, n, elements=st.floats(0, 100, width=16)))
    return upper | upper.T, strength, draw(st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_relabelling_and_scale_do_not_matter(case, random):
    adjacency, strength, gamma = case
    order = list(range(strength.size))
    random.shuffle(order)
    was = verdict(adjacency, strength, gamma)
    # a third is no binary fraction: sums that tied would come apart without room for rounding
    now = verdict(adjacency[np.ix_(order, order)], strength[order] / 3, gamma)
    assert (now.found.flags == was.found.flags[order]).all()
    assert (now.adds == was.adds[np.ix_(order, order)]).all()
    assert (now.needless == was.needless[np.ix_(order, order)]).all()
    assert now.stable == was.stable


@given(cases())
@settings(max_examples=60, deadline=None)
def test_margins_are_those_of_the_sets_named(case):
    adjacency, strength, gamma = case
    found = vulnerable(adjacency, strength, gamma)
    graph = nx.from_numpy_array(adjacency)
    for i, j in itertools.permutations(range(strength.size), 2):
        coalition = {j, *graph[j]} - {i}
        defence = {i, *graph[i]} - coalition
        assert set(np.flatnonzero(found.coalition(i, j))) == coalition
        assert set(np.flatnonzero(found.defence(i, j))) == defence
        due = sum(strength[list(coalition)]) - gamma * sum(strength[list(defence)])
        assert found.margin[j, i] == pytest.approx(due, abs=1e-9)


@given(cases(largest=9))
@settings(max_examples=40, deadline=None)
def test_a_verdict_is_what_changing_each_link_shows(case):
    """Larger networks than the oracle's, each link changed and all margins made again."""
    adjacency, strength, gamma = case
    judged = verdict(adjacency, strength, gamma)
    now = judged.found.flags
    for j, k in itertools.combinations(range(strength.size), 2):
        other = adjacency.copy()
        other[j, k] = other[k, j] = not adjacency[j, k]
        then = vulnerable(other, strength, gamma)
        if adjacency[j, k]:
            assert judged.uncovered[j, k] == pytest.approx(then.worst[j])
            assert judged.uncovered[k, j] == pytest.approx(then.worst[k])
        else:
            assert judged.adds[j, k] == (then.flags & ~now).any()


def test_equals_of_a_tenth_tie_as_equals_do():
    """0.1 + 0.1 + 0.1 is more than 0.3: a tie must not be won by rounding."""
    two_camps = np.zeros((6, 6), dtype=bool)
    two_camps[:3, :3] = two_camps[3:, 3:] = True
    np.fill_diagonal(two_camps, val=False)
    tenth = margins(two_camps, np.full(6, 0.1), 1.0)
    assert (tenth[:3, 3:] < 1e-15).all()
    whole, tenths = vulnerable(two_camps, np.ones(6)), vulnerable(two_camps, np.full(6, 0.1))
    assert (whole.flags == tenths.flags).all()


def test_nobody_and_one_state():
    for n in (0, 1):
        judged = verdict(np.zeros((n, n), dtype=bool), np.ones(n))
        assert judged.stable
        assert judged.found.attacker.tolist() == [-1] * n


@pytest.mark.parametrize("gamma", [0.99, 0.0, -1.0, np.nan, np.inf])
def test_gamma_below_one_is_refused(gamma):
    with pytest.raises(UsageError, match="gamma must be 1 or more"):
        verdict(np.zeros((2, 2), dtype=bool), np.ones(2), gamma)
    with pytest.raises(UsageError, match="gamma"):
        war_stability_years(1914, 1914, [gamma])


@pytest.mark.parametrize(
    ("adjacency", "strength", "says"),
    [
        (np.zeros((2, 3), dtype=bool), np.ones(2), "boolean"),
        (np.zeros((2, 2)), np.ones(2), "boolean"),
        (np.eye(2, dtype=bool), np.ones(2), "nobody is an ally of himself"),
        (np.triu(np.ones((2, 2), dtype=bool), 1), np.ones(2), "mutual"),
        (np.zeros((2, 2), dtype=bool), np.array([1.0, np.nan]), "missing"),
        (np.zeros((2, 2), dtype=bool), np.array([1.0, -1.0]), "negative"),
    ],
)
def test_what_is_no_network_is_refused(adjacency, strength, says):
    with pytest.raises(UsageError, match=says):
        vulnerable(adjacency, strength)


def test_positions_are_checked():
    found = vulnerable(np.zeros((2, 2), dtype=bool), np.ones(2))
    with pytest.raises(UsageError, match="no state at this position"):
        found.coalition(0, 2)
    with pytest.raises(UsageError, match="does not attack itself"):
        found.coalition(1, 1)
    with pytest.raises(UsageError, match="1 to 6"):
        every_network(7)


def made(strength: list[float], pairs: list[tuple[int, int]]) -> Network:
    """Network of made-up obligations among Britain, France, Germany, Austria, Russia."""
    states = np.array([200, 220, 255, 300, 365], dtype=np.int16)[: len(strength)]
    day = dt.date(1900, 1, 1)
    rows = [
        (1, 0, int(states[one]), int(states[two]), day, day, 1, 0, 0, 0, 0) for one, two in pairs
    ]
    pledges = ["defense", "offense", "neutral", "nonagg", "consul"]
    columns = ["atopid", "phase", "obligor", "beneficiary", "start", "end", *pledges]
    owed = pl.DataFrame(rows, columns, orient="row")
    return Network(1900, None, states, np.array(strength), owed)


def test_states_without_strength_are_left_out_and_named():
    seen = known(made([0.2, np.nan, 0.3, 0.1, 0.1], [(1, 4), (2, 3)]))
    assert seen.left_out == ("FRN",)
    assert seen.names == ("UKG", "GMY", "AUH", "RUS")
    assert seen.kept.tolist() == [0, 2, 3, 4]
    assert np.argwhere(seen.adjacency).tolist() == [[1, 2], [2, 1]]


def test_breaches_carry_names():
    judged = war_stability(made([0.2, 0.2, 0.3, 0.1, 0.25], [(1, 4), (2, 3)]), 1.0)
    rows = judged.breaches
    alone = rows.filter((pl.col("condition") == "S1") & (pl.col("state") == "UKG")).row(0)
    assert alone == ("S1", None, None, "UKG", "FRN", ["FRN", "RUS"])
    assert set(rows["condition"]) <= {"S1", "S2", "S3"}
    frame = vulnerability(made([0.2, 0.2, 0.3, 0.1, 0.25], [(1, 4), (2, 3)])).frame
    britain = frame.row(by_predicate=pl.col("state") == "UKG", named=True)
    assert britain["attacker"] == "FRN"
    assert britain["coalition"] == 2
    assert britain["ratio"] == pytest.approx(0.45 / 0.2)


def test_a_further_alliance_is_named_with_all_who_then_attack():
    """Germany can hold France and Russia off, not Britain with them, whichever of the two it joins.

    Whoever is Britain's new ally leads, since that one brings an ally of its own.
    """
    judged = war_stability(made([0.2, 0.2, 0.5, 0.0, 0.2], [(1, 4)]), 1.0)
    further = judged.breaches.filter(condition="S2")
    assert further.rows() == [
        ("S2", "UKG", "FRN", "GMY", "FRN", ["UKG", "FRN", "RUS"]),
        ("S2", "UKG", "RUS", "GMY", "RUS", ["UKG", "FRN", "RUS"]),
    ]


def test_frames_of_no_and_one_state():
    for strength in ([], [0.2]):
        found = vulnerability(made(strength, []))
        assert found.frame.height == len(strength)
        assert war_stability(made(strength, [])).breaches.is_empty()


def test_real_years(data):
    """Every year is judged; none is war-stable; a year without alliances does not occur."""
    table = war_stability_years(1816, 2018, [1.0, 3.0])
    assert table.height == 2 * 203
    assert not table["stable"].any()
    assert (table["links"] > 0).all()
    assert (table["vulnerable"] <= table["states"]).all()
    at_once = table.pivot("gamma", index="year", values="vulnerable")
    assert (at_once["3.0"] <= at_once["1.0"]).all()


def _shown() -> list[tuple[int, ...]]:
    """Rows of the table of states that nobody could defeat: year, states, pairs, four counts."""
    page = Path(__file__).parents[3] / "docs" / "explanation" / "stability.md"
    _, _, rest = page.read_text(encoding="utf-8").partition("| year | states | pairs of allies |")
    lines = rest.partition("\n\n")[0].splitlines()[2:]
    return [tuple(int(cell.replace(",", "")) for cell in line.split("|")[1:-1]) for line in lines]


@pytest.mark.parametrize("row", _shown(), ids=lambda row: str(row[0]))
def test_the_page_shows_who_was_safe(data, row):
    net = network_in(row[0])
    judged = [vulnerability(net, gamma) for gamma in (1.0, 1.5, 2.0, 3.0)]
    safe = tuple(len(one.known.names) - int(one.found.flags.sum()) for one in judged)
    assert row == (net.year, net.states.size, int(net.allied.sum()) // 2, *safe)


def test_years_outside_the_record(data):
    with pytest.raises(UsageError, match="known from"):
        vulnerability_years(1700, 1701)
    with pytest.raises(UsageError, match="before they begin"):
        vulnerability_years(1914, 1900)


def test_one_year_is_as_in_the_table(data):
    judged = war_stability(network_in(1914), 2.0)
    row = war_stability_years(1914, 1914, [2.0]).row(0, named=True)
    conditions = judged.breaches["condition"].to_list()
    assert conditions.count("S1") == row["vulnerable"]
    assert conditions.count("S2") == row["exposing"]
    assert conditions.count("S3") >= row["needless"]
    assert row["left_out"] == len(judged.known.left_out)
    assert vulnerability(network_in(1914), 2.0).frame["vulnerable"].sum() == row["vulnerable"]
