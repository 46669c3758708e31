"""Continuation against the map written once more, and a pass against the pass it should be."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.crisis.arclength import follow
from foedus.crisis.equilibrium import SolveOptions, _pass, solve
from foedus.crisis.game import compile_game

from . import small
from .test_scipy_fixed_point import Map
from .test_stationary import reference


def test_a_pass_relaxes_every_block() -> None:
    game = reference("average-dispute")
    begin = np.full((game.size, 4), 0.1)
    moved = np.abs(_pass(game, begin, 4.0) - begin).max(axis=1)
    for block in game.layout.blocks:
        assert (moved[block.start : block.stop] > 0.0).all(), block


def test_a_pass_holds_still_only_at_an_equilibrium() -> None:
    game = reference("average-dispute")
    found = solve(game, SolveOptions(tol=1e-11, limit=20_000))
    again = _pass(game, found.values, game.model.sharpness)
    assert np.abs(again - found.values).max() < 1e-10


@pytest.mark.parametrize("actors", [2, 3])
def test_arclength_ends_where_continuation_does(actors: int) -> None:
    """`follow` on the map as the oracle writes it, from lambda 0 to that of the game."""
    options = {"rungs": 3 if actors == 2 else 2, "actors": actors, "theta": {"lambda": 3.0}}
    game = small.drawn(6, **options)
    found = solve(game, SolveOptions(tol=1e-11, limit=20_000))

    def improved(values: np.ndarray, sharpness: float) -> np.ndarray:
        again = Map(game)
        again.game = _at(game, sharpness)
        return again(values)

    begin = np.zeros_like(found.values)
    for _ in range(400):
        begin = improved(begin, 0.0)
    end = follow(improved, begin, 0.0, game.model.sharpness, tol=1e-9)
    assert end is not None
    np.testing.assert_allclose(end, found.values, atol=1e-6)


def _at(game, sharpness: float):
    theta = game.theta.with_values({"lambda": sharpness})
    scenario = game.scenario.model_copy(
        update={"theta": {k: v for k, v in game.scenario.theta.items() if k != "lambda"}}
    )
    return compile_game(scenario, theta, layout=game.layout)
