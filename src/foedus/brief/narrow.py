"""The same picture for a narrow screen: as wide as a phone, its type as large as before.

Panels side by side stand one above the other; a plot with named rows becomes as narrow as their
names leave room for; of the columns of text to its right those stay that fit, and what is left out
stands in the picture's words. Maps, and panels that share one list of names, stay as they are: a
page lets them be moved sideways.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from .named import expression, names
from .trim import breadth
from .words import fitting

__all__ = ["LEAST", "ROOM", "narrowed"]

ROOM = 340
"""Pixels between the margins of a small phone."""
LEAST = 110
"""A plot narrower than this says nothing."""
LABELS = 22
"""Letters of a row's name that are shown."""
_SIZE = 13
"""Height of letters where none is given."""
_BESIDE = 14
"""Pixels between a name, the plot and the edges."""
_TICKS = 3
_ABREAST = ("hconcat", "concat")

Spec = dict[str, Any]


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
    panels = next((spec[key] for key in _ABREAST if key in spec), None)
    if panels is None:
        known = isinstance(spec.get("width"), int | float) and "layer" in spec
        return _alone(copy.deepcopy(spec)) if known and _names(spec) else None
    if any(_place(one) < 0.0 for one in _units({"layer": panels})):
        return None  # names that the first panel holds for all
    rest = {key: spec[key] for key in spec if key not in (*_ABREAST, "columns", "spacing")}
    return rest | {"vconcat": [_panel(copy.deepcopy(one)) for one in panels]}


def _panel(spec: Spec) -> Spec:
    """Narrow one panel of several, where it has rows with names."""
    if not isinstance(spec.get("width"), int | float) or not _names(spec):
        return spec
    wide, room = float(spec["width"]), ROOM - _longest(spec) - _BESIDE
    return spec if room >= wide else _set(spec, wide, min(wide, max(room, LEAST)))


def _alone(spec: Spec) -> Spec | None:
    """Narrow a plot of named rows, with columns of text to its right."""
    wide = float(spec["width"])
    left = _longest(spec) + _BESIDE
    columns = sorted({x for one in _units(spec) if (x := _place(one)) > wide})
    while True:
        right = max((x - wide + _widest(spec, x) for x in columns), default=0.0)
        if ROOM - left - right >= LEAST or len(columns) <= 1:
            break
        columns.pop()
    if left + wide + right <= ROOM:
        return None
    narrow = min(wide, max(ROOM - left - right, LEAST))
    spec["layer"] = [
        one for one in spec["layer"] if not _place(one) > wide or _place(one) in columns
    ]
    return _set(spec, wide, narrow)


def _set(spec: Spec, wide: float, narrow: float) -> Spec:
    """Give a plot another width, and move what stands at fixed pixels with it."""
    for one in _units(spec):
        x = one.get("encoding", {}).get("x", {})
        if _place(one) > wide:
            x["value"] += narrow - wide
        if isinstance(x.get("axis"), dict) and "tickCount" in x["axis"]:
            x["axis"]["tickCount"] = min(x["axis"]["tickCount"], _TICKS)
    for axis in _axes(spec):
        if found := names(axis.get("labelExpr", "")):
            axis |= {"labelExpr": expression(fitting(found, LABELS)), "labelLimit": 0}
    return spec | {"width": int(narrow)}


def _units(spec: Spec) -> Iterator[Spec]:
    """Yield all single marks of a view."""
    if "mark" in spec:
        yield spec
    for one in spec.get("layer", ()):
        yield from _units(one)


def _place(unit: Spec) -> float:
    """Return where a mark of text stands, pixels from the left; 0 for one that the data place."""
    mark, x = unit.get("mark", {}), unit.get("encoding", {}).get("x", {}).get("value")
    text = (mark["type"] if isinstance(mark, dict) and mark else mark) == "text"
    return float(x) if text and isinstance(x, int | float) else 0.0


def _axes(spec: Spec) -> list[Spec]:
    """Return the axes of a view's rows, one a mark."""
    found = (one.get("encoding", {}).get("y", {}).get("axis") for one in _units(spec))
    return [axis for axis in found if isinstance(axis, dict)]


def _names(spec: Spec) -> list[str]:
    return [name for axis in _axes(spec) for name in names(axis.get("labelExpr", ""))]


def _height(spec: Spec) -> float:
    """Return the height of the letters of rows' names."""
    return float(max((axis.get("labelFontSize", _SIZE) for axis in _axes(spec)), default=_SIZE))


def _longest(spec: Spec) -> float:
    """Return how wide the longest name of a row is, as it is shown."""
    size = _height(spec)
    return max((breadth(name, size) for name in fitting(_names(spec), LABELS)), default=0.0)


def _widest(spec: Spec, x: float) -> float:
    """Return how wide the column of text at x is."""
    return max(
        (
            breadth(str(row.get(field, "")).strip(), _letters(one["mark"]))
            for one in _units(spec)
            if _place(one) == x and (field := one["encoding"].get("text", {}).get("field"))
            for row in one.get("data", {}).get("values", ())
        ),
        default=0.0,
    )


def _letters(mark: str | Spec) -> float:
    """Return the height of a mark's letters."""
    return float(mark.get("fontSize", _SIZE)) if isinstance(mark, dict) else _SIZE
