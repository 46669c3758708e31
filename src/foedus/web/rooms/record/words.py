"""Names of models, tasks and groups, for people."""

from __future__ import annotations

from foedus.brief.models import MODELS
from foedus.estimate.structural.schools import RIVALS

__all__ = ["COMPONENTS", "GROUPS", "KIN", "MODELS", "TASKS", "model"]

KIN = frozenset({"game-point", "game-calibrated", "game-free", *RIVALS})
"""Models that are the game in another form: its variants and the schools."""
TASKS = {
    "escalation": "a dispute becomes war",
    "joining": "a third party joins",
    "great-power-war": "great powers fight each other",
    "onset": "a dispute begins",
}
GROUPS = {
    "decade": "decade",
    "parties": "parties",
    "power": "power",
    "obligations": "obligations",
    "in-game": "in the game",
}
COMPONENTS = {
    "level": "how high it went",
    "end": "how it ended",
    "length": "how long it lasted",
    "joined": "whether a candidate came in",
    "fought": "whether a candidate fought",
}


def model(name: str) -> str:
    """A model's name for people; its own where it is a stranger."""
    return MODELS.get(name, name)
