"""The ledger's picture: every dispute a mark, year across, effect on any war up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from foedus.brief.ledger.numbers import moved
from foedus.brief.picture import csv_text
from foedus.ledger.columns import LEVELS

__all__ = ["Mark", "csv", "drawing", "place"]

_WIDTH, _HEIGHT = 1040, 430
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 1030, 18, 392
_TICKS = (0.002, 0.01, 0.05, 0.2, 0.5)
_KNEE = LEVELS[0]
"""Effects up to this are drawn in proportion, larger ones by their logarithm."""
_LEAST = 0.02
"""The axis reaches at least so far either way."""
_WARS = ((1914, 1919, "First World War"), (1939, 1946, "Second World War"))
_TURN = 25


@dataclass(frozen=True)
class Mark:
    """A dispute as it is drawn.

    Attributes
    ----------
    number
        Of the dispute.
    when
        Year with its fraction.
    effect, great
        Change of the chance of any war, and of great-power war, by its pacts.
    pledged
        Whether there is an obligation in its game.
    told
        Who against whom, and when.
    """

    number: int
    when: float
    effect: float
    great: float
    pledged: bool
    told: str


def place(effect: float, low: float, high: float) -> float:
    """Height of an effect in the picture, from 0 (low) to 1 (high).

    Examples
    --------
    >>> place(0.0, -0.1, 0.1), place(0.1, -0.1, 0.1)
    (0.5, 1.0)
    """
    first, last = _bent(low), _bent(high)
    return (_bent(effect) - first) / (last - first)


def _bent(effect: float) -> float:
    return math.copysign(math.log1p(abs(effect) / _KNEE), effect)


def drawing(
    marks: Sequence[Mark], years: tuple[int, int], alt: str, to: Callable[[int], str]
) -> Markup:
    """The picture as SVG; each mark leads to its dispute.

    Parameters
    ----------
    marks
        The disputes.
    years
        First and last year across.
    alt
        What it shows, for those who cannot see it.
    to
        Address of a dispute, by its number; empty where it has no page.
    """
    low = min([-_LEAST, *(one.effect for one in marks)])
    high = max([_LEAST, *(one.effect for one in marks)])
    first, last = float(years[0]), float(years[1] + 1)

    def x(when: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (when - first) / (last - first)

    def y(effect: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * place(effect, low, high)

    parts = [*_frame(x, y, first, last, low, high)]
    # Rings and large effects last, so that the crowd at zero does not hide them.
    parts += [
        _drawn(one, x(one.when), y(one.effect), to(one.number))
        for one in sorted(marks, key=lambda mark: (abs(mark.great), abs(mark.effect)))
    ]
    head = (
        f'<svg class="ledger-picture" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(alt)}">'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every value is escaped or a number


def _frame(
    x: Callable[[float], float],
    y: Callable[[float], float],
    first: float,
    last: float,
    low: float,
    high: float,
) -> list[str]:
    out: list[str] = []
    for begin, end, name in _WARS:
        if first <= begin and end <= last and last - first >= 4 * _TURN:
            out.append(
                f'<rect class="band" x="{x(begin):.1f}" y="{_TOP}" '
                f'width="{x(end) - x(begin):.1f}" height="{_BOTTOM - _TOP}"/>'
                f'<text class="faint" x="{x(begin) + 3:.1f}" y="{_TOP + 11}">{name}</text>'
            )
    for tick in (*(-one for one in reversed(_TICKS)), 0.0, *_TICKS):
        if low <= tick <= high:
            name = "0" if tick == 0.0 else f"{'+' if tick > 0 else '−'}{abs(tick):g}"
            kind = "zero" if tick == 0.0 else "grid"
            out.append(
                f'<line class="{kind}" x1="{_LEFT}" x2="{_RIGHT}" y1="{y(tick):.1f}" '
                f'y2="{y(tick):.1f}"/><text x="{_LEFT - 8}" y="{y(tick) + 4:.1f}" '
                f'text-anchor="end">{name}</text>'
            )
    step = next((s for s in (1, 2, 5, 10, _TURN) if (last - first) / s <= 10), 50)
    years = range(math.ceil(first / step) * step, int(last) + 1, step)
    return out + [
        f'<text x="{x(year):.1f}" y="{_BOTTOM + 22}" text-anchor="middle">{year}</text>'
        for year in years
    ]


def _drawn(one: Mark, x: float, y: float, href: str) -> str:
    told = f"{escape(one.told)}: any war {moved(one.effect)}"
    ring = ""
    if abs(one.great) > LEVELS[0]:
        told += f", great-power war {moved(one.great)}"
        radius = 4.5 + 3.5 * min(math.sqrt(abs(one.great) / 0.05), 2.0)
        kind = "ring up" if one.great > 0 else "ring"
        ring = f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    kind = "mark" if one.pledged else "mark bare"
    drawn = f'<title>{told}</title>{ring}<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>'
    return f'<a href="{escape(href)}" tabindex="-1">{drawn}</a>' if href else f"<g>{drawn}</g>"


def csv(marks: Sequence[Mark]) -> str:
    """What is drawn, as CSV."""
    return csv_text(
        [
            {
                "dispute": one.number,
                "when": round(one.when, 3),
                "any_war_difference": one.effect,
                "great_power_war_difference": one.great,
                "pledged": int(one.pledged),
                "sides": one.told,
            }
            for one in marks
        ]
    )
