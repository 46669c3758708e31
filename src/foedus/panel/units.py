"""Every unit of analysis by name, for the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .alliances import alliance_years
from .crises import crisis_actors
from .disputes import dispute_dyads, dispute_participants
from .dyads import dyad_years
from .panel import Panel
from .states import state_years

__all__ = ["UNITS", "Unit"]


@dataclass(frozen=True)
class Unit:
    """A unit of analysis.

    Parameters
    ----------
    about
        One line for lists.
    build
        Makes the panel; takes first and last year, and the options in `options` by keyword.
    options
        Which options it takes.
    """

    about: str
    build: Callable[..., Panel]
    options: frozenset[str]


_YEARLY = frozenset({"system", "states", "carry_forward"})

UNITS = {
    "state-year": Unit("every state in every year", state_years, _YEARLY),
    "dyad-year": Unit(
        "every pair of states in every year", dyad_years, _YEARLY | {"directed", "relevant"}
    ),
    "dispute-participant": Unit(
        "every state in every dispute (COW or GML)", dispute_participants, frozenset({"source"})
    ),
    "dispute-dyad": Unit(
        "every pair on opposite sides of a dispute, by year",
        dispute_dyads,
        frozenset({"directed", "source"}),
    ),
    "crisis-actor": Unit(
        "every actor in every international crisis (ICB)", crisis_actors, frozenset()
    ),
    "alliance-year": Unit(
        "every member of every alliance, by year (ATOP)", alliance_years, frozenset()
    ),
}
