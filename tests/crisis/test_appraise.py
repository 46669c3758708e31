"""What fixed policies are worth: against the equilibrium, and against one dense solve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from foedus.core.errors import NotConverged
from foedus.crisis.appraise import appraise
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.flow import chain
from foedus.crisis.game import Game, compile_game
from foedus.crisis.policy import Policy, respond
from foedus.crisis.scenario import Scenario

from .small import four, reference, two
from .solved import bundled_one, reference_one
from .strategies import scenarios


def by_dense_algebra(game: Game, policy: Policy) -> np.ndarray:
    """Values of all positions: ends, days and steps paid one by one; shape (positions, actors).

    An actor's payoff is what it has at the end, less what it was charged by then (the base of the
    position that ends, values being net of charges), less upkeep by the day and audience costs.
    """
    layout, model, tables = game.layout, game.model, game.tables
    moves, size, n = chain(game, policy), game.size, len(game.names)
    Q, r = np.zeros((size, size)), np.zeros((size, n))
    audience = [model.yield_cost[i] for i in range(n)]  # of yielding, by rung
    for x in range(size):
        for i in range(n):
            for k, table in enumerate((layout.up, layout.across, layout.down, layout.next)):
                rate = float(moves.rate[x, i, k])
                if rate > 0:
                    Q[x, table[x, i]] += rate
                    Q[x, x] -= rate
                    if k == 2:  # down a rung: the difference of two audience costs
                        r[x, i] -= rate * (
                            audience[i][layout.rung[x, i]] - audience[i][layout.rung[x, i] - 1]
                        )
        shares = (0.0, 1.0, float(policy.settlement[x]), 0.0, float(tables.victory[x]), 0.0)
        for k, share in enumerate(shares):
            rate = float(moves.exits[x, k])
            Q[x, x] -= rate
            for i in range(n):
                gain = model.stake[i] * share - tables.base[x, i]
                if k < 2 and model.principals[k] == i:
                    gain -= audience[i][layout.rung[x, i]]
                if k == 5:
                    gain -= model.nuclear_cost
                r[x, i] += rate * gain
        r[x] += tables.flow[x]
    return np.linalg.solve(Q, -r)


def found(scenario: Scenario) -> Equilibrium:
    return solve(compile_game(scenario), SolveOptions(tol=1e-9))


def risky() -> Scenario:
    """Nuclear opponents, talks, leverage, an ally: everything that is paid for."""
    return four(
        CH={"nuclear": True},
        TF={"nuclear": True, "capability": 2.0},
        treaties={"pact": {"kind": "defence", "owes": {"TF": ["TG"]}, "binding": 0.7}},
        channels={"CH-TG": {"quality": 0.5, "judgement": "made up"}},
        contact=[["CH", "TG"]],
        ladder=[
            {"name": "calm", "hostility": 1, "readiness": 0.5, "judgement": "made up"},
            {"name": "force", "hostility": 4, "readiness": 0.9, "contact": 1, "upkeep": 0.003,
             "audience": 0.6, "height": 1, "lapse": 0.5, "risk": 0.01, "judgement": "made up"},
            {"name": "war", "hostility": 5, "readiness": 1, "contact": 1, "audience": 1,
             "height": 1, "risk": 0.02, "war": True, "judgement": "made up"},
        ],
        start={"CH": "force"},
        stake={"CF": 0.3, "TF": 0.2},
        theta={"mu_war": 0.1},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["average-dispute", "weak-target"])
def test_at_the_equilibrium_it_is_the_equilibrium(name: str) -> None:
    at = found(reference(name))
    n = len(at.game.names)
    policy = respond(at.game, at.values)
    moves = chain(at.game, policy)
    for start in (np.zeros((at.game.size, n)), at.values, np.full((at.game.size, n), -7.0)):
        values = appraise(at.game, policy, moves, start, tol=1e-10)
        assert values.shape == (at.game.size, n)
        assert values == pytest.approx(at.values[:, :n], abs=1e-6)


@pytest.mark.parametrize("extra", [0, 2])
def test_what_is_handed_in_is_left_alone(extra: int) -> None:
    game = compile_game(two())
    policy = respond(game, np.zeros((game.size, 4)))
    start = np.zeros((game.size, 2 + extra))
    values = appraise(game, policy, chain(game, policy), start)
    assert np.abs(values).max() > 0.1
    assert not start.any()


@pytest.mark.parametrize("name", ["taiwan-strait-1958", "second-thomas-shoal", "danzig-1939"])
def test_at_the_equilibrium_of_bundled_crises(name: str) -> None:
    at = bundled_one(name)
    policy = respond(at.game, at.values)
    values = appraise(at.game, policy, chain(at.game, policy), at.values)
    assert values == pytest.approx(at.values[:, : len(at.game.names)], abs=1e-5)


@pytest.mark.parametrize("make", [two, risky], ids=["two", "risky"])
def test_against_dense_algebra_at_other_policies(make: object) -> None:
    """Policies that are no equilibrium at all: responses to random values."""
    assert callable(make)
    game = compile_game(make())
    n = len(game.names)
    generator = np.random.default_rng(3)
    for _ in range(3):
        policy = respond(game, generator.uniform(-1, 1, (game.size, n + 2)))
        values = appraise(game, policy, chain(game, policy), np.zeros((game.size, n)), tol=1e-11)
        assert values == pytest.approx(by_dense_algebra(game, policy), abs=1e-8)


@given(scenarios(max_actors=3, max_treaties=2))
@settings(max_examples=10, deadline=None)
def test_against_dense_algebra_in_any_crisis(scenario: Scenario) -> None:
    at = found(scenario)
    policy = respond(at.game, at.values)
    by_hand = by_dense_algebra(at.game, policy)
    assert at.values[:, : len(at.game.names)] == pytest.approx(by_hand, abs=1e-6)
    values = appraise(at.game, policy, chain(at.game, policy), np.zeros_like(by_hand), tol=1e-10)
    assert values == pytest.approx(by_hand, abs=1e-6)


def test_what_does_not_settle_is_an_error() -> None:
    at = reference_one("average-dispute")
    policy = respond(at.game, at.values)
    moves = chain(at.game, policy)
    start = np.full((at.game.size, 2), 50.0)
    with pytest.raises(NotConverged, match="did not settle"):
        appraise(at.game, policy, moves, start, limit=1)
    with pytest.raises(NotConverged, match="did not settle"):
        appraise(at.game, policy, moves, np.full_like(start, np.nan))
