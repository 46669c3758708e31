"""What a fit found of a parameter in its own unit, cut to what the parameter may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from foedus.crisis.theta import load_theta

__all__ = ["around", "cut", "ends_cut", "onset_slope", "own"]

_NINETY = 1.6448536269514722

Row = Mapping[str, Any]


def own(row: Row, at: float) -> float:
    """A number on the scale of estimation in the parameter's own unit."""
    return math.exp(at) if row["scale"] == "log" else at


def around(row: Row, centre: str, spread: str) -> tuple[float, float]:
    """Ends of the 90 % interval as draws of theta have it: cut to what the parameter may be."""
    return ends_cut(row, _ends(row, centre, spread))


def ends_cut(row: Row, ends: tuple[float, float]) -> tuple[float, float]:
    """Two ends, cut likewise."""
    low, high = _range(row["name"])
    first, last = (min(max(end, low), high) for end in ends)
    return first, last


def cut(rows: Iterable[Row], number: Callable[[float], str]) -> str:
    """Name the parameters whose posterior goes on beyond what they may be; empty for none.

    Parameters
    ----------
    rows
        Parameters of a fit's report.
    number
        How a number is written.
    """
    beyond = []
    for row in rows:
        (low, high), (least, most) = _ends(row, "mean", "sd"), _range(row["name"])
        if low < least or high > most:
            beyond.append(f"{row['name']} ({number(least)} to {number(most)})")
    if not beyond:
        return ""
    return f" Cut to what the parameter may be, as draws are: {', '.join(beyond)}."


def onset_slope(onset: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """The record's own slope of onset and the ends of its 90 % interval; None where not fitted."""
    row = next((one for one in onset["coefficients"] if one["name"] == "slope"), None)
    if row is None:
        return None
    half = _NINETY * row["error"]
    return row["free"], row["free"] - half, row["free"] + half


def _range(name: str) -> tuple[float, float]:
    """What a parameter may be."""
    entry = load_theta("provisional").parameters.get(name)
    return (-math.inf, math.inf) if entry is None else (entry.low, entry.high)


def _ends(row: Row, centre: str, spread: str) -> tuple[float, float]:
    half = _NINETY * row[spread]
    return own(row, row[centre] - half), own(row, row[centre] + half)
