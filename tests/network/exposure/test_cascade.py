"""Cascades against full enumeration, written a second time, slowly, over single attacks."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.network.exposure.calls import ANYONE, NOBODY, Pledges
from foedus.network.exposure.cascade import plan, run
from foedus.network.exposure.drawn_in import exposed, first_pairs
from foedus.network.exposure.honour import Honour

DEFENSE, OFFENSE, NEUTRAL = 0, 1, 2


@dataclass(frozen=True)
class Pledge:
    obligor: int
    beneficiary: int
    kind: int
    unprovoked: bool = False
    against: tuple[int, ...] | None = None  # None: whoever it is


def arrays(n: int, pledges: list[Pledge]) -> Pledges:
    def column(values, dtype=np.int64):
        return np.array(list(values), dtype=dtype)

    names = [p.against for p in pledges]
    return Pledges(
        n,
        column(p.obligor for p in pledges),
        column(p.beneficiary for p in pledges),
        column(p.kind for p in pledges),
        column((p.unprovoked for p in pledges), np.bool_),
        column(ANYONE if a is None else (a[0] if a else NOBODY) for a in names),
        column(NOBODY if a is None or len(a) < 2 else a[1] for a in names),
        column(range(1, len(pledges) + 1)),
    )


def oracle(n: int, pledges: list[Pledge], rates, a: int, b: int) -> np.ndarray:
    """Chance to join the attacker's (row 0) and the attacked's side, over all coins."""
    coins: dict[tuple, list[tuple[float, float]]] = {}
    for pair in {(p.obligor, p.beneficiary) for p in pledges if p.kind != NEUTRAL}:
        kinds = {p.kind for p in pledges if (p.obligor, p.beneficiary) == pair} - {NEUTRAL}
        coins["call", *pair] = intervals(sorted({rates[kind] for kind in kinds}))
    for z in {p.obligor for p in pledges if p.kind == NEUTRAL}:
        for side in "AB":
            coins["hold", z, side] = intervals([rates[NEUTRAL]])
    found = np.zeros((2, n))
    for levels in itertools.product(*coins.values()):
        weight = float(np.prod([width for _, width in levels]))
        if weight > 0:
            values = dict(zip(coins, (value for value, _ in levels), strict=True))
            for z, side in war(pledges, rates, a, b, values).items():
                if z not in (a, b):
                    found["AB".index(side), z] += weight
    return found


def intervals(thresholds: list[float]) -> list[tuple[float, float]]:
    """Middle and width of what lies between thresholds."""
    ends = [0.0, *thresholds, 1.0]
    return [((low + high) / 2, high - low) for low, high in itertools.pairwise(ends)]


def war(pledges: list[Pledge], rates, a: int, b: int, coins: dict) -> dict[int, str]:
    side, attacks = {a: "A", b: "B"}, {(a, b)}
    while attacks:
        honoured: dict[int, dict[str, set[int]]] = {}
        foes: dict[tuple[int, str], set[int]] = {}
        for (x, y), p in itertools.product(attacks, pledges):
            if p.obligor in side or p.kind == NEUTRAL:
                continue
            called_by, foe = (y, x) if p.kind == DEFENSE else (x, y)
            if p.beneficiary != called_by or (p.against is not None and foe not in p.against):
                continue
            if p.unprovoked and side[called_by] == "A":
                continue
            if coins["call", p.obligor, called_by] < rates[p.kind]:
                camp = side[called_by]
                honoured.setdefault(p.obligor, {}).setdefault(camp, set()).add(called_by)
                foes.setdefault((p.obligor, camp), set()).add(foe)
        joined: dict[int, str] = {}
        for z, camps in honoured.items():
            free = {
                c: len(by) for c, by in camps.items() if not held(pledges, rates, side, z, c, coins)
            }
            if free:
                joined[z] = max(free, key=lambda camp: (free[camp], camp == "B"))
        attacks = {(z, foe) for z, camp in joined.items() for foe in foes[z, camp]}
        side |= joined
    return side


def held(
    pledges: list[Pledge], rates, side: dict[int, str], z: int, camp: str, coins: dict
) -> bool:
    for p in pledges:
        if p.obligor != z or p.kind != NEUTRAL or side.get(p.beneficiary, camp) == camp:
            continue
        if p.unprovoked and side[p.beneficiary] == "A":
            continue
        if p.against is None or any(side.get(foe) == camp for foe in p.against):
            return coins["hold", z, camp] < rates[NEUTRAL]
    return False


def exactly(n: int, pledges: list[Pledge], rates, a: int, b: int, limit: int = 20) -> np.ndarray:
    first = np.zeros((n, n))
    first[a, b] = 1.0
    none = np.zeros((1, 0, 2), dtype=np.int64)
    found = run(plan(arrays(n, pledges), rates, np.arange(n)), first, none, seed=0, limit=limit)
    assert found.done.all()
    return found.exactly


RATES = (0.41, 0.74, 0.78)


def test_defence_of_the_attacked():
    found = exactly(3, [Pledge(2, 1, DEFENSE)], RATES, 0, 1)
    assert found[1, 2] == pytest.approx(0.41)
    assert found.sum() == pytest.approx(0.41)


def test_a_pledge_is_directed():
    assert exactly(3, [Pledge(1, 2, DEFENSE)], RATES, 0, 1).sum() == 0.0


def test_offence_joins_the_attacker():
    assert exactly(3, [Pledge(2, 0, OFFENSE)], RATES, 0, 1)[0, 2] == pytest.approx(0.74)


def test_nobody_defends_an_attacker_until_it_is_attacked():
    pledges = [Pledge(2, 0, DEFENSE)]
    assert exactly(4, pledges, RATES, 0, 1).sum() == 0.0
    found = exactly(4, [*pledges, Pledge(3, 1, DEFENSE)], RATES, 0, 1)
    assert found[0, 2] == pytest.approx(0.41**2)


def test_unprovoked_only():
    pledges = [Pledge(2, 0, DEFENSE, unprovoked=True), Pledge(3, 1, DEFENSE, unprovoked=True)]
    found = exactly(4, pledges, RATES, 0, 1)
    assert found[0, 2] == 0.0
    assert found[1, 3] == pytest.approx(0.41)


def test_a_named_adversary():
    pledges = [Pledge(2, 1, DEFENSE, against=(3,))]
    assert exactly(4, pledges, RATES, 0, 1).sum() == 0.0
    assert exactly(4, pledges, RATES, 3, 1)[1, 2] == pytest.approx(0.41)
    assert exactly(4, [Pledge(2, 1, DEFENSE, against=())], RATES, 3, 1).sum() == 0.0


def test_neutrality_holds_back():
    pledges = [Pledge(2, 1, DEFENSE), Pledge(2, 0, NEUTRAL)]
    assert exactly(3, pledges, RATES, 0, 1)[1, 2] == pytest.approx(0.41 * 0.22)


def test_owed_on_both_sides_the_attacked_has_it():
    pledges = [Pledge(2, 1, DEFENSE), Pledge(2, 0, OFFENSE)]
    found = exactly(3, pledges, RATES, 0, 1)
    assert found[1, 2] == pytest.approx(0.41)
    assert found[0, 2] == pytest.approx(0.74 * 0.59)


def test_one_coin_for_a_pair():
    """Offence refused at first is defence refused later: the coin is the same."""
    pledges = [Pledge(2, 0, OFFENSE), Pledge(2, 0, DEFENSE), Pledge(3, 1, DEFENSE)]
    assert exactly(4, pledges, (0.41, 0.3, 0.0), 0, 1)[0, 2] == pytest.approx(0.3 + 0.11 * 0.41)


N = 5
pledge = st.builds(
    Pledge,
    st.integers(0, N - 1),
    st.integers(0, N - 1),
    st.sampled_from((DEFENSE, DEFENSE, OFFENSE, NEUTRAL)),
    st.booleans(),
    st.none() | st.lists(st.integers(0, N - 1), max_size=2, unique=True).map(tuple),
).filter(lambda p: p.obligor != p.beneficiary)
chance = st.sampled_from((0.0, 0.3, 0.41, 0.74, 1.0))


@settings(max_examples=150, deadline=None)
@given(st.lists(pledge, max_size=6), st.tuples(chance, chance, chance))
def test_as_full_enumeration(pledges, rates):
    np.testing.assert_allclose(
        exactly(N, pledges, rates, 0, 1), oracle(N, pledges, rates, 0, 1), atol=1e-12
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(pledge, min_size=3, max_size=8), st.permutations(range(N)))
def test_names_do_not_matter(pledges, order):
    moved = [
        Pledge(
            order[p.obligor],
            order[p.beneficiary],
            p.kind,
            p.unprovoked,
            None if p.against is None else tuple(order[foe] for foe in p.against),
        )
        for p in pledges
    ]
    before = exactly(N, pledges, RATES, 0, 1)
    after = exactly(N, moved, RATES, order[0], order[1])
    np.testing.assert_allclose(after[:, order], before, atol=1e-12)


@settings(max_examples=10, deadline=None)
@given(st.lists(pledge, min_size=4, max_size=8), st.integers(0, 1000))
def test_drawn_as_worked_out(pledges, seed):
    rates = np.ones((N, N)) - np.eye(N)
    made = arrays(N, pledges)
    drawn = exposed(made, rates, seed=seed, exact=0, draws=20_000)
    exact = exposed(made, rates, seed=seed, exact=20)
    assert exact.exact == 1.0
    assert np.all(exact.yearly_error < 1e-12)
    off = np.abs(drawn.given_war - exact.given_war)
    assert np.all(off <= 5 * drawn.error + 5e-3)


def dense(n: int, share: float, seed: int) -> list[Pledge]:
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((n, n)) < share)
    kinds = rng.choice([DEFENSE, OFFENSE, NEUTRAL], len(pairs), p=[0.7, 0.2, 0.1])
    rows = zip(pairs.tolist(), kinds.tolist(), strict=True)
    return [Pledge(z, y, kind) for (z, y), kind in rows if z != y]


def test_drawn_outcomes_obey_the_rules():
    """More than 64 states, so that their sets take two words; coins read back from one war each."""
    n, pledges = 70, dense(70, 0.05, 3)
    rates = np.ones((n, n)) - np.eye(n)
    made = plan(arrays(n, pledges), (1.0, 1.0, 0.0), np.arange(n))
    first = first_pairs(rates, np.arange(n), 400, 1)
    found = run(made, rates, first, seed=5, limit=-1)
    for r, repeat in enumerate(first):
        expected = np.zeros((2, n), dtype=np.int64)
        for a, b in repeat.tolist():
            coins = dict.fromkeys((("call", p.obligor, p.beneficiary) for p in pledges), 0.5)
            side = war(
                pledges,
                (1.0, 1.0, 0.0),
                a,
                b,
                coins | {("hold", z, c): 0.5 for z in range(n) for c in "AB"},
            )
            for z in side.keys() - {a, b}:
                expected["AB".index(side[z]), z] += 1
        np.testing.assert_array_equal(found.drawn[r], expected)


def test_coins_go_with_the_names():
    """The same wars under other positions: the same outcomes, coin for coin."""
    n, pledges = 40, dense(40, 0.06, 7)
    order = np.random.default_rng(0).permutation(n)
    moved = [Pledge(int(order[p.obligor]), int(order[p.beneficiary]), p.kind) for p in pledges]
    first = first_pairs(np.ones((n, n)) - np.eye(n), np.arange(n), 2000, 1)
    rates = np.ones((n, n))
    ids = np.arange(100, 100 + n)
    before = run(plan(arrays(n, pledges), RATES, ids), rates, first, seed=9, limit=-1)
    again = np.empty(n, dtype=np.int64)
    again[order] = ids
    after = run(plan(arrays(n, moved), RATES, again), rates, order[first], seed=9, limit=-1)
    np.testing.assert_array_equal(after.drawn[:, :, order], before.drawn)
    assert before.drawn.any()


def test_the_first_pairs_come_as_often_as_expected():
    rates = np.array([[0.0, 3.0, 1.0], [0.0, 0.0, 4.0], [2.0, 0.0, 0.0]])
    first = first_pairs(rates, np.arange(3), 10_000, 4)
    counts = np.zeros((3, 3))
    np.add.at(counts, (first[..., 0], first[..., 1]), 1)
    np.testing.assert_allclose(counts, rates * 1000, atol=20)


def test_rates_of_one_always_honoured():
    assert Honour.each(1.0).rates == (1.0, 1.0, 1.0)
