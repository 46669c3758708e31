"""How many positions a crisis may have, told before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError

from .clocks import coordinates

if TYPE_CHECKING:
    from .layout import Coordinates
    from .scenario import Scenario

__all__ = ["MOST_POSITIONS", "most_positions", "refuse_endless"]

MOST_POSITIONS = 4_000_000
"""Positions that a game may have at most, by `most_positions`: nine actors on five rungs. A
position of nine actors takes about 1.5 kB while it is solved, so they fit 8 GB."""


def most_positions(scenario: Scenario) -> int:
    """Return how many positions a game may have at most; what is reachable is often fewer.

    Before any war every actor is at one of its places short of war; afterwards, with either camp
    having begun it, at any of its places, not all of them short of war.
    """
    return _most(coordinates(scenario, name)[0] for name in scenario.actors)


def refuse_endless(placed: Iterable[Coordinates]) -> None:
    """Refuse actors with more positions between them than can be held.

    Raises
    ------
    UsageError
        With how many there may be, how many are allowed, and what to leave out.
    """
    placed = tuple(placed)
    found = _most(placed)
    if found > MOST_POSITIONS:
        raise UsageError(
            f"this crisis has up to {found:,} positions, and {MOST_POSITIONS:,} are allowed",
            field="actors",
            value=len(placed),
            fix="leave out actors, or join some to a bloc; or take fewer rungs or stages of clocks",
        )


def _most(placed: Iterable[Coordinates]) -> int:
    placed = tuple(placed)
    quiet = prod(one.below for one in placed)
    return quiet + 2 * (prod(len(one.rung) for one in placed) - quiet)
