"""Labels beside spots that cover neither one another nor a spot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .spots import Frame, Spot

__all__ = ["ALIGNS", "Label", "labels"]

_HEIGHT = 11.0
_WIDE = 7.2  # pixels of a capital letter in the labels' size

Box = tuple[float, float, float, float]
Align = Literal["left", "right", "center"]


ALIGNS: tuple[Align, ...] = ("left", "right", "center")


@dataclass(frozen=True)
class Label:
    """A label beside a spot: pixels from the corner, and on which side of it the text stands."""

    ccode: int
    text: str
    x: float
    y: float
    align: Align


def labels(
    frame: Frame,
    spots: Iterable[Spot],
    names: Mapping[int, str],
    radii: Mapping[int, float],
    skip: Iterable[int] = (),
) -> list[Label]:
    """Label spots in their order, each where there is room; without room, not at all.

    Parameters
    ----------
    spots
        All that are drawn, the most important first.
    names
        Text of each label, by COW code.
    radii
        Pixels from the middle of each spot to its edge, by COW code.
    skip
        Spots that get no label.
    """
    ordered = [(one, at) for one in spots if (at := frame.pixel(one.lat, one.lng)) is not None]
    circles = {one.ccode: (*at, radii[one.ccode]) for one, at in ordered}
    left_out = set(skip)
    boxes: list[Box] = []
    found: list[Label] = []
    for spot, at in ordered:
        if spot.ccode in left_out:
            continue
        others = [circle for code, circle in circles.items() if code != spot.ccode]
        for label, box in _places(spot.ccode, names[spot.ccode], at, radii[spot.ccode]):
            free = not any(_overlap(box, other) for other in boxes)
            if free and _within(box, frame) and not any(_touches(box, one) for one in others):
                boxes.append(box)
                found.append(label)
                break
    return found


def _places(
    ccode: int, text: str, at: tuple[float, float], radius: float
) -> Iterable[tuple[Label, Box]]:
    wide, off, up = _WIDE * len(text), radius + 3.0, radius + 7.0
    slant = 0.7 * radius + 2.0
    sides: tuple[tuple[float, float, Align], ...] = (
        (off, 0.0, "left"),
        (-off, 0.0, "right"),
        (0.0, -up, "center"),
        (0.0, up, "center"),
        (slant, -slant - 3, "left"),
        (slant, slant + 3, "left"),
        (-slant, -slant - 3, "right"),
        (-slant, slant + 3, "right"),
    )
    for dx, dy, align in sides:
        x, y = at[0] + dx, at[1] + dy
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
        box = (left, y - _HEIGHT / 2, left + wide, y + _HEIGHT / 2)
        yield Label(ccode, text, x, y, align), box


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _within(box: Box, frame: Frame) -> bool:
    return box[0] >= 0 and box[2] <= frame.width and box[1] >= 0 and box[3] <= frame.height


def _touches(box: Box, circle: tuple[float, float, float]) -> bool:
    across = max(box[0] - circle[0], 0.0, circle[0] - box[2])
    down = max(box[1] - circle[1], 0.0, circle[1] - box[3])
    return math.hypot(across, down) < circle[2]
