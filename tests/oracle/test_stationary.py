"""The game cut after ever more events converges to the stationary equilibrium."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.horizon import choice, event_rate, finite_horizon
from foedus.crisis.policy import respond
from foedus.crisis.scenario import Scenario

from . import small

REFERENCE = Path(__file__).resolve().parent.parent / "crisis" / "reference"
TIGHT = SolveOptions(tol=1e-11, limit=20_000)


def reference(name: str, **theta: float) -> Game:
    data = yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))
    extra = {key: {"value": value, "judgement": "a test"} for key, value in theta.items()}
    data["theta"] = data.get("theta", {}) | extra
    return compile_game(Scenario.model_validate(data))


def third_party() -> Game:
    """Three actors, the third of either camp, a treaty, incidents on both its sides."""
    return small.drawn(4, actors=3, rungs=3, either=True, theta={"lambda": 3.0})


# Wars end within a month or so, or the horizon would have to be as long as a hundred wars.
GAMES = {
    "average-dispute": lambda: reference("average-dispute", omega=0.05),
    "weak-target": lambda: reference("weak-target", omega=0.05, X=2.0),
    "either": third_party,
}


@pytest.mark.parametrize("name", GAMES)
def test_a_long_horizon_is_the_stationary_game(name: str) -> None:
    game = GAMES[name]()
    found = solve(game, TIGHT)
    n = len(game.names)
    m = respond(game, found.values).settlement
    slowest = game.tables.lapse + game.tables.end
    days = np.log(1e9) / slowest.min()
    events = int(days * event_rate(game))
    horizon = finite_horizon(game, events, m)
    np.testing.assert_allclose(horizon.values, found.values[:, :n], rtol=0, atol=1e-6)
    policy = respond(game, found.values)
    for i in range(n):
        share, _ = choice(game, horizon.values, i)
        hazards = np.stack([share[k] for k in ("up", "across", "down", "yield")], axis=1)
        np.testing.assert_allclose(
            hazards * game.model.ceiling, policy.chosen[:, i], rtol=0, atol=1e-5
        )


def test_it_gets_there_step_by_step() -> None:
    game = third_party()
    found = solve(game, TIGHT)
    m = respond(game, found.values).settlement
    off = [
        np.abs(finite_horizon(game, events, m).values - found.values[:, :3]).max()
        for events in (10, 100, 400, 1600)
    ]
    assert off == sorted(off, reverse=True)
    assert off[0] > 0.05  # a short horizon is another game
