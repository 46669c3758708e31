"""In which order the ledger keeps the numbers of a solved game. Needs no engine."""

from __future__ import annotations

from typing import get_args

from foedus.crisis.scenario import OutcomeClass

__all__ = ["ANY_WAR", "FIRST_ACTOR", "GREAT_POWER_WAR", "SHOWN", "VALUE", "begun"]

SHOWN: tuple[str, ...] = (*get_args(OutcomeClass), "any_war")
"""Probabilities that open a row of numbers, in order."""
ANY_WAR = SHOWN.index("any_war")
GREAT_POWER_WAR = SHOWN.index("great_power_war")
VALUE = len(SHOWN)
"""Where the value of the crisis to the challenger's principal stands."""
FIRST_ACTOR = VALUE + 1
"""From here on: each actor's probability of fighting, in the order of the scenario."""


def begun(with_: float, without: float) -> float:
    """Return the chance that what did begin would have begun without the obligations.

    That it began is known. If the same draw of chance decides in both worlds, whoever begins at
    the lower chance also begins at the higher: the chance is the ratio, at most 1.

    Examples
    --------
    >>> begun(0.02, 0.01), begun(0.01, 0.02)
    (0.5, 1.0)
    """
    return min(1.0, without / with_) if with_ > 0.0 else 1.0
