"""Whole crises drawn event by event: foedus, the same in vectorised NumPy, the same in Mesa 3.

All three draw the same process (the chain of July 1914 under equilibrium play) and keep the same
things: how it ended, who fought, how long it took, and where everybody stood on each of 121 days
(Mesa: without the last). Limits, per CPU second: 3 times NumPy, 200 times Mesa.
"""

from __future__ import annotations

from collections import Counter

import mesa
import numpy as np
from _machine import Took, best, machine, timed

from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.flow import Chain, chain
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import CLASSES, outcomes
from foedus.crisis.paths import Paths, draw
from foedus.crisis.policy import respond
from foedus.crisis.scenario import load

DAYS = 120


class Lines:
    """The chain as tables: cumulated rates of every step and exit, and where each leads."""

    def __init__(self, found: Equilibrium) -> None:
        game = self.game = found.game
        self.found, self.policy = found, respond(game, found.values)
        self.chain: Chain = chain(game, self.policy)
        size, n, _ = self.chain.rate.shape
        rates = np.concatenate([self.chain.rate.reshape(size, 4 * n), self.chain.exits], axis=1)
        self.cumulated = rates.cumsum(axis=1)
        lay = game.layout
        to = np.stack([lay.up, lay.across, lay.down, lay.next], axis=2).reshape(size, 4 * n)
        self.to = np.concatenate([to, np.full((size, 6), -1, to.dtype)], axis=1)
        self.steps = 4 * n

    def ended(self, x: np.ndarray, slot: np.ndarray) -> np.ndarray:
        """Class of outcome of each run that leaves x by an exit."""
        war, k = self.game.tables.war_class[x], slot - self.steps
        return np.where(k == 5, 7, np.where(war >= 0, war, k))


def compiled(lines: Lines, runs: int, seed: int) -> Paths:
    """Draw runs by foedus's kernel, one thread, from the chain as it stands."""
    return draw(lines.found, lines.policy, lines.chain, runs, seed, DAYS, 0)


def vectorised(lines: Lines, runs: int, seed: int) -> dict[str, np.ndarray]:
    """Draw all runs side by side, one event of each at a time."""
    game = lines.game
    n, rungs = len(game.names), len(game.scenario.ladder)
    rng = np.random.Generator(np.random.Philox(key=seed))
    at = np.full(runs, game.layout.start)
    day, ended = np.zeros(runs), np.full(runs, -1)
    row = np.zeros(runs, np.int64)
    last = np.zeros(runs, np.int64)
    changes = np.zeros((DAYS + 2) * n * rungs)
    spot = np.arange(n) * rungs
    alive = np.arange(runs)

    def mark(rows: np.ndarray, stands: np.ndarray, weight: int) -> None:
        """Add `weight` to the histogram from these rows on, actors on these rungs."""
        cell = (np.minimum(rows, DAYS + 1) * (n * rungs))[:, None] + spot + stands
        np.add(changes, weight * np.bincount(cell.ravel(), minlength=len(changes)), out=changes)

    while len(alive):
        x = at[alive]
        line = lines.cumulated[x]
        day[alive] += rng.standard_exponential(len(alive)) / line[:, -1]
        pick = rng.random(len(alive)) * line[:, -1]
        slot = (line > pick[:, None]).argmax(axis=1)
        until = np.minimum(np.ceil(day[alive]).astype(np.int64), DAYS + 1)
        stood = until > row[alive]
        stands = game.layout.rung[x[stood]]
        mark(row[alive][stood], stands, 1)
        mark(until[stood], stands, -1)
        row[alive] = np.maximum(row[alive], until)
        to = lines.to[x, slot]
        over = slot >= lines.steps
        gone = alive[over]
        ended[gone] = lines.ended(x[over], slot[over])
        last[gone] = x[over]
        at[alive[~over]] = to[~over]
        alive = alive[~over]
    fighting = game.tables.fighting[last]
    bits = (fighting[:, None] >> np.arange(n)) & 1
    mark(row, bits * (rungs - 1), 1)
    histogram = changes.reshape(DAYS + 2, n, rungs).cumsum(axis=0)[: DAYS + 1]
    return {"ended": ended, "fighting": fighting, "length": day, "histogram": histogram}


class State(mesa.Agent):
    """A state: it knows its own rates at the model's position, and takes its steps."""

    def __init__(self, model: Crisis, number: int) -> None:
        super().__init__(model)
        self.number = number

    def rates(self) -> np.ndarray:
        """Hazards a day of its four kinds of step."""
        return self.model.lines.chain.rate[self.model.at, self.number]

    def act(self, kind: int) -> None:
        """Step."""
        self.model.at = int(self.model.lines.to[self.model.at, 4 * self.number + kind])


