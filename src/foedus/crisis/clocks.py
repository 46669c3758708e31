"""How one actor's ladder runs: its rungs, the clocks that carry it on, and what it cannot undo."""

from __future__ import annotations

import numpy as np

from .ladder import no_return
from .layout import Coordinates
from .model import Floats
from .scenario import Scenario


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
    stages: list[int] = []
    rates: list[float] = []
    for r, rung in enumerate(ladder[:war]):
        days, count = rung.transit_days, 1
        if days is not None and plan is not None:
            days, count = plan.days or days * plan.slower, plan.stages
        elif r == war - 1 and plan is not None and plan.lock_in_days is not None:
            days, count = plan.lock_in_days, plan.lock_in_stages
        stages.append(count if days is not None else 1)
        rates += [count / days if days is not None else 0.0] * stages[-1]
    first = np.concatenate([[0], np.cumsum(stages)]).astype(int).tolist()
    firm = len(ladder) if plan is None or plan.revocable else no_return(ladder)
    rung_of: list[int] = []
    up: list[int] = []
    down: list[int] = []
    following: list[int] = []
    for r in range(war):
        for stage in range(stages[r]):
            rung_of.append(r)
            up.append(first[r + 1])
            down.append(first[r - 1] if 0 < r < firm and ladder[r].revocable else -1)
            following.append(first[r] + stage + 1 if rates[first[r]] > 0 else -1)
    wars = [war, war] if actor.camp == "either" else [war]
    placed = Coordinates(tuple(rung_of + wars), tuple(up), tuple(down), tuple(following))
    return placed, np.array(rates)
