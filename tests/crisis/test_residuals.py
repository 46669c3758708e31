"""The adjoint's solution, against the map that it is the adjoint of."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.crisis import sensitivity
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.kernel.sweep import evaluate, scratch
from foedus.crisis.model import Floats
from foedus.crisis.reading import Readout, any_war, reached, read_out

from .test_sensitivity import CASES

STEP = 1e-6


def _map(found: Equilibrium, values: Floats) -> Floats:
    """Return F(G): what each value would be were all the others as given."""
    game, room = found.game, scratch(values.shape[1])
    made = np.empty_like(values)
    for x in range(len(values)):
        total = evaluate(x, values, game.places, game.model, game.tables, room)
        made[x] = room.num / total
    return made


def _along(found: Equilibrium, direction: Floats) -> Floats:
    """Return dF/dG times a direction, by central differences of the map itself."""
    ends = [_map(found, found.values + by * direction) for by in (STEP, -STEP)]
    return (ends[0] - ends[1]) / (2.0 * STEP)


def _asked(found: Equilibrium) -> tuple[Readout, Floats, Floats]:
    game = found.game
    told = read_out(found, (any_war(game), reached(game, 2)))
    values = np.zeros((2, len(game.names)))
    values[0, 0] = 1.0
    return told, np.zeros((2, 2)), values


@pytest.mark.parametrize("name", CASES)
def test_what_a_value_depends_on_solves_its_equation(name: str) -> None:
    found = solve(compile_game(CASES[name]), SolveOptions(tol=1e-11, limit=60_000))
    told, weight, values = _asked(found)
    lam, rest = sensitivity.adjoint(found, told, weight, values)
    assert rest <= 1e-9
    draw = np.random.default_rng(1)
    for _ in range(20):  # lam (1 - dF/dG) d is the asked value's share of d, whatever d
        d = draw.standard_normal(found.values.shape)
        through = float(np.vdot(lam[:, :, 0], d - _along(found, d)))
        assert through == pytest.approx(d[found.game.layout.start, 0], abs=1e-5)
    assert not lam[:, :, 1].any()  # a sum of nothing depends on nothing


def test_directions_that_must_be_dropped_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = solve(compile_game(CASES["three"]), SolveOptions(tol=1e-11, limit=60_000))
    told, _, values = _asked(found)
    weight = np.eye(2)
    many, _ = sensitivity.adjoint(found, told, weight, values)
    monkeypatch.setattr(sensitivity, "ROOM", 1)
    few, rest = sensitivity.adjoint(found, told, weight, values)
    assert rest <= 1e-9
    np.testing.assert_allclose(few, many, rtol=1e-6, atol=1e-8)
    assert not np.array_equal(few, many)
