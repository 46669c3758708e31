"""Outcomes by plain dense algebra, from the tables and the NumPy logit: slow, short, independent.

Nothing here uses the kernels that compute policies, chains or flows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.crisis.equilibrium import Equilibrium
from foedus.crisis.horizon import choice
from foedus.crisis.outcomes import CLASSES

Floats = NDArray[np.float64]


def logistic(z: Floats) -> Floats:
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@dataclass
class Dense:
    """Rates a day: `to` from position to position, `exits` to the eight classes.

    `begin` holds, for each position of peace, the rates at which war begins there: by nature, in
    error, deliberately.
    """

    to: Floats
    exits: Floats
    begin: Floats
    start: int

    def days(self) -> Floats:
        total = self.to.sum(axis=1) + self.exits.sum(axis=1)
        return np.linalg.solve((np.diag(total) - self.to).T, np.eye(len(total))[self.start])

    def hitting(self, stop: NDArray[np.bool_]) -> float:
        """Probability of ever standing in `stop`."""
        if stop[self.start]:
            return 1.0
        total = self.to.sum(axis=1) + self.exits.sum(axis=1)
        free = np.flatnonzero(~stop)
        inner = np.diag(total[free]) - self.to[np.ix_(free, free)]
        arrive = np.linalg.solve(inner, self.to[np.ix_(free, np.flatnonzero(stop))].sum(axis=1))
        return float(arrive[np.flatnonzero(free == self.start)[0]])


def dense(found: Equilibrium, nature: bool = True) -> Dense:
    """The chain of equilibrium play; `nature` False takes incidents and lock-ins out."""
    game, values = found.game, found.values
    layout, model, tables = game.layout, game.model, game.tables
    size, n = game.size, len(game.names)
    to, exits, begin = np.zeros((size, size)), np.zeros((size, 8)), np.zeros((size, 3))
    G, m = values[:, :n], np.where(values[:, n + 1] > 1e-12, values[:, n], tables.victory)
    m = m / np.where(values[:, n + 1] > 1e-12, values[:, n + 1], 1.0)
    one, other = (int(p) for p in model.principals)
    agrees = logistic(model.sharpness * (model.stake[other] * m - G[:, other]))
    offers = logistic(model.sharpness * agrees * (model.stake[one] * m - G[:, one]))
    ends = np.where(tables.war_class < 0, 0, tables.war_class)  # class of an ending, by position
    rows = np.arange(size)
    exits[:, 2] += tables.talks * agrees * offers
    exits[:, 3] += tables.lapse
    np.add.at(exits, (rows, ends), np.where(tables.war_class < 0, 0.0, tables.end))
    exits[:, 7] += tables.nuclear
    chances = [choice(game, G, i)[0] for i in range(n)]
    for x in range(size):
        war = tables.war_class[x]
        for i in range(n):
            chosen = {k: model.ceiling * float(v[x]) for k, v in chances[i].items()}
            fights = bool(tables.fighting[x] >> i & 1)
            incident = tables.incident[x, i] if nature or fights else 0.0
            across = tables.incident_across[x, i] if nature or fights else 0.0
            advance = float(tables.advance[x, i])
            after = int(layout.next[x, i])
            into_war = after >= 0 and layout.coord[after, i] >= layout.below[i]
            if not nature and into_war:
                advance = 0.0
            if i in (one, other):
                side = 0 if i == one else 1
                exits[x, war if war >= 0 else side] += chosen["yield"]
            for natural, picked, y in (
                (incident, chosen["up"], int(layout.up[x, i])),
                (across, chosen["across"], int(layout.across[x, i])),
                (0.0, chosen["down"], int(layout.down[x, i])),
                (advance, 0.0, after),
            ):
                if natural + picked == 0.0:
                    continue
                begins = layout.flag[x] == 0 and layout.flag[y] != 0
                resists, gain = 1.0, float(G[y, i])
                if begins and i in (one, other):
                    enemy = other if i == one else one
                    kept = 0.0 if enemy == one else float(model.stake[enemy])
                    kept -= float(model.yield_cost[enemy, layout.rung[x, enemy]])
                    resists = 1.0 - float(logistic(model.sharpness * (kept - G[y, enemy])))
                    won = float(model.stake[i]) if i == one else 0.0
                    gain = resists * gain + (1.0 - resists) * won
                    exits[x, 0 if enemy == one else 1] += (natural + picked) * (1.0 - resists)
                to[x, y] += (natural + picked) * resists
                if begins:
                    begin[x, 0] += natural * resists
                    begin[x, 1 if gain < G[x, i] else 2] += picked * resists
    return Dense(to, exits, begin, layout.start)


def classes(chain: Dense) -> dict[str, float]:
    """Probability of each class."""
    return dict(zip(CLASSES, (chain.days() @ chain.exits).tolist(), strict=True))
