"""How one actor's ladder runs: its rungs, the clocks that carry it on, and what it cannot undo."""

from __future__ import annotations

import numpy as np

from .ladder import no_return
from .layout import Coordinates
from .model import Floats
from .scenario import Scenario
from .size import stages


def coordinates(scenario: Scenario, name: str) -> tuple[Coordinates, Floats]:
    """Lay out one actor's rungs and clocks.

    Returns
    -------
    Coordinates
        Rungs, with the stages of Erlang clocks as coordinates of their own.
    array (coordinates,)
        Rate a day at which nature moves the actor on from each coordinate below war.
    """
    actor, ladder = scenario.actors[name], scenario.ladder
    plan = actor.mobilisation
    war = len(ladder) - 1
    clocks = stages(scenario, name)
    rates = [count / days if days else 0.0 for count, days in clocks for _ in range(count)]
    first = np.concatenate([[0], np.cumsum([count for count, _ in clocks])]).astype(int).tolist()
    firm = len(ladder) if plan is None or plan.revocable else no_return(ladder)
    rung_of: list[int] = []
    up: list[int] = []
    down: list[int] = []
    following: list[int] = []
    for r in range(war):
        for stage in range(clocks[r][0]):
            rung_of.append(r)
            up.append(first[r + 1])
            down.append(first[r - 1] if 0 < r < firm and ladder[r].revocable else -1)
            following.append(first[r] + stage + 1 if rates[first[r]] > 0 else -1)
    wars = [war, war] if actor.camp == "either" else [war]
    placed = Coordinates(tuple(rung_of + wars), tuple(up), tuple(down), tuple(following))
    return placed, np.array(rates)
