"""How numbers are shown to people: two figures, never a false zero.

Probabilities below .01 are shown as ``<0.01`` and above .99 as ``>0.99``; only what is exactly
impossible or certain is shown as ``0`` or ``1``. Minus signs are U+2212, which is as wide as a
plus.
"""

from __future__ import annotations

import math
from datetime import date

__all__ = [
    "NO_DIFFERENCE",
    "aligned",
    "change",
    "day",
    "days",
    "interval",
    "no_difference",
    "per_hundred",
    "plain",
    "probability",
    "signed_interval",
    "spans_zero",
]

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"
_ROUND_OFF = 1e-12
"""Values this near to 0 or 1 are 0 or 1: the outcomes of one game sum to one within 1e-9."""
NO_DIFFERENCE = 1e-7
"""Two solves of one game differ by less: a difference within this of 0 is the solver's residual."""


def probability(value: float | None) -> str:
    """A probability to two figures.

    Parameters
    ----------
    value
        In [0, 1]; None or NaN for one that was not computed.

    Examples
    --------
    >>> [probability(p) for p in (0.3712, 0.0258, 0.004, 0.0, 0.997)]
    ['0.37', '0.026', '<0.01', '0', '>0.99']
    """
    if value is None or math.isnan(value):
        return MISSING
    if value <= _ROUND_OFF:
        return "0"
    if value >= 1 - _ROUND_OFF:
        return "1"
    if value < 0.01:
        return "<0.01"
    if value > 0.99:
        return ">0.99"
    return f"{value:.3f}" if float(f"{value:.3f}") < 0.1 else f"{value:.2f}"


def interval(low: float | None, high: float | None) -> str:
    """An interval of probabilities.

    Examples
    --------
    >>> interval(0.12, 0.58), interval(0.001, 0.002), interval(0.001, 0.2)
    ('0.12 to 0.58', '<0.01', '<0.01 to 0.20')
    """
    first, last = probability(low), probability(high)
    return first if first == last else f"{first} to {last}"


def change(value: float | None) -> str:
    """A signed difference of probabilities.

    Examples
    --------
    >>> change(0.213), change(-0.034), change(0.002), change(-0.002), change(3e-9)
    ('+0.21', '−0.034', '+<0.01', '−<0.01', '0')
    """
    if value is None or math.isnan(value):
        return MISSING
    if no_difference(value):
        return "0"
    return ("+" if value > 0 else MINUS) + probability(min(abs(value), 1.0))


def no_difference(difference: float) -> bool:
    """Whether a difference is none: it could be what the solver leaves.

    Examples
    --------
    >>> no_difference(-3e-9), no_difference(2e-6), no_difference(float("nan"))
    (True, False, False)
    """
    return abs(difference) <= NO_DIFFERENCE


def signed_interval(low: float | None, high: float | None) -> str:
    """An interval of differences.

    Examples
    --------
    >>> signed_interval(-0.034, 0.12)
    '−0.034 to +0.12'
    """
    first, last = change(low), change(high)
    return first if first == last else f"{first} to {last}"


def spans_zero(low: float | None, high: float | None) -> bool:
    """Whether an interval leaves the sign open; one that was not computed does."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return True
    return low <= NO_DIFFERENCE and high >= -NO_DIFFERENCE


def per_hundred(shares: dict[str, float], total: int = 100) -> dict[str, int]:
    """Whole numbers that sum to `total`, by largest remainders.

    Parameters
    ----------
    shares
        Non-negative weights by name, not all zero.

    Examples
    --------
    >>> per_hundred({"war": 0.3712, "lapsed": 0.5244, "settled": 0.1044})
    {'war': 37, 'lapsed': 52, 'settled': 11}
    """
    scale = total / sum(shares.values())
    exact = {name: share * scale for name, share in shares.items()}
    counts = {name: math.floor(value) for name, value in exact.items()}
    left = total - sum(counts.values())
    by_remainder = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[:left]:
        counts[name] += 1
    return counts


def days(value: float | None) -> str:
    """A duration in days to two figures.

    Examples
    --------
    >>> days(182.3), days(1.04), days(0.2), days(1234)
    ('180', '1', '<1', '1,200')
    """
    if value is None or math.isnan(value):
        return MISSING
    if value < 1:
        return "<1"
    return f"{float(f'{value:.2g}'):,.0f}" if value >= 10 else f"{float(f'{value:.2g}'):g}"


def day(value: str | date) -> str:
    """A date as people write it.

    Examples
    --------
    >>> day("1914-07-23")
    '23 July 1914'
    """
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def aligned(text: str) -> str:
    """A number's text with room for a sign: left-aligned columns line up on the decimal point.

    Examples
    --------
    >>> aligned("<0.01"), aligned("0.37") == "\N{FIGURE SPACE}0.37"
    ('<0.01', True)
    """
    return text if text[:1] in ("<", ">", "+", MINUS) else "\N{FIGURE SPACE}" + text


def plain(value: float) -> float:
    """Six significant digits: what a picture's data needs, and the same text on every machine."""
    return float(f"{value:.6g}")


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""strftime would use the machine's language."""
