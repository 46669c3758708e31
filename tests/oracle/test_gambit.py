"""Against Gambit: the game cut after some events is a tree, and Gambit solves the same tree.

The tree is written by `tree`, from the rules as `referee` reads them; Gambit traces its agent
logit correspondence to the lambda of the scenario. Policies at every node of the tree, answers
to attacks and to talks among them, and the values of the first day equal those of foedus.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.horizon import choice, event_rate, finite_horizon
from foedus.crisis.policy import respond

from . import small, tree
from .referee import CHALLENGER, TARGET, Referee, State, index, logistic

HALF = {
    "alpha": 1.0, "mu_climb": 0.5, "mu_descend": 0.5, "mu_yield": 0.5, "mu_war": 1.0,
    "lambda": 2.0, "X": 1.5, "iota": 0.2, "kappa0": 0.2, "phi": 0.1, "omega": 0.2,
}  # fmt: skip
ALLY = {"name": "C", "camp": "target", "capability": 4.0}
PATRON = {"name": "D", "camp": "challenger", "capability": 2.5}


def actors(**more: dict[str, Any]) -> dict[str, Any]:
    return {
        "AA": {"name": "A", "camp": "challenger", "principal": True, "capability": 5.0},
        "BB": {"name": "B", "camp": "target", "principal": True, "capability": 3.0},
        **more,
    }


def two_rungs(**changed: Any) -> dict[str, Any]:
    return {"ladder": small.TWO, "start": {}, **changed}


CASES: dict[str, tuple[int, dict[str, Any]]] = {
    "two-actors": (2, {"theta": HALF}),
    "unequal-weights": (
        2,
        two_rungs(
            theta=HALF
            | {"alpha": 2.0, "mu_climb": 1.0, "mu_war": 0.5, "mu_yield": 1.5, "lambda": 5.0}
        ),
    ),
    "ally": (
        2,
        two_rungs(
            actors=actors(CC=ALLY),
            treaties={"pact": small.owed("CC", "BB", against=["AA"])},
            theta=HALF,
        ),
    ),
    "conditional": (
        2,
        two_rungs(
            actors=actors(DD=PATRON),
            treaties={"pact": small.owed("DD", "AA", conditional=True)},
            theta=HALF,
        ),
    ),
    "four-actors": (
        2,
        two_rungs(
            actors=actors(
                CC={**ALLY, "strikes": {"DD": {}}, "major": True},
                DD={**PATRON, "strikes": {"CC": {}}, "major": True},
            ),
            treaties={
                "pact": small.owed("CC", "BB"),
                "other": small.owed("DD", "AA", conditional=True, binding=0.6),
                "peace": small.owed("CC", "DD", kind="nonaggression"),
            },
            contact=[["AA", "BB"], ["CC", "DD"]],
            theta=HALF,
        ),
    ),
    "either": (
        2,
        two_rungs(
            actors=actors(EE={"name": "E", "camp": "either", "capability": 3.0}),
            issue={"kind": "policy", "salience": {"AA": 1.0, "BB": 1.0, "EE": -0.4}},
            treaties={"pact": small.owed("EE", "AA", kind="neutrality")},
            contact=[["AA", "BB"], ["AA", "EE"]],
            theta=HALF,
        ),
    ),
    "clocks": (
        2,
        {
            "ladder": [small.THREE[0] | {"transit_days": 3.0}, *small.THREE[1:]],
            "actors": actors(
                BB={
                    "name": "B", "camp": "target", "principal": True, "capability": 3.0,
                    "nuclear": True,
                    "mobilisation": {"days": 4.0, "stages": 2, "lock_in_days": 3.0},
                },
            ),
            "theta": HALF,
        },
    ),
}  # fmt: skip


def cut(case: str) -> tuple[Game, int]:
    events, changed = CASES[case]
    return compile_game(small.scenario(**changed)), events


def planted(game: Game, events: int) -> tuple[tree.Tree, dict[State, int], np.ndarray]:
    """The tree of a game, m frozen at the stationary equilibrium; positions; m."""
    rules = Referee(game)
    where = index(game, rules.states(), rules)
    m = respond(game, solve(game).values).settlement
    frozen = {x: float(m[k]) for x, k in where.items()}
    return tree.Tree(rules, events, event_rate(game), frozen), where, m


def ours(game: Game, values: np.ndarray, d: tree.Decision, k: int, where, m) -> dict[str, float]:
    """Foedus's chances at a decision, `values` being those with as many events left."""
    model = game.model
    if d.kind == "move":
        share, _ = choice(game, values, d.actor)
        found = {label: float(share[label][k]) for label, _ in d.groups[1:]}
        return found | {"still": 1.0 - sum(float(s[k]) for s in share.values())}
    if d.kind == "answer":
        won = 0.0 if d.actor == model.principals[0] else 1.0
        given = model.stake[d.actor] * won - game.tables.base[k, d.actor]
        given -= model.yield_cost[d.actor, game.layout.rung[k, d.actor]]
        gives = logistic(model.sharpness * (given - values[where[d.by.to], d.actor]))
        return {"yield": gives, "resist": 1.0 - gives}
    challenger, target = model.principals
    better = model.sharpness * (model.stake * m[k] - values[k])
    yes = logistic(better[target])
    if d.actor == challenger:
        yes = logistic(yes * better[challenger])
    return {"accept": yes, "refuse": 1.0 - yes}


