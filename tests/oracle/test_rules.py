"""What each position is worth and what nature does in it, against the rules read once more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from foedus.crisis.game import Game, compile_game
from foedus.crisis.scenario import Scenario

from ..crisis.strategies import scenarios  # noqa: TID252 (tests are no package to import from)
from . import small
from .referee import Referee, index

CLASS = {-1: None, 4: "war_principals", 5: "wider_war", 6: "great_power_war"}


def agree(game: Game, limit: int = 400) -> None:
    """Compare the tables and the steps of a game with the referee's, position by position."""
    rules = Referee(game)
    states = rules.states()
    assert len(states) == game.size
    where = index(game, states, rules)
    assert len(set(where.values())) == game.size
    t, layout, model = game.tables, game.layout, game.model
    assert where[rules.start()] == layout.start
    chosen = np.random.Generator(np.random.Philox(key=3)).permutation(len(states))[:limit]
    for x in (states[s] for s in chosen):
        k = where[x]
        assert {i for i in range(rules.n) if t.fighting[k] >> i & 1} == rules.fighting(x), x
        assert CLASS[int(t.war_class[k])] == rules.war_class(x), x
        assert t.victory[k] == pytest.approx(rules.victory(x), abs=1e-12), x
        np.testing.assert_allclose(t.base[k], rules.base(x), rtol=0, atol=1e-12)
        np.testing.assert_allclose(t.flow[k], rules.flow(x), rtol=0, atol=1e-12)
        theirs: dict[object, float] = {}
        for move in rules.nature(x):
            to = where[move.to] if move.to is not None else move.ends
            key = (move.who, to) if move.to is not None else to
            theirs[key] = theirs.get(key, 0.0) + move.rate
        mine: dict[object, float] = {
            "lapsed": t.lapse[k], "war_ends": t.end[k], "talks": t.talks[k],
            "nuclear_use": t.nuclear[k],
        }  # fmt: skip
        for i in range(rules.n):
            for rate, to in (
                (t.incident[k, i], layout.up[k, i]),
                (t.incident_across[k, i], layout.across[k, i]),
                (t.advance[k, i], layout.next[k, i]),
            ):
                if rate:
                    mine[i, int(to)] = mine.get((i, int(to)), 0.0) + rate
        mine = {key: rate for key, rate in mine.items() if rate}
        assert mine == pytest.approx(theirs, abs=1e-12), x
        for i in range(rules.n):
            c = min(int(layout.coord[k, i]), model.climb.shape[1] - 1)
            free = not t.fighting[k] >> i & 1
            chances = {
                "up": (model.climb[i, c], layout.up[k, i], 0.0),
                "across": (model.climb[i, c], layout.across[k, i], 0.0),
                "down": (model.down[i, c], layout.down[k, i], model.down_cost[i, c]),
            }
            steps = {
                label: (pytest.approx(mu, abs=1e-12), int(to), pytest.approx(cost, abs=1e-12))
                for label, (mu, to, cost) in chances.items()
                if free and mu > 0 and to >= 0
            }
            moves = {m.label: m for m in rules.moves(x, i)}
            given_up = moves.pop("yield", None)
            assert {label: (m.rate, where[m.to], m.cost) for label, m in moves.items()} == steps, (
                x,
                i,
            )
            if given_up is not None:
                assert given_up.rate == pytest.approx(model.yield_rate[i])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    "shape",
    [
        {"actors": 2, "rungs": 3},
        {"actors": 3, "rungs": 3, "either": True},
        {"actors": 3, "rungs": 4, "clocks": True},
        {"actors": 4, "rungs": 3, "clocks": True, "either": True},
    ],
    ids=["two", "either", "clocks", "four"],
)
def test_tables_equal_the_rules(shape: dict, seed: int) -> None:
    agree(small.drawn(seed, **shape), limit=150)


@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(scenarios(max_actors=3))
def test_tables_of_any_scenario_equal_the_rules(scenario: Scenario) -> None:
    agree(compile_game(scenario), limit=25)
