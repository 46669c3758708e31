"""One crisis drawn from equilibrium play, with what everybody believed on each day beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.crisis.flow import Chain, chain
from foedus.crisis.game import Game
from foedus.crisis.kernel.positions import neighbour
from foedus.crisis.paths import ENDINGS, cause

from .experience import beliefs_at
from .outcomes import policy_of
from .solve import PrivateEquilibrium

__all__ = ["Day", "Lived", "lived"]

MOST = 400
"""Events after which a drawn crisis is cut off."""


@dataclass(frozen=True)
class Day:
    """An event, and what each observer then believes of each actor of two types.

    Attributes
    ----------
    day : float
    actor, what : str
        Empty, and 'start', on the first day.
    rungs : tuple of int
    believed : dict
        (observer, actor) -> chance that the actor is resolute; empty once it is over.
    """

    day: float
    actor: str
    what: str
    rungs: tuple[int, ...]
    believed: dict[tuple[str, str], float]


@dataclass(frozen=True)
class Lived:
    """A drawn crisis: who was resolute, what happened, what was believed."""

    resolute: dict[str, bool]
    days: tuple[Day, ...]


@dataclass(frozen=True)
class _Step:
    """At `day`, actor `i` (-1: it is over) leaves x by a kind of step, or exit, for y."""

    day: float
    x: int
    i: int
    kind: int
    y: int


def lived(found: PrivateEquilibrium, seed: int = 0, tries: int = 500) -> Lived:
    """Draw crises until one ends in war, which is what a reader looks into; else keep the last.

    Parameters
    ----------
    found : PrivateEquilibrium
    seed : int
    tries : int
        Crises drawn at most.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, 13]))
    chains: dict[int, Chain] = {}
    t, steps = 0, list[_Step]()
    for _ in range(tries):
        t = int(generator.choice(len(found.weights), p=found.weights / found.weights.sum()))
        if t not in chains:
            chains[t] = chain(found.game, policy_of(found, found.resolute[t]))
        steps = _draw(found.game, chains[t], generator)
        if found.game.tables.war_class[steps[-1].x] >= 0:
            break
    return _told(found, t, steps, generator)


def _draw(game: Game, moves: Chain, generator: np.random.Generator) -> list[_Step]:
    x, day = game.layout.start, 0.0
    steps: list[_Step] = []
    n = len(game.names)
    while len(steps) < MOST:
        day += float(generator.exponential(1.0 / moves.total[x]))
        rates = np.concatenate([moves.rate[x].ravel(), moves.exits[x]])
        k = int(generator.choice(len(rates), p=rates / rates.sum()))
        if k >= 4 * n:
            return [*steps, _Step(day, x, -1, k - 4 * n, -1)]
        i, kind = divmod(k, 4)
        y = neighbour(x, i, kind, game.places)
        steps.append(_Step(day, x, i, kind, y))
        x = y
    return steps


def _told(
    found: PrivateEquilibrium, t: int, steps: list[_Step], generator: np.random.Generator
) -> Lived:
    game = found.game
    policy = policy_of(found, found.resolute[t])

    def at(x: int) -> tuple[int, ...]:
        return tuple(int(r) for r in game.layout.rung[x])

    start = game.layout.start
    days = [Day(0.0, "", "start", at(start), beliefs_at(found, start, t))]
    for step in steps:
        if step.i < 0:
            days.append(Day(step.day, "", ENDINGS[step.kind], at(step.x), {}))
            continue
        what = cause(game, policy, step.x, step.i, step.kind, step.y, float(generator.random()))
        believed = beliefs_at(found, step.y, t)
        days.append(Day(step.day, game.names[step.i], what, at(step.y), believed))
    types = {game.names[i]: bool(found.resolute[t, i]) for i in found.minds.typed}
    return Lived(types, tuple(days))
