"""Sharp play against backward induction by brute force.

As lambda grows, a logit with prior weights chooses the best there is, and among equally good
moves in proportion to their weights. Two settings where that can be enumerated: the game cut
after some events, and the stationary game on a ladder that nobody steps down from.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import Game
from foedus.crisis.horizon import choice, event_rate, finite_horizon
from foedus.crisis.policy import respond
from foedus.crisis.relax import residual

from . import small
from .referee import Move, Referee, State, index

TIE = 1e-12


class Cut:
    """The game cut after some events, by recursion."""

    def __init__(self, game: Game, settlement: dict[State, float]) -> None:
        self.rules, self.settlement = Referee(game), settlement
        self.rate, self.alpha = event_rate(game), game.model.ceiling
        self.gap = np.inf
        self.value = cache(self._value)

    def best(self, worth: list[float], weights: list[float]) -> list[float]:
        """Chances of each, the largest sharing by weight where equal."""
        top = max(worth)
        lead = [top - w for w in worth]
        self.gap = min([self.gap, *(d for d in lead if d > TIE)])
        raw = [w if d <= TIE else 0.0 for d, w in zip(lead, weights, strict=True)]
        return [r / sum(raw) for r in raw]

    def led(self, x: State, move: Move, left: int) -> np.ndarray:
        """Everybody's payoff after a move, the answer to an attack included."""
        if move.to is None:
            return self.rules.ending(x, move.ends, by=move.who)
        to = self.value(move.to, left)
        if move.asked is not None:
            gives = self.rules.ending(x, self.rules.answer_ends(move.asked), by=move.asked)
            first, second = self.best([gives[move.asked], to[move.asked]], [1.0, 1.0])
            to = first * gives + second * to
        if move.who is not None:
            to = to.copy()
            to[move.who] -= move.cost
        return to

    def talks(self, x: State, left: int) -> np.ndarray:
        here = self.value(x, left)
        agreed = self.rules.model.stake * self.settlement[x]
        c, t = self.rules.heads[1], self.rules.heads[2]
        yes = self.best([agreed[t], here[t]], [1.0, 1.0])[0]
        offer = yes * agreed[c] + (1 - yes) * here[c]
        both = yes * self.best([offer, here[c]], [1.0, 1.0])[0]
        return both * agreed + (1 - both) * here

    def turn(self, x: State, i: int, left: int) -> tuple[dict[str, float], np.ndarray]:
        """Actor i's chances, and everybody's payoff once it has chosen."""
        moves, here = self.rules.moves(x, i), self.value(x, left)
        leads = [here, *(self.led(x, m, left) for m in moves)]
        weights = [1.0, *(m.rate / self.alpha for m in moves)]
        chances = self.best([v[i] for v in leads], weights)
        labels = ["still", *(m.label for m in moves)]
        expected = sum(c * v for c, v in zip(chances, leads, strict=True))
        return dict(zip(labels, chances, strict=True)), expected

    def _value(self, x: State, left: int) -> np.ndarray:
        if left == 0:
            return -self.rules.base(x)
        here = self.value(x, left - 1)
        total = here + self.rules.flow(x) / self.rate
        for move in self.rules.nature(x):
            led = self.led(x, move, left - 1) if move.ends != "talks" else self.talks(x, left - 1)
            total = total + move.rate / self.rate * (led - here)
        for i in range(self.rules.n):
            total = total + self.alpha / self.rate * (self.turn(x, i, left - 1)[1] - here)
        return total