def compare(game: Game, events: int) -> tree.Solved:
    """Solve both sides; raise where a policy or a value differs by more than 1e-6."""
    plan, where, m = planted(game, events)
    theirs = tree.solve(plan, game.model.sharpness)
    horizons = [finite_horizon(game, left, m).values for left in range(events + 1)]
    np.testing.assert_allclose(theirs.start, horizons[events][game.layout.start], rtol=0, atol=1e-6)
    for d, chances in theirs.decisions:
        mine = ours(game, horizons[d.left], d, where[d.at], where, m)
        assert mine.keys() == chances.keys()
        for label, chance in chances.items():
            assert mine[label] == pytest.approx(chance, abs=1e-6), (d, label)
    return theirs


@pytest.mark.parametrize("case", CASES)
def test_policies_equal_gambits_agent_logit(case: str) -> None:
    game, events = cut(case)
    solved = compare(game, events)
    kinds = {d.kind for d, _ in solved.decisions}
    assert kinds == {"move", "answer", "accept"}
    assert solved.infosets > 30
    spread = [max(c.values()) - min(c.values()) for _, c in solved.decisions]
    assert max(spread) > 0.3  # somebody has a reason to choose


def test_one_event_equals_gambit() -> None:
    game, _ = cut("two-actors")
    compare(game, 1)


@pytest.mark.slow
def test_three_events_equal_gambit() -> None:
    game, _ = cut("two-actors")
    assert compare(game, 3).infosets > 700


@pytest.mark.parametrize("case", ["ally", "conditional", "either", "four-actors"])
def test_treaties_are_in_the_tree(case: str) -> None:
    events, changed = CASES[case]
    with_ = compile_game(small.scenario(**changed))
    without = compile_game(small.scenario(**{**changed, "treaties": {}}))
    m = np.full(with_.size, 0.5)
    differ = finite_horizon(with_, events, m).values - finite_horizon(without, events, m).values
    assert np.abs(differ[with_.layout.start]).max() > 1e-4


def test_a_conditional_pledge_is_void_where_the_beneficiary_began() -> None:
    game, _ = cut("conditional")
    rules = Referee(game)
    due = {CHALLENGER: [], TARGET: []}
    for x in rules.states():
        if x.first and rules.fighting(x) == {0, 1}:
            due[x.first].append(rules.base(x)[2])
    assert max(due[CHALLENGER]) == 0.0
    assert min(due[TARGET]) == pytest.approx(1.5 * 0.8)
