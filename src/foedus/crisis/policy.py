"""How everybody plays: hazards, answers and acceptances at every position."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .game import Game, Tables
from .kernel import policy as kernel
from .model import Floats


class Policy(NamedTuple):
    """Choices at every position.

    Attributes
    ----------
    chosen : (positions, actors, 4)
        Hazards a day of climbing (for `either`, into war on the challenger's side), of entering
        war on the target's side, of stepping down, of yielding.
    yields : (positions, 2)
        Chance that the challenger (the target) yields when attacked by the other principal.
    accepts : (positions, 2)
        Chance that the challenger (the target) accepts a settlement when talks offer one.
    settlement : (positions,)
        The share of the issue a settlement gives, m.
    regret : bool (positions, 2)
        Whether attacking would be an error of the challenger's (the target's) principal.
    error_up, error_across : bool (positions, actors)
        Whether entering war would be an error of anybody else.
    """

    chosen: Floats
    yields: Floats
    accepts: Floats
    settlement: Floats
    regret: NDArray[np.bool_]
    error_up: NDArray[np.bool_]
    error_across: NDArray[np.bool_]


def respond(game: Game, values: Floats, mechanics: Tables | None = None) -> Policy:
    """Return the logit response to values.

    Parameters
    ----------
    game : Game
        The game the values belong to.
    values : (positions, actors + 2)
    mechanics : Tables, optional
        Tables that say who is a belligerent, where they are another game's (see `account`).
    """
    size, n = game.layout.coord.shape
    policy = Policy(
        chosen=np.zeros((size, n, 4)),
        yields=np.zeros((size, 2)),
        accepts=np.zeros((size, 2)),
        settlement=np.zeros(size),
        regret=np.zeros((size, 2), np.bool_),
        error_up=np.zeros((size, n), np.bool_),
        error_across=np.zeros((size, n), np.bool_),
    )
    kernel.fill(
        values, game.places, game.model, game.tables, mechanics or game.tables,
        0, size, np.empty(6), policy,
    )  # fmt: skip
    return policy
