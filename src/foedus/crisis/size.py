"""How many positions a crisis may have, told before anything is laid out."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError

if TYPE_CHECKING:
    from .scenario import Scenario

__all__ = [
    "FEWER", "FEWER_STAGES", "MOST_PLACES", "MOST_POSITIONS", "most_positions", "places",
    "refuse_endless", "stages",
]  # fmt: skip

MOST_POSITIONS = 4_000_000
"""Positions that a game may have at most, by `most_positions`: nine actors on five rungs. A
position of nine actors takes about 1.5 kB while it is solved, so they fit 8 GB."""
FEWER = "leave out actors, or join some to a bloc; or take fewer rungs or stages of clocks"
"""What to do about more."""
MOST_PLACES = 128
"""Coordinates that an actor may have: one is kept in a byte, with a sign."""
FEWER_STAGES = "take fewer stages, or fewer rungs with transit_days"
"""What to do about more."""


def stages(scenario: Scenario, name: str) -> list[tuple[int, float | None]]:
    """Return of each rung below war how many stages an actor's clock has there, and its mean days.

    One stage and None where no clock carries the actor on.
    """
    plan, ladder = scenario.actors[name].mobilisation, scenario.ladder
    found: list[tuple[int, float | None]] = []
    for r, rung in enumerate(ladder[:-1]):
        days, count = rung.transit_days, 1
        if days is not None and plan is not None:
            days, count = plan.days or days * plan.slower, plan.stages
        elif r == len(ladder) - 2 and plan is not None and plan.lock_in_days is not None:
            days, count = plan.lock_in_days, plan.lock_in_stages
        found.append((count, days))
    return found


def places(scenario: Scenario, name: str) -> int:
    """Return how many coordinates an actor has: stages of its clocks, and war, once a side."""
    at_war = 2 if scenario.actors[name].camp == "either" else 1
    return sum(count for count, _ in stages(scenario, name)) + at_war


def most_positions(scenario: Scenario) -> int:
    """Return how many positions a game may have at most; what is reachable is often fewer.

    Before any war every actor is at one of its places short of war; afterwards, with either camp
    having begun it, at any of its places, not all of them short of war.
    """
    below = [sum(count for count, _ in stages(scenario, name)) for name in scenario.actors]
    wars = [2 if actor.camp == "either" else 1 for actor in scenario.actors.values()]
    quiet = prod(below)
    return quiet + 2 * (prod(b + w for b, w in zip(below, wars, strict=True)) - quiet)


def refuse_endless(scenario: Scenario) -> None:
    """Refuse a crisis with more positions than can be held.

    Raises
    ------
    UsageError
        With how many there may be, how many are allowed, and what to leave out.
    """
    found = most_positions(scenario)
    if found > MOST_POSITIONS:
        raise UsageError(
            f"this crisis has up to {found:,} positions, and {MOST_POSITIONS:,} are allowed",
            field="actors",
            value=len(scenario.actors),
            fix=FEWER,
        )
