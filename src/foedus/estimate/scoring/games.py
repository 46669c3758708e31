"""Models of the game by name, for those who only want to know which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.estimate.structural.schools import GAME, RIVALS, SCHOOLS

from .tasks import Task

if TYPE_CHECKING:
    from .game import Forecaster, Settings

__all__ = ["GAMES", "forecaster"]

_POINT, _CALIBRATED, _FREE = "game-point", "game-calibrated", "game-free"
GAMES = {
    GAME: "the crisis game, fitted before each fold; mean over draws from its posterior",
    _POINT: "the same at the posterior's centre",
    _CALIBRATED: "the same recalibrated by a line in log-odds, learnt on earlier rows",
    _FREE: "for onset: its slope in the value of the crisis as the record before has it",
} | {name: f"school: {SCHOOLS[name].about}" for name in RIVALS}
"""By name, what each is."""


def forecaster(name: str, task: Task, settings: Settings | None = None) -> Forecaster:
    """Return a model of the game.

    Parameters
    ----------
    name
        One of `GAMES`.
    task
        What it is to foretell.
    settings
        How; where they leave draws open, the name says.

    Raises
    ------
    foedus.core.errors.UsageError
        If it cannot foretell this.
    """
    from dataclasses import replace

    from .game import Forecaster, Settings  # the engine takes seconds to import

    own = settings or Settings()
    if name == _POINT:
        own = replace(own, draws=0)
    return Forecaster(
        task,
        SCHOOLS.get(name, SCHOOLS[GAME]),
        own,
        calibrated=name == _CALIBRATED,
        slope="free" if name == _FREE else "play",
    )
