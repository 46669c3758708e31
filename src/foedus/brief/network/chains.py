"""How one state is drawn in: who calls it, who called that one, and where the war began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from foedus.brief.look import CAMPS, GREY, INK, MUTED, PALE, WIDTH
from foedus.core import countries

from .map import record, when
from .put import Store, put
from .timeline import two

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.network.graph import Network

    from .drawn_in import DrawnIn

__all__ = ["chains"]

_ROWS = 14
_LINE = 27
_BAR = 90
_NUMBER = 46
_END = 96
_ENOUGH = 0.5
"""Share of the entries that the chains drawn must hold; else only their last calls are drawn."""
_PAINT = {"attacked": CAMPS["target"], "attacker": CAMPS["challenger"], "calls": GREY}
_ENDS = {"attacked": "is attacked", "attacker": "attacks", "calls": "calls"}
_WHOLE = (
    "From the left: the state; whose call for help it honours; whose call that one honoured; at "
    "the right the state attacked first (blue) or attacking first (vermillion). "
)
_CALLS = (
    "The chains are too many to be drawn: these are the states whose call for help it honours, in "
    "whatever war. "
)
_CURVE = 16
_WIDEST = 13.0


@dataclass(frozen=True)
class _Path:
    """A chain from the state to where the war began."""

    states: tuple[str, ...]
    role: str
    share: float

    def to(self, step: int) -> tuple[str, tuple[str, ...]]:
        """Its part up to a step: what chains that part later have in common."""
        return (self.role if step else "", self.states[: step + 1])


def chains(network: Network, found: DrawnIn) -> Picture:
    """Tree of chains: the state at the left, the war that began elsewhere at the right."""
    name = countries.name(found.ccode, network.day or network.year)
    every = [
        _Path(tuple(row["chain"].split(" < ")), row["role"], row["share"]) for row in _merged(found)
    ]
    scattered = sum(one.share for one in every[:_ROWS]) < _ENOUGH
    drawn = _called(every) if scattered else every
    shown = _in_order(drawn[:_ROWS])
    store = Store()
    on = when(network)
    chart = (
        _drawn(store, network, shown)
        if shown
        else alt.Chart(store.add([{"t": "No chain of pledges reaches it."}]))
        .mark_text(align="left", color=MUTED, x=0)
        .encode(text="t:N")
        .properties(width=WIDTH, height=_LINE)
    )
    return put(
        chart,
        store,
        name="chains",
        title=_title(network, name, every, found),
        caption=(_CALLS if scattered else _WHOLE)
        + "Where two calls were honoured at once the readier counts. Widths and bars: share of all "
        f"its entries into wars between others. {_rest(drawn)}",
        corner=f"n = {found.chains.entries:,} entries drawn · {on} · {record(network)}",
        words=_words(network, every, found, name),
        rigid=True,
        rows=[
            {
                "chain": " < ".join(one.states),
                "began_with": f"{one.states[-1]} {one.role}",
                "share": one.share,
            }
            for one in every
        ],
    )


def _merged(found: DrawnIn) -> list[dict[str, Any]]:
    """Chains by states and role, whatever side the state joins; the most frequent first."""
    frame = found.chains.paths
    grouped = frame.group_by("chain", "role", maintain_order=True).agg(pl.col("share").sum())
    return grouped.sort("share", "chain", descending=[True, False]).to_dicts()


def _called(every: Sequence[_Path]) -> list[_Path]:
    """Chains by their last call alone."""
    if not every:
        return []
    return [_Path((every[0].states[0], code), "calls", share) for code, share in _through(every)]


def _in_order(paths: Sequence[_Path]) -> list[_Path]:
    """Chains with a common beginning side by side, the most frequent beginnings first."""
    weight: dict[tuple[str, tuple[str, ...]], float] = {}
    for one in paths:
        for step in range(1, len(one.states)):
            weight[one.to(step)] = weight.get(one.to(step), 0.0) + one.share

    def place(one: _Path) -> list[tuple[float, str]]:
        return [(-weight[one.to(step)], one.states[step]) for step in range(1, len(one.states))]

    return sorted(paths, key=place)


def _drawn(
    store: Store, network: Network, shown: Sequence[_Path]
) -> alt.LayerChart | alt.FacetChart:
    steps = max(len(one.states) for one in shown) - 1
    tree = WIDTH - _END - _NUMBER - _BAR
    gap = tree / (steps + 0.55)
    height = _LINE * len(shown)
    rows: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    share: dict[tuple[str, tuple[str, ...]], float] = {}
    for i, one in enumerate(shown):
        for step in range(len(one.states)):
            rows.setdefault(one.to(step), []).append(i)
            share[one.to(step)] = share.get(one.to(step), 0.0) + one.share
    middle = {key: _LINE * (sum(at) / len(at) + 0.5) for key, at in rows.items()}
    links = _links(shown, middle, share, gap)
    nodes = [
        {
            "x": gap * (len(key[1]) - 1),
            "y": middle[key],
            "t": countries.name(countries.code(key[1][-1]), network.day or network.year),
            "c": INK if len(key[1]) == 1 else _PAINT[key[0]],
        }
        for key in middle
    ]
    x = _x("x")
    y = _y("y", height)
    most = max(one.share for one in shown)
    ends = [
        {
            "x": WIDTH - _BAR - _NUMBER - _END + 8,
            "a": WIDTH - _BAR,
            "b": WIDTH - _BAR + _BAR * one.share / most,
            "n": WIDTH - _BAR - 8,
            "from": gap * (len(one.states) - 1) + 6,
            "to": WIDTH - _BAR - _NUMBER - _END + 2,
            "y": _LINE * (i + 0.5),
            "t": _ENDS[one.role],
            "p": f"{two(100 * one.share)} %",
            "c": _PAINT[one.role],
        }
        for i, one in enumerate(shown)
    ]
    paint = alt.Color("c:N", scale=None, legend=None)
    end = alt.Chart(store.add(ends))
    node = alt.Chart(store.add(nodes))
    text = node.mark_text(align="left", baseline="bottom", dx=-3, dy=-5, fontSize=12.5)
    edge = node.mark_text(
        align="left", baseline="bottom", dx=-3, dy=-5, fontSize=12.5, stroke="white", strokeWidth=3
    )
    layers = [
        alt.Chart(store.add(links))
        .mark_line(opacity=0.38, strokeCap="butt")
        .encode(
            x=x,
            y=y,
            detail="id:N",
            order="o:Q",
            stroke=alt.Stroke("c:N", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("w:Q", scale=None, legend=None),
        ),
        end.mark_rule(color=PALE, strokeDash=[1, 3]).encode(x=_x("from"), x2="to:Q", y=y),
        node.mark_point(shape="circle", filled=True, size=46, opacity=1).encode(
            x=x, y=y, color=paint
        ),
        edge.encode(x=x, y=y, text="t:N", color=alt.value("white")),
        text.encode(x=x, y=y, text="t:N", color=alt.value(INK)),
        end.mark_text(align="left", baseline="middle", fontSize=12.5).encode(
            x=_x("x"), y=y, text="t:N", color=paint
        ),
        end.mark_bar(height=9).encode(x=_x("a"), x2="b:Q", y=y, color=paint),
        end.mark_text(align="right", baseline="middle", fontSize=12.5, color=INK).encode(
            x=_x("n"), y=y, text="p:N"
        ),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=height)


def _links(
    shown: Sequence[_Path],
    middle: dict[tuple[str, tuple[str, ...]], float],
    share: dict[tuple[str, tuple[str, ...]], float],
    gap: float,
) -> list[dict[str, Any]]:
    """Each step of each chain once, as points of a curve."""
    points: list[dict[str, Any]] = []
    total = sum(one.share for one in shown)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for one in shown:
        for step in range(1, len(one.states)):
            key, before = one.to(step), one.to(step - 1)
            if key in seen:
                continue
            seen.add(key)
            for i in range(_CURVE + 1):
                along = i / _CURVE
                eased = along * along * (3 - 2 * along)
                points.append(
                    {
                        "id": len(seen),
                        "o": i,
                        "x": round(gap * (step - 1 + along), 1),
                        "y": round(middle[before] + eased * (middle[key] - middle[before]), 1),
                        "w": round(max(1.2, _WIDEST * share[key] / total), 2),
                        "c": _PAINT[one.role],
                    }
                )
    return points


def _x(field: str) -> alt.X:
    scale = alt.Scale(domain=[0, WIDTH], nice=False, zero=False)
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def _y(field: str, height: float) -> alt.Y:
    scale = alt.Scale(domain=[height, 0], nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _through(every: Sequence[_Path]) -> list[tuple[str, float]]:
    """Whose call the state itself honours, the most frequent first."""
    found: dict[str, float] = {}
    for one in every:
        found[one.states[1]] = found.get(one.states[1], 0.0) + one.share
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _title(network: Network, name: str, every: Sequence[_Path], found: DrawnIn) -> str:
    chance = f"{two(100 * found.yearly)} % a year"
    if not every:
        return f"No chain of pledges in {when(network)} draws {name} into a war between others"
    code, share = _through(every)[0]
    by = countries.name(countries.code(code), network.day or network.year)
    return f"{name}, drawn in {chance}: {two(100 * share)} % of it at the call of {by}"


def _rest(every: Sequence[_Path]) -> str:
    left = every[_ROWS:]
    if not left:
        return ""
    share = sum(one.share for one in left)
    return f"Not drawn: {len(left):,} rarer ones, {two(100 * share)} % together."


def _words(network: Network, every: Sequence[_Path], found: DrawnIn, name: str) -> str:
    if not every:
        return f"{name} owes no help that a war between two others could call upon."
    year = network.day or network.year

    def spelled(one: _Path) -> str:
        names = [countries.name(countries.code(code), year) for code in one.states]
        began = "is attacked" if one.role == "attacked" else "attacks"
        way = f", which calls {' which calls '.join(reversed(names[:-1]))}"
        return f"{names[-1]} {began}{way} ({two(100 * one.share)} %)"

    told = "; ".join(spelled(one) for one in every[:5])
    return (
        f"If one war starts between two others, {name} is drawn in with chance "
        f"{two(100 * found.given_war)} %, number {found.rank} of {found.exposure.states.size} "
        f"states. The most frequent chains: {told}."
    )
