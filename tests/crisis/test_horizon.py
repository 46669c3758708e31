"""The finite horizon meets the stationary equilibrium as the horizon recedes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.horizon import MOVES, choice, event_rate, finite_horizon
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario

from .small import crisis, four, two

# fast clocks, so that few events are needed
QUICK = {"phi": 0.2, "omega": 0.2, "alpha": 0.5, "kappa0": 0.1, "iota": 0.02, "mu_war": 0.3}
PLAN = {"days": 4.0, "stages": 2, "lock_in_days": 3.0, "judgement": "made up"}


def pair() -> Scenario:
    return two(CH={"capability": 2.0}, theta=QUICK, start={"CH": "display"}, contact=[["CH", "TG"]])


def everything() -> Scenario:
    actors = {
        "CH": {"camp": "challenger", "mobilisation": PLAN, "nuclear": True},
        "TG": {"camp": "target", "capability": 0.5},
        "EI": {"camp": "either", "nuclear": True},
    }
    return crisis(
        actors,
        ladder="mobilisation",
        treaties={"pact": {"kind": "defence", "owes": {"EI": ["TG"]}, "binding": 0.8}},
        contact=[["CH", "TG"], ["CH", "EI"]],
        theta=QUICK,
        stake={"EI": -0.2},
    )


@pytest.mark.parametrize("make", [pair, everything])
def test_the_horizon_recedes_to_the_stationary_equilibrium(make: Callable[[], Scenario]) -> None:
    game = compile_game(make())
    found = solve(game, SolveOptions(tol=1e-11))
    n = len(game.names)
    policy = respond(game, found.values)
    gaps = []
    for events in (40, 160, 640):
        cut = finite_horizon(game, events, policy.settlement)
        assert cut.events == events
        gaps.append(float(np.abs(cut.values - found.values[:, :n]).max()))
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 1e-7


def test_choices_of_the_horizon_are_those_of_the_kernel() -> None:
    game = compile_game(everything())
    values = solve(game).values
    policy = respond(game, values)
    for i in range(len(game.names)):
        chances, _ = choice(game, values[:, : len(game.names)], i)
        for k, move in enumerate(MOVES):
            expected = game.model.ceiling * chances[move]
            assert policy.chosen[:, i, k] == pytest.approx(expected, rel=1e-10, abs=1e-15)


def test_chances_leave_room_for_standing_still() -> None:
    game = compile_game(four())
    values = solve(game).values[:, :4]
    for i in range(4):
        chances, _ = choice(game, values, i)
        total = sum(chances.values())
        assert (total < 1).all()
        assert (total >= 0).all()


def test_no_position_is_left_faster_than_events_come() -> None:
    game = compile_game(everything())
    t = game.tables
    nature = t.lapse + t.end + t.talks + t.nuclear
    nature = nature + (t.incident + t.incident_across + t.advance).sum(axis=1)
    assert event_rate(game) == pytest.approx(nature.max() + 3 * game.model.ceiling)


def test_with_no_event_left_nobody_pays_but_what_was_charged() -> None:
    game = compile_game(pair())
    cut = finite_horizon(game, 0, np.zeros(game.size))
    assert np.array_equal(cut.values, -game.tables.base)


def test_one_event_by_hand() -> None:
    """With one event left a challenger attacking gets what war has cost it so far; see the sum."""
    scenario = two(theta=QUICK | {"lambda": 0.0, "leverage": 0.0})
    game = compile_game(scenario)
    cut = finite_horizon(game, 1, np.full(game.size, 0.5))
    start = game.layout.start
    mu_climb, mu_yield, alpha, rate = 0.126, 0.00078, 0.5, cut.rate
    still = 1 + (mu_climb + mu_yield) / alpha
    yields = alpha / rate * (mu_yield / alpha / still)
    talks = 0.1 / rate * 0.25
    # calm and calm: climbing changes nothing yet; the target's yield gives 1, the challenger's 0
    assert cut.values[start, 0] == pytest.approx(yields * 1.0 + talks * 0.5)
    assert cut.values[start, 1] == pytest.approx(-yields * 1.0 - talks * 0.5)
