"""A list of probabilities as bars with intervals: outcomes, and who fights.

A second case lies hollow under the first. Numbers stand in columns on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from foedus.brief.marks import bars, chance_axis, column, intervals, rows_axis
from foedus.brief.numbers import aligned, interval, probability

from .reading import Estimate

__all__ = ["Bar", "barred", "rows_of", "words_of"]

_PLOT, _ROW, _SECOND_ROW = 330, 29, 14


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes
    ----------
    case
        ``base`` or ``edited``; the latter is hollow.
    key, label
        What it is about: for the data, for readers.
    colour
        Fill.
    estimate
        The number and its interval.
    """

    case: str
    key: str
    label: str
    colour: str
    estimate: Estimate


def barred(found: Sequence[Bar], title: str) -> alt.LayerChart | alt.FacetChart:
    """Bars in the order of their first appearance.

    Parameters
    ----------
    found
        At least one bar.
    title
        Of the horizontal axis.
    """
    keys = list(dict.fromkeys(one.key for one in found))
    labels = {one.key: one.label for one in found}
    both = any(one.case == "edited" for one in found)
    rows = [_row(one, keys.index(one.key), both) for one in found]
    ends = [row[name] for row in rows for name in ("x", "q95") if row[name] == row[name]]
    x = chance_axis("x", (0.0, min(1.0, max(0.02, 1.04 * max(ends)))), title)
    y = rows_axis([labels[key] for key in keys])
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["case"], row["colour"]), []).append(row)
    layers = [
        bars(group, x, y, colour, hollow=case == "edited")
        for (case, colour), group in groups.items()
    ]
    known = [row for row in rows if row["range"].strip()]
    if known:
        layers += intervals(known, x, y)
    layers.append(column(rows, y, "number", _PLOT + 14))
    layers.append(column(rows, y, "range", _PLOT + 68, muted=True))
    height = (_ROW + _SECOND_ROW * both) * len(keys)
    return alt.layer(*layers).properties(width=_PLOT, height=height)


def _row(one: Bar, index: int, both: bool) -> dict[str, Any]:
    middle = index + (0.0 if not both else -0.2 if one.case == "base" else 0.2)
    half = 0.16 if both else 0.3
    return {
        "case": one.case,
        "colour": one.colour,
        "x": one.estimate.point,
        "x2": 0.0,
        "at": middle,
        "top": middle - half,
        "bottom": middle + half,
        "number": aligned(probability(one.estimate.point)),
        "range": aligned(_range(one.estimate)),
        **_quantiles(one.estimate),
    }


def _quantiles(one: Estimate) -> dict[str, float]:
    return {"q05": one.q05, "q25": one.q25, "q50": one.q50, "q75": one.q75, "q95": one.q95}


def _range(one: Estimate) -> str:
    return interval(one.q05, one.q95) if one.has_interval else ""


def rows_of(found: Sequence[Bar], key: str) -> list[dict[str, Any]]:
    """The data for a spreadsheet; `key` is the name of the column that tells bars apart."""
    return [
        {"case": one.case, key: one.key, "label": one.label, "probability": one.estimate.point}
        | _quantiles(one.estimate)
        for one in found
    ]


def words_of(found: Sequence[Bar]) -> str:
    """The bars in words: ``any war 0.37 (0.14 to 0.59); ...``."""
    return "; ".join(
        f"{one.label}{' with the requested change' if one.case == 'edited' else ''} "
        f"{probability(one.estimate.point)}"
        + (f" ({_range(one.estimate)})" if one.estimate.has_interval else "")
        for one in found
    )
