"""Rival schools of thought, as the same game with parts of it held fixed or changed.

A school is a set of parameters held at values and a change of every scenario; what is left is
estimated anew under it. Which part is switched off follows from the school; how far a part is
turned up is judgement, and said so. In what is fitted everybody has the same knowledge, so no
school has pessimistic priors: the record cannot tell them (see `hidden`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from foedus.cases.case import Case
    from foedus.crisis.scenario import Actor, Scenario

__all__ = [
    "GAME", "LOCK_IN", "NUMBERS", "RIVALS", "SCHOOLS", "STAGES", "STAKE", "School", "no_lock_in",
    "school", "timetable", "unconditional",
]  # fmt: skip

GAME = "game"
"""The whole game: the school that the others are variants of."""
NUMBERS = 1
"""Raised whenever a school changes scenarios in another way: older fits are then stale."""
LOCK_IN = 365.0
"""Mean days until a great power's plan takes over (judgement). With four stages, one that stands on
the last rung before war for sixty days is carried on in one case of two hundred; that it cannot
step down again counts for more. Shorter clocks make more wars than the record has."""
STAGES = 4
"""Erlang stages of that clock."""
STAKE = 1.0 / 3.0
"""The challenger's stake where it wants security rather than the issue (judgement)."""


@dataclass(frozen=True)
class School:
    """A school as a variant of the game.

    Attributes
    ----------
    name, about : str
    fixed : tuple of (str, float)
        Parameters held at values; the others are estimated.
    edit : callable, optional
        Makes of a scenario the one that the school sees. It changes nothing in place.
    """

    name: str
    about: str
    fixed: tuple[tuple[str, float], ...] = ()
    edit: Callable[[Scenario], Scenario] | None = None

    def case(self, case: Case) -> Case:
        """Return a case as the school sees it; what happened stays what it was."""
        return case if self.edit is None else replace(case, scenario=self.edit(case.scenario))


def timetable(scenario: Scenario) -> Scenario:
    """Great powers that cannot step down once they show force, and whose plan takes over.

    The ladder of the record has no rung of mobilisation. What there is: no way down from the
    trigger rung (display) or above, and a clock on the last rung below war.
    """
    from foedus.crisis.scenario import Mobilisation  # pydantic, slow to import

    firm = {
        "lock_in_days": LOCK_IN,
        "lock_in_stages": STAGES,
        "revocable": False,
        "judgement": "the timetable school: mobilisation cannot be stopped",
    }

    def planned(actor: Actor) -> Actor:
        plan = (actor.mobilisation or Mobilisation()).model_copy(update=firm)
        return actor.model_copy(update={"mobilisation": plan}) if actor.major else actor

    actors = {code: planned(actor) for code, actor in scenario.actors.items()}
    return scenario.model_copy(update={"actors": actors})


def no_lock_in(scenario: Scenario) -> Scenario:
    """No war plan that takes over."""

    def free(actor: Actor) -> Actor:
        if actor.mobilisation is None:
            return actor
        plan = actor.mobilisation.model_copy(update={"lock_in_days": None})
        return actor.model_copy(update={"mobilisation": plan})

    actors = {code: free(actor) for code, actor in scenario.actors.items()}
    return scenario.model_copy(update={"actors": actors})


def unconditional(scenario: Scenario) -> Scenario:
    """Every treaty without its conditions."""
    treaties = {
        name: treaty.model_copy(update={"conditional": False})
        for name, treaty in scenario.treaties.items()
    }
    return scenario.model_copy(update={"treaties": treaties})


def _security_seeker(scenario: Scenario) -> Scenario:
    challenger = scenario.principal("challenger")
    salience = dict(scenario.issue.salience)
    salience[challenger] = STAKE * salience[challenger]
    issue = scenario.issue.model_copy(
        update={"salience": salience, "judgement": "the spiral school: security, not the issue"}
    )
    return scenario.model_copy(update={"issue": issue})


SCHOOLS: Mapping[str, School] = MappingProxyType(
    {
        one.name: one
        for one in (
            School(GAME, "the whole game"),
            School(
                "capability",
                "strength alone: pledges and audiences cost nothing",
                (("X", 0.0), ("audience", 0.0)),
            ),
            School("deterrence", "no incidents, no lock-in", (("iota", 0.0),), no_lock_in),
            School(
                "timetable",
                f"great powers cannot step down from display; after {LOCK_IN:g} days in {STAGES} "
                "stages below war the plan takes over",
                (),
                timetable,
            ),
            School("moral-hazard", "conditions of treaties bind nobody", (), unconditional),
            School(
                "spiral",
                "the challenger seeks security: a third of the stake; priors as in the game",
                (),
                _security_seeker,
            ),
        )
    }
)
"""By name, the whole game first."""
RIVALS = tuple(name for name in SCHOOLS if name != GAME)
"""Names of the schools that the game is judged beside."""


def school(name: str) -> School:
    """Return the school of that name.

    Raises
    ------
    UsageError
        If there is none.

    Examples
    --------
    >>> school("capability").fixed
    (('X', 0.0), ('audience', 0.0))
    """
    if name not in SCHOOLS:
        fix = did_you_mean(name, SCHOOLS) or f"choose {', '.join(SCHOOLS)}"
        raise UsageError(f"no school is called {name!r}", fix=fix)
    return SCHOOLS[name]
