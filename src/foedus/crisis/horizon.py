"""The finite horizon: the same game cut after T events, solved backwards.

A cross-check of the stationary equilibrium, and the game that other solvers can play. Time is
cut into events at a constant rate (uniformisation): with N actors deciding at rate alpha each and
nature at its largest rate, each event is one actor's chance to move, one step of nature's, or
nothing. Standing still leads to the same position with one event fewer, so every decision is a
logit with prior weights 1 (still) and mu / alpha (each move). After T events the crisis lapses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .game import Game
from .model import Floats

MOVES = ("up", "across", "down", "yield")


@dataclass(frozen=True)
class Horizon:
    """A game cut after a number of events.

    Attributes
    ----------
    values : (positions, actors)
        On the first day, net of charges so far.
    rate : float
        Events a day.
    events : int
    """

    values: Floats
    rate: float
    events: int


def event_rate(game: Game) -> float:
    """Return a rate of events a day that no position exceeds."""
    t = game.tables
    nature = t.lapse + t.end + t.talks + t.nuclear
    nature = nature + (t.incident + t.incident_across + t.advance).sum(axis=1)
    return float(nature.max()) + len(game.names) * game.model.ceiling


def finite_horizon(game: Game, events: int, settlement: Floats) -> Horizon:
    """Solve the game cut after `events` events, backwards.

    Parameters
    ----------
    game : Game
    events : int
    settlement : (positions,)
        m, frozen (that of the stationary equilibrium).

    Returns
    -------
    Horizon
    """
    n = len(game.names)
    tables, model = game.tables, game.model
    rate = event_rate(game)
    values = -tables.base.copy()
    for _ in range(events):
        new = values + tables.flow / rate
        new += (tables.lapse / rate)[:, None] * (-tables.base - values)
        ended = model.stake * tables.victory[:, None] - tables.base
        new += (tables.end / rate)[:, None] * (ended - values)
        new += (tables.nuclear / rate)[:, None] * (-model.nuclear_cost - tables.base - values)
        new += (tables.talks / rate)[:, None] * (_talked(game, values, settlement) - values)
        for i in range(n):
            for column, move in enumerate(("up", "across", "next")):
                natural = (tables.incident, tables.incident_across, tables.advance)[column][:, i]
                if natural.any():
                    led = _led(game, values, i, move)
                    new += (natural / rate)[:, None] * np.where(
                        natural[:, None] > 0.0, led - values, 0.0
                    )
            share, leads = choice(game, values, i)
            moved = sum(share[move][:, None] * (leads[move] - values) for move in MOVES)
            new += (model.ceiling / rate) * moved
        values = new
    return Horizon(values, rate, events)


def choice(game: Game, values: Floats, i: int) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return actor i's chances of each move at each position, and where each leads everybody."""
    model, tables, layout = game.model, game.tables, game.layout
    size = game.size
    fighting = (tables.fighting >> i & 1).astype(bool)
    coord = np.minimum(layout.coord[:, i].astype(int), model.climb.shape[1] - 1)
    free = ~fighting
    weight = {
        "up": np.where(free & (layout.up[:, i] >= 0), model.climb[i, coord], 0.0),
        "across": np.where(free & (layout.across[:, i] >= 0), model.climb[i, coord], 0.0),
        "down": np.where(free & (layout.down[:, i] >= 0), model.down[i, coord], 0.0),
        "yield": np.full(size, model.yield_rate[i] if model.principal[i] else 0.0),
    }
    leads: dict[str, Floats] = {}
    exponent: dict[str, Floats] = {}
    for move in MOVES:
        leads[move] = _led(game, values, i, move)
        exponent[move] = np.where(
            weight[move] > 0.0, model.sharpness * (leads[move][:, i] - values[:, i]), -np.inf
        )
    top = np.maximum(0.0, np.max([exponent[m] for m in MOVES], axis=0))
    raw = {m: weight[m] / model.ceiling * np.exp(exponent[m] - top) for m in MOVES}
    scale = np.exp(-top) + sum(raw.values())
    chances = {m: raw[m] / scale for m in MOVES}
    return chances, {m: np.where(weight[m][:, None] > 0.0, leads[m], values) for m in MOVES}


def _led(game: Game, values: Floats, i: int, move: str) -> Floats:
    """Return everybody's payoff after a step of actor i, the answer to an attack included."""
    model, tables, layout = game.model, game.tables, game.layout
    if move == "yield":
        won = 0.0 if i == model.principals[0] else 1.0
        led = model.stake * won - tables.base
        led[:, i] -= model.yield_cost[i, layout.rung[:, i]]
        return led
    to = {"up": layout.up, "across": layout.across, "down": layout.down, "next": layout.next}
    target = to[move][:, i]
    led = np.where((target >= 0)[:, None], values[target], values)
    if move == "down":
        coord = np.minimum(layout.coord[:, i].astype(int), model.down_cost.shape[1] - 1)
        led[:, i] -= model.down_cost[i, coord]
    if move in ("up", "next") and model.principal[i]:
        asked = (layout.flag == 0) & (target >= 0) & (layout.flag[target] != 0)
        other = int(model.principals[1] if i == model.principals[0] else model.principals[0])
        won = 1.0 if i == model.principals[0] else 0.0
        given = model.stake * won - tables.base
        given[:, other] -= model.yield_cost[other, layout.rung[:, other]]
        gives = _chance(model.sharpness * (given[:, other] - led[:, other]))
        led = np.where(asked[:, None], gives[:, None] * given + (1 - gives)[:, None] * led, led)
    return led


def _talked(game: Game, values: Floats, settlement: Floats) -> Floats:
    """Return everybody's payoff after an offer of talks."""
    model = game.model
    pc, pt = model.principals
    agreed = model.stake * settlement[:, None]
    target = _chance(model.sharpness * (agreed[:, pt] - values[:, pt]))
    challenger = _chance(model.sharpness * target * (agreed[:, pc] - values[:, pc]))
    both = (target * challenger)[:, None]
    return both * agreed + (1 - both) * values


def _chance(z: Floats) -> Floats:
    """Return the logistic function of z."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))
