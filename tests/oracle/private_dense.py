"""Private resolve from its equations: plain Python over the referee's moves, dense algebra.

Types are columns (for each actor the one that is not resolute, then the resolute one); the column
after the last is the public. Nothing here is shared with the kernels of private resolve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

import numpy as np

from foedus.crisis.game import Game
from foedus.crisis.private.solve import PrivateEquilibrium

from .referee import NOBODY, Move, Referee, State, index, logistic

COLUMN = {"up": 0, "across": 1, "down": 2, "yield": 3}
Lot = list[list[tuple[int, float]]]
"""For each actor, its types and the weight of each."""


def of_type(game: Game, i: int, resolute: bool) -> Game:
    """The game in which actor i is of this type, as the scenario's block says."""
    entry = game.scenario.resolve[game.names[i]]
    step = entry.spread * ((1.0 - entry.share) if resolute else -entry.share)
    model = game.model._replace(
        **{trait: getattr(game.model, trait).copy() for trait in ("war_cost", "honour", "stake")}
    )
    for trait in entry.of:
        getattr(model, trait)[i] *= exp(-step if trait == "war_cost" else step)
    return game.with_model(model)


@dataclass(frozen=True)
class Flow:
    """A way out of a state: a step to `to`, or an end; `by` pays `cost`, or is who yields."""

    rate: float
    to: State | None
    ends: str = ""
    by: int | None = None
    cost: float = 0.0


