"""The relaxation of foedus written in vectorised NumPy: same order, same update, same numbers.

Red-black Gauss-Seidel: all blocks with as many actors at war together (they do not lead to each
other), first their positions of even coordinate sum, then the odd ones, each half in one sweep of
array operations. What does not change between passes (weights, neighbours, who is asked, what a
yield pays) is prepared once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from foedus.crisis.game import Game


def chance(z):
    """Return 1 / (1 + exp(-z))."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@dataclass
class Mover:
    """What one actor may do in the rows of a half, prepared once."""

    weight: np.ndarray  # (4, rows): baseline hazards of up, across, down, yield
    to: np.ndarray  # (3, rows): where up, across, down lead, or the row itself
    next: np.ndarray
    natural: np.ndarray  # (2, rows): unchosen rates up and across
    advance: np.ndarray
    asked: np.ndarray  # rows (local) whose step up an opponent answers
    down_cost: np.ndarray
    surrender: np.ndarray | None  # (rows, actors) what everybody gets if it yields
    given: np.ndarray | None  # (asked rows, actors) if the opponent yields
    other: int


class Half:
    """One half of the blocks of a level."""

    def __init__(self, game: Game, rows: np.ndarray) -> None:
        self.game, self.rows = game, rows
        t, layout, model = game.tables, game.layout, game.model
        n = self.n = len(game.names)
        width = model.climb.shape[1] - 1
        base, rung = t.base[rows], layout.rung[rows]
        self.total = t.lapse[rows] + t.end[rows] + t.nuclear[rows]
        self.fixed = np.zeros((len(rows), n + 2))
        self.fixed[:, :n] = t.flow[rows]
        ended = model.stake * t.victory[rows, None] - base
        self.fixed[:, :n] += t.end[rows, None] * ended
        self.fixed[:, :n] -= t.nuclear[rows, None] * (model.nuclear_cost + base)
        self.fixed[:, n] = t.end[rows] * t.victory[rows]
        self.fixed[:, n + 1] = t.end[rows]
        self.peace = np.flatnonzero(t.talks[rows] > 0.0)
        self.talks = t.talks[rows][self.peace]
        self.victory = t.victory[rows][self.peace]
        self.at_war = (t.fighting[rows] != 0).astype(float)
        self.movers = []
        for i in range(n):
            free = (t.fighting[rows] >> i & 1) == 0
            c = np.minimum(layout.coord[rows, i].astype(int), width)
            up, across, down = layout.up[rows, i], layout.across[rows, i], layout.down[rows, i]
            principal = bool(model.principal[i])
            climb = np.where(free & (up >= 0), model.climb[i, c], 0.0)
            weight = np.stack(
                [
                    climb,
                    np.where((model.camp[i] == 0) & (across >= 0), climb, 0.0),
                    np.where(free & (down >= 0), model.down[i, c], 0.0),
                    np.full(len(rows), model.yield_rate[i] if principal else 0.0),
                ]
            )
            following = layout.next[rows, i]
            jumps = (t.advance[rows, i] > 0.0) & (following == up)
            natural = np.stack([t.incident[rows, i], t.incident_across[rows, i]])
            natural[0] += np.where(jumps, t.advance[rows, i], 0.0)
            asked = np.zeros(len(rows), bool)
            surrender, given, other = None, None, -1
            if principal:
                other = int(
                    model.principals[1] if i == model.principals[0] else model.principals[0]
                )
                asked = (layout.flag[rows] == 0) & (up >= 0)
                asked[asked] = layout.flag[up[asked]] != 0
                won = 0.0 if i == model.principals[0] else 1.0
                surrender = model.stake * won - base
                surrender[:, i] -= model.yield_cost[i, rung[:, i]]
                given = (model.stake * (1.0 - won) - base)[asked]
                given[:, other] -= model.yield_cost[other, rung[asked, other]]
            steps = np.stack([np.where(s >= 0, s, rows) for s in (up, across, down)])
            self.movers.append(
                Mover(
                    weight=weight,
                    to=steps,
                    next=np.where(following >= 0, following, rows),
                    natural=natural,
                    advance=np.where(jumps, 0.0, t.advance[rows, i]),
                    asked=np.flatnonzero(asked),
                    down_cost=model.down_cost[i, c],
                    surrender=surrender,
                    given=given,
                    other=other,
                )
            )

    def sweep(self, G: np.ndarray) -> float:
        """Renew the values of these rows in place; return the largest change."""
        model, rows, n = self.game.model, self.rows, self.n
        lam, alpha = model.sharpness, model.ceiling
        here = G[rows]
        num, total = self.fixed.copy(), self.total.copy()
        if len(self.peace):
            now = here[self.peace]
            with np.errstate(invalid="ignore", divide="ignore"):
                m = np.where(now[:, n + 1] > 1e-12, now[:, n] / now[:, n + 1], self.victory)
            c, t = model.principals
            yes = chance(lam * (model.stake[t] * m - now[:, t]))
            rate = self.talks * yes * chance(lam * yes * (model.stake[c] * m - now[:, c]))
            total[self.peace] += rate
            num[self.peace, :n] += rate[:, None] * model.stake * m[:, None]
        slope = np.zeros((2, len(rows), n))
        for i, mover in enumerate(self.movers):
            up = G[mover.to[0]]
            if len(mover.asked):
                led = up[mover.asked]
                o = mover.other
                gives = chance(lam * (mover.given[:, o] - led[:, o]))[:, None]
                led *= 1.0 - gives
                led[:, :n] += gives * mover.given
                up[mover.asked] = led
            down = G[mover.to[2]]
            down[:, i] -= mover.down_cost
            leads = [up, None, down, None]
            if model.camp[i] == 0:
                leads[1] = G[mover.to[1]]
            worth = [None if led is None else led[:, i] for led in leads]
            if mover.surrender is not None:
                worth[3] = mover.surrender[:, i]
            still = here[:, i]
            top = np.zeros(len(rows))
            exponent: list[np.ndarray | None] = [None] * 4
            for k, u in enumerate(worth):
                if u is not None:
                    exponent[k] = np.where(mover.weight[k] > 0.0, lam * (u - still), -np.inf)
                    np.maximum(top, exponent[k], out=top)
            raw = [
                None if z is None else mover.weight[k] * np.exp(z - top)
                for k, z in enumerate(exponent)
            ]
            quiet = np.exp(-top)
            scale = 1.0 / (quiet + sum(r for r in raw if r is not None) / alpha)
            hazard = [None if r is None else r * scale for r in raw]
            pull = lam * quiet * scale
            for h, u in zip(hazard, worth, strict=True):
                if h is not None:
                    slope[0, :, i] += pull * h * u
                    slope[1, :, i] += pull * h
            rate = mover.natural[0] + hazard[0]
            total += rate + hazard[2] + mover.advance
            num += rate[:, None] * up
            num += hazard[2][:, None] * down
            if mover.advance.any():
                num += mover.advance[:, None] * G[mover.next]
            if leads[1] is not None:
                rate = mover.natural[1] + hazard[1]
                total += rate
                num += rate[:, None] * leads[1]
            if mover.surrender is not None:
                total += hazard[3]
                num[:, :n] += hazard[3][:, None] * mover.surrender
                won = 0.0 if i == model.principals[0] else 1.0
                num[:, n] += hazard[3] * self.at_war * won
                num[:, n + 1] += hazard[3] * self.at_war
        new = num / total[:, None]
        step = new - here
        pull = (slope[0] - slope[1] * new[:, :n]) / total[:, None]
        step[:, :n] /= 1.0 + np.maximum(pull, 0.0)
        G[rows] = here + step
        return float(np.abs(new - here).max(initial=0.0))


def levels(game: Game, only_peace: bool = False) -> list[list[Half]]:
    """Halves of each level, in solving order; blocks must be bipartite."""
    result = []
    for at_war, group in groupby(game.layout.blocks, key=lambda b: b.at_war):
        blocks = list(group)
        if only_peace and at_war:
            continue
        if not all(b.bipartite for b in blocks):
            raise ValueError("red-black order does not hold in this game")
        even = np.concatenate([np.arange(b.start, b.middle) for b in blocks])
        odd = np.concatenate([np.arange(b.middle, b.stop) for b in blocks])
        result.append([Half(game, rows) for rows in (even, odd) if len(rows)])
    return result


def passes(prepared: list[list[Half]], values: np.ndarray, count: int) -> float:
    """Relax each level `count` times in place, most at war first; the last largest change."""
    worst = 0.0
    for halves in prepared:
        last = 0.0
        for _ in range(count):
            last = max(half.sweep(values) for half in halves)
        worst = max(worst, last)
    return worst
