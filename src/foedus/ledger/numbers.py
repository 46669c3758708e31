"""What the ledger keeps of a solved game: a row of numbers in a fixed order."""

from __future__ import annotations

from foedus.crisis.equilibrium import Equilibrium
from foedus.crisis.outcomes import outcomes

from .order import SHOWN

__all__ = ["numbers"]


def numbers(found: Equilibrium) -> list[float]:
    """Return the probabilities of `SHOWN`, the challenger's value, and who fights.

    Raises
    ------
    NotConverged
        The chain could not be solved, or the classes do not sum to one.
    """
    told = outcomes(found, reached=False)
    challenger = int(found.game.model.principals[0])
    return [
        *(told.classes[name] for name in SHOWN),
        float(found.start[challenger]),
        *(told.fights[name] for name in found.game.names),
    ]
