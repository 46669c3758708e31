"""The same small games in Gambit (agent logit, behaviour strategies) and in foedus.

Each game is cut after some events, m frozen, so that it is a tree; prior weights are repeated
actions. Gambit traces the logit correspondence to lambda; foedus solves the cut game backwards.
Beside it, the time foedus takes for the whole game, never cut.
"""

from __future__ import annotations

import sys

import numpy as np
from _machine import ROOT, Took, best, machine, timed

sys.path.insert(0, str(ROOT))

from tests.oracle import tree
from tests.oracle.referee import Referee
from tests.oracle.test_gambit import cut, ours, planted

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import Game
from foedus.crisis.horizon import choice, finite_horizon

CASES = (("two-actors", 2), ("ally", 2), ("either", 2), ("four-actors", 2), ("two-actors", 3))


def backwards(game: Game, events: int, m: np.ndarray) -> list[np.ndarray]:
    """Values with 0, 1, ... events left, and everybody's choices at each."""
    values = [finite_horizon(game, left, m).values for left in range(events + 1)]
    for v in values[:-1]:
        for i in range(len(game.names)):
            choice(game, v, i)
    return values


def beside_gambit(case: str, events: int) -> tuple[Took, Took, Took, float, int]:
    """Solve one cut game both ways.

    Returns
    -------
    tuple
        Gambit's time, foedus's on the cut game, foedus's on the whole game, the largest difference
        of a policy or a value, and Gambit's number of information sets.
    """
    game, _ = cut(case)
    plan, where, m = planted(game, events)
    theirs = timed(lambda: tree.solve(plan, game.model.sharpness))
    mine = best(lambda: backwards(game, events, m))
    whole = best(lambda: solve(game))
    values, solved = mine.result, theirs.result
    off = np.abs(solved.start - values[events][game.layout.start]).max()
    for d, chances in solved.decisions:
        found = ours(game, values[d.left], d, where[d.at], where, m)
        off = max(off, *(abs(found[label] - chance) for label, chance in chances.items()))
    if not off <= 1e-6:
        raise AssertionError(f"{case}: foedus and Gambit differ by {off:.2g}")
    return theirs, mine, whole, float(off), solved.infosets


def main() -> None:
    print(machine())
    beside_gambit("two-actors", 1)
    for case, events in CASES:
        game, _ = cut(case)
        theirs, mine, whole, off, infosets = beside_gambit(case, events)
        print(
            f"{case}, {len(game.names)} actors, {events} events, {infosets} information sets, "
            f"{len(Referee(game).states())} positions: Gambit {theirs}; foedus, same cut game "
            f"{1e3 * mine.wall:.2f} ms wall {1e3 * mine.cpu:.2f} ms CPU; ratio "
            f"{theirs.cpu / max(mine.cpu, 1e-6):.0f}; the whole game, never cut, "
            f"{1e3 * whole.wall:.2f} ms; largest difference {off:.1e} (limit 1e-6)"
        )


if __name__ == "__main__":
    main()
