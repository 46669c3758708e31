"""Derivatives by implicit differentiation, against differences of whole solutions."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import CLASSES, WARS, outcomes
from foedus.crisis.reading import (
    Reading,
    any_war,
    fought,
    outcome,
    over_within,
    reached,
    read_out,
)
from foedus.crisis.scenario import Scenario, load
from foedus.crisis.sensitivity import at, moved, slope
from foedus.crisis.theta import load_theta

from .small import crisis

TIGHT = SolveOptions(tol=1e-11, limit=60_000)
FREE = tuple(n for n, e in load_theta("provisional").parameters.items() if e.prior != "fixed")
STEP = 1e-4


def _small(**parts: object) -> Scenario:
    given = {
        "actors": {
            "AAA": {"camp": "challenger", "capability": 6.0, "polyarchy": 0.2, "major": True},
            "BBB": {"camp": "target", "capability": 2.0, "polyarchy": 0.9},
            "CCC": {"camp": "target", "capability": 7.0, "distance_km": 3000.0, "major": True},
        },
        "start": {"AAA": "display"},
        "kind": "territory",
        "treaties": {"pact": {"kind": "defence", "owes": {"CCC": ["BBB"]}, "binding": 0.7}},
        "contact": [["AAA", "BBB"], ["AAA", "CCC"]],
    } | parts
    made = crisis(**given)
    return made.model_copy(update={"theta": {}})  # what a scenario pins has no derivative


CASES = {
    "three": _small(),
    "either": _small(
        actors={
            "AAA": {"camp": "challenger", "capability": 5.0},
            "BBB": {"camp": "target", "capability": 4.0},
            "EEE": {"camp": "either", "capability": 3.0},
        },
        stake={"EEE": 0.2},
        treaties={"pact": {"kind": "offence", "owes": {"EEE": ["AAA"]}, "binding": 0.5}},
        contact=[["AAA", "BBB"], ["AAA", "EEE"], ["BBB", "EEE"]],
    ),
    "timetables": _small(
        ladder="mobilisation",
        start={"AAA": "threat"},
        actors={
            "AAA": {
                "camp": "challenger",
                "capability": 6.0,
                "mobilisation": {
                    "days": 8.0,
                    "stages": 2,
                    "revocable": False,
                    "lock_in_days": 4.0,
                    "lock_in_stages": 2,
                    "judgement": "made up",
                },
            },
            "BBB": {"camp": "target", "capability": 3.0, "nuclear": True},
        },
        treaties={},
        contact=[["AAA", "BBB"]],
    ),
}


def _readings(found: Equilibrium) -> tuple[Reading, ...]:
    game = found.game
    return (
        any_war(game),
        outcome(game, "target_yields"),
        outcome(game, "settled"),
        reached(game, 3),
        reached(game, 2, game.names[-1]),
        fought(game, game.names[-1]),
        over_within(game, 30.0),
    )


@pytest.mark.parametrize("name", CASES)
def test_derivatives_are_those_of_whole_solutions(name: str) -> None:
    found = solve(compile_game(CASES[name], load_theta("provisional")), TIGHT)
    readings = _readings(found)
    told = read_out(found, readings)
    n, many = len(found.game.names), len(readings)
    weight = np.vstack([np.eye(many), np.zeros((1, many))])
    value = np.vstack([np.zeros((many, n)), np.eye(n)[:1]])
    made = slope(found, told, FREE, weight, value)
    for p, parameter in enumerate(FREE):
        ends = []
        for by in (STEP, -STEP):
            game = at(found.game, moved(found.game.theta, parameter, by))
            near = solve(game, TIGHT, warm=found.values)
            chances = read_out(near, _readings(near), ahead=False).chances
            ends.append(np.append(chances, near.start[0]))
        expected = (ends[0] - ends[1]) / (2.0 * STEP)
        assert made.rows[:, p] == pytest.approx(expected, abs=1e-5), parameter


def test_a_sum_of_readings_has_the_sum_of_their_derivatives() -> None:
    found = solve(compile_game(CASES["three"], load_theta("provisional")), TIGHT)
    told = read_out(found, _readings(found))
    each = slope(found, told, FREE, np.eye(7)).rows
    weight = np.array([[2.0, -1.0, 0.5, 3.0, 0.0, 1.0, -2.0]])
    assert slope(found, told, FREE, weight).rows == pytest.approx(weight @ each, abs=1e-7)


@pytest.mark.parametrize("name", ["cuba-1962", "taiwan-strait-1958", "kargil-1999"])
def test_readings_are_the_outcomes(name: str) -> None:
    found = solve(compile_game(load(name), load_theta("provisional")))
    game, told = found.game, outcomes(found)
    last = game.names[-1]
    readings = (
        any_war(game),
        *(outcome(game, c) for c in CLASSES),
        *(reached(game, r) for r in range(1, 5)),
        fought(game, last),
        over_within(game, 1e12),
    )
    out = read_out(found, readings)
    assert out["any_war"] == pytest.approx(told["any_war"], abs=1e-10)
    for c in CLASSES:
        assert out[c] == pytest.approx(told[c], abs=1e-10)
    assert sum(out[c] for c in WARS) == pytest.approx(out["any_war"], abs=1e-10)
    for r in range(1, 5):
        assert out[f"reached:{r}"] == pytest.approx(told.rungs[r], abs=1e-10)
    assert out[f"fought:{last}"] == pytest.approx(told.fights[last], abs=1e-10)
    assert out["over:1e+12"] == pytest.approx(1.0, abs=1e-6)
    # looking ahead and summing over days are two ways to the same number
    assert out.outlook.worth[game.layout.start] == pytest.approx(out.chances, abs=1e-6)
