"""Who owes whom: a matrix in the order of the blocs, a cell for each ordered pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from foedus.brief.look import GREY, INK, MUTED, RULE, WIDTH
from foedus.core import countries

from .camps import Camp, camps, listed
from .key import Entry, key
from .map import record, when
from .put import Store, put
from .ties import ORDER, WORDS, Owed, owed

if TYPE_CHECKING:
    import numpy.typing as npt

    from foedus.brief.picture import Picture
    from foedus.network.graph import Network

__all__ = ["PAINT", "matrix"]

PAINT = {
    "offense": "#222222",
    "defense": "#0072B2",
    "neutral": "#5FA8D3",
    "nonagg": "#B4B4B4",
    "consul": "#DCD3C3",
}
"""The heavier the pledge, the darker."""

_NAMED = 62
"""States up to which each row is named; beyond, blocs are."""
_MARGIN = 64
_LARGEST_CELL = 22.0


def matrix(network: Network, bloc: npt.NDArray[np.int64]) -> Picture:
    """Strongest pledge of each state (row) to each other (column), states with one only.

    Parameters
    ----------
    bloc
        Number of each state's bloc, shape (n,).
    """
    cells = owed(network)
    found = camps(network, bloc)
    tied = {code for one in cells for code in (one.obligor, one.beneficiary)}
    order = [code for camp in found for code in camp.members if code in tied]
    order += sorted(tied - set(order))
    place = {code: i for i, code in enumerate(order)}
    named = len(order) <= _NAMED
    left = _MARGIN if named else 2 * _MARGIN
    side = min((WIDTH - left) / max(len(order), 1), _LARGEST_CELL)
    store = Store()
    rows = [_cell(one, place) for one in cells]
    layers = [_frame(store, len(order)), *_cells(store, rows, side)]
    layers += _blocs(store, found, place, len(order), named=named)
    if named:
        layers += _names(store, order, side)
    across = side * len(order)
    chart = alt.layer(*layers).properties(width=across, height=across)
    inner = _inner(cells, found)
    on = f"On {when(network)}" if network.day is not None else f"In {network.year}"
    title = f"{on}, {_share(inner, len(cells))} of what is owed is owed within blocs"
    return put(
        alt.vconcat(chart, key(store, _entries(cells), columns=2), spacing=12),
        store,
        name="matrix",
        title=title if cells else f"{on}, nobody owes anybody anything",
        caption="The state of the row owes it to the state of the column: the strongest pledge in "
        "force. States in the order of their blocs, the strongest of each first; those that owe "
        "and are owed nothing are left out."
        + (" A dot: every treaty sets conditions." if named else ""),
        corner=f"n = {len(order)} states · {when(network)} · {record(network)}",
        words=_words(cells, found, network),
        rigid=True,
        rows=[_row(one) for one in cells],
    )


def _cell(one: Owed, place: dict[int, int]) -> dict[str, Any]:
    return {
        "r": place[one.obligor],
        "c": place[one.beneficiary],
        "k": PAINT[one.kind],
        "d": int(one.conditional),
    }


def _scale(count: int) -> alt.Scale:
    return alt.Scale(domain=[-0.5, count - 0.5], nice=False, zero=False)


def _x(field: str, count: int) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=_scale(count))


def _y(field: str, count: int) -> alt.Y:
    scale = alt.Scale(domain=[count - 0.5, -0.5], nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _frame(store: Store, count: int) -> alt.Chart:
    """The square, and where a state would owe itself."""
    line = [{"a": -0.5, "b": count - 0.5}]
    return (
        alt.Chart(store.add(line))
        .mark_rule(color=RULE, strokeWidth=1)
        .encode(x=_x("a", count), y=_y("a", count), x2="b:Q", y2="b:Q")
    )


def _cells(store: Store, rows: Sequence[dict[str, Any]], side: float) -> list[alt.Chart]:
    count = 1 + max((max(row["r"], row["c"]) for row in rows), default=0)
    gap = 1.0 if side > 6 else 0.0
    square = (
        alt.Chart(store.add(list(rows)))
        .mark_point(shape="square", filled=True, opacity=1, size=max(side - gap, 1.2) ** 2)
        .encode(x=_x("c", count), y=_y("r", count), color=alt.Color("k:N", scale=None, legend=None))
    )
    dots = [row for row in rows if row["d"]]
    if count > _NAMED or not dots:
        return [square]
    dot = (
        alt.Chart(store.add(dots))
        .mark_point(shape="circle", filled=True, opacity=1, color="white", size=max(side * 0.7, 4))
        .encode(x=_x("c", count), y=_y("r", count))
    )
    return [square, dot]


def _blocs(
    store: Store, found: Sequence[Camp], place: dict[int, int], count: int, *, named: bool
) -> list[alt.Chart]:
    """A square around each bloc; where states are not named, its strongest member beside it."""
    rows: list[dict[str, Any]] = []
    for camp in found:
        at = [place[code] for code in camp.members if code in place]
        if at:
            rows.append(
                {
                    "a": min(at) - 0.5,
                    "b": max(at) + 0.5,
                    "m": (min(at) + max(at)) / 2,
                    "c": camp.colour,
                    "t": countries.abb(camp.members[0]) + f" +{len(at) - 1}",
                }
            )
    if not rows:
        return []
    paint = alt.Color("c:N", scale=None, legend=None)
    edge = alt.Stroke("c:N", scale=None, legend=None)
    base = alt.Chart(store.add(rows))
    square = base.mark_rect(filled=False, strokeWidth=1.4).encode(
        x=_x("a", count), y=_y("a", count), x2="b:Q", y2="b:Q", stroke=edge
    )
    if named:
        return [square]
    big = [row for row in rows if row["b"] - row["a"] >= count / 45]
    text = (
        alt.Chart(store.add(big))
        .mark_text(align="right", baseline="middle", fontSize=12)
        .encode(x=alt.value(-8), y=_y("m", count), text="t:N", color=paint)
    )
    return [square, text]


def _names(store: Store, order: Sequence[int], side: float) -> list[alt.Chart]:
    count = len(order)
    rows = [{"i": i, "t": countries.abb(code)} for i, code in enumerate(order)]
    size = min(12.0, side + 0.5)
    base = alt.Chart(store.add(rows))
    down = base.mark_text(align="right", baseline="middle", fontSize=size, color=INK).encode(
        x=alt.value(-6), y=_y("i", count), text="t:N"
    )
    over = base.mark_text(
        align="left", baseline="middle", fontSize=size, angle=270, color=MUTED
    ).encode(x=_x("i", count), y=alt.value(-6), text="t:N")
    return [down, over]


def _entries(cells: Sequence[Owed]) -> list[Entry]:
    there = {one.kind for one in cells}
    return [Entry(PAINT[kind], WORDS[kind], square=True) for kind in ORDER if kind in there] or [
        Entry(GREY, "nothing is owed", square=True)
    ]


def _inner(cells: Sequence[Owed], found: Sequence[Camp]) -> int:
    number = {code: camp.number for camp in found for code in camp.members}
    return sum(number.get(one.obligor, -1) == number.get(one.beneficiary, -2) for one in cells)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _words(cells: Sequence[Owed], found: Sequence[Camp], network: Network) -> str:
    counts = [
        f"{WORDS[kind]} {sum(one.kind == kind for one in cells):,}"
        for kind in ORDER
        if any(one.kind == kind for one in cells)
    ]
    conditional = sum(one.conditional for one in cells)
    kinds = {(one.obligor, one.beneficiary): one.kind for one in cells}
    unequal = sum(kinds.get((two, one)) != kind for (one, two), kind in kinds.items() if one < two)
    blocs = "; ".join(listed(camp, network.year) for camp in found[:8])
    return (
        f"{len(cells):,} ordered pairs by their strongest pledge: {', '.join(counts) or 'none'}. "
        f"Conditional in every treaty: {conditional:,}. Pairs in which one owes more than the "
        f"other: {unequal:,}. Blocs: {blocs or 'none'}."
    )


def _row(one: Owed) -> dict[str, Any]:
    return {
        "obligor": one.obligor,
        "obligor_state": countries.abb(one.obligor),
        "beneficiary": one.beneficiary,
        "beneficiary_state": countries.abb(one.beneficiary),
        "strongest_pledge": one.kind,
        "conditional": int(one.conditional),
        "atop": " ".join(map(str, one.treaties)),
    }
