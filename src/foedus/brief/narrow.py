"""The same picture for a narrow screen: as wide as a phone, its type as large as before.

Panels side by side stand one above the other, each with the names that they shared; a plot with
named rows becomes as narrow as their names leave room for; of the columns of text to its right
those stay that fit; a title is broken where it would reach further than its plot. What is left out
stands in the picture's words or its caption. What says that it is rigid, a map or a matrix, stays
as it is: a page lets it be moved sideways.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from .named import expression, names
from .spec import (
    RIGID,
    SIZE,
    Spec,
    axes,
    columns,
    field_of,
    held,
    place,
    row_names,
    rows_of,
    size_of,
    units,
    widest,
)
from .trim import breadth
from .words import fitting

__all__ = ["LEAST", "ROOM", "narrowed"]

ROOM = 340
"""Pixels between the margins of a small phone."""
LEAST = 110
"""A plot narrower than this says nothing."""
LABELS = 22
"""Letters of a row's name that are shown."""
_BESIDE = 14
"""Pixels between names of rows, their plot and the edges of the screen."""
_NUMBERS = 46
"""Pixels for the numbers beside a vertical axis."""
_ROWS, _PLAIN = 3, 5
"""Most ticks under a plot with named rows, and under any other."""
_ABREAST = ("hconcat", "concat")
_APART = 4.0
"""Pixels between words that stand beside each other."""


def narrowed(spec: Spec) -> Spec | None:
    """Return a specification for a narrow screen, or None where this one fits or cannot be.

    Parameters
    ----------
    spec : dict
        Vega-Lite, as `Picture` holds it. It is not changed.

    Examples
    --------
    >>> plot = {"mark": "bar", "width": 200, "encoding": {}}
    >>> sorted(narrowed({"hconcat": [plot, plot]}))
    ['vconcat']
    >>> narrowed(plot) is None
    True
    """
    key = next((one for one in (*_ABREAST, "vconcat") if one in spec), "")
    panels: list[Spec] = copy.deepcopy(spec[key] if key else [spec])
    if spec.get("usermeta") == RIGID or any(_inner(one) for one in panels):
        return None
    if key in _ABREAST and not _share(panels):
        return None
    made = [_fit(one) for one in panels]
    if not key:
        return None if made[0] == spec else made[0]
    if key == "vconcat" and made == spec[key]:
        return None
    beside = ("columns", "spacing") if key in _ABREAST else ()
    return {k: v for k, v in spec.items() if k not in (key, *beside)} | {"vconcat": made}


def _inner(panel: Spec) -> bool:
    """Return whether a panel has panels of its own."""
    return any(key in panel for key in (*_ABREAST, "vconcat", "facet", "repeat"))


def _share(panels: list[Spec]) -> bool:
    """Give every panel the names that only the first one has; whether they have room for them."""
    shared = held(panels[0])
    for panel in panels[1:]:
        if not shared or held(panel):
            continue
        if "layer" not in panel:
            return False
        panel["layer"] += [
            copy.deepcopy(one) | {"data": {"values": list(rows_of(one, panels[0]))}}
            for one in shared
        ]
    return True


def _fit(panel: Spec) -> Spec:
    """Narrow one panel, where it is too wide."""
    if not isinstance(panel.get("width"), int | float) or "layer" not in panel:
        return panel
    wide = float(panel["width"])
    left, named = _left(panel)
    kept = columns(panel)
    while True:
        right = max((x - wide + widest(panel, x) for x in kept), default=0.0)
        if ROOM - left - right >= LEAST or len(kept) <= 1:
            break
        kept.pop()
    if left + wide + right <= ROOM:
        return panel
    narrow = int(min(wide, max(ROOM - left - right, LEAST)))
    layers = [one for one in panel["layer"] if not place(one) > wide or place(one) in kept]
    panel |= {"layer": layers, "width": narrow}
    _move(panel, wide, _ROWS if named else _PLAIN)
    _shorten(panel)
    panel["layer"] = [one for one in layers if not _crowded(one, panel)]
    if "title" in panel:
        panel["title"] = _broken(panel["title"], ROOM - left)
    return panel


def _left(panel: Spec) -> tuple[float, bool]:
    """Return how much stands left of the plot, pixels, and whether it is names of rows."""
    labels = row_names(panel)
    if labels:
        size = max(float(axis.get("labelFontSize", SIZE)) for axis in axes(panel))
        return _BESIDE + max(breadth(one, size) for one in fitting(labels, LABELS)), True
    shared = [widest(panel, place(one)) - place(one) for one in held(panel)]
    if shared:
        return max(shared) + _BESIDE / 2, True
    return float(_NUMBERS), False


def _move(panel: Spec, wide: float, ticks: int) -> None:
    """Move what stood at fixed pixels right of a plot as wide as it was, and take fewer ticks."""
    for one in units(panel):
        x = one.get("encoding", {}).get("x", {})
        if place(one) > wide:
            x["value"] += panel["width"] - wide
        if isinstance(x.get("axis"), dict) and "tickCount" in x["axis"]:
            x["axis"]["tickCount"] = min(x["axis"]["tickCount"], ticks)


def _shorten(panel: Spec) -> None:
    for axis in axes(panel):
        if found := names(axis.get("labelExpr", "")):
            axis |= {"labelExpr": expression(fitting(found, LABELS)), "labelLimit": 0}


def _crowded(unit: Spec, view: Spec) -> bool:
    """Return whether words that the data place along the top would now run into each other."""
    x, y = (unit.get("encoding", {}).get(way, {}) for way in ("x", "y"))
    domain = (x.get("scale") or {}).get("domain") or ()
    numbers = [float(one) for one in domain if isinstance(one, int | float)]
    words = field_of(unit)
    if not words or "field" not in x or "value" not in y or len(set(numbers)) < 2:
        return False
    pixels = float(view["width"]) / (numbers[-1] - numbers[0])
    rows = sorted(rows_of(unit, view), key=lambda row: float(row[x["field"]]))
    starts = [(float(row[x["field"]]) - numbers[0]) * pixels for row in rows]
    ends = [
        start + breadth(str(row[words]), size_of(unit))
        for start, row in zip(starts, rows, strict=True)
    ]
    after = [*starts[1:], float(view["width"]) + _BESIDE]
    return any(end + _APART > start for end, start in zip(ends, after, strict=True))


def _broken(title: Any, room: float) -> Any:
    """Return a title in lines that are no longer than there is room."""
    told = dict(title) if isinstance(title, dict) else {"text": title}
    for key, size, heavy in (("text", "fontSize", True), ("subtitle", "subtitleFontSize", False)):
        if isinstance(told.get(key), str):
            lines = _lines(told[key], room, float(told.get(size, SIZE)), heavy=heavy)
            told[key] = lines if len(lines) > 1 else told[key]
    return told if isinstance(title, dict) else told["text"]


def _lines(text: str, room: float, size: float, *, heavy: bool) -> list[str]:
    lines: list[str] = []
    for word in re.split(r" (?!%)", text):  # a sign stays with its number
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer, size, heavy=heavy) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
