"""The equilibrium: reproducible, on the principal branch, refused where it does not converge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from foedus.core.errors import NotConverged
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, others, solve
from foedus.crisis.game import Game, compile_game, fill_tables
from foedus.crisis.horizon import choice
from foedus.crisis.outcomes import outcomes
from foedus.crisis.policy import respond
from foedus.crisis.relax import at_sharpness, relax, residual
from foedus.crisis.scenario import Scenario, load
from foedus.crisis.theta import load_theta

from .small import four, reference, two
from .solved import bundled_one, reference_one
from .strategies import scenarios

FINE = SolveOptions(tol=1e-10)


def planted(scenario: Scenario, field: str, where: tuple[int, ...], value: float = np.nan) -> Game:
    """The compiled scenario with one entry of its model replaced."""
    game = compile_game(scenario)
    values = np.array(getattr(game.model, field), float)
    values[where] = value
    primitives = replace(game.primitives, model=game.model._replace(**{field: values}))
    return replace(
        game, primitives=primitives, tables=fill_tables(primitives, game.layout, game.places)
    )


# -- the same, bit for bit ---------------------------------------------------------------------


def test_two_runs_and_two_threads_give_the_same_bits() -> None:
    one = reference_one("july-sketch")
    for threads in (1, 2):
        again = solve(
            compile_game(reference("july-sketch"), load_theta("provisional")), threads=threads
        )
        assert np.array_equal(again.values, one.values)
        assert (again.residual, again.work, again.method) == (one.residual, one.work, one.method)


def test_july_1914_is_the_same_in_two_threads() -> None:
    one = bundled_one("july-1914")
    again = solve(compile_game(load("july-1914")), threads=2)
    assert np.array_equal(again.values, one.values)
    assert again.residual == one.residual


# -- what is returned --------------------------------------------------------------------------


def test_the_residual_returned_is_that_of_the_values() -> None:
    found = reference_one("weak-target")
    assert found.residual == residual(found.game, found.values)
    assert found.residual <= 1e-7
    assert solve(found.game, FINE).residual <= 1e-10


def test_the_start_is_the_value_of_the_first_day() -> None:
    found = reference_one("weak-target")
    layout = found.game.layout
    assert layout.rung[layout.start].tolist() == [2, 0, 0]
    assert np.array_equal(found.start, found.values[layout.start, :3])


@given(scenarios(max_actors=3, max_treaties=3))
@settings(max_examples=25, deadline=None)
def test_values_solve_the_equations_written_out_in_numpy(scenario: Scenario) -> None:
    """flow + sum of rate * (value there - value here) = 0, by the horizon's own formulas."""
    found = solve(compile_game(scenario), FINE)
    game, n = found.game, len(found.game.names)
    tables, model, layout, V = game.tables, game.model, game.layout, found.values[:, :n]
    policy = respond(game, found.values)
    drift = tables.flow.copy()
    drift += tables.lapse[:, None] * (-tables.base - V)
    drift += tables.end[:, None] * (model.stake * tables.victory[:, None] - tables.base - V)
    drift += tables.nuclear[:, None] * (-model.nuclear_cost - tables.base - V)
    agreed = tables.talks * policy.accepts[:, 0] * policy.accepts[:, 1]
    drift += agreed[:, None] * (model.stake * policy.settlement[:, None] - V)
    for i in range(n):
        chances, leads = choice(game, V, i)
        for move, share in chances.items():
            drift += model.ceiling * share[:, None] * (leads[move] - V)
        for rate, to in (
            (tables.incident[:, i], layout.up[:, i]),
            (tables.incident_across[:, i], layout.across[:, i]),
            (tables.advance[:, i], layout.next[:, i]),
        ):
            for x in np.flatnonzero(rate):
                y = to[x]
                there = V[y].copy()
                if layout.flag[x] == 0 and layout.flag[y] != 0 and model.principal[i]:
                    side = 1 if i == model.principals[0] else 0
                    gives, enemy = policy.yields[x, side], model.principals[side]
                    given_up = model.stake * side - tables.base[x]
                    given_up[enemy] -= model.yield_cost[enemy, layout.rung[x, enemy]]
                    there = gives * given_up + (1 - gives) * there
                drift[x] += rate[x] * (there - V[x])
    assert np.abs(drift).max() < 1e-6


