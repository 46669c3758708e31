"""Who could be drawn in: the most exposed states of a year as bars with their error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from foedus.brief.network.drawn_in import percent

__all__ = ["Bar", "alt", "drawing"]

_WIDTH, _ROW, _LEFT, _RIGHT = 720, 24, 190, 610
_NINETY = 1.6448536269514722
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


@dataclass(frozen=True)
class Bar:
    """A state's chance to be drawn in within a year, its error, and whether it stands out."""

    name: str
    chance: float
    error: float
    chosen: bool = False


def alt(bars: Sequence[Bar]) -> str:
    """What the picture shows, in words."""
    return "; ".join(f"{one.name} {percent(one.chance)}" for one in bars) + "."


def drawing(bars: Sequence[Bar]) -> Markup:
    """The picture as SVG.

    Parameters
    ----------
    bars
        In the order in which they are drawn, at least one.
    """
    most = max(1e-4, *(one.chance + _NINETY * one.error for one in bars))
    step = next((s for s in _STEPS if most / s <= 5), 1.0)
    bottom = 10 + _ROW * len(bars)
    height = bottom + 26

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * value / most

    parts: list[str] = []
    for i in range(int(most / step) + 1):
        at = x(i * step)
        parts.append(
            f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="6" y2="{bottom}"/>'
            f'<text class="faint" x="{at:.1f}" y="{bottom + 18}" text-anchor="middle">'
            f"{100 * i * step:g} %</text>"
        )
    for i, one in enumerate(bars):
        y = 10 + _ROW * i
        kind = "bar chosen" if one.chosen else "bar"
        low, high = (max(one.chance + side * _NINETY * one.error, 0.0) for side in (-1, 1))
        parts.append(
            f'<text x="{_LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(one.name)}</text>'
            f'<rect class="{kind}" x="{_LEFT}" y="{y + 5}" width="{x(one.chance) - _LEFT:.1f}" '
            f'height="13"/>'
            f'<line class="error" x1="{x(low):.1f}" x2="{x(high):.1f}" y1="{y + 11.5}" '
            f'y2="{y + 11.5}"/>'
            f'<text x="{max(x(one.chance), x(high)) + 8:.1f}" y="{y + 16}">'
            f"{percent(one.chance)}</text>"
        )
    head = (
        f'<svg class="exposed" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(alt(bars))}">'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every value is escaped or a number
