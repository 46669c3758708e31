"""How readily states that are no principals climb and enter wars, beside those that are.

In the record one candidate in a hundred joins a dispute; those that owe a principal its defence,
and great powers, more often than others.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from .model import Floats
from .scenario import Scenario
from .theta import Theta
from .treaty import Pledge

__all__ = ["RATIOS", "alike", "bound", "tempo"]

RATIOS = {
    "mu_climb": ("third_climb", "pledge_climb", "major_climb"),
    "mu_war": ("third_war",),
}
"""By hazard, what multiplies it for states that are no principals."""


def alike(scenario: Scenario, theta: Theta) -> Theta:
    """Return theta with one hazard for everybody where the scenario sets that hazard itself.

    A scenario that says how readily states climb, or go to war, says it of third parties too,
    unless it also says how they differ: what was estimated with the record's hazard does not
    multiply another one.
    """
    parameters = dict(theta.parameters)
    for hazard, ratios in RATIOS.items():
        for name in ratios if hazard in scenario.theta else ():
            if name not in scenario.theta:
                parameters[name] = replace(parameters[name], value=1.0, prior="fixed")
    return replace(theta, parameters=MappingProxyType(parameters))


def bound(scenario: Scenario, owed: tuple[Pledge, ...]) -> Floats:
    """Return how far each actor is bound to fight beside the principal of its camp, 0 to 1.

    1 - prod(1 - weight) over its pledges of defence and offence to that principal which reach the
    theatre and can be triggered by somebody of the other camp. 0 for principals, and for an actor
    that may enter on either side.
    """
    free = dict.fromkeys(scenario.actors, 1.0)
    for pledge in owed:
        obligor, ally = scenario.actors[pledge.obligor], scenario.actors[pledge.beneficiary]
        if obligor.principal or not ally.principal or obligor.camp != ally.camp:
            continue
        against = scenario.actors if pledge.against is None else pledge.against
        opposed = any(scenario.actors[name].camp not in ("either", ally.camp) for name in against)
        if pledge.kind in ("defence", "offence") and pledge.applies and opposed:
            free[pledge.obligor] *= 1.0 - pledge.weight
    return 1.0 - np.array(list(free.values()))


def tempo(theta: Theta, third: Floats, major: Floats, held: Floats) -> Floats:
    """Return each actor's baseline hazard of climbing, as a multiple of a principal's.

    For a state that is no principal: third_climb * pledge_climb**O * major_climb**(great power),
    with O how far it is bound to the principal of its camp (`bound`).

    Parameters
    ----------
    theta : Theta
    third, major : (actors,)
        One for a state that is no principal, for a great power.
    held : (actors,)
        `bound`.
    """
    rate = theta["third_climb"] ** third * theta["pledge_climb"] ** held
    return rate * theta["major_climb"] ** (third * major)
