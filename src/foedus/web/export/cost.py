"""What an export takes, told before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.core.paths import threads
from foedus.crisis.size import most_positions
from foedus.study.options import Options
from foedus.web.limits import PACE, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .crisis import Crisis

__all__ = ["PAGE", "Cost", "cost", "lasting"]

PAGE = 0.05
"""Seconds that a page takes to be drawn and written, roughly."""


@dataclass(frozen=True)
class Cost:
    """Studies to be solved whole, changes at the centre of theta, files, seconds in all."""

    studies: int
    points: int
    files: int
    seconds: float


def cost(crises: Sequence[Crisis], files: int) -> Cost:
    """What a site takes at most, where nothing has been solved yet."""
    studies = points = 0
    needed = PAGE * files
    for one in crises:
        positions = most_positions(one.scenario)
        whole = sum(one.whole(state) for state in one.states)
        first = len(one.states) - whole
        studies, points = studies + whole, points + first
        processors = threads()
        needed += seconds(one.scenario, positions, Options(), 1) / processors
        needed += (whole - 1) * seconds(one.scenario, positions, Options(), 2) / processors
        needed += first * PACE * positions * len(one.scenario.actors) / processors
    return Cost(studies, points, files, needed)


def lasting(seconds: float) -> str:
    """How long, in words.

    >>> [lasting(one) for one in (20, 170, 4000, 20000)]
    ['less than a minute', 'about 3 minutes', 'about 67 minutes', 'about 6 hours']
    """
    if seconds < 60:
        return "less than a minute"
    if seconds < 7200:
        return f"about {seconds / 60:.0f} minutes"
    return f"about {seconds / 3600:.0f} hours"