def test_a_warm_start_arrives_where_a_cold_one_does() -> None:
    cold = solve(compile_game(reference("weak-target"), load_theta("provisional")), FINE)
    near = solve(
        compile_game(reference("weak-target"), load_theta("provisional").with_values({"X": 3.5})),
        FINE,
    )
    warm = solve(cold.game, FINE, warm=near.values)
    assert warm.method == "warm"
    assert np.abs(warm.values - cold.values).max() < 1e-8
    assert warm.work < cold.work


def test_a_warm_start_is_not_written_to() -> None:
    found = reference_one("weak-target")
    before = found.values.copy()
    solve(
        compile_game(reference("weak-target"), load_theta("provisional").draw(0, 1)),
        warm=found.values,
    )
    assert np.array_equal(found.values, before)


def test_a_warm_start_that_leads_nowhere_is_made_up_for() -> None:
    found = reference_one("weak-target")
    again = solve(found.game, warm=np.full_like(found.values, np.nan))
    assert again.method == "continuation"
    assert np.array_equal(again.values, found.values)


def test_a_warm_start_of_another_shape_is_ignored() -> None:
    found = reference_one("weak-target")
    again = solve(found.game, warm=np.zeros((3, 3)))
    assert again.method == "continuation"
    assert np.array_equal(again.values, found.values)


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["stake", "war_cost", "yield_rate", "capability", "honour"])
def test_a_nan_is_an_error_not_a_number(field: str) -> None:
    where = {"capability": (0, 4), "honour": (2,)}.get(field, (0,))
    with pytest.raises(NotConverged) as caught:
        solve(planted(reference("weak-target"), field, where))
    assert "weak-target" in str(caught.value)


def test_a_nan_that_touches_nobody_else_is_an_error_too() -> None:
    """The stake of a bystander who never moves: its own column alone is not a number."""
    game = planted(four(), "stake", (1,))
    rates = {}
    for field in ("climb", "down"):
        rates[field] = getattr(game.model, field).copy()
        rates[field][1] = 0.0
    primitives = replace(game.primitives, model=game.model._replace(**rates))
    with pytest.raises(NotConverged):
        solve(replace(game, primitives=primitives))


def test_a_nan_at_lambda_zero_is_an_error_and_not_for_ever() -> None:
    with pytest.raises(NotConverged):
        solve(planted(two(theta={"lambda": 0.0}), "stake", (0,)))


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_too_few_passes_are_an_error(limit: int) -> None:
    with pytest.raises(NotConverged, match="no equilibrium of july-sketch"):
        solve(reference_one("july-sketch").game, SolveOptions(tol=1e-13, limit=limit))


@pytest.mark.parametrize("threads", [1, 2])
def test_too_few_passes_are_an_error_in_any_number_of_threads(threads: int) -> None:
    with pytest.raises(NotConverged) as caught:
        solve(reference_one("july-sketch").game, SolveOptions(tol=1e-13, limit=2), threads=threads)
    assert caught.value.fix is not None


def test_a_crisis_that_cannot_end_is_an_error() -> None:
    """Nobody moves, nature neither: every rate is in range, and no position is ever left."""
    nothing = dict.fromkeys(
        ("phi", "kappa0", "iota", "mu_climb", "mu_descend", "mu_yield", "mu_war"), 0.0
    )
    with pytest.raises(NotConverged):
        solve(compile_game(two(theta=nothing)))


# -- the principal branch ----------------------------------------------------------------------


def test_at_lambda_zero_everybody_moves_at_the_baseline() -> None:
    found = solve(compile_game(two(theta={"lambda": 0.0})), FINE)
    policy, layout = respond(found.game, found.values), found.game.layout
    x = int(np.flatnonzero((layout.rung == [1, 2]).all(axis=1) & (layout.flag == 0))[0])
    climb, down, give = 0.126, 0.206, 0.00078
    share = 1 + (climb + down + give) / 2.0
    assert policy.chosen[x, 0].tolist() == pytest.approx(
        [climb / share, 0, down / share, give / share]
    )
    assert (policy.accepts == 0.5).all()


def test_the_number_of_steps_of_lambda_does_not_matter() -> None:
    game = compile_game(
        reference("weak-target"), load_theta("provisional").with_values({"lambda": 12.0})
    )
    found = [solve(game, SolveOptions(tol=1e-10, steps=steps)) for steps in (1, 4, 16)]
    assert {e.method for e in found} == {"continuation"}
    for other in found[1:]:
        assert np.abs(other.values - found[0].values).max() < 1e-8