class Minded:
    """An equilibrium's game as the referee reads it, with its types and beliefs."""

    def __init__(self, found: PrivateEquilibrium) -> None:
        self.found, self.game = found, found.game
        self.rules = Referee(self.game)
        self.where = index(self.game, self.rules.states(), self.rules)
        assert len(self.where) == self.game.size
        self.typed = [i for i, name in enumerate(self.rules.names)
                      if name in self.game.scenario.resolve]  # fmt: skip
        self.columns = [
            (i, high)
            for i in range(self.rules.n)
            for high in ((False, True) if i in self.typed else (True,))
        ]
        self.own = [
            Referee(of_type(self.game, i, high) if i in self.typed else self.game)
            for i, high in self.columns
        ]
        self.public = len(self.columns)

    # ---- who is what -----------------------------------------------------------------------

    def types(self, i: int) -> list[int]:
        return [a for a, (owner, _) in enumerate(self.columns) if owner == i]

    def profile(self, t: int) -> Lot:
        """Everybody's type in a profile."""
        high = self.found.resolute[t]
        return [[(self.types(i)[-1] if high[i] else self.types(i)[0], 1.0)]
                for i in range(self.rules.n)]  # fmt: skip

    def seen(self, k: int, a: int) -> Lot:
        """What observer a takes everybody to be at position k: its own type it knows."""
        lot: Lot = []
        for j in range(self.rules.n):
            mine = self.types(j)
            if a in mine or len(mine) == 1:
                lot.append([(a if a in mine else mine[0], 1.0)])
            else:
                sure = float(self.found.beliefs[k, a, j])
                lot.append([(mine[0], 1.0 - sure), (mine[1], sure)])
        return lot

    @staticmethod
    def mean(of: np.ndarray, lot: list[tuple[int, float]]) -> float:
        return sum(weight * float(of[a]) for a, weight in lot)

    # ---- the chain -------------------------------------------------------------------------

    def flows(self, x: State, lot: Lot) -> Iterator[Flow]:
        """Every way out of x where each actor plays the mean of its types."""
        rules, play, k = self.rules, self.found.play, self.where[x]
        for move in rules.nature(x):
            if move.ends == "talks":
                agree = [self.mean(play.accepts[k], lot[rules.heads[side]]) for side in (1, 2)]
                yield Flow(move.rate * agree[0] * agree[1], None, "settled")
            else:
                yield from self.led(x, move, move.rate, lot)
        for i in range(rules.n):
            for move in rules.moves(x, i):
                yield from self.led(
                    x, move, self.mean(play.chosen[k, :, COLUMN[move.label]], lot[i]), lot
                )

    def led(self, x: State, move: Move, rate: float, lot: Lot) -> Iterator[Flow]:
        if move.to is None:
            yield Flow(rate, None, move.ends, move.who)
            return
        gives = 0.0
        if move.asked is not None:
            gives = self.mean(self.found.play.gives[self.where[x]], lot[move.asked])
            yield Flow(rate * gives, None, self.rules.answer_ends(move.asked), move.asked)
        yield Flow(rate * (1.0 - gives), move.to, by=move.who, cost=move.cost)

    def days(self, t: int) -> np.ndarray:
        """Expected days at each position under profile t."""
        matrix, begin = np.zeros((self.game.size, self.game.size)), np.zeros(self.game.size)
        lot = self.profile(t)
        for x, k in self.where.items():
            for flow in self.flows(x, lot):
                matrix[k, k] += flow.rate
                if flow.to is not None:
                    matrix[self.where[flow.to], k] -= flow.rate
        begin[self.where[self.rules.start()]] = 1.0
        return np.linalg.solve(matrix, begin)

    # ---- beliefs ---------------------------------------------------------------------------

    def beforehand(self, a: int, prior: dict[tuple[str, str], float]) -> np.ndarray:
        """What observer a thinks of each profile before the crisis."""
        names, resolve = self.rules.names, self.game.scenario.resolve
        result = np.ones(len(self.found.resolute))
        for t, high in enumerate(self.found.resolute):
            for j in self.typed:
                share = resolve[names[j]].share
                if a < self.public:
                    i, mine = self.columns[a]
                    share = float(mine) if i == j else prior.get((names[i], names[j]), share)
                result[t] *= share if high[j] else 1.0 - share
        return result

    def bayes(self, a: int, days: np.ndarray, prior: dict[tuple[str, str], float]) -> tuple:
        """(chance that each actor is resolute, days expected) by position, for observer a."""
        weight = self.beforehand(a, prior)
        expected = days @ weight
        with np.errstate(invalid="ignore"):
            sure = (days * weight) @ self.found.resolute / expected[:, None]
        return sure, expected

    # ---- values ----------------------------------------------------------------------------

    def terms(self, x: State) -> float:
        """m: the share that the public expects a war from x to give, where one can come."""
        wins, ends = self.found.values[self.where[x], -2:]
        return float(wins / ends) if ends > 1e-12 else self.rules.victory(x)

    def values(self, a: int) -> np.ndarray:
        """Values of all positions to a type; for the public E[s; war ends] and P(war ends)."""
        size = self.game.size
        matrix = np.zeros((size, size))
        right = np.zeros((size, 2 if a == self.public else 1))
        for x, k in self.where.items():
            if a < self.public:
                right[k] = self.own[a].flow(x)[self.columns[a][0]]
            for flow in self.flows(x, self.seen(k, a)):
                matrix[k, k] += flow.rate
                if flow.to is None:
                    right[k] += flow.rate * self.pay(x, flow, a)
                else:
                    matrix[k, self.where[flow.to]] -= flow.rate
                    if a < self.public and flow.by == self.columns[a][0]:
                        right[k] -= flow.rate * flow.cost
        return np.linalg.solve(matrix, right)

    def pay(self, x: State, flow: Flow, a: int) -> np.ndarray:
        if a == self.public:
            counts = float(bool(self.rules.fighting(x)) and flow.ends != "nuclear_use")
            won = {"war_ends": self.rules.victory(x), "target_yields": 1.0}.get(flow.ends, 0.0)
            return np.array([won * counts, counts])
        i = self.columns[a][0]
        if flow.ends == "settled":
            return self.own[a].model.stake[i] * self.terms(x)
        return self.own[a].ending(x, flow.ends, by=flow.by)[i]

    # ---- choices ---------------------------------------------------------------------------

    def gives(self, x: State, mover: int) -> dict[int, float]:
        """Chance that each type of the other principal yields to an attack of this one at x."""
        rules, lam = self.rules, self.game.model.sharpness
        spot = rules.above(x, mover)
        to = None if spot is None else rules.move_to(x, mover, spot)
        if to is None or x.first != NOBODY or to.first == NOBODY:
            return {}
        other = rules.heads[1] if mover == rules.heads[2] else rules.heads[2]
        return {
            b: logistic(lam * (
                self.own[b].ending(x, rules.answer_ends(other), by=other)[other]
                - self.found.values[self.where[to], b]
            ))
            for b in self.types(other)
        }  # fmt: skip

    def accepts(self, x: State) -> dict[int, float]:
        """Chance that each type of a principal accepts the terms at x."""
        rules, lam, k = self.rules, self.game.model.sharpness, self.where[x]
        gain = np.array([
            self.own[a].model.stake[i] * self.terms(x) - self.found.values[k, a]
            for a, (i, _) in enumerate(self.columns)
        ])  # fmt: skip
        target = np.zeros(self.public)
        for b in self.types(rules.heads[2]):
            target[b] = logistic(lam * gain[b])
        result = {b: float(target[b]) for b in self.types(rules.heads[2])}
        for a in self.types(rules.heads[1]):
            agrees = self.mean(target, self.seen(k, a)[rules.heads[2]])
            result[a] = logistic(lam * agrees * gain[a])
        return result

    def chosen(self, x: State, a: int) -> np.ndarray:
        """Hazards of type a at x: mu exp(lam (U - V)) / (1 + sum mu / alpha exp(lam (U - V)))."""
        rules, model, k = self.rules, self.game.model, self.where[x]
        i, here = self.columns[a][0], self.found.values[k, a]
        odds = np.zeros(4)
        for move in rules.moves(x, i):
            if move.to is None:
                worth = self.own[a].ending(x, move.ends, by=i)[i]
            else:
                worth = self.found.values[self.where[move.to], a] - move.cost
                if move.asked is not None:
                    answer = np.zeros(self.public)
                    for b, chance in self.gives(x, i).items():
                        answer[b] = chance
                    gives = self.mean(answer, self.seen(k, a)[move.asked])
                    given = self.own[a].ending(x, rules.answer_ends(move.asked), by=move.asked)[i]
                    worth = gives * given + (1.0 - gives) * worth
            odds[COLUMN[move.label]] = move.rate * exp(model.sharpness * (worth - here))
        return odds / (1.0 + odds.sum() / model.ceiling)
