"""Two-sided bars: how much went down to the left, how much went up to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from foedus.brief.ledger.numbers import number, signed
from foedus.brief.look import GREY, INK, MUTED, PALE
from foedus.brief.network.put import Store, put
from foedus.brief.numbers import plain
from foedus.brief.picture import Picture

__all__ = ["Side", "sided"]

_ROW = 25
_WHOLE = 720
_GAP = 84
"""Room beside a panel for its numbers."""
_LETTER = 6.6
"""Width of a letter of a label, with room to spare."""


@dataclass(frozen=True)
class Side:
    """One bar of one panel.

    Attributes
    ----------
    label
        What it is about.
    down, up
        Sizes to the left and to the right, both positive.
    real
        Whether it is what the others are compared with.
    key
        What the data call it, where that is not its label.
    """

    label: str
    down: float
    up: float
    real: bool = False
    key: str = ""


def sided(
    panels: Mapping[str, Sequence[Side]],
    *,
    name: str,
    title: str,
    caption: str,
    corner: str,
    axis: str,
    net: bool = False,
) -> Picture:
    """Draw bars of the same labels, a panel for each outcome.

    Parameters
    ----------
    panels
        By the panel's title; the same labels in the same order in each.
    name, title, caption, corner
        As in any picture.
    axis
        What is measured.
    net
        Whether the numbers beside the bars are differences of the two sides rather than both.
    """
    store = Store()
    longest = max((len(one.label) for sides in panels.values() for one in sides), default=0)
    width = int(_WHOLE - _LETTER * longest - _GAP * len(panels)) // len(panels) - 8
    charts = [
        _panel(store, panel, sides, width, axis, first=i == 0, net=net)
        for i, (panel, sides) in enumerate(panels.items())
    ]
    told = "; ".join(
        f"{panel}: "
        + ", ".join(f"{one.label} {number(one.down)} down and {number(one.up)} up" for one in sides)
        for panel, sides in panels.items()
    )
    return put(
        alt.hconcat(*charts, spacing=8).resolve_scale(x="independent"),
        store,
        name=name,
        title=title,
        caption=caption,
        corner=corner,
        words=f"{axis[:1].upper()}{axis[1:]}. {told}.",
        rows=[
            {"outcome": panel, "what": one.key or one.label, "down": one.down, "up": one.up}
            for panel, sides in panels.items()
            for one in sides
        ],
    )


def _panel(
    store: Store,
    title: str,
    sides: Sequence[Side],
    width: int,
    axis: str,
    *,
    first: bool,
    net: bool,
) -> alt.LayerChart | alt.FacetChart:
    low = max((one.down for one in sides), default=0.0)
    high = max((one.up for one in sides), default=0.0)
    most = max(low, high) or 1.0
    # A side on which next to nothing lies still shows where nothing is.
    domain = [-max(low, 0.06 * most) * 1.02, max(high, 0.06 * most) * 1.02]
    rows = [
        {
            "row": i,
            "top": i - 0.31,
            "bottom": i + 0.31,
            "zero": 0.0,
            "down": plain(-one.down),
            "up": plain(one.up),
            "net": plain(one.up - one.down),
            "fill": GREY if one.real or not any(other.real for other in sides) else PALE,
            "text": signed(one.up - one.down) if net else f"{number(one.down)} | {number(one.up)}",
        }
        for i, one in enumerate(sides)
    ]
    y = alt.Y(
        "row:Q",
        scale=alt.Scale(domain=[len(sides) - 0.5, -0.5], nice=False, zero=False),
        axis=None,
    )
    x = alt.X(
        "down:Q",
        scale=alt.Scale(domain=domain, nice=False, zero=False),
        axis=alt.Axis(tickCount=3, title=None, labelExpr=_ABSOLUTE, grid=True),
    )
    base = alt.Chart(store.add(rows))
    top = _as(y, "top")
    layers = [
        base.mark_rect().encode(
            x=x, x2="zero:Q", y=top, y2="bottom:Q", color=alt.Color("fill:N", scale=None)
        ),
        base.mark_rect().encode(
            x=_asx(x, "zero"),
            x2="up:Q",
            y=top,
            y2="bottom:Q",
            color=alt.Color("fill:N", scale=None),
        ),
        alt.Chart(store.add([{"zero": 0.0}]))
        .mark_rule(color=INK, strokeWidth=1)
        .encode(x=_asx(x, "zero")),
        base.mark_text(align="left", baseline="middle", fontSize=12.5, color=INK).encode(
            x=alt.value(width + 8), y=y, text="text:N"
        ),
    ]
    if net:
        layers.append(
            base.mark_point(
                shape="diamond", filled=True, size=34, opacity=1, color=INK, stroke="white"
            ).encode(x=_asx(x, "net"), y=y)
        )
    if first:
        names = [{"row": i, "label": one.label} for i, one in enumerate(sides)]
        layers.append(
            alt.Chart(store.add(names))
            .mark_text(align="right", baseline="middle", fontSize=13, color=INK)
            .encode(x=alt.value(-8), y=y, text="label:N")
        )
    below = axis if net else f"{axis}: down | up"
    head = alt.Title(title, subtitle=below, fontSize=13.5, subtitleColor=MUTED)
    return alt.layer(*layers).properties(width=width, height=_ROW * len(sides), title=head)


_ABSOLUTE = "format(abs(datum.value), '.2~r')"


def _as(y: alt.Y, field: str) -> alt.Y:
    moved = y.copy(deep=True)
    moved.shorthand = f"{field}:Q"
    return moved


def _asx(x: alt.X, field: str) -> alt.X:
    moved = x.copy(deep=True)
    moved.shorthand = f"{field}:Q"
    return moved
