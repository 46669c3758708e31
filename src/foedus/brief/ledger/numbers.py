"""How the ledger's numbers are shown: effects are small, so probabilities have three decimals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.numbers import MINUS, MISSING

__all__ = ["chance", "ends", "many", "moved", "number", "signed", "spanned"]

_LEAST = 0.0005
_NOISE = 1e-6
"""Differences below this are the solver's, not the treaties'."""


def number(value: float | None) -> str:
    """A count or a sum: whole from ten up, two figures below.

    Examples
    --------
    >>> number(1234.4), number(12.3), number(3.14), number(0.04), number(0.0), number(None)
    ('1,234', '12', '3.1', '0.04', '0', '–')
    """
    if value is None or value != value:
        return MISSING
    if abs(value) >= 9.95:
        return f"{value:,.0f}"
    if abs(value) < 1e-9:
        return "0"
    return "<0.01" if 0 < value < 0.01 else f"{float(f'{value:.2g}'):g}"


def signed(value: float | None) -> str:
    """The same with its sign.

    Examples
    --------
    >>> signed(3.14), signed(-12.3), signed(0.0), signed(-0.001)
    ('+3.1', '−12', '0', '−<0.01')
    """
    if value is None or value != value or abs(value) < 1e-9:
        return number(value)
    return ("+" if value > 0 else MINUS) + number(abs(value))


def spanned(told: Mapping[str, Any]) -> str:
    """A 90 % interval of a count.

    Examples
    --------
    >>> spanned({"low": 88.0, "high": 141.2}), spanned({"low": 3.0, "high": 3.0})
    ('88 to 141', '3')
    """
    low, high = number(told["low"]), number(told["high"])
    return low if low == high else f"{low} to {high}"


def chance(value: float | None) -> str:
    """A probability to three decimals, never a false zero.

    Examples
    --------
    >>> [chance(p) for p in (0.3712, 0.0258, 0.004, 0.0001, 0.0, None)]
    ['0.371', '0.026', '0.004', '<0.001', '0', '–']
    """
    if value is None or value != value:
        return MISSING
    if value <= 1e-12:
        return "0"
    if value < _LEAST:
        return "<0.001"
    return ">0.999" if 1.0 - _LEAST < value < 1.0 - 1e-9 else f"{value:.3f}"


def moved(value: float | None) -> str:
    """A signed difference of probabilities.

    Examples
    --------
    >>> moved(0.213), moved(-0.0034), moved(0.0001), moved(1e-8)
    ('+0.213', '−0.003', '+<0.001', '0')
    """
    if value is None or value != value:
        return chance(value)
    if abs(value) <= _NOISE:
        return "0"
    return ("+" if value > 0 else MINUS) + chance(abs(value))


def ends(low: float | None, high: float | None) -> str:
    """An interval of differences.

    Examples
    --------
    >>> ends(-0.034, 0.12), ends(0.0, 0.0)
    ('−0.034 to +0.120', '0')
    """
    first, last = moved(low), moved(high)
    return first if first == last else f"{first} to {last}"


def many(count: float, one: str, more: str) -> str:
    """How many, with the word for one or for more.

    Examples
    --------
    >>> many(1, "day", "days"), many(2335, "day", "days")
    ('1 day', '2,335 days')
    """
    text = f"{count:,.0f}"
    return f"{text} {one if text == '1' else more}"