def test_the_branch_is_continuous_in_lambda() -> None:
    """Values on the first day move little from one lambda to the next, all the way up."""
    path = []
    for sharpness in np.linspace(0.0, 16.0, 65):
        theta = load_theta("provisional").with_values({"lambda": float(sharpness)})
        path.append(solve(compile_game(reference("weak-target"), theta), FINE).start)
    jumps = np.abs(np.diff(np.array(path), axis=0)).max(axis=1)
    assert jumps.max() < 0.05
    assert jumps.max() < 4 * np.median(jumps) + 0.02


def test_zeta_leaves_the_choice_alone_where_stakes_are_scaled() -> None:
    """All payoffs doubled and lambda halved is the same play; zeta = 1 does the halving."""
    pay = ("c_w", "audience", "X")  # leverage is per unit of stake already
    theta = load_theta("provisional")
    doubled = {name: 2 * theta[name] for name in pay}
    ladder = [r.model_dump() for r in reference("average-dispute").ladder]
    for rung in ladder:
        rung["upkeep"] *= 2
    plain = outcomes(solve(compile_game(two(start={"CH": "display"})), FINE))
    scaled = two(
        stake={"CH": 2.0, "TG": 2.0}, theta={**doubled, "zeta": 1.0},
        start={"CH": "display"}, ladder=ladder,
    )  # fmt: skip
    other = outcomes(solve(compile_game(scaled), FINE))
    assert other.classes == pytest.approx(plain.classes, abs=1e-8)


# -- other equilibria --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["average-dispute", "weak-target"])
def test_the_reference_disputes_have_one_equilibrium(name: str) -> None:
    assert others(reference_one(name), 20) == []


def rivals(sharpness: float) -> Scenario:
    """A race in which each attacks if it fears the other will, and neither does if it does not.

    War pays whoever is ready first (about .75 of the issue, readiness being .01 short of war and
    a day's march away), but not enough for its cost: the challenger gets about -.05 by striking,
    -.55 by being struck, 0 in peace; the target -.55, -1.05, 0. Nobody yields (audience 5).
    """
    ladder = [
        {"name": "ready", "hostility": 4, "readiness": 0.01, "audience": 1.0, "judgement": "x"},
        {"name": "war", "hostility": 5, "readiness": 1.0, "audience": 1.0, "war": True,
         "judgement": "x"},
    ]  # fmt: skip
    firm: dict[str, Any] = {"judgement": "made up", "mu_yield": 1e-6, "audience": 5.0}
    return two(
        ladder=ladder,
        overrides={"CH": {**firm, "war_cost": 0.8}, "TG": {**firm, "war_cost": 0.3}},
        theta={
            "lambda": sharpness, "mu_climb": 0.5, "mu_war": 0.01, "kappa0": 0.0, "phi": 0.05,
            "omega": 1.0, "leverage": 0.0,
        },
    )  # fmt: skip


def find_two() -> tuple[Equilibrium, list[Equilibrium]]:
    found = solve(compile_game(rivals(40.0)))
    return found, others(found, 20)


def test_a_second_equilibrium_is_found_where_there_is_one() -> None:
    found, more = find_two()
    assert len(more) >= 1
    war = sorted(outcomes(e)["any_war"] for e in (found, *more))
    assert war[0] < 0.1  # peace, kept by nobody's fear
    assert war[-1] > 0.9  # war, made by everybody's
    for other in more:
        assert other.method == "random start"
        assert residual(other.game, other.values) <= 1e-7
        assert np.abs(other.start - found.start).max() > 1e-3


def test_the_search_is_the_same_each_time() -> None:
    found, more = find_two()
    again = others(found, 20)
    assert [e.values.tobytes() for e in again] == [e.values.tobytes() for e in more]


def test_following_lambda_stays_with_the_first_one() -> None:
    """Relaxing at lambda from the values of a slightly lower lambda stays where `solve` was."""
    found, _ = find_two()
    below = solve(compile_game(rivals(39.5)), FINE)
    values = below.values.copy()
    relax(found.game, values, at_sharpness(found.game, 40.0), tol=1e-9, limit=8000)
    assert np.abs(values - found.values).max() < 1e-5


@pytest.mark.parametrize("sharpness", [40.0, 100.0, 400.0])
def test_the_principal_branch_is_not_left_at_a_large_lambda(sharpness: float) -> None:
    """Steps as small as one of lambda follow it; larger ones must not fall onto the other."""
    game = compile_game(rivals(sharpness))
    careful = solve(game, SolveOptions(steps=int(sharpness)))
    assert outcomes(careful)["any_war"] < 0.02
    assert np.abs(solve(game).start - careful.start).max() < 1e-5
