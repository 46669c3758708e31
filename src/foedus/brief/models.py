"""Names of forecasting models for people: the game, the schools, the plain rivals."""

from __future__ import annotations

__all__ = ["MODELS"]

MODELS = {
    "game": "the game",
    "game-point": "the game, point values",
    "game-calibrated": "the game, recalibrated",
    "game-free": "the game, slope free",
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
