"""Which words the numbers bear: every choice between two sentences is made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = [
    "HALF", "Against", "Lean", "Told", "against", "apart", "at_level", "lean", "moved", "one_sign",
    "sign",
]  # fmt: skip

Told: TypeAlias = Mapping[str, Any]
Lean: TypeAlias = Literal["neither", "only lowered", "only raised", "lowered", "raised", "open"]
Sign: TypeAlias = Literal["more", "fewer", "open"]

HALF = 0.5
"""From this share of the real pacts' counts on, placebos make those unfit to be read as effects:
the same as on the screen of the ledger."""
_ANY = 1.0
"""An upper end below one dispute is none, or next to none."""
_NOTHING = 1e-9


def lean(count: Told) -> Lean:
    """Which way a count of disputes leans: raised, lowered, only one of them, neither, or open.

    Parameters
    ----------
    count
        With ``raised`` and ``lowered``, each with an interval, ``low`` and ``high``.

    Examples
    --------
    >>> lean({"raised": {"low": 0, "high": 0}, "lowered": {"low": 5, "high": 9}})
    'only lowered'
    >>> lean({"raised": {"low": 3, "high": 6}, "lowered": {"low": 5, "high": 9}})
    'open'
    """
    up, down = count["raised"], count["lowered"]
    top_up, top_down = up["high"] or 0.0, down["high"] or 0.0
    if top_up < _ANY and top_down < _ANY:
        return "neither"
    if top_up < _ANY:
        return "only lowered"
    if top_down < _ANY:
        return "only raised"
    if (down["low"] or 0.0) > top_up:
        return "lowered"
    return "raised" if (up["low"] or 0.0) > top_down else "open"


def sign(interval: Told) -> Sign:
    """Whether an interval lies above nothing, below it, or leaves the sign open.

    Examples
    --------
    >>> sign({"low": 1.0, "high": 2.0}), sign({"low": -2.0, "high": -1.0}), sign({"low": None})
    ('more', 'fewer', 'open')
    """
    low, high = interval.get("low"), interval.get("high")
    if low is None or high is None or low <= 0.0 <= high:
        return "open"
    return "more" if low > 0.0 else "fewer"


def at_level(effect: Told, level: float) -> Told:
    """Counts of an effect at one theta, beyond a threshold."""
    found: Told = next(one for one in effect["counts"] if one["level"] == level)
    return found


def moved(effect: Told, level: float) -> int:
    """Disputes that an effect at one theta moves, up or down, beyond a threshold."""
    at = at_level(effect, level)
    return int(at["raised"]) + int(at["lowered"])


@dataclass(frozen=True)
class Against:
    """Placebos against the real pacts.

    Attributes
    ----------
    real
        Disputes that the real pacts move.
    placebos
        Those that each placebo moves.
    warns
        Whether the counts must not be read as effects.
    """

    real: int
    placebos: Mapping[str, int]
    warns: bool

    @property
    def most(self) -> str:
        """Name of the placebo that moves most."""
        return max(self.placebos, key=lambda name: self.placebos[name])

    @property
    def share(self) -> float:
        """What it moves, as a share of what the real pacts move; 0 where those move nothing."""
        return self.placebos[self.most] / self.real if self.real else 0.0


def against(told: Told, outcome: str = "any_war") -> Against | None:
    """Set the placebos against the real pacts; None where none were computed."""
    if not told.get("placebos"):
        return None
    level = told["headline"]["level"]
    real = moved(told["range"]["as built"][outcome], level)
    found = {name: moved(one[outcome], level) for name, one in told["placebos"].items()}
    return Against(real, found, bool(real) and max(found.values()) >= HALF * real)


def one_sign(values: Iterable[float]) -> Literal["below", "above", "mixed", "none"]:
    """Whether all values lie on one side of nothing; those that are nothing are left aside.

    Examples
    --------
    >>> one_sign([-1.0, -2.0]), one_sign([1.0, 0.0]), one_sign([-1.0, 1.0]), one_sign([])
    ('below', 'above', 'mixed', 'none')
    """
    kept = [one for one in values if abs(one) > _NOTHING]
    if not kept:
        return "none"
    if all(one < 0.0 for one in kept):
        return "below"
    return "above" if all(one > 0.0 for one in kept) else "mixed"


def apart(one: tuple[float, float], other: tuple[float, float]) -> Literal["above", "below", "no"]:
    """Where the first interval lies against the second; ``no`` where they overlap.

    Examples
    --------
    >>> apart((0.3, 0.4), (0.1, 0.2)), apart((0.1, 0.2), (0.15, 0.3))
    ('above', 'no')
    """
    if one[0] > other[1]:
        return "above"
    return "below" if one[1] < other[0] else "no"
