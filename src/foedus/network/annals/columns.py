"""What the tables of the annals hold."""

from __future__ import annotations

from typing import Final

import polars as pl

from foedus.network.structure.columns import COLUMNS

__all__ = ["STABILITY", "STATES", "STATE_TYPES", "YEARS"]

STABILITY: Final[dict[str, tuple[str, str]]] = {
    "known": ("States with known strength", "states"),
    "vulnerable": ("Of them, those that a state and its allies could defeat", "states"),
    "exposing": ("Pairs whose alliance would make somebody vulnerable who is not", "pairs"),
    "needless": ("Alliances that one end could drop and not be vulnerable", "pairs"),
    "stable": ("Whether the network is war-stable", ""),
}
"""Columns of the years beside those of a history: name, what it holds, unit."""

YEARS: Final[dict[str, tuple[str, str]]] = COLUMNS | STABILITY

STATES: Final[dict[str, tuple[str, str]]] = {
    "year": ("Year; obligations in force on any day of it count", ""),
    "ccode": ("COW state code", ""),
    "allies": ("Allies of the state", "states"),
    "bloc": ("Number of its bloc, the largest first; one of its own without allies", ""),
    "vulnerable": (
        "Whether some state and its allies could defeat it and its other allies; null if not known",
        "",
    ),
    "attacker": ("COW code of the state with the largest margin over it", ""),
    "coalition": ("States in that one's coalition, itself included", "states"),
    "ratio": ("Strength of the coalition over that of the defence", ""),
    "yearly": ("Expected entries into wars that start between two others", "a year"),
    "yearly_error": ("Its standard error, from the drawing alone", "a year"),
    "given_war": ("Chance to be drawn in if a war starts between two others", ""),
    "with_attacked": ("Share of its entries on the side of the attacked", ""),
}

STATE_TYPES: Final[dict[str, type[pl.DataType]]] = {
    "year": pl.Int16,
    "ccode": pl.Int16,
    "allies": pl.Int16,
    "bloc": pl.Int16,
    "vulnerable": pl.Boolean,
    "attacker": pl.Int16,
    "coalition": pl.Int16,
    "ratio": pl.Float32,
    "yearly": pl.Float32,
    "yearly_error": pl.Float32,
    "given_war": pl.Float32,
    "with_attacked": pl.Float32,
}
