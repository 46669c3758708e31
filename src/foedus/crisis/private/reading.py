"""Readings of an equilibrium with private resolve: means over the profiles of types."""

from __future__ import annotations

import numpy as np

from foedus.crisis.flow import chain
from foedus.crisis.model import Floats
from foedus.crisis.reading import Reading, read_chain

from .outcomes import policy_of
from .solve import PrivateEquilibrium

__all__ = ["read_private"]


def read_private(found: PrivateEquilibrium, readings: tuple[Reading, ...]) -> Floats:
    """Return each reading on the first day, (R,), profiles weighted as likely as they truly are.

    Raises
    ------
    NotConverged
        A chain could not be solved.
    """
    game = found.game
    total = np.zeros(len(readings))
    for t in np.flatnonzero(found.weights > 0.0):
        policy = policy_of(found, found.resolute[t])
        told = read_chain(game, policy, chain(game, policy), readings, ahead=False)
        total += found.weights[t] * told.chances
    return total
