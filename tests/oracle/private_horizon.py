"""The game with types cut after some events: values backwards, beliefs forwards, to a fixed point.

As `foedus.crisis.horizon`, with a column for each type and, at every position and number of events
left, what each type takes the others to be: its prior times the chances that each profile of types
has come there. One event with beliefs that do not change is the operator of the stationary game.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from foedus.crisis.game import Game
from foedus.crisis.horizon import MOVES, event_rate
from foedus.crisis.private.minds import Minds, model_of, profiles

NATURE = {"up": "incident", "across": "incident_across", "next": "advance"}


def logistic(z: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@dataclass(frozen=True)
class Play:
    """Chances at an event, by position and type: of each move at one's turn, of giving way to an
    attack, of accepting terms."""

    chosen: dict[str, np.ndarray]
    gives: np.ndarray
    accepts: np.ndarray


class Typed:
    """A game, its types as columns, and its settlement, frozen."""

    def __init__(self, game: Game, who: Minds, settlement: np.ndarray) -> None:
        self.game, self.m, self.lam = game, settlement, game.model.sharpness
        self.rate, self.layout = event_rate(game), game.layout
        self.owner = who.owner
        self.high, _ = profiles(who)
        self.types = [np.flatnonzero(self.owner == i).tolist() for i in range(len(game.names))]
        own = []
        for a, i in enumerate(self.owner):
            high = np.ones(len(game.names), bool)
            high[i] = a == self.types[i][-1]
            own.append((i, game.with_model(model_of(game, who, high))))
        self.base = np.stack([g.tables.base[:, i] for i, g in own], axis=1)
        self.flow = np.stack([g.tables.flow[:, i] for i, g in own], axis=1)
        self.stake = np.array([g.model.stake[i] for i, g in own])
        self.prior = np.tile(who.prior[self.owner], (game.size, 1, 1))
        self.first, self.second = (int(i) for i in game.model.principals)

    # ---- what is seen ----------------------------------------------------------------------

    def mean(self, of: np.ndarray, j: int, a: int, beliefs: np.ndarray) -> np.ndarray:
        """Mean of a number over the types of j, as type a sees them, at every position."""
        low, top = self.types[j][0], self.types[j][-1]
        if a in self.types[j]:
            return of[:, a]
        sure = beliefs[:, a, j]
        return (1.0 - sure) * of[:, low] + sure * of[:, top]

    # ---- what is done ----------------------------------------------------------------------

    def to(self, i: int, move: str) -> np.ndarray:
        return getattr(self.layout, move)[:, i]

    def asked(self, i: int, move: str) -> np.ndarray:
        """Where this step is an attack that the other principal answers."""
        to = self.to(i, move)
        new = (self.layout.flag == 0) & (to >= 0) & (self.layout.flag[to] != 0)
        return new & (i in (self.first, self.second)) & (move in ("up", "next"))

    def given(self, b: int, won: float, by: int) -> np.ndarray:
        """Payoff of type b where somebody, `by`, yields: share won of the issue is the other's."""
        pay = self.stake[b] * won - self.base[:, b]
        if by == self.owner[b]:
            pay = pay - self.game.model.yield_cost[by, self.layout.rung[:, by]]
        return pay

    def ahead(self, values: np.ndarray, a: int, i: int, move: str) -> np.ndarray:
        """Value to type a of actor i's step, unanswered."""
        to = self.to(i, move)
        led = np.where(to >= 0, values[to, a], values[:, a])
        if move == "down" and i == self.owner[a]:
            cost = self.game.model.down_cost
            led = led - cost[i, np.minimum(self.layout.coord[:, i].astype(int), cost.shape[1] - 1)]
        return led

    def led(
        self, values: np.ndarray, a: int, i: int, move: str, gives: np.ndarray, beliefs: np.ndarray
    ) -> np.ndarray:
        """Value to type a of actor i's move, the answer to an attack included."""
        won = 0.0 if i == self.first else 1.0
        if move == "yield":
            return self.given(a, won, i)
        led = self.ahead(values, a, i, move)
        other = self.second if i == self.first else self.first
        yields = np.where(self.asked(i, move), self.mean(gives, other, a, beliefs), 0.0)
        return yields * self.given(a, 1.0 - won, other) + (1.0 - yields) * led

    def respond(self, values: np.ndarray, beliefs: np.ndarray) -> Play:
        """Everybody's chances, `values` being those with one event less."""
        game, model, size = self.game, self.game.model, self.game.size
        gives, accepts = np.zeros((2, size, len(self.owner)))
        for i, other, won in ((self.first, self.second, 1.0), (self.second, self.first, 0.0)):
            for b in self.types[other]:
                gain = self.given(b, won, other) - self.ahead(values, b, i, "up")
                gives[:, b] = logistic(self.lam * gain)
        for b in self.types[self.second]:
            accepts[:, b] = logistic(self.lam * (self.stake[b] * self.m - values[:, b]))
        for a in self.types[self.first]:
            agrees = self.mean(accepts, self.second, a, beliefs)
            accepts[:, a] = logistic(self.lam * agrees * (self.stake[a] * self.m - values[:, a]))
        chosen = {move: np.zeros((size, len(self.owner))) for move in MOVES}
        for a, i in enumerate(self.owner):
            free = ~(game.tables.fighting >> i & 1).astype(bool)
            coord = np.minimum(self.layout.coord[:, i].astype(int), model.climb.shape[1] - 1)
            mu = {
                "up": np.where(free & (self.to(i, "up") >= 0), model.climb[i, coord], 0.0),
                "across": np.where(free & (self.to(i, "across") >= 0), model.climb[i, coord], 0.0),
                "down": np.where(free & (self.to(i, "down") >= 0), model.down[i, coord], 0.0),
                "yield": np.full(size, model.yield_rate[i] if model.principal[i] else 0.0),
            }
            odds = {
                move: mu[move] / model.ceiling
                * np.exp(self.lam * (self.led(values, a, i, move, gives, beliefs) - values[:, a]))
                for move in MOVES
            }  # fmt: skip
            for move in MOVES:
                chosen[move][:, a] = odds[move] / (1.0 + sum(odds.values()))
        return Play(chosen, gives, accepts)

    # ---- one event -------------------------------------------------------------------------

    def back(self, values: np.ndarray, beliefs: np.ndarray, play: Play) -> np.ndarray:
        """Values with one event more."""
        tables, model = self.game.tables, self.game.model
        new = values + self.flow / self.rate
        for a in range(len(self.owner)):
            here, base = values[:, a], self.base[:, a]
            agree = self.mean(play.accepts, self.first, a, beliefs)
            agree = agree * self.mean(play.accepts, self.second, a, beliefs)
            gain = tables.lapse * (-base - here)
            gain += tables.end * (self.stake[a] * tables.victory - base - here)
            gain += tables.nuclear * (-model.nuclear_cost - base - here)
            gain += tables.talks * agree * (self.stake[a] * self.m - here)
            for i in range(len(self.types)):
                for move in (*MOVES, "next"):
                    rate = self.moved(
                        i, move, lambda of, i=i, a=a: self.mean(of, i, a, beliefs), play
                    )
                    gain += rate * (self.led(values, a, i, move, play.gives, beliefs) - here)
            new[:, a] += gain / self.rate
        return new

    def moved(
        self, i: int, move: str, mean: Callable[[np.ndarray], np.ndarray], play: Play
    ) -> np.ndarray:
        """Rate a day of a step of actor i, nature's included; `mean` is over its types."""
        rate = getattr(self.game.tables, NATURE[move])[:, i] if move in NATURE else 0.0
        if move != "next":
            rate = rate + self.game.model.ceiling * mean(play.chosen[move])
        return rate

    def forward(self, reach: np.ndarray, play: Play) -> np.ndarray:
        """Chance of each position after an event, by profile of types."""
        tables, new = self.game.tables, reach.copy()
        for t, high in enumerate(self.high):
            column = [mine[-1] if high[i] else mine[0] for i, mine in enumerate(self.types)]
            here = reach[:, t] / self.rate
            agree = play.accepts[:, column[self.first]] * play.accepts[:, column[self.second]]
            gone = tables.lapse + tables.end + tables.nuclear + tables.talks * agree
            for i in range(len(self.types)):
                other = self.second if i == self.first else self.first
                for move in (*MOVES, "next"):
                    rate = self.moved(i, move, lambda of, a=column[i]: of[:, a], play)
                    gone = gone + rate
                    if move != "yield":
                        stays = np.where(self.asked(i, move), play.gives[:, column[other]], 0.0)
                        some = np.flatnonzero(rate * here > 0.0)
                        flow = (here * rate * (1.0 - stays))[some]
                        np.add.at(new[:, t], self.to(i, move)[some], flow)
            new[:, t] -= here * gone
        return new

    def learnt(self, reach: np.ndarray) -> np.ndarray:
        """Beliefs where each profile has come with these chances: the prior where none has."""
        beliefs = self.prior.copy()
        for a, i in enumerate(self.owner):
            weight = np.ones(len(self.high))
            for j, mine in enumerate(self.types):
                if len(mine) == 2:
                    sure = float(a == mine[1]) if i == j else self.prior[0, a, j]
                    weight *= np.where(self.high[:, j], sure, 1.0 - sure)
            met = reach @ weight
            some = met > 0.0
            beliefs[some, a] = ((reach * weight) @ self.high)[some] / met[some, None]
        return beliefs


@dataclass(frozen=True)
class Cut:
    """A game with types cut after some events; every list by the number of events left."""

    values: list[np.ndarray]
    beliefs: list[np.ndarray]
    play: list[Play | None]


def private_horizon(game: Typed, events: int) -> Cut:
    """Solve backwards and forwards in turn until beliefs stay."""
    beliefs = [game.prior] * (events + 1)
    for _ in range(200):
        values: list[np.ndarray] = [-game.base]
        play: list[Play | None] = [None]
        for left in range(1, events + 1):
            now = game.respond(values[-1], beliefs[left])
            play.append(now)
            values.append(game.back(values[-1], beliefs[left], now))
        reach = np.zeros((game.game.size, len(game.high)))
        reach[game.layout.start] = 1.0
        new = list(beliefs)
        for left in range(events, -1, -1):
            new[left] = game.learnt(reach)
            now = play[left]
            if now is not None:
                reach = game.forward(reach, now)
        change = max(np.abs(n - b).max() for n, b in zip(new, beliefs, strict=True))
        beliefs = new
        if change < 1e-13:
            return Cut(values, beliefs, play)
    raise AssertionError(f"beliefs still move by {change}")
