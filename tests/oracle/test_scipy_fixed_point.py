"""The fixed point again: F written once more in NumPy, and SciPy's root finders on F(G) - G."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import root

from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import Game
from foedus.crisis.policy import respond
from foedus.crisis.relax import residual

from . import small
from .referee import Move, Referee, State, index, logistic, shares
from .test_stationary import reference


class Map:
    """F: values at every position -> what standing there is worth, given logit play of them."""

    def __init__(self, game: Game) -> None:
        self.game, self.rules = game, Referee(game)
        self.states = self.rules.states()
        self.where = index(game, self.states, self.rules)
        self.todo = [
            (
                x,
                self.where[x],
                self.rules.nature(x),
                [self.rules.moves(x, i) for i in range(self.n)],
            )
            for x in self.states
        ]

    @property
    def n(self) -> int:
        return self.rules.n

    def __call__(self, G: np.ndarray) -> np.ndarray:
        new = np.empty_like(G)
        for x, k, nature, moves in self.todo:
            new[k] = self.at(x, G, k, nature, moves)
        return new

    def at(self, x: State, G: np.ndarray, k: int, nature: list[Move], moves) -> np.ndarray:
        rules, model, n = self.rules, self.game.model, self.n
        sums = np.zeros(n + 2)
        sums[:n] = rules.flow(x)
        total = 0.0
        for move in nature:
            rate, led = move.rate, None
            if move.ends == "talks":
                m = G[k, n] / G[k, n + 1] if G[k, n + 1] > 1e-12 else rules.victory(x)
                c, t = rules.heads[1], rules.heads[2]
                yes = logistic(model.sharpness * (model.stake[t] * m - G[k, t]))
                also = logistic(model.sharpness * yes * (model.stake[c] * m - G[k, c]))
                rate *= yes * also
                led = np.concatenate([model.stake * m, [0.0, 0.0]])
            total += rate
            sums += rate * (self.led(x, G, move) if led is None else led)
        for i in range(n):
            if not moves[i]:
                continue
            leads = [self.led(x, G, m) for m in moves[i]]
            weights = [m.rate / model.ceiling for m in moves[i]]
            chances = shares(model.sharpness, weights, [v[i] for v in leads], G[k, i])
            for chance, led in zip(chances, leads, strict=True):
                total += model.ceiling * chance
                sums += model.ceiling * chance * led
        return sums / total

    def led(self, x: State, G: np.ndarray, move: Move) -> np.ndarray:
        rules, n = self.rules, self.n
        if move.to is None:
            counts = float(bool(rules.fighting(x)) and move.ends != "nuclear_use")
            share = {"war_ends": rules.victory(x), "target_yields": 1.0}.get(move.ends, 0.0)
            pay = rules.ending(x, move.ends, by=move.who)
            return np.concatenate([pay, [share * counts, counts]])
        to = G[self.where[move.to]].copy()
        if move.asked is not None:
            pay = rules.ending(x, rules.answer_ends(move.asked), by=move.asked)
            gives = logistic(self.game.model.sharpness * (pay[move.asked] - to[move.asked]))
            to *= 1.0 - gives
            to[:n] += gives * pay
        to[move.who] -= move.cost
        return to


GAMES = {
    "average-dispute": lambda: reference("average-dispute"),
    "weak-target": lambda: reference("weak-target"),
    "clocks": lambda: small.drawn(3, actors=2, rungs=4, clocks=True),
    "either": lambda: small.drawn(5, actors=3, rungs=3, either=True),
    "nuclear": lambda: small.drawn(8, actors=3, rungs=3, clocks=True),
}


@pytest.mark.parametrize("name", GAMES)
def test_the_residual_recomputed(name: str) -> None:
    game = GAMES[name]()
    for tol in (1e-5, 1e-7):
        found = solve(game, SolveOptions(tol=tol))
        off = np.abs(Map(game)(found.values) - found.values).max()
        assert off <= tol
        assert off == pytest.approx(found.residual, abs=1e-12)
    rng = np.random.Generator(np.random.Philox(key=2))
    anywhere = rng.uniform(0.0, 1.0, found.values.shape)
    away = np.abs(Map(game)(anywhere) - anywhere).max()
    assert residual(game, anywhere) == pytest.approx(away, abs=1e-12)


@pytest.mark.parametrize("name", GAMES)
def test_policies_recomputed_at_any_values(name: str) -> None:
    game = GAMES[name]()
    again = Map(game)
    rng = np.random.Generator(np.random.Philox(key=4))
    values = rng.uniform(-2.0, 1.0, (game.size, again.n + 2))
    policy = respond(game, values)
    column = {"up": 0, "across": 1, "down": 2, "yield": 3}
    for x, k, _, moves in again.todo:
        for i in range(again.n):
            hazards = np.zeros(4)
            worth = [again.led(x, values, m)[i] for m in moves[i]]
            weights = [m.rate / game.model.ceiling for m in moves[i]]
            chances = shares(game.model.sharpness, weights, worth, values[k, i])
            for move, chance in zip(moves[i], chances, strict=True):
                hazards[column[move.label]] = chance * game.model.ceiling
            np.testing.assert_allclose(policy.chosen[k, i], hazards, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("name", "method"), [("average-dispute", "hybr"), ("either", "krylov")])
def test_scipys_root_stays_where_foedus_ends(name: str, method: str) -> None:
    game = GAMES[name]()
    found = solve(game)
    again = Map(game)

    def off(flat: np.ndarray) -> np.ndarray:
        values = flat.reshape(found.values.shape)
        return (again(values) - values).ravel()

    tol = {"hybr": {"tol": 1e-12}, "krylov": {"options": {"fatol": 1e-10, "maxiter": 60}}}
    end = root(off, found.values.ravel(), method=method, **tol[method])
    assert np.abs(off(end.x)).max() < 1e-9
    # a residual of 1e-7 a pass leaves values a slow mode away from the root, no more
    np.testing.assert_allclose(end.x.reshape(found.values.shape), found.values, atol=5e-5)
    tight = solve(game, SolveOptions(tol=1e-12, limit=40_000))
    np.testing.assert_allclose(end.x.reshape(found.values.shape), tight.values, atol=1e-7)


def test_krylov_from_a_point_nearby_comes_back() -> None:
    game = GAMES["either"]()
    found = solve(game, SolveOptions(tol=1e-11, limit=40_000))
    again = Map(game)
    rng = np.random.Generator(np.random.Philox(key=9))
    begin = found.values + rng.normal(0.0, 0.005, found.values.shape)
    end = root(
        lambda v: again(v) - v, begin, method="krylov", options={"fatol": 1e-9, "maxiter": 80}
    )
    assert end.success
    np.testing.assert_allclose(end.x, found.values, atol=1e-6)
