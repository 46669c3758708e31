"""How the numbers of a brief are written: one name for each way."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from foedus.brief.bundle.names import treaty_label
from foedus.brief.ledger import numbers as small
from foedus.brief.numbers import (
    MINUS,
    MISSING,
    change,
    day,
    days,
    interval,
    probability,
    signed_interval,
)
from foedus.brief.words import short, word

from .errors import ReportError

__all__ = ["KINDS", "Atom", "Value", "shown"]

Atom: TypeAlias = float | int | str | bool | date | None
Value: TypeAlias = Atom | tuple[Atom, ...]
"""One value, or the two ends of an interval."""


def _number(value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    return float(value)


def _ends(value: Value) -> tuple[float, float]:
    if not isinstance(value, tuple) or len(value) != 2:
        return math.nan, math.nan
    return _number(value[0]), _number(value[1])


def _finite(written: Callable[[float], str]) -> Callable[[Value], str]:
    """A way to write a number; a dash where there is none."""

    def told(value: Value) -> str:
        found = _number(value)
        return MISSING if math.isnan(found) else written(found)

    return told


def _factor(value: float) -> str:
    return f"{value:.2g}".replace("-", MINUS)


def _signed(value: float, digits: int) -> str:
    if math.isnan(value):
        return MISSING
    text = f"{abs(value):.{digits}f}"
    if not text.strip("0."):
        return text
    return ("+" if value > 0 else MINUS) + text


def _plain(value: Value) -> str:
    """Up to four significant digits; text as it stands."""
    found = _number(value)
    if math.isnan(found):
        return MISSING if value is None or isinstance(value, float) else str(value)
    if abs(found) >= 10_000:
        return f"{found:,.0f}"
    return f"{found:.4g}".replace("-", MINUS)


def _date(value: Value) -> str:
    return day(value) if isinstance(value, str | date) else MISSING


def _between(value: Value, written: Callable[[float], str]) -> str:
    """Two ends; one number where both are written alike."""
    low, high = _ends(value)
    if low != low or high != high:
        return MISSING
    first, last = written(low), written(high)
    return first if first == last else f"{first} to {last}"


def _yes(value: Value) -> str:
    return "yes" if value else "no"


KINDS: Mapping[str, Callable[[Value], str]] = MappingProxyType(
    {
        "probability": lambda value: probability(_number(value)),
        "word": lambda value: word(_number(value)),
        "change": lambda value: change(_number(value)),
        "size": lambda value: probability(abs(_number(value))),
        "interval": lambda value: interval(*_ends(value)),
        "span": lambda value: signed_interval(*_ends(value)),
        "count": _finite(lambda found: f"{round(found):,}"),
        "year": _finite(lambda found: f"{round(found)}"),
        "days": lambda value: days(_number(value)),
        "score": _finite(lambda found: f"{found:.4f}"),
        "area": _finite(lambda found: f"{found:.2f}"),
        "gain": lambda value: _signed(_number(value), 4),
        "gains": lambda value: " to ".join(_signed(one, 4) for one in _ends(value)),
        "share": _finite(lambda found: f"{100 * found:.1f} %"),
        "residual": lambda value: f"{_number(value):.1e}".replace("-", MINUS),
        "plain": _plain,
        "text": lambda value: MISSING if value is None else " ".join(str(value).split()),
        "open": lambda value: " ".join(str(value).split()).rstrip("."),
        "short": lambda value: short(str(value)),
        "label": lambda value: treaty_label(str(value)),
        "date": _date,
        "yes": _yes,
        "always": lambda value: "always" if value else "if it is in",
        "amount": lambda value: small.number(_number(value)),
        "amounts": lambda value: _between(value, small.number),
        "net": lambda value: small.signed(_number(value)),
        "nets": lambda value: _between(value, small.signed),
        "chance": lambda value: small.chance(_number(value)),
        "moved": lambda value: small.moved(_number(value)),
        "percent": _finite(lambda found: f"{100 * found:.0f} %"),
        "factor": _finite(_factor),
        "factors": lambda value: _between(value, _factor),
    }
)
"""Ways to write a value, by name. What was not computed is a dash."""


def shown(value: Value, kind: str) -> str:
    """A value as it is printed.

    Parameters
    ----------
    value
        A number, text, or the two ends of an interval.
    kind
        One of `KINDS`.

    Raises
    ------
    ReportError
        If there is no such way of writing.

    Examples
    --------
    >>> shown(0.3712, "probability"), shown((0.1, 0.5), "interval"), shown(0.3712, "word")
    ('0.37', '0.10 to 0.50', 'unlikely')
    >>> shown(-0.02, "size"), shown(2063, "count"), shown(None, "text")
    ('0.020', '2,063', '–')
    """
    if kind not in KINDS:
        raise ReportError(
            "no such way to write a number", value=kind, fix=f"use {', '.join(KINDS)}"
        )
    return KINDS[kind](value)
