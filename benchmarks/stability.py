"""Vulnerability and war stability: every year, a year of 190 states beside plain Python, growth."""

from __future__ import annotations

import time

import networkx as nx
import numpy as np
from _machine import best, machine, peak_megabytes, timed

from foedus.core.errors import FoedusError
from foedus.network.graph import network_in
from foedus.network.stability.verdict import verdict
from foedus.network.stability.vulnerable import known, vulnerability_years

YEARS = (1816, 2018)
YEAR = 2002  # the first with more than 190 states; the plain version is for it
GAMMA = 3.0  # at less, nearly everybody is vulnerable, and there is little left to find
LIMIT_YEARS, LIMIT_VERDICT, LIMIT_RATIO = 5.0, 10.0, 50.0


def attacked(graph: nx.Graph, gamma: float, victims, attackers) -> set:
    """Who of some states is defeated by the best coalition of some others; sets and sums."""
    strength = graph.nodes(data="strength")
    found = set()
    for i in victims:
        for j in attackers:
            if i == j:
                continue
            coalition = {j, *graph[j]} - {i}
            defence = {i, *graph[i]} - coalition
            attack = sum(strength[k] for k in coalition)
            if attack > gamma * sum(strength[k] for k in defence):
                found.add(i)
                break
    return found


def plain(graph: nx.Graph, gamma: float) -> tuple[set, set, set]:
    """War stability in networkx and Python, as one would write it with some care.

    Only what a link can change is looked at again: attacks led by its ends when it is added, and
    attacks on its ends when it is dropped. By the letter (everybody by everybody, after each change
    of a link) it would take some hundred times longer.

    Returns
    -------
    tuple
        Vulnerable states; pairs whose alliance makes another vulnerable; an ally, and the other
        without whom it is not vulnerable.
    """
    exposed = attacked(graph, gamma, graph, graph)
    safe = set(graph) - exposed
    adds, needless = set(), set()
    for j, k in list(nx.non_edges(graph)):
        graph.add_edge(j, k)
        if attacked(graph, gamma, safe - {j, k}, (j, k)):
            adds.add(frozenset((j, k)))
        graph.remove_edge(j, k)
    for j, k in list(graph.edges):
        graph.remove_edge(j, k)
        still = attacked(graph, gamma, (j, k), graph)
        needless |= {pair for pair in ((j, k), (k, j)) if pair[0] not in still}
        graph.add_edge(j, k)
    return exposed, adds, needless


def ours(adjacency: np.ndarray, strength: np.ndarray, gamma: float) -> tuple[set, set, set]:
    """The same sets from the verdict."""
    judged = verdict(adjacency, strength, gamma)
    return (
        {i for i, _ in judged.attacks},
        {frozenset((j, k)) for j, k, *_ in judged.additions},
        set(judged.deletions),
    )


def every_year() -> None:
    took = best(lambda: vulnerability_years(*YEARS, 1.0))
    flags = sum(int(one.found.flags.sum()) for one in took.result)
    states = sum(len(one.known.names) for one in took.result)
    print(
        f"vulnerability of all states, {YEARS[0]}-{YEARS[1]}, gamma 1: {took} reading included "
        f"(limit {LIMIT_YEARS:.0f} s); {flags} of {states} state-years vulnerable"
    )
    if took.wall > LIMIT_YEARS:
        raise AssertionError("all years took too long")


def beside_plain(what: str, adjacency: np.ndarray, strength: np.ndarray) -> None:
    """One network both ways: the same breaches, and the ratio of CPU time."""
    graph = nx.from_numpy_array(adjacency)
    nx.set_node_attributes(graph, dict(enumerate(strength.tolist())), "strength")
    mine = best(lambda: ours(adjacency, strength, GAMMA), times=5)
    theirs = timed(lambda: plain(graph, GAMMA))
    if theirs.result != mine.result:
        raise AssertionError(f"{what}: foedus and the plain version differ")
    ratio = theirs.cpu / max(mine.cpu, 1e-6)
    print(
        f"war stability, {what}, {strength.size} states, {int(adjacency.sum()) // 2} alliances, "
        f"gamma {GAMMA:g}: foedus {mine} (limit {LIMIT_VERDICT:.0f} s); networkx and Python "
        f"{theirs}; ratio {ratio:.0f} (limit {LIMIT_RATIO:.0f}); same breaches: "
        f"{', '.join(str(len(found)) for found in mine.result)} of S1, S2, S3"
    )
    if mine.wall > LIMIT_VERDICT or ratio < LIMIT_RATIO:
        raise AssertionError(f"{what}: the verdict is too slow")


def like_equals(n: int = 80) -> tuple[np.ndarray, np.ndarray]:
    """A made network in which most are safe, so that every pair has to be tried."""
    rng = np.random.default_rng(n)
    upper = np.triu(rng.uniform(size=(n, n)) < 0.1, 1)
    return upper | upper.T, rng.uniform(0.8, 1.2, size=n)


def growth() -> None:
    """Made networks: ten allies a state on average, or a quarter of all pairs; skewed strengths."""
    print("growth, gamma 3, war stability of made networks (seconds of CPU):")
    print("  states   10 allies   quarter of pairs   growth, the denser   peak MB")
    before = None
    for n in (50, 100, 200, 400, 800, 1600):
        rng = np.random.default_rng(n)
        strength = rng.lognormal(sigma=2.0, size=n)
        spent = []
        for density in (min(1.0, 10 / (n - 1)), 0.25):
            upper = np.triu(rng.uniform(size=(n, n)) < density, 1)
            adjacency = upper | upper.T
            repeats = 3 if n <= 400 else 1
            spent.append(best(lambda a=adjacency, m=strength: verdict(a, m, GAMMA), repeats).cpu)
        power = "" if before is None else f"n^{np.log2(spent[1] / before):.1f}"
        print(f"  {n:6d} {spent[0]:11.4f} {spent[1]:18.4f} {power:>20s} {peak_megabytes():9.0f}")
        before = spent[1]


def main() -> None:
    print(machine())
    try:
        there = network_in(YEAR)
    except FoedusError as error:
        print(f"real years are left out: {error}")
    else:
        every_year()
        seen = known(there)
        beside_plain(str(there.year), seen.adjacency, seen.strength)
    beside_plain("made, most of them safe", *like_equals())
    begun = time.perf_counter()
    growth()
    print(f"growth took {time.perf_counter() - begun:.1f} s wall in all")


if __name__ == "__main__":
    main()
