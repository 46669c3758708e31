"""Curves of fixed points followed past their folds."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.crisis.arclength import follow
from foedus.crisis.equilibrium import SolveOptions, _pass, solve
from foedus.crisis.game import compile_game
from foedus.crisis.model import Floats
from foedus.crisis.relax import at_sharpness, relax
from foedus.crisis.scenario import Scenario

from .small import four, reference, two


def test_a_curve_without_folds() -> None:
    found = follow(lambda v, lam: 0.5 * v + lam, np.zeros(3), 0.0, 4.0)
    assert found is not None
    assert found == pytest.approx(np.full(3, 8.0), abs=1e-6)


def test_a_nonlinear_curve_of_several_unknowns() -> None:
    """v = lam * cos(v) + shift, componentwise, followed to lam = 1.5."""
    shift = np.array([0.0, 0.3, -0.2])
    found = follow(lambda v, lam: lam * np.cos(v) + shift, shift, 0.0, 1.5)
    assert found is not None
    assert np.abs(1.5 * np.cos(found) + shift - found).max() < 1e-7


def cubic(v: Floats, lam: float) -> Floats:
    """Fixed points where u^3 - u = lam - 3, u = v - 1.5: folds at lam 3 -+ .385."""
    return v - ((v - 1.5) ** 3 - (v - 1.5) - (lam - 3.0)) / 2


def test_a_curve_with_two_folds_is_followed_round_both() -> None:
    """It climbs to lam = 3.385, turns back to 2.615, turns again, and ends on the far branch."""
    start = np.array([r.real for r in np.roots([1, 0, -1, 3]) if abs(r.imag) < 1e-9]) + 1.5
    assert cubic(start, 0.0) == pytest.approx(start, abs=1e-9)
    found = follow(cubic, start, 0.0, 6.0)
    assert found is not None
    root = [r.real for r in np.roots([1, 0, -1, -3]) if abs(r.imag) < 1e-9]
    assert found[0] == pytest.approx(root[0] + 1.5, abs=1e-6)


def test_the_target_is_taken_where_the_curve_first_reaches_it() -> None:
    """At lam = 3 there are three fixed points; the first met is on the lower branch."""
    start = np.array([r.real for r in np.roots([1, 0, -1, 3]) if abs(r.imag) < 1e-9]) + 1.5
    found = follow(cubic, start, 0.0, 3.0)
    assert found is not None
    assert found[0] == pytest.approx(0.5, abs=1e-6)


def test_a_curve_that_never_arrives_is_given_up() -> None:
    """v^2 = 1 - lam turns back at lam = 1."""
    assert follow(lambda v, lam: v + v**2 - 1 + lam, np.array([-1.0]), 0.0, 2.0, limit=40) is None


def test_what_is_not_a_number_is_given_up() -> None:
    assert follow(lambda v, lam: v * lam * np.nan, np.ones(2), 0.0, 1.0) is None


def test_a_start_that_is_no_fixed_point_is_corrected_first() -> None:
    found = follow(lambda v, lam: 0.5 * v + lam, np.ones(2), 0.0, 1.0)
    assert found is not None
    assert found == pytest.approx(np.full(2, 2.0), abs=1e-6)


@pytest.mark.parametrize(
    "scenario",
    [reference("average-dispute"), two(theta={"lambda": 12.0}), reference("weak-target"), four()],
)
def test_on_games_it_arrives_where_continuation_does(scenario: Scenario) -> None:
    game = compile_game(scenario)
    plain = solve(game, SolveOptions(tol=1e-9))
    assert plain.method == "continuation"
    size = (game.size, len(game.names) + 2)
    begin = np.zeros(size)
    relax(game, begin, at_sharpness(game, 0.0), tol=1e-10, limit=4000)
    found = follow(lambda v, lam: _pass(game, v, lam), begin, 0.0, game.model.sharpness)
    assert found is not None
    assert np.abs(found - plain.values).max() < 1e-5


def test_a_pass_renews_every_position() -> None:
    """Its only fixed points are equilibria."""
    game = compile_game(reference("weak-target"))
    found = solve(game, SolveOptions(tol=1e-9)).values
    sharpness = game.model.sharpness
    assert np.abs(_pass(game, found, sharpness) - found).max() < 1e-7
    moved = _pass(game, found + 0.1, sharpness) != found + 0.1
    assert moved.any(axis=1).all()
