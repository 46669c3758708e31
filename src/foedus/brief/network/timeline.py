"""Two centuries on one page: how many allies, how lasting the ties, how many wars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from foedus.brief.look import MUTED, WIDTH

from .put import Store, put
from .ties import WORDS

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.network.structure.history import History

__all__ = ["WINDOW", "rates", "timeline", "two"]

WINDOW = 11
"""Years over which wars are pooled: single years have none, or one."""

_PAIRS = 10_000
_WIDE = WIDTH - 60
_HIGH = 150
_LINE = "#0072B2"
_BANDS = ((1914, 1918, "First World War"), (1939, 1945, "Second World War"))


def timeline(history: History) -> Picture:
    """Allies of a state, ties lost within five years, and wars, by year."""
    frame = rates(history.frame)
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    store = Store()
    panels = [
        _panel(store, frame, "allies", _allies(frame), "allies of a state, mean"),
        _panel(store, frame, "loss", _loss(frame), "share of ties lost in 5 years", percent=True),
        _panel(store, frame, "wars", _wars(frame), "wars begun per 10,000 pairs", bars="wars_raw"),
    ]
    kinds = ", ".join(WORDS[kind] for kind in history.kinds)
    return put(
        alt.vconcat(*panels, spacing=26),
        store,
        name="timeline",
        title=_title(frame),
        caption="Top: pairs of allies, twice, divided by states. Middle: of each year's pairs of "
        "allies, the share not allied five years later, both states still members then. Bottom: "
        "inter-state wars (COW) begun per 10,000 pairs of states; bars: single years, cut at "
        f"the top; line: {WINDOW} years pooled. Means in the titles: of ties, over years; of wars, "
        f"over pair-years. Grey: the world wars. Allies by pledges of: {kinds}.",
        corner=f"n = {frame.height} years · {first}-{last}",
        words=_words(frame),
        rows=[_row(row) for row in frame.iter_rows(named=True)],
    )


def rates(frame: pl.DataFrame) -> pl.DataFrame:
    """What is drawn: ``year, allies, loss, begun, pairs, wars_raw, wars``.

    Wars per 10,000 pairs; ``wars`` pooled over `WINDOW` years, fewer at the ends.
    """
    known = pl.when(pl.col("wars_begun").is_not_null()).then(pl.col("pairs"))

    def pooled(column: pl.Expr) -> pl.Expr:
        return column.cast(pl.Float64).rolling_sum(WINDOW, min_samples=WINDOW // 2 + 1, center=True)

    wars = pl.col("wars_begun")
    return frame.select(
        "year",
        allies=pl.col("alliances_per_state"),
        loss=1 - pl.col("kept_5"),
        begun=wars,
        pairs=known,
        wars_raw=_PAIRS * wars / pl.col("pairs"),
        wars=pl.when(wars.is_not_null()).then(_PAIRS * pooled(wars) / pooled(known)),
    )


def _panel(
    store: Store,
    frame: pl.DataFrame,
    column: str,
    title: str,
    axis: str,
    *,
    percent: bool = False,
    bars: str = "",
) -> alt.LayerChart | alt.FacetChart:
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    top = _top(frame, column)
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[first, max(last, first + 1)], nice=False, zero=False),
        axis=alt.Axis(format="d", grid=False, title=None, tickCount=10),
    )
    y = alt.Y(
        f"{column}:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(format="%" if percent else "~r", tickCount=4, title=None),
    )
    rows = [
        {key: value if value is None else round(float(value), 6) for key, value in row.items()}
        for row in frame.select("year", column, *([bars] if bars else [])).iter_rows(named=True)
    ]
    layers = _bands(store, first, last, named=column == "allies")
    if bars:
        drawn = [
            {"year": row["year"], "top": min(high, top), "low": 0.0}
            for row in rows
            if (high := row[bars])
        ]
        layers.append(
            alt.Chart(store.add(drawn))
            .mark_rule(color="#A9A9A9", strokeWidth=2)
            .encode(x=x, y=_as(y, "low"), y2="top:Q")
        )
    layers.append(
        alt.Chart(store.add(rows))
        .mark_line(color=_LINE, strokeWidth=2, clip=True, invalid="break-paths-show-domains")
        .encode(x=x, y=y)
    )
    head = alt.Title(title, subtitle=axis, fontSize=14)
    return alt.layer(*layers).properties(width=_WIDE, height=_HIGH, title=head)


def _as(y: alt.Y, field: str) -> alt.Y:
    moved = y.copy(deep=True)
    moved.shorthand = f"{field}:Q"
    return moved


def _top(frame: pl.DataFrame, column: str) -> float:
    """Upper end of an axis: a little above the highest point of the line."""
    highest = frame[column].max()
    found = float(highest) if isinstance(highest, int | float) else 0.0
    return min(1.08 * found, 1.0) if column == "loss" and found else 1.08 * found or 1.0


def _bands(store: Store, first: int, last: int, *, named: bool) -> list[alt.Chart]:
    rows = [
        {"a": max(begin, first), "b": min(end + 1, last), "t": name}
        for begin, end, name in _BANDS
        if first <= begin and end < last
    ]
    if not rows:
        return []
    scale = alt.Scale(domain=[first, last], nice=False, zero=False)
    x = alt.X("a:Q", scale=scale)
    base = alt.Chart(store.add(rows))
    band = base.mark_rect(color="#EFEFEF").encode(
        x=x, x2="b:Q", y=alt.value(0), y2=alt.value(_HIGH)
    )
    if last - first < 60 or not named:
        return [band]
    text = base.mark_text(align="left", baseline="top", fontSize=11, color=MUTED, dx=2, dy=2)
    told = alt.Text("t:N")
    return [band, text.encode(x=x, y=alt.value(0), text=told)]


def _value(frame: pl.DataFrame, column: str, year: int) -> float | None:
    found = frame.filter(pl.col("year") == year)[column]
    return None if found.is_empty() else found[0]


def _ends(frame: pl.DataFrame, column: str) -> tuple[int, float, int, float] | None:
    kept = frame.drop_nulls(column)
    if kept.is_empty():
        return None
    return (
        int(kept["year"][0]),
        float(kept[column][0]),
        int(kept["year"][-1]),
        float(kept[column][-1]),
    )


def _title(frame: pl.DataFrame) -> str:
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    ends = _ends(frame, "allies")
    if ends is None or first == last:
        return f"Alliances of {first}"
    more = "more" if ends[3] > ends[1] else "fewer"
    early, late = _mean(frame, "loss", first, 1949), _mean(frame, "loss", 1950, last)
    lasting = ""
    if early is not None and late is not None:
        lasting = (
            ", and ties that last longer" if late < early else ", and ties that last no longer"
        )
    return (
        f"{first} to {last}: {more} allies a state ({two(ends[1])}, then {two(ends[3])}){lasting}"
    )


def _mean(frame: pl.DataFrame, column: str, first: int, last: int) -> float | None:
    found = frame.filter(pl.col("year").is_between(first, last))[column].drop_nulls()
    mean = found.mean()
    return float(mean) if isinstance(mean, int | float) else None


def _pooled(frame: pl.DataFrame, first: int, last: int) -> float | None:
    """All wars begun in some years by all pair-years, per 10,000."""
    found = frame.filter(pl.col("year").is_between(first, last)).drop_nulls("begun")
    pairs = int(found["pairs"].sum())
    return _PAIRS * int(found["begun"].sum()) / pairs if pairs else None


def _allies(frame: pl.DataFrame) -> str:
    ends = _ends(frame, "allies")
    if ends is None:
        return "Allies of a state"
    if ends[0] == ends[2]:
        return f"A state had {two(ends[1])} allies in {ends[0]}"
    return f"A state had {two(ends[1])} allies in {ends[0]}, {two(ends[3])} in {ends[2]}"


def _loss(frame: pl.DataFrame) -> str:
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    early, late = _mean(frame, "loss", first, 1949), _mean(frame, "loss", 1950, last)
    if early is None or late is None:
        one = early if late is None else late
        return "Ties lost within five years" + (
            "" if one is None else f": {_share(one)} on average"
        )
    return f"Ties lost within five years: {_share(early)} before 1950, {_share(late)} since"


def _wars(frame: pl.DataFrame) -> str:
    first, last = int(frame["year"][0]), int(frame["year"][-1])
    early, late = _pooled(frame, first, 1949), _pooled(frame, 1950, last)
    if early is None or late is None:
        one = early if late is None else late
        told = "" if one is None else f": {two(one)} per 10,000 pairs and year"
        return f"Wars begun{told}"
    return f"Wars begun per 10,000 pairs and year: {two(early)} before 1950, {two(late)} since"


def two(value: float | None) -> str:
    """Two figures, of what may not be known."""
    if value is None or math.isnan(value):
        return "–"
    if not value:
        return "0"
    rounded = float(f"{value:.2g}")
    return f"{rounded:.0f}" if rounded >= 10 else f"{rounded:g}"


def _share(value: float) -> str:
    return f"{two(100 * value)} %"


def _words(frame: pl.DataFrame) -> str:
    years = (1816, 1850, 1900, 1914, 1938, 1950, 1975, 2000, 2018)
    allies = [
        f"{year} {two(value)}"
        for year in years
        if (value := _value(frame, "allies", year)) is not None
    ]
    told = f" Allies of a state: {', '.join(allies)}." if allies else ""
    return f"{_allies(frame)}. {_loss(frame)}. {_wars(frame)}.{told}"


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "year": row["year"],
        "allies_per_state": row["allies"],
        "ties_lost_in_5_years": row["loss"],
        "wars_begun": row["begun"],
        "pairs": row["pairs"],
        "wars_begun_per_10000_pairs": row["wars_raw"],
        f"wars_begun_per_10000_pairs_{WINDOW}_years": row["wars"],
    }
