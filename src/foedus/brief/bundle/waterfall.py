"""The accounting of one effect: from without to with, group by group, each with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from foedus.brief.groups import group_label, nobody, through
from foedus.brief.look import DARK, GREY, INK, MUTED, PALE
from foedus.brief.marks import bars, chance_axis, column, data, hatch, points, rows_axis
from foedus.brief.numbers import aligned, change, probability, signed_interval
from foedus.brief.picture import Picture, picture
from foedus.brief.words import short

from .reading import LABELS, Effect, Share, accounting, effects, obliges

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["waterfall"]

_PLOT, _ROW, _HALF = 300, 30, 0.3


def waterfall(bundle: Bundle, instrument: str, outcome: str) -> Picture | None:
    """How `instrument` moves `outcome`: shares by group, with first-in to last-in ranges."""
    shares = accounting(bundle, instrument, outcome)
    effect = next((one for one in effects(bundle, outcome) if one.instrument == instrument), None)
    if not shares or effect is None:
        return None
    fighting = obliges(bundle, instrument)
    shares = tuple(one for one in shares if fighting or not nobody(one.group, one.low, one.high))
    steps = _steps(effect, shares, fights=fighting)
    inner = steps[1:-1]
    ends = [
        row[name]
        for row in steps
        for name in ("x", "x2", "low", "high")
        if name in row and row[name] == row[name]
    ]
    low, high = min(ends), max(ends)
    pad = max(0.05 * (high - low), 0.004)
    domain = (0.0 if 0 <= low <= 0.25 * high else low - pad, high + pad)
    x, y = (
        chance_axis("x", domain, f"probability: {LABELS[outcome]}"),
        rows_axis([row["label"] for row in steps]),
    )
    per_x, height = _PLOT / (domain[1] - domain[0]), _ROW * len(steps)
    colour = DARK if outcome == "great_power_war" else GREY
    firm, open_ = (
        [row for row in inner if row["separable"]],
        [row for row in inner if not row["separable"]],
    )
    lines = [
        segment
        for row in open_
        for segment in hatch((row["x"], row["x2"]), (row["top"], row["bottom"]), per_x, _ROW)
    ]
    chart = alt.layer(
        *([bars(firm, x, y, PALE)] if firm else []),
        *([bars(open_, x, y, GREY, hollow=True), _lines(lines, x, y)] if open_ else []),
        _joints(steps, x, y),
        _whiskers(inner, x, y),
        points([steps[0]], x, y, colour, hollow=True),
        points([steps[-1]], x, y, colour),
        column(steps, y, "number", _PLOT + 14),
        column(inner, y, "range", _PLOT + 68, muted=True),
    ).properties(width=_PLOT, height=height)
    name = short(effect.title)
    feedback = _feedback(shares)
    return picture(
        chart,
        name=f"accounting-{instrument}-{outcome}".lower().replace("_", "-"),
        title=_title(effect, shares, fights=fighting),
        bundle=bundle,
        n="at the mean parameters",
        caption="Shapley shares of the difference over whose policies change. Whisker and range: "
        "the group changing first to changing last. Hatched: the sign depends on the order, "
        "'not separable'." + feedback,
        data=[
            {
                "instrument": instrument,
                "outcome": outcome,
                "group": one.group,
                "share": one.share,
                "low": one.low,
                "high": one.high,
                "separable": one.separable,
                "best_response": one.best_response,
                "total": one.total,
                "feedback": one.feedback,
            }
            for one in shares
        ],
        words=f"{name}, {LABELS[outcome]}: {probability(effect.without)} without; "
        + "; ".join(
            f"{group_label(one.group, one.share, fights=fighting)} {change(one.share)} (range "
            f"{signed_interval(one.low, one.high)}"
            f"{'' if one.separable else ', not separable'})"
            for one in shares
        )
        + f"; {probability(effect.with_)} with."
        + feedback,
    )


def _feedback(shares: tuple[Share, ...]) -> str:
    """What the mechanics do alone, what each actor's response does alone, and what is left."""
    total, left = shares[0].total, shares[0].feedback
    if left != left:
        return ""
    nature = sum(one.best_response for one in shares if one.group == "mechanics")
    first = f" The mechanics alone make {change(nature)};" if nature else ""
    alone = "one-step best responses alone" if first else "One-step best responses alone"
    told = f" {alone} sum to {change(total - left - nature)}; feedback makes up {change(left)}."
    return first + told


def _steps(effect: Effect, shares: tuple[Share, ...], *, fights: bool) -> list[dict[str, Any]]:
    """Rows from without to with; a bar runs from the running sum to that plus its share."""
    at, steps = (
        effect.without,
        [
            {
                "label": "without it",
                "x": effect.without,
                "number": aligned(probability(effect.without)),
            }
        ],
    )
    for one in shares:
        steps.append(
            {
                "label": group_label(one.group, one.share, fights=fights),
                "x": at,
                "x2": at + one.share,
                "low": at + one.low,
                "high": at + one.high,
                "number": aligned(change(one.share)),
                "separable": one.separable,
                "range": signed_interval(one.low, one.high)
                + ("" if one.separable else " · not separable"),
            }
        )
        at += one.share
    steps.append(
        {"label": "with it", "x": effect.with_, "number": aligned(probability(effect.with_))}
    )
    for i, row in enumerate(steps):
        row |= {"row": i, "at": float(i), "top": i - _HALF, "bottom": i + _HALF}
    return steps


def _joints(steps: list[dict[str, Any]], x: alt.X, y: alt.Y) -> alt.Chart:
    """Thin lines that carry the running sum from one row to the next."""
    rows = [
        {"x": row.get("x2", row["x"]), "top": i + _HALF, "bottom": i + 1 - _HALF}
        for i, row in enumerate(steps[:-1])
    ]
    at = y.copy(deep=True)
    at.shorthand = "top:Q"
    return (
        alt.Chart(data(rows))
        .mark_rule(color=MUTED, strokeWidth=0.8)
        .encode(x=x, y=at, y2=alt.Y2("bottom:Q"))
    )


def _whiskers(rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> alt.LayerChart | alt.FacetChart:
    start, at = x.copy(deep=True), y.copy(deep=True)
    start.shorthand, at.shorthand = "low:Q", "at:Q"
    base = alt.Chart(data(rows)).encode(x=start, x2=alt.X2("high:Q"), y=at)
    return alt.layer(
        base.mark_rule(color="white", strokeWidth=4), base.mark_rule(color=INK, strokeWidth=1.3)
    )


def _lines(rows: list[dict[str, float]], x: alt.X, y: alt.Y) -> alt.Chart:
    at = y.copy(deep=True)
    at.shorthand = "top:Q"
    return (
        alt.Chart(data(rows))
        .mark_rule(color=GREY, strokeWidth=1)
        .encode(x=x, x2=alt.X2("x2:Q"), y=at, y2=alt.Y2("bottom:Q"))
    )


def _title(effect: Effect, shares: tuple[Share, ...], *, fights: bool) -> str:
    name, label, total = short(effect.title), LABELS[effect.outcome], effect.difference.point
    more = "higher" if total > 0 else "lower"
    text = f"The chance of {label} is {probability(abs(total))} {more} with the {name}"
    same = [one for one in shares if one.share * total > 0]
    if not same:
        return text
    top = max(same, key=lambda one: round(abs(one.share), 9))
    group = through(top.group, top.share, fights=fights)
    return (
        f"{text}, most of it through {group}"
        if abs(top.share) > 0.5 * abs(total)
        else f"{text}, first through {group}"
    )