SHARP = 1e6
SHAPES = {
    "two": {"actors": 2, "rungs": 3},
    "three": {"actors": 3, "rungs": 3},
    "either": {"actors": 3, "rungs": 2, "either": True},
    "clocks": {"actors": 2, "rungs": 3, "clocks": True},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_cut_game_is_solved_backwards(shape: str) -> None:
    compared = 0
    for seed in range(20):
        game = small.drawn(seed, theta={"lambda": SHARP}, **SHAPES[shape])
        rules = Referee(game)
        states = rules.states()
        where = index(game, states, rules)
        rng = np.random.Generator(np.random.Philox(key=[seed, 5]))
        m = rng.uniform(0.1, 0.9, game.size)
        brute = Cut(game, {x: float(m[k]) for x, k in where.items()})
        events = 4
        theirs = {x: brute.value(x, events) for x in states}
        if brute.gap * SHARP < 30.0:
            continue  # a near-tie, where lambda is not large
        compared += 1
        values = finite_horizon(game, events, m).values
        for x, k in where.items():
            np.testing.assert_allclose(values[k], theirs[x], rtol=0, atol=1e-6)
        before = finite_horizon(game, events - 1, m).values
        for i in range(rules.n):
            share, _ = choice(game, before, i)
            for x, k in where.items():
                chances, _ = brute.turn(x, i, events - 1)
                chances.pop("still")
                mine = {label: share[label][k] for label in chances}
                assert mine == pytest.approx(chances, abs=1e-6), (seed, x, i)
    assert compared >= 6


class Stationary:
    """The stationary game on an acyclic ladder: at each state, the one pure profile that holds.

    A state's moves lead only to states already solved, so for each profile of pure choices the
    values at the state follow from one equation; a profile holds where nobody gains by another
    choice. Games where some state has none (play mixes), or more than one, are left aside.
    """

    def __init__(self, game: Game) -> None:
        self.rules = Referee(game)
        self.alpha = game.model.ceiling
        self.gap = np.inf
        self.profile: dict[State, tuple] = {}
        self.value = cache(self._value)

    def led(self, x: State, move: Move) -> np.ndarray:
        """Values (actors, then E[s; war ends] and P(war ends)) after a move."""
        rules = self.rules
        if move.to is None:
            fights = bool(rules.fighting(x)) and move.ends != "nuclear_use"
            share = {"war_ends": rules.victory(x), "target_yields": 1.0}.get(move.ends, 0.0)
            pay = rules.ending(x, move.ends, by=move.who)
            return np.concatenate([pay, [share * fights, float(fights)]])
        to = self.value(move.to).copy()
        if move.asked is not None:
            gives = rules.ending(x, rules.answer_ends(move.asked), by=move.asked)
            self.gap = min(self.gap, abs(gives[move.asked] - to[move.asked]))
            if gives[move.asked] > to[move.asked]:
                return np.concatenate([gives, [0.0, 0.0]])
        if move.who is not None:
            to[move.who] -= move.cost
        return to

    def _value(self, x: State) -> np.ndarray:
        rules, n = self.rules, self.rules.n
        nature = [(m.rate, self.led(x, m)) for m in rules.nature(x) if m.ends != "talks"]
        talks = sum(m.rate for m in rules.nature(x) if m.ends == "talks")
        options = [
            [None, *((m.label, self.led(x, m)) for m in rules.moves(x, i))] for i in range(n)
        ]
        holding = []
        for picks in product(*options):
            for agree in (False, True) if talks else (False,):
                result = self._try(x, nature, talks if agree else 0.0, picks)
                if result is None:
                    continue
                values, m = result
                gap = self._holds(values, m, talks > 0, agree, options, picks)
                if gap is not None:
                    holding.append((values, gap, (picks, agree)))
        if len(holding) != 1:
            raise LookupError(x)
        values, gap, (picks, agree) = holding[0]
        self.gap = min(self.gap, gap)
        self.profile[x] = ([p and p[0] for p in picks], agree)
        return values

    def _try(self, x: State, nature, talks: float, picks):
        """Values at x, and m, under one profile."""
        flows = nature + [(self.alpha, p[1]) for p in picks if p is not None]
        n = self.rules.n
        total = sum(rate for rate, _ in flows)
        if total <= 0.0:
            return None
        sums = sum(rate * led for rate, led in flows)
        m = sums[n] / sums[n + 1] if sums[n + 1] > 1e-12 * total else self.rules.victory(x)
        sums[:n] += self.rules.flow(x) + talks * self.rules.model.stake * m
        return sums / (total + talks), m

    def _holds(self, values, m, talking, agree, options, picks) -> float | None:
        """The smallest margin by which the profile holds, or None where it does not."""
        margin = np.inf
        for i, pick in enumerate(picks):
            own = values[i] if pick is None else pick[1][i]
            rest = [values[i]] + [o[1][i] for o in options[i] if o is not None]
            rest.remove(own)
            if rest:
                margin = min(margin, own - max(rest))
        if talking:
            gains = self.rules.model.stake * m - values[: self.rules.n]
            c, t = gains[self.rules.heads[1]], gains[self.rules.heads[2]]
            margin = min(margin, min(c, t) if agree else abs(t) if t < 0 else -c)
        return margin if margin > 0 else None


@pytest.mark.parametrize(
    "shape",
    [
        {"actors": 2, "rungs": 3},
        {"actors": 2, "rungs": 4},
        {"actors": 3, "rungs": 2},
        {"actors": 3, "rungs": 2, "either": True},
    ],
    ids=["two", "four-rungs", "three", "either"],
)
def test_the_stationary_game_on_an_acyclic_ladder(shape: dict) -> None:
    compared = 0
    for seed in range(60):
        sharp = 1e5
        game = small.drawn(seed, acyclic=True, theta={"lambda": sharp}, **shape)
        brute = Stationary(game)
        states = brute.rules.states()
        try:
            theirs = np.array([brute.value(x) for x in states])
        except LookupError:
            continue
        if brute.gap * sharp < 30.0:
            continue
        where = index(game, states, brute.rules)
        values = np.empty_like(theirs)
        values[[where[x] for x in states]] = theirs
        assert residual(game, values) < 1e-9
        policy = respond(game, values)
        for x, (picks, _) in brute.profile.items():
            for i, pick in enumerate(picks):
                hazards = np.zeros(4)
                if pick is not None:
                    hazards[["up", "across", "down", "yield"].index(pick)] = game.model.ceiling
                np.testing.assert_allclose(policy.chosen[where[x], i], hazards, rtol=0, atol=1e-6)
        compared += 1
        if compared <= 3:  # from a cold start, so sharp a game takes a while
            np.testing.assert_allclose(solve(game).values, values, rtol=0, atol=1e-6)
    assert compared >= 5
