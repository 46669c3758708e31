"""What the specification of a drawing holds: its marks, where they stand, how wide their words are.

A specification is Vega-Lite as `foedus.brief.picture.Picture` holds it. Rows are named by the
labels of their axis, or by text at a fixed place left of the plot, which panels beside it may
share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .named import names
from .trim import breadth

__all__ = [
    "RIGID",
    "SIZE",
    "Spec",
    "axes",
    "columns",
    "field_of",
    "held",
    "kind",
    "place",
    "row_names",
    "rows_of",
    "size_of",
    "units",
    "widest",
]

RIGID = {"narrow": False}
"""What a specification says of itself (``usermeta``) where it cannot be drawn narrower."""
SIZE = 13.0
"""Height of letters where none is given."""

Spec = dict[str, Any]


def units(spec: Spec) -> Iterator[Spec]:
    """Yield all single marks of a view."""
    if "mark" in spec:
        yield spec
    for one in spec.get("layer", ()):
        yield from units(one)


def kind(unit: Spec) -> str:
    """What a mark is: ``text``, ``rect`` and so on."""
    mark = unit.get("mark", "")
    return str(mark["type"] if isinstance(mark, dict) and mark else mark)


def place(unit: Spec) -> float:
    """Where a mark of text stands, pixels from the left; 0 where the data place it."""
    found = unit.get("encoding", {}).get("x", {}).get("value")
    return float(found) if kind(unit) == "text" and isinstance(found, int | float) else 0.0


def field_of(unit: Spec) -> str:
    """The field whose words a mark of text shows; empty where it shows none."""
    return str(unit.get("encoding", {}).get("text", {}).get("field") or "")


def rows_of(unit: Spec, view: Spec) -> Sequence[dict[str, Any]]:
    """The data of a mark: its own, or those of the view it is in."""
    found: Sequence[dict[str, Any]] = (unit.get("data") or view.get("data") or {}).get("values", ())
    return found


def held(view: Spec) -> list[Spec]:
    """Marks of text left of the plot: names of rows."""
    return [one for one in units(view) if place(one) < 0.0]


def columns(view: Spec) -> list[float]:
    """Where there are columns of text right of the plot, from the left."""
    return sorted({x for one in units(view) if (x := place(one)) > float(view["width"])})


def axes(view: Spec) -> list[Spec]:
    """The axes of a view's rows, one a mark."""
    found = (one.get("encoding", {}).get("y", {}).get("axis") for one in units(view))
    return [axis for axis in found if isinstance(axis, dict)]


def row_names(view: Spec) -> list[str]:
    """Names of rows that stand as labels of their axis."""
    return [name for axis in axes(view) for name in names(axis.get("labelExpr", ""))]


def size_of(unit: Spec) -> float:
    """Height of the letters of a mark of text."""
    mark = unit["mark"]
    return float(mark.get("fontSize", SIZE)) if isinstance(mark, dict) else SIZE


def widest(view: Spec, x: float) -> float:
    """How wide the column of text at a place is, pixels."""
    return max(
        (
            breadth(str(row.get(field_of(one), "")).strip(), size_of(one))
            for one in units(view)
            if place(one) == x
            for row in rows_of(one, view)
        ),
        default=0.0,
    )
