"""The key below a picture: a swatch and a few words each, in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from foedus.brief.look import INK, WIDTH

from .put import Store

__all__ = ["Entry", "key"]

_LINE = 19


@dataclass(frozen=True)
class Entry:
    """A colour and what it means; a line with an arrowhead, a dashed one, or a square."""

    colour: str
    text: str
    dash: bool = False
    arrow: bool = False
    thin: bool = False
    square: bool = False


def _kind(one: Entry) -> str:
    shapes = {"square": one.square, "dash": one.dash, "arrow": one.arrow, "thin": one.thin}
    return next((name for name, chosen in shapes.items() if chosen), "line")


def key(
    store: Store, entries: Sequence[Entry], columns: int = 2
) -> alt.LayerChart | alt.FacetChart:
    """Entries down each column, then the next."""
    lines = -(-len(entries) // columns)
    wide = WIDTH / columns
    rows = [
        {
            "x": (i // lines) * wide,
            "x2": (i // lines) * wide + 22,
            "tip": (i // lines) * wide + (12 if one.square else 19),
            "t": (i // lines) * wide + 30,
            "y": _LINE * (i % lines) + _LINE / 2,
            "text": one.text,
            "c": one.colour,
            "kind": _kind(one),
        }
        for i, one in enumerate(entries)
    ]
    height = _LINE * lines
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))

    def base(*kinds: str) -> alt.Chart:
        kept = [row for row in rows if row["kind"] in kinds]
        return alt.Chart(store.add(kept)).encode(y=y)

    def x(field: str) -> alt.X:
        scale = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
        return alt.X(f"{field}:Q", axis=None, scale=scale)

    stroke = alt.Color("c:N", scale=None, legend=None)
    layers = [
        base("line", "arrow").mark_rule(strokeWidth=2.2).encode(x=x("x"), x2="x2:Q", color=stroke)
    ]
    layers.append(base("thin").mark_rule(strokeWidth=1).encode(x=x("x"), x2="x2:Q", color=stroke))
    layers.append(
        base("dash")
        .mark_rule(strokeWidth=2.2, strokeDash=[4, 3])
        .encode(x=x("x"), x2="x2:Q", color=stroke)
    )
    layers.append(
        base("arrow")
        .mark_point(shape="triangle-right", filled=True, size=70, opacity=1)
        .encode(x=x("tip"), color=stroke)
    )
    layers.append(
        base("square")
        .mark_point(shape="square", filled=True, size=120, opacity=1)
        .encode(x=x("tip"), color=stroke)
    )
    layers.append(
        base("line", "dash", "arrow", "thin", "square")
        .mark_text(align="left", baseline="middle", fontSize=12.5, color=INK, limit=wide - 34)
        .encode(x=x("t"), text="text:N")
    )
    return alt.layer(*layers).properties(width=WIDTH, height=height)
