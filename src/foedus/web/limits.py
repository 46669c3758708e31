"""How large a crisis is and how long it takes, told before anything is laid out or solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.errors import UsageError
from foedus.crisis.size import most_positions
from foedus.study.options import Options
from foedus.study.readings import lenses

if TYPE_CHECKING:
    from foedus.crisis.scenario import Scenario

    from .settings import Settings

__all__ = ["refuse_large", "seconds"]

PACE = 3e-6
"""Seconds of one processor for a position and an actor in a solve that starts from a neighbour's
values; measured on July 1914 (`benchmarks/explorer.py`)."""
COLD = 4.0
"""How many times longer a solve takes that starts from nothing; measured likewise."""


def seconds(scenario: Scenario, positions: int, options: Options, cases: int = 1) -> float:
    """How long a whole study takes, roughly, on one processor.

    Parameters
    ----------
    positions
        Of the game.
    options
        Draws and random starts.
    cases
        1, or 2 with an edited one.
    """
    instruments = len(scenario.treaties) + len(scenario.channels)
    draws = options.draws_for(positions)
    warm = cases * (2 + draws) + 2 * len(scenario.treaties)
    warm += instruments * (2 + options.treaty_draws_for(positions, instruments))
    cold = cases * (1 + len(lenses(scenario))) + options.search
    return PACE * positions * len(scenario.actors) * (warm + COLD * cold)


def refuse_large(scenario: Scenario, settings: Settings) -> None:
    """Refuse a crisis that is too large to be solved for a page.

    Raises
    ------
    UsageError
        With its size, the time it would take, and how to solve it otherwise.
    """
    fix = "leave out actors or rungs, or solve it with `foedus run FILE --out FOLDER`"
    actors = len(scenario.actors)
    if actors > settings.upload_actors:
        raise UsageError(
            f"this crisis has {actors} actors, and the explorer takes at most "
            f"{settings.upload_actors}",
            field="actors",
            fix=fix,
        )
    found = most_positions(scenario)
    if found > settings.upload_positions:
        minutes = seconds(scenario, found, Options()) / 60
        raise UsageError(
            f"this crisis has up to {found:,} positions, and the explorer takes at most "
            f"{settings.upload_positions:,}; it might take {minutes:,.0f} minutes",
            field="actors",
            fix=fix,
        )
