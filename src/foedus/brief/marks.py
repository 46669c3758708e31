"""Parts that several pictures draw: labelled rows, bars, intervals, columns of numbers, hatching.

Rows are placed on a quantitative axis (row 0 on top), so that a bar has an exact place and can be
hatched; Vega-Lite has no pattern fills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from .look import INK, MUTED
from .named import expression
from .numbers import plain

__all__ = [
    "along",
    "bars",
    "chance_axis",
    "column",
    "data",
    "hatch",
    "intervals",
    "points",
    "rows_axis",
    "rule",
]

Row = Mapping[str, Any]


def data(rows: Sequence[Row]) -> alt.Data:
    """Inline data; numbers to six significant digits, so that the bytes are the same everywhere."""
    return alt.Data(
        values=[
            {
                key: plain(value) if isinstance(value, float) and value == value else _json(value)
                for key, value in row.items()
            }
            for row in rows
        ]
    )


def _json(value: Any) -> Any:
    return None if isinstance(value, float) else value


def rows_axis(labels: Sequence[str]) -> alt.Y:
    """Vertical place of rows, with their labels; field ``row`` is the number of the row.

    Labels are as long as whoever made them let them be: Vega, which takes letters for wider than
    they are, would cut names that fit.
    """
    return alt.Y(
        "row:Q",
        scale=alt.Scale(domain=[len(labels) - 0.5, -0.5], nice=False, zero=False),
        axis=alt.Axis(
            values=list(range(len(labels))),
            labelExpr=expression(labels),
            labelLimit=0,
            grid=False,
            title=None,
        ),
    )


def chance_axis(
    field: str, domain: tuple[float, float], title: str, *, signed: bool = False
) -> alt.X:
    """Horizontal axis of probabilities; as many decimals as tell its ticks apart."""
    span = domain[1] - domain[0]
    decimals = 2 if span >= 0.05 else 3 if span >= 0.005 else 4
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(domain=list(domain), nice=False, zero=False),
        axis=alt.Axis(format=f"{'+' * signed}.{decimals}~f", tickCount=5, title=title),
    )


def bars(
    rows: Sequence[Row], x: alt.X, y: alt.Y, colour: str, *, hollow: bool = False
) -> alt.Chart:
    """Bars from ``x`` to ``x2``, between ``top`` and ``bottom``.

    Hollow bars are the counterfactual.
    """
    chart = alt.Chart(data(rows))
    drawn = (
        chart.mark_rect(fillOpacity=0.0, stroke=colour, strokeWidth=1.5)
        if hollow
        else chart.mark_rect(fill=colour, stroke=colour, strokeWidth=1.5)
    )
    return drawn.encode(x=x, x2=alt.X2("x2:Q"), y=_at(y, "top"), y2=alt.Y2("bottom:Q"))


def _at(y: alt.Y, field: str) -> alt.Y:
    moved = y.copy(deep=True)
    moved.shorthand = f"{field}:Q"
    return moved


def intervals(rows: Sequence[Row], x: alt.X, y: alt.Y, colour: str = INK) -> list[alt.Chart]:
    """90 % thin, 50 % thick, edged in white to show on a bar; fields ``q05`` to ``q95``."""
    source = data(rows)
    strokes = (("q05", "q95", 1.3), ("q25", "q75", 3.6))
    return [
        alt.Chart(source)
        .mark_rule(color="white" if edge else colour, strokeWidth=width + 2.4 * edge)
        .encode(x=along(x, low), x2=alt.X2(f"{high}:Q"), y=_at(y, "at"))
        for low, high, width in strokes
        for edge in (True, False)
    ]


def points(
    rows: Sequence[Row], x: alt.X, y: alt.Y, colour: str, *, hollow: bool = False
) -> alt.Chart:
    """Dots at field ``at``; hollow ones are the counterfactual."""
    return (
        alt.Chart(data(rows))
        .mark_point(
            shape="circle",
            size=90,
            opacity=1,
            filled=True,
            fill="white" if hollow else colour,
            stroke=colour,
            strokeWidth=2,
        )
        .encode(x=x, y=_at(y, "at"))
    )


def rule(
    rows: Sequence[Row], x: alt.X, y: alt.Y, start: str, end: str, colour: str, width: float
) -> alt.Chart:
    """A horizontal line between two fields, cut at the frame."""
    return (
        alt.Chart(data(rows))
        .mark_rule(color=colour, strokeWidth=width, clip=True)
        .encode(x=along(x, start), x2=alt.X2(f"{end}:Q"), y=_at(y, "at"))
    )


def along(x: alt.X, field: str) -> alt.X:
    """The same axis for another field."""
    moved = x.copy(deep=True)
    moved.shorthand = f"{field}:Q"
    return moved


def column(
    rows: Sequence[Row], y: alt.Y, field: str, x: float, *, muted: bool = False
) -> alt.Chart:
    """A column of text at a fixed place, pixels from the left of the plot."""
    return (
        alt.Chart(data(rows))
        .mark_text(align="left", baseline="middle", color=MUTED if muted else INK, fontSize=13)
        .encode(x=alt.XValue(x), y=_at(y, "at"), text=alt.Text(f"{field}:N"))
    )


def hatch(
    x: tuple[float, float], y: tuple[float, float], per_x: float, per_y: float, gap: float = 7.0
) -> list[dict[str, float]]:
    """Diagonal lines that fill a bar, as segments in data units.

    Parameters
    ----------
    x, y
        The bar's edges, data units.
    per_x, per_y
        Pixels per data unit, so that the lines run at 45 degrees on paper.
    gap
        Pixels between lines along the bar.

    Returns
    -------
    list of dict
        Fields ``x``, ``x2``, ``top``, ``bottom``; empty where the bar is narrower than a pixel.
    """
    left, right = sorted(x)
    low, high = sorted(y)
    width, height = (right - left) * per_x, (high - low) * per_y
    segments: list[dict[str, float]] = []
    if width < 1.0 or height <= 0.0:
        return segments
    start = -height + gap
    while start < width:
        # The line runs from (start, 0) to (start + height, height); clip it to the bar's width.
        first, last = max(start, 0.0), min(start + height, width)
        if last > first:
            segments.append(
                {
                    "x": left + first / per_x,
                    "x2": left + last / per_x,
                    "top": low + (first - start) / per_y,
                    "bottom": low + (last - start) / per_y,
                }
            )
        start += gap
    return segments
