"""The relaxation: fixed points, threads, damping, and that a NaN never converges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.crisis.game import Game, compile_game, fill_tables
from foedus.crisis.horizon import finite_horizon
from foedus.crisis.relax import PARALLEL_FROM, Relaxed, at_sharpness, pool, relax, residual

from .small import four, reference, two
from .solved import reference_one


def zeros(game: Game) -> np.ndarray:
    return np.zeros((game.size, len(game.names) + 2))


def with_model(game: Game, **fields: object) -> Game:
    """The game with some fields of its model replaced, and its tables filled anew."""
    primitives = replace(game.primitives, model=game.model._replace(**fields))
    return replace(
        game, primitives=primitives, tables=fill_tables(primitives, game.layout, game.places)
    )


def planted(game: Game, field: str, where: tuple[int, ...] = (0,)) -> Game:
    """The game with a NaN in one entry of its model."""
    values = np.array(getattr(game.model, field), float)
    values[where] = np.nan
    return with_model(game, **{field: values})


@pytest.fixture(scope="module")
def july() -> Game:
    return reference_one("july-sketch").game


def test_a_solution_is_a_fixed_point() -> None:
    found = reference_one("weak-target")
    values = found.values.copy()
    assert residual(found.game, values) <= 1e-7
    assert np.array_equal(values, found.values)  # measuring changes nothing
    done = relax(found.game, values, tol=1e-7, limit=50)
    assert done.within(1e-7)
    assert np.abs(values - found.values).max() < 1e-6


def test_the_residual_is_the_largest_step_of_any_value() -> None:
    found = reference_one("weak-target")
    game, values = found.game, found.values.copy()
    x = game.layout.start
    values[x, 1] += 0.05  # its own evaluation moves less than it does
    gap = residual(game, values)
    assert 0.005 < gap < 0.5


def test_the_residual_sees_one_wrong_value_anywhere() -> None:
    found = reference_one("weak-target")
    for x in range(0, found.game.size, 7):
        for column in range(found.values.shape[1]):
            values = found.values.copy()
            values[x, column] += 0.01
            assert residual(found.game, values) > 1e-4


def test_work_is_counted_in_positions() -> None:
    game = compile_game(two())
    values = zeros(game)
    done = relax(game, values, tol=1e-9, limit=4000)
    assert done.within(1e-9)
    assert done.work >= game.size
    again = relax(game, values, tol=1e-9, limit=4000)
    assert again.work < done.work


def test_too_few_passes_do_not_count_as_converged() -> None:
    game = compile_game(reference("weak-target"))
    done = relax(game, zeros(game), tol=1e-12, limit=2)
    assert not done.within(1e-12)


def test_a_nan_is_never_within_anything() -> None:
    assert not Relaxed(np.nan, 1).within(np.inf)


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_damping_does_not_move_the_fixed_point(keep: float) -> None:
    found = reference_one("average-dispute")
    values = zeros(found.game)
    done = relax(found.game, values, tol=1e-11, limit=20_000, keep=keep)
    assert done.within(1e-11)
    assert np.abs(values - found.values).max() < 1e-6


def test_a_solution_in_one_thread_and_in_three_is_the_same_bit_for_bit(july: Game) -> None:
    last = july.layout.blocks[-1]
    assert last.bipartite
    assert last.stop - last.start >= PARALLEL_FROM  # so threads share it in two colours
    results = []
    for threads in (1, 2, 3):
        values = zeros(july)
        with pool(threads) as executor:
            done = relax(july, values, tol=1e-6, limit=400, executor=executor, threads=threads)
        results.append((values, done.change))
    for values, change in results[1:]:
        assert np.array_equal(values, results[0][0])
        assert change == results[0][1]


def test_another_lambda_is_another_model() -> None:
    game = compile_game(two())
    assert at_sharpness(game, 1.5).sharpness == 1.5
    assert game.model.sharpness == 4.0


@pytest.mark.parametrize("x", [0, 13, 25])
@pytest.mark.parametrize("column", [0, 3])
def test_a_nan_in_the_values_is_seen_by_the_residual(x: int, column: int) -> None:
    found = reference_one("average-dispute")
    values = found.values.copy()
    values[x, column] = np.nan
    assert np.isnan(residual(found.game, values))


@pytest.mark.parametrize("field", ["stake", "war_cost"])
@pytest.mark.parametrize("actor", [0, 1])
def test_a_nan_in_the_model_does_not_converge(field: str, actor: int) -> None:
    game = planted(compile_game(reference("average-dispute")), field, (actor,))
    values = zeros(game)
    assert not relax(game, values, tol=1e-7, limit=200).within(1e-7)
    assert not residual(game, values) <= 1e-7


@pytest.mark.parametrize("threads", [1, 2])
def test_a_nan_of_a_bystander_who_never_moves_does_not_converge(threads: int) -> None:
    """It reaches no other column, so nothing but the NaN itself can give it away."""
    game = planted(compile_game(four()), "stake", (1,))
    still = {}
    for field in ("climb", "down"):
        rates = getattr(game.model, field).copy()
        rates[1] = 0.0
        still[field] = rates
    game = with_model(game, **still)
    values = zeros(game)
    with pool(threads) as executor:
        done = relax(game, values, tol=1e-7, limit=400, executor=executor, threads=threads)
    assert not done.within(1e-7)
    assert not residual(game, values) <= 1e-7


def test_values_of_war_are_net_of_what_was_charged() -> None:
    """With play off and war the only thing left, each gets stake * p - base, by hand."""
    scenario = two(CH={"capability": 3.0}, theta={"lambda": 0.0, "omega": 0.005, "c_w": 0.8})
    game = compile_game(scenario)
    frozen = with_model(game, yield_rate=np.zeros(2))
    values = zeros(frozen)
    assert relax(frozen, values, tol=1e-12, limit=4000).within(1e-12)
    both = (frozen.layout.rung == 4).all(axis=1)
    assert values[both, 0] == pytest.approx([0.75 - 0.8] * 2, abs=1e-9)
    assert values[both, 1] == pytest.approx([-0.75 - 0.8] * 2, abs=1e-9)
    assert values[both, 2] == pytest.approx([0.75] * 2, abs=1e-9)
    assert values[both, 3] == pytest.approx([1.0] * 2, abs=1e-9)
    # the horizon agrees that nothing else is to be had
    cut = finite_horizon(frozen, 4000, np.full(frozen.size, 0.75))
    assert cut.values[both] == pytest.approx(values[both, :2], abs=2e-2)
