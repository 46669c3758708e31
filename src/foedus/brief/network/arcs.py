"""Alliances as great circles: full, dashed or thin, with arrowheads where they go one way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from foedus.brief.look import GREY, PALE

from .put import Store
from .sphere import Place, arrowhead
from .spots import Frame, Spot
from .ties import Tie

__all__ = ["MANY", "Arc", "arcs"]

MANY = 400
"""Ties above which lines get finer."""

_DASH = [3, 2.4]
_HEAD = 6.5  # pixels


@dataclass(frozen=True)
class Arc:
    """A tie, its colour, and whether the reader asked for it."""

    tie: Tie
    colour: str
    own: bool = False


@dataclass(frozen=True)
class _Style:
    width: float
    opacity: float
    dash: bool = False


def arcs(
    store: Store, frame: Frame, spots: Mapping[int, Spot], drawn: Sequence[Arc]
) -> list[alt.Chart]:
    """Weak ties below, then help in war; then arrowheads. Pale ones below all."""
    many = len(drawn) > MANY
    by_style: dict[tuple[bool, _Style], list[Arc]] = {}
    for one in drawn:
        place = (one.colour != PALE, _style(one, many=many))
        by_style.setdefault(place, []).append(one)
    ordered = sorted(by_style.items(), key=lambda item: (item[0][0], item[0][1].width))
    degree = math.degrees(1 / frame.scale)  # of arc, for a pixel in the middle
    layers: list[alt.Chart] = []
    for (_, style), group in ordered:
        lines = [_feature(_ends(spots, one.tie), _paint(one)) for one in group]
        layers.append(_stroke(store, lines, style))
        heads = [
            _feature(_head(spots, one.tie, _HEAD * degree), _paint(one))
            for one in group
            if one.tie.one_sided
        ]
        if heads:
            layers.append(_stroke(store, heads, _Style(max(style.width, 1.1), 0.9)))
    return layers


def _style(one: Arc, *, many: bool) -> _Style:
    fine = many and not one.own
    if not one.tie.active:
        return _Style(0.5 if fine else 0.8, 0.9 if one.own else 0.5)
    return _Style(0.6 if fine else 1.4, 0.5 if fine else 0.9, one.tie.conditional)


def _paint(one: Arc) -> str:
    """Weak ties are grey, whatever the bloc, unless asked for."""
    return one.colour if one.tie.active or one.own or one.colour == PALE else GREY


def _ends(spots: Mapping[int, Spot], tie: Tie) -> list[list[float]]:
    return [[round(one.lng, 2), round(one.lat, 2)] for one in (spots[tie.one], spots[tie.two])]


def _head(spots: Mapping[int, Spot], tie: Tie, size: float) -> list[list[float]]:
    return arrowhead(_place(spots[tie.one]), _place(spots[tie.two]), size, size)


def _place(spot: Spot) -> Place:
    return spot.lat, spot.lng


def _feature(line: list[list[float]], colour: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "c": colour,
    }


def _stroke(store: Store, features: list[dict[str, Any]], style: _Style) -> alt.Chart:
    return (
        alt.Chart(store.add(features))
        .mark_geoshape(
            filled=False,
            strokeWidth=style.width,
            strokeOpacity=style.opacity,
            strokeCap="round",
            strokeDash=_DASH if style.dash else [1, 0],
            clip=True,
        )
        .encode(stroke=alt.Stroke("c:N", scale=None, legend=None))
    )
