"""Calibration: forecasts across, frequencies up, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from foedus.brief.numbers import probability

__all__ = ["alt", "drawing", "message"]

Bins = Sequence[Mapping[str, Any]]
_WIDTH, _HEIGHT = 560, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 540, 16, 404
_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25)


def message(bins: Bins, name: str) -> str:
    """What the picture says: how many intervals hold the forecast."""
    held = sum(one["low"] <= one["forecast"] <= one["high"] for one in bins)
    return (
        f"In {held} of {len(bins)} groups the frequency agrees with what {name} said, within "
        "its interval"
    )


def alt(bins: Bins) -> str:
    """What the picture shows, in words."""
    parts = [
        f"said {probability(one['forecast'])}, happened {probability(one['frequency'])} "
        f"({one['events']} of {one['rows']})"
        for one in bins
    ]
    return f"{'; '.join(parts)}."


def drawing(bins: Bins) -> Markup:
    """The picture as SVG; both axes have the same scale.

    Parameters
    ----------
    bins
        ``rows, events, forecast, frequency, low, high`` of each, at least one.
    """
    most = min(max(0.001, *(max(one["high"], one["forecast"]) for one in bins)) * 1.05, 1.0)
    step = next((s for s in _STEPS if most / s <= 6), 0.25)

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * value / most

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * value / most

    parts: list[str] = []
    for i in range(math.floor(most / step + 1e-9) + 1):
        at = i * step
        parts.append(
            f'<line class="grid" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="{_TOP}" y2="{_BOTTOM}"/>'
            f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y(at):.1f}" y2="{y(at):.1f}"/>'
            f'<text x="{x(at):.1f}" y="{_BOTTOM + 20}" text-anchor="middle">{at:g}</text>'
            f'<text x="{_LEFT - 8}" y="{y(at) + 4:.1f}" text-anchor="end">{at:g}</text>'
        )
    parts.append(
        f'<line class="diagonal" x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_TOP}"/>'
        f'<text class="faint" x="{_RIGHT}" y="{_BOTTOM + 44}" text-anchor="end">said</text>'
        f'<text class="faint" x="{_LEFT + 8}" y="{_TOP + 12}">happened</text>'
    )
    largest = max(one["rows"] for one in bins)
    for one in bins:
        across = x(one["forecast"])
        radius = 3.0 + 4.0 * math.sqrt(one["rows"] / largest)
        parts.append(
            f'<line class="error" x1="{across:.1f}" x2="{across:.1f}" y1="{y(one["low"]):.1f}" '
            f'y2="{y(one["high"]):.1f}"/>'
            f'<circle class="dot" cx="{across:.1f}" cy="{y(one["frequency"]):.1f}" '
            f'r="{radius:.1f}"/>'
        )
    head = (
        f'<svg class="curve" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(alt(bins))}">'
    )
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every value is escaped or a number