class Crisis(mesa.Model):
    """One crisis; a step of the model is the next event."""

    def __init__(self, lines: Lines, seed: int) -> None:
        super().__init__(rng=seed)
        self.lines = lines
        self.at = lines.game.layout.start
        self.day = 0.0
        self.ended = -1
        for number in range(len(lines.game.names)):
            State(self, number)

    def step(self) -> None:
        """Draw when the next event comes, whose it is, and let it happen."""
        states = list(self.agents)
        rates = np.concatenate([a.rates() for a in states] + [self.lines.chain.exits[self.at]])
        total = rates.sum()
        self.day += self.rng.exponential() / total
        slot = int(np.searchsorted(rates.cumsum(), self.rng.random() * total, side="right"))
        if slot < self.lines.steps:
            states[slot // 4].act(slot % 4)
        else:
            self.ended = int(self.lines.ended(np.array([self.at]), np.array([slot]))[0])
            self.running = False


def with_mesa(lines: Lines, runs: int, seed: int) -> dict[str, np.ndarray]:
    """Draw runs one after the other, a Mesa model each."""
    ended, length = np.zeros(runs, np.int64), np.zeros(runs)
    for run in range(runs):
        crisis = Crisis(lines, seed + run)
        while crisis.running:
            crisis.step()
        ended[run], length[run] = crisis.ended, crisis.day
    return {"ended": ended, "length": length}


def distance(ended: np.ndarray, exact: dict[str, float]) -> float:
    """Largest distance of a class's count from its exact expectation, in standard errors."""
    counts = Counter(ended.tolist())
    worst = 0.0
    for k, name in enumerate(CLASSES):
        p, runs = exact[name], len(ended)
        spread = np.sqrt(max(p * (1 - p), 1.0 / runs) / runs)
        worst = max(worst, abs(counts[k] / runs - p) / spread)
    return worst


def beside(found: Equilibrium, runs: int, few: int, seed: int = 1) -> dict[str, float]:
    """Draw the same crisis all three ways; CPU seconds a run, ratios, and distances from exact."""
    exact = outcomes(found).classes
    lines = Lines(found)
    compiled(lines, 10, seed)
    ours: Took = best(lambda: compiled(lines, runs, seed), 9)
    arrays: Took = best(lambda: vectorised(lines, runs, seed), 5)
    agents: Took = timed(lambda: with_mesa(lines, few, seed))
    counts = ours.result.counts
    ended = np.concatenate([np.full(counts[name], k) for k, name in enumerate(CLASSES)])
    mine = ours.result.histogram / runs
    theirs = arrays.result["histogram"] / runs
    return {
        "foedus": ours.cpu / runs,
        "wall": ours.wall,
        "numpy": arrays.cpu / runs,
        "mesa": agents.cpu / few,
        "numpy_ratio": arrays.cpu / ours.cpu,
        "mesa_ratio": agents.cpu / few * runs / ours.cpu,
        "foedus_off": distance(ended, exact),
        "numpy_off": distance(arrays.result["ended"], exact),
        "mesa_off": distance(agents.result["ended"], exact),
        "days": float(ours.result.lengths.mean()),
        "numpy_days": float(arrays.result["length"].mean()),
        "mesa_days": float(agents.result["length"].mean()),
        "histogram_off": float(np.abs(mine - theirs).max() * np.sqrt(2 * runs)),
    }


def main(name: str = "july-1914", runs: int = 20_000, few: int = 200) -> None:
    print(machine())
    found = solve(compile_game(load(name)))
    r = beside(found, runs, few)
    print(
        f"{name}: foedus {1e6 * r['foedus']:.2f} us CPU a run ({runs} runs in {r['wall']:.2f} s "
        "wall, one thread; the chain is made before the clock starts, for all three)"
    )
    print(
        f"NumPy-vectorised, {runs} runs: {1e6 * r['numpy']:.2f} us CPU a run, ratio "
        f"{r['numpy_ratio']:.1f} (at least 3); Mesa {mesa.__version__}, {few} runs: "
        f"{1e6 * r['mesa']:.0f} us CPU a run, ratio {r['mesa_ratio']:.0f} (at least 200)"
    )
    print(
        "largest distance of a class from its exact probability, standard errors: foedus "
        f"{r['foedus_off']:.1f}, NumPy {r['numpy_off']:.1f}, Mesa {r['mesa_off']:.1f}; mean days "
        f"{r['days']:.1f}, {r['numpy_days']:.1f}, {r['mesa_days']:.1f}; largest difference of the "
        f"daily histograms {r['histogram_off']:.1f} (in 1/sqrt(2 runs))"
    )


if __name__ == "__main__":
    main()
