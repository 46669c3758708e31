"""With and without each treaty and channel, on one axis an outcome."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import altair as alt

from foedus.brief.look import DARK, GREY, MUTED
from foedus.brief.marks import along, chance_axis, column, points, rows_axis, rule
from foedus.brief.numbers import aligned, change, probability, signed_interval, spans_zero
from foedus.brief.picture import Picture, picture
from foedus.brief.words import short

from .bottom_line import moves
from .names import treaty_labels
from .reading import LABELS, Effect, effects, obliges

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["dumbbell"]

_PLOT = 270


def dumbbell(bundle: Bundle, outcome: str) -> Picture | None:
    """Probability of `outcome` with each instrument (filled) and without it (hollow)."""
    found = [one for one in effects(bundle, outcome) if not math.isnan(one.difference.point)]
    if not found or all(max(one.with_, one.without) < 1e-6 for one in found):
        return None
    rows = [_row(i, one) for i, one in enumerate(found)]
    ends = [
        row[name]
        for row in rows
        for name in ("with", "without", "low", "high")
        if not math.isnan(row[name])
    ]
    low, high = max(0.0, min(ends)), min(1.0, max(ends))
    pad = max(0.04 * (high - low), 0.005)
    told = _event(bundle, found, outcome)
    x = chance_axis("x", (max(0.0, low - pad), min(1.0, high + pad)), f"probability: {told}")
    y = rows_axis(treaty_labels(one.title for one in found))
    colour = DARK if outcome == "great_power_war" else GREY
    chart = alt.layer(
        *_whiskers(rows, x, y),
        rule(rows, x, y, "with", "without", colour, 1.5),
        points(rows, along(x, "without"), y, colour, hollow=True),
        points(rows, along(x, "with"), y, colour),
        column([row | {"number": aligned(row["number"])} for row in rows], y, "number", _PLOT + 14),
        column(rows, y, "range", _PLOT + 68, muted=True),
    ).properties(width=_PLOT, height=27 * len(rows) + 10)
    counts = sorted({one.difference.draws for one in found})
    return picture(
        chart,
        name=f"effects-{outcome.replace('_', '-')}",
        title=_title(bundle, found, outcome),
        bundle=bundle,
        n=f"n = {counts[0]} draws of theta" if counts[0] > 1 else None,
        caption="Filled: with the treaty or channel, as things stand. Hollow: without it. "
        "Number: with minus without, and its 90 % interval on the same draws, drawn around the "
        "hollow dot (thick: half of the "
        "draws).",
        data=[
            {
                "instrument": row["instrument"],
                "kind": row["kind"],
                "title": row["title"],
                "outcome": outcome,
                "with": row["with"],
                "without": row["without"],
                "difference": row["difference"],
                "q05": row["q05"],
                "q25": row["q25"],
                "q75": row["q75"],
                "q95": row["q95"],
            }
            for row in rows
        ],
        words=f"Probability {'that' if outcome == 'patron_fights' else 'of'} {told}, with and "
        "without: "
        + "; ".join(
            f"{short(one.title)} {probability(one.with_)} with, {probability(one.without)} "
            f"without, difference "
            f"{change(one.difference.point)}"
            + (
                f" ({signed_interval(one.difference.q05, one.difference.q95)})"
                if one.difference.has_interval
                else ""
            )
            for one in found
        )
        + ".",
    )


def _row(i: int, one: Effect) -> dict[str, Any]:
    difference = one.difference
    known = difference.has_interval
    clear = not known or not spans_zero(difference.q05, difference.q95)
    return {
        "at": float(i),
        "instrument": one.instrument,
        "kind": one.kind,
        "title": one.title,
        "with": one.with_,
        "without": one.without,
        "difference": difference.point,
        "q05": difference.q05,
        "q25": difference.q25,
        "q75": difference.q75,
        "q95": difference.q95,
        # Where 'without' would lie over the draws, 'with' held at its point.
        "low": one.with_ - difference.q95,
        "low50": one.with_ - difference.q75,
        "high50": one.with_ - difference.q25,
        "high": one.with_ - difference.q05,
        "number": change(difference.point),
        "range": (
            signed_interval(difference.q05, difference.q95)
            + ("" if clear else " · no clear effect")
        )
        if known
        else "",
    }


def _whiskers(rows: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    known = [row | {"at": row["at"] + 0.24} for row in rows if not math.isnan(row["low"])]
    if not known:
        return []
    return [
        rule(known, x, y, "low", "high", MUTED, 1.0),
        rule(known, x, y, "low50", "high50", MUTED, 3.0),
    ]


def _event(bundle: Bundle, found: list[Effect], outcome: str) -> str:
    """What the axis measures: of treaties that oblige nobody to fight there is no patron."""
    return f"{_who(bundle, found)} fights" if outcome == "patron_fights" else LABELS[outcome]


def _who(bundle: Bundle, found: list[Effect]) -> str:
    fights = any(one.kind == "treaty" and obliges(bundle, one.instrument) for one in found)
    return "the patron" if fights else "the pledged side"


def _title(bundle: Bundle, found: list[Effect], outcome: str) -> str:
    top = found[0]
    name, small = short(top.title), abs(top.difference.point) < 0.01
    if outcome == "patron_fights":
        who = _who(bundle, found if small else [top]).replace("the patron", "its patron")
        if small:
            return f"No treaty moves the chance that {who} fights by 0.01 or more"
        label = f"whether {who} fights"
    else:
        who, label = "", LABELS[outcome]
    if small:
        return f"No treaty or channel moves {label} by 0.01 or more"
    if moves(top) == "no clear effect":
        return f"No clear effect on {label}: largest, {name} ({change(top.difference.point)})"
    before, after = probability(top.with_), probability(top.without)
    if who:
        return f"Without the {name}, {who} fights with probability {after} instead of {before}"
    verb = "falls" if top.difference.point > 0 else "rises"
    return f"Without the {name}, {label} {verb} from {before} to {after}"
