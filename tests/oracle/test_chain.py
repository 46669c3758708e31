"""Outcomes against dense linear algebra: a generator built from the rules, solved by LAPACK."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.outcomes import CLASSES, outcomes, without_nature
from foedus.crisis.policy import Policy, respond

from . import small
from .referee import Move, Referee, State, index

COLUMN = {"up": 0, "across": 1, "down": 2, "yield": 3}


class Dense:
    """The chain of an equilibrium: every flow out of every state."""

    def __init__(self, found: Equilibrium) -> None:
        self.game, self.values = found.game, found.values
        self.rules = Referee(found.game)
        self.states = self.rules.states()
        self.at = {x: s for s, x in enumerate(self.states)}
        self.where = index(found.game, self.states, self.rules)
        self.policy: Policy = respond(found.game, found.values)

    def flows(self, x: State, off: tuple[str, ...] = ()) -> Iterator[tuple[float, object, Move]]:
        """Rate, destination (a state or an outcome), and the move that leads there."""
        rules, policy, k = self.rules, self.policy, self.where[x]
        war = rules.war_class(x)
        for move in rules.nature(x):
            if move.label in off:
                continue
            if move.ends == "talks":
                yield move.rate * policy.accepts[k].prod(), "settled", move
            elif move.ends == "war_ends":
                yield move.rate, war, move
            else:
                yield from self.led(x, move, move.rate)
        for i in range(rules.n):
            for move in rules.moves(x, i):
                rate = policy.chosen[k, i, COLUMN[move.label]]
                if move.label == "yield":
                    yield rate, war or move.ends, move
                else:
                    yield from self.led(x, move, rate)

    def led(self, x: State, move: Move, rate: float) -> Iterator[tuple[float, object, Move]]:
        if move.to is None:
            yield rate, move.ends, move
        elif move.asked is None:
            yield rate, move.to, move
        else:
            gives = self.gives(x, move)
            yield rate * gives, self.rules.answer_ends(move.asked), move
            yield rate * (1 - gives), move.to, move

    def gives(self, x: State, move: Move) -> float:
        side = list(self.game.model.principals).index(move.asked)
        return float(self.policy.yields[self.where[x], side])

    def days(self, off: tuple[str, ...] = (), stop: int | None = None) -> np.ndarray:
        """Expected days in each state; where `stop` is a rung, states at it absorb."""
        size = len(self.states)
        matrix = np.zeros((size, size))
        for s, x in enumerate(self.states):
            if stop is not None and max(p.rung for p in x.spots) >= stop:
                matrix[s, s] += 1.0
                continue
            for rate, to, _ in self.flows(x, off):
                matrix[s, s] += rate
                if isinstance(to, State):
                    matrix[self.at[to], s] -= rate
        begin = np.zeros(size)
        begin[self.at[self.rules.start()]] = 1.0
        reached = self.reached(matrix, begin)
        result = np.zeros(size)
        result[reached] = np.linalg.solve(matrix[np.ix_(reached, reached)], begin[reached])
        return result

    @staticmethod
    def reached(matrix: np.ndarray, begin: np.ndarray) -> np.ndarray:
        seen = begin > 0
        while True:
            more = seen | (matrix[:, seen] < 0).any(axis=1)
            if (more == seen).all():
                return np.flatnonzero(seen)
            seen = more

    def classes(self, days: np.ndarray, off: tuple[str, ...] = ()) -> dict[str, float]:
        total = dict.fromkeys(CLASSES, 0.0)
        for s, x in enumerate(self.states):
            for rate, to, _ in self.flows(x, off):
                if isinstance(to, str):
                    total[to] += days[s] * rate
        return total

    def fights(self, days: np.ndarray) -> np.ndarray:
        total = np.zeros(self.rules.n)
        for s, x in enumerate(self.states):
            ends = sum(rate for rate, to, _ in self.flows(x) if isinstance(to, str))
            total[list(self.rules.fighting(x))] += days[s] * ends
        return total

    def steps(self, days: np.ndarray) -> dict[str, float]:
        total = {"nature": 0.0, "error": 0.0, "deliberate": 0.0}
        for s, x in enumerate(self.states):
            for rate, to, move in self.flows(x):
                if not isinstance(to, State) or x.first or not to.first:
                    continue
                if move.label in ("incident", "lock-in"):
                    total["nature"] += days[s] * rate
                    continue
                worth, k = self.values[self.where[to], move.who], self.where[x]
                if move.asked is not None:
                    gives = self.gives(x, move)
                    given = self.rules.ending(x, self.rules.answer_ends(move.asked))[move.who]
                    worth = gives * given + (1 - gives) * worth
                label = "error" if worth < self.values[k, move.who] else "deliberate"
                total[label] += days[s] * rate
        return total


SHAPES = {
    "two": {"actors": 2, "rungs": 4},
    "three": {"actors": 3, "rungs": 3},
    "either": {"actors": 3, "rungs": 3, "either": True},
    "clocks": {"actors": 2, "rungs": 4, "clocks": True},
    "clocks-either": {"actors": 3, "rungs": 3, "clocks": True, "either": True},
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES)
def test_outcomes_equal_a_dense_solve(shape: str, seed: int) -> None:
    found = solve(small.drawn(seed, **SHAPES[shape]))
    game = found.game
    dense = Dense(found)
    result = outcomes(found)
    days = dense.days()
    assert result.days == pytest.approx(days.sum(), abs=1e-7, rel=1e-9)
    theirs = dense.classes(days)
    assert sum(theirs.values()) == pytest.approx(1.0, abs=1e-11)
    assert {c: result[c] for c in CLASSES} == pytest.approx(theirs, abs=1e-9)
    assert list(result.fights.values()) == pytest.approx(dense.fights(days).tolist(), abs=1e-9)
    assert result.steps == pytest.approx(dense.steps(days), abs=1e-9)
    assert sum(result.steps.values()) > 1e-3  # some war began
    for rung, chance in enumerate(result.rungs):
        arrived = dense.days(stop=rung)
        tops = np.array([max(p.rung for p in x.spots) >= rung for x in dense.states])
        assert chance == pytest.approx(arrived[tops].sum(), abs=1e-9)
    off = ("incident", "lock-in")
    calm = dense.classes(dense.days(off), off)
    assert without_nature(found) == pytest.approx(sum(calm[c] for c in CLASSES[4:]), abs=1e-9)
    assert game.size == len(dense.states)


def test_blocks_that_are_not_bipartite_are_among_them() -> None:
    kinds = {
        block.bipartite
        for seed in range(4)
        for shape in ("clocks", "clocks-either")
        for block in small.drawn(seed, **SHAPES[shape]).layout.blocks
        if block.stop - block.start > 1
    }
    assert kinds == {False, True}
