"""Names of models, tasks and groups, for people."""

from __future__ import annotations

__all__ = ["COMPONENTS", "GROUPS", "KIN", "MODELS", "TASKS", "model"]

MODELS = {
    "game": "the game",
    "game-point": "the game, point values",
    "game-calibrated": "the game, recalibrated",
    "base": "base rate",
    "risks": "competing risks",
    "logit": "logit",
    "penalised": "penalised logit",
    "boosting": "boosted trees",
    "capability": "the school of capability",
    "deterrence": "the school of deterrence",
    "timetable": "the school of the timetable",
    "moral-hazard": "the school of moral hazard",
    "spiral": "the school of the spiral",
}
KIN = frozenset(MODELS) - {"game", "base", "risks", "logit", "penalised", "boosting"}
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
