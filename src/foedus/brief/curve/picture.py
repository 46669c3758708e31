"""A specification curve: coefficients in their order above, the choices behind each below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl

from foedus.brief.look import CAMPS, GREY, INK, MUTED, PALE
from foedus.brief.network.put import Store, put
from foedus.brief.numbers import aligned
from foedus.estimate.reduced.curve.choices import CHOICES, NONE
from foedus.estimate.reduced.curve.summary import movers, summaries

from .words import (
    BLOCKS,
    CHOICES_SHOWN,
    EVENTS,
    PLEDGES,
    choice_words,
    option_words,
    per_cent,
    signed,
)

if TYPE_CHECKING:
    from foedus.brief.picture import Picture
    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["curve_picture", "curve_pictures"]

_PLOT = 400
_TOP = 210
_ROW = 15.5
_MOST = 200
"""Specifications drawn: more would be narrower than a pixel or two."""
_OPTION, _CHOICE, _MEDIAN = -10, -226, _PLOT + 14


def curve_pictures(curve: Curve) -> tuple[Picture, ...]:
    """A picture for each stage and pledge that has two fitted specifications or more."""
    found = [
        curve_picture(curve, str(stage), str(pledge))
        for stage, pledge in curve.frame.select("stage", "pledge")
        .unique(maintain_order=True)
        .rows()
    ]
    return tuple(one for one in found if one is not None)


def curve_picture(curve: Curve, stage: str, pledge: str) -> Picture | None:
    """The curve of one pledge at one stage; None where fewer than two models were fitted.

    Parameters
    ----------
    curve
        What `foedus.estimate.reduced.curve.run.run` returns.
    stage
        ``"onset"`` or ``"escalation"``.
    pledge
        Column of the pledge.
    """
    frame = curve.frame.filter(pl.col("stage") == stage, pl.col("pledge") == pledge)
    rows = curve.of(stage, pledge)
    if rows.height < 2:
        return None
    rows = rows.with_row_index("rank").with_columns(
        colour=pl.when((pl.col("low") > 0) | (pl.col("high") < 0))
        .then(pl.lit(CAMPS[pledge.partition("_")[0]]))
        .otherwise(pl.lit(GREY)),
    )
    drawn = _thinned(rows)
    store = Store()
    options = _options(rows, stage)
    chart = alt.vconcat(
        _above(store, drawn, rows.height), _below(store, drawn, options, rows.height), spacing=14
    )
    told = summaries(frame).row(0, named=True)
    return put(
        chart,
        store,
        name=f"curve-{stage}-{pledge.replace('_', '-')}",
        title=_title(told, stage, pledge),
        caption=_caption(rows, drawn, told, stage),
        corner=_corner(curve, told, rows),
        words=_words(told, frame, options),
        rows=_data(rows),
        rigid=True,
    )


def _thinned(rows: pl.DataFrame) -> pl.DataFrame:
    """Evenly spaced ranks, the first and the last among them."""
    if rows.height <= _MOST:
        return rows
    at = np.unique(np.linspace(0, rows.height - 1, _MOST).round().astype(np.int64))
    return rows[at]


def _axis(n: int) -> alt.X:
    return alt.X(
        "rank:Q",
        scale=alt.Scale(domain=[-0.5 - 0.01 * n, n - 0.5 + 0.01 * n], nice=False, zero=False),
        axis=None,
    )


def _span(drawn: pl.DataFrame) -> tuple[float, float]:
    """Ends of the vertical axis: all coefficients, nearly all intervals, and zero."""
    low = min(float(np.quantile(drawn["low"].to_numpy(), 0.03)), *drawn["coef"].head(1), 0.0)
    high = max(float(np.quantile(drawn["high"].to_numpy(), 0.97)), *drawn["coef"].tail(1), 0.0)
    pad = 0.04 * (high - low)
    return low - pad, high + pad


def _above(store: Store, drawn: pl.DataFrame, n: int) -> alt.LayerChart | alt.FacetChart:
    low, high = _span(drawn)
    wide = min(3.0, 0.55 * _PLOT / drawn.height)
    rows = [
        {"rank": row["rank"], "coef": row["coef"], "low": max(row["low"], low),
         "high": min(row["high"], high), "colour": row["colour"]}
        for row in drawn.iter_rows(named=True)
    ]  # fmt: skip
    y = alt.Y(
        "coef:Q",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(
            tickCount=5,
            format="+.2~f",
            title="coefficient, log odds",
            labelExpr="datum.value == 0 ? '0' : datum.label",
        ),
    )
    data = store.add(rows)
    colour = alt.Color("colour:N", scale=None, legend=None)
    zero = alt.Chart(store.add([{"coef": 0.0}])).mark_rule(color=INK, strokeWidth=1).encode(y=y)
    base = alt.Chart(data).encode(x=_axis(n))
    moved = y.copy(deep=True)
    moved.shorthand = "low:Q"
    return alt.layer(
        base.mark_rule(strokeWidth=wide, opacity=0.38).encode(y=moved, y2="high:Q", color=colour),
        zero,
        base.mark_circle(size=max(7.0, min(40.0, 2200.0 / drawn.height)), opacity=1).encode(
            y=y, color=colour
        ),
    ).properties(width=_PLOT, height=_TOP)


def _below(
    store: Store, drawn: pl.DataFrame, options: list[dict[str, Any]], n: int
) -> alt.LayerChart | alt.FacetChart:
    bottom = options[-1]["at"] + 0.5
    half = 0.34
    marks = [
        {"rank": rank, "top": one["at"] - half, "bottom": one["at"] + half, "colour": colour}
        for one in options
        for rank, colour in drawn.filter(one["has"]).select("rank", "colour").rows()
    ]
    texts = [{name: one[name] for name in ("at", "choice", "option", "median")} for one in options]
    heads = [{"at": -1.3, "median": aligned("median")}]

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=[bottom, -1.8], nice=False, zero=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

    def text(
        data: list[dict[str, Any]], field: str, x: float, align: Any, colour: str
    ) -> alt.Chart:
        mark = alt.Chart(store.add(data)).mark_text(
            align=align, baseline="middle", color=colour, fontSize=12.5
        )
        return mark.encode(x=alt.value(x), y=y("at"), text=f"{field}:N")

    lines = [{"at": one["at"] - 0.75} for one in options if one["choice"]]
    return alt.layer(
        alt.Chart(store.add(lines))
        .mark_rule(color=PALE, strokeWidth=0.6)
        .encode(y=y("at"), x=alt.value(_CHOICE), x2=alt.value(_PLOT + 60)),
        alt.Chart(store.add(marks))
        .mark_rule(strokeWidth=min(6.0, 0.62 * _PLOT / drawn.height))
        .encode(
            x=_axis(n), y=y("top"), y2="bottom:Q",
            color=alt.Color("colour:N", scale=None, legend=None),
        ),
        text(texts, "choice", _CHOICE, "left", MUTED),
        text(texts, "option", _OPTION, "right", INK),
        text(texts, "median", _MEDIAN, "left", INK),
        text(heads, "median", _MEDIAN, "left", MUTED),
    ).properties(width=_PLOT, height=_ROW * (bottom + 1.8))  # fmt: skip


def _options(rows: pl.DataFrame, stage: str) -> list[dict[str, Any]]:
    """Lines of the matrix: choice, option, where, which rows have it, their median coefficient."""
    found: list[dict[str, Any]] = []
    at = 0.0
    for choice in CHOICES_SHOWN:
        values = sorted(rows[choice].unique())
        if len(values) < 2:
            continue
        for place, value in enumerate(_ordered(choice, values)):
            named = choice_words(choice) if not place else ""
            label = option_words(stage, choice, value)
            found.append(_option(rows, at, named, label, pl.col(choice) == value))
            at += 1.0
        at += 0.5
    blocks = pl.col("controls").str.split("+")
    used = [one for one in BLOCKS if rows.select(blocks.list.contains(one).any()).item()]
    for place, block in enumerate(used):
        label, named = BLOCKS[block], "" if place else "controls"
        found.append(_option(rows, at, named, label, blocks.list.contains(block)))
        at += 1.0
    bare = pl.col("controls") == NONE
    if rows.filter(bare).height:
        found.append(_option(rows, at, "" if used else "controls", "none", bare))
    return found


def _ordered(choice: str, values: list[str]) -> list[str]:
    """The usual option first."""
    usual = {"pairs": "relevant", "participants": "originators"}.get(choice)
    return sorted(values, key=lambda value: (value != usual, value))


def _option(
    rows: pl.DataFrame, at: float, choice: str, option: str, has: pl.Expr
) -> dict[str, Any]:
    median = rows.filter(has)["coef"].median()
    number = float(median) if isinstance(median, int | float) else None
    return {"at": at, "choice": choice, "option": option, "has": has, "value": number,
            "median": aligned(signed(number))}  # fmt: skip


def _title(told: dict[str, Any], stage: str, pledge: str) -> str:
    name, events, n = PLEDGES[pledge], EVENTS[stage], f"{told['made']:,} models"
    more, fewer = told["clear_positive"], told["clear_negative"]
    if max(more, fewer) >= 0.5:
        word = "more" if more > fewer else "fewer"
        return f"{name}: {word} {events}, clearly so in {per_cent(max(more, fewer))} of {n}"
    neither = per_cent(max(0.0, 1.0 - more - fewer))
    return (
        f"{name}: no clear effect on {events} in {neither} of {n} (clearly more in "
        f"{per_cent(more)}, clearly fewer in {per_cent(fewer)})"
    )


def _caption(rows: pl.DataFrame, drawn: pl.DataFrame, told: dict[str, Any], stage: str) -> str:
    cluster = "pair of states" if stage == "onset" else "dispute"
    text = (
        "Above: a logit coefficient for each model, in their order, with its interval of 95 per "
        f"cent by the greater of the errors clustered by {cluster} and those that let rows with a "
        "state in common depend on each other. In colour: the interval leaves zero out. Below: "
        "what was chosen; at the right, the median coefficient of the models with that choice. "
        "Controls may come in together."
    )
    if drawn.height < rows.height:
        text += f" Of {rows.height:,} models {drawn.height} are drawn, evenly by rank."
    if told["failed"]:
        text += f" {told['failed']:,} more could not be fitted."
    return text + " Shares of models are no probabilities."


def _corner(curve: Curve, told: dict[str, Any], rows: pl.DataFrame) -> str:
    years = [int(year) for text in rows["years"].unique() for year in text.split("-")]
    partial = "" if curve.complete else " · interrupted"
    return f"n = {told['made']:,} models · data of {min(years)}-{max(years)}{partial}"


def _words(told: dict[str, Any], frame: pl.DataFrame, options: list[dict[str, Any]]) -> str:
    top = movers(frame).filter(~pl.col("choice").str.starts_with("+")).head(3)
    moved = "; ".join(
        f"{choice_words(row['choice'])} ({row['shift']:.2f})" for row in top.iter_rows(named=True)
        if row["shift"] is not None
    )  # fmt: skip
    group = ""
    medians: list[str] = []
    for one in options:
        group = one["choice"] or group
        medians.append(f"{group} {one['option']} {signed(one['value'])}")
    return (
        f"Coefficients from {signed(told['lowest'])} to {signed(told['highest'])}, median "
        f"{signed(told['median'])}, half of them between {signed(told['q25'])} and "
        f"{signed(told['q75'])}. Positive in {per_cent(told['positive'])}, clearly in "
        f"{per_cent(told['clear_positive'])}; negative in {per_cent(told['negative'])}, clearly in "
        f"{per_cent(told['clear_negative'])}. Choices that move it most, by how much: "
        f"{moved or 'none'}. Medians: {'; '.join(medians)}."
    )


def _data(rows: pl.DataFrame) -> list[dict[str, Any]]:
    named = ("coef", "low", "high", "se_cluster", "se_state", "rows", "events", "loss", "base_loss")
    return rows.select(*CHOICES, *named).to_dicts()
