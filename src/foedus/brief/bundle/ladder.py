"""The ladder by actor over days: quantile ribbons of the simulated paths, three examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from foedus.brief.look import CAMPS, GREY, INK
from foedus.brief.marks import data
from foedus.brief.named import expression
from foedus.brief.numbers import days, probability
from foedus.brief.picture import Picture, picture
from foedus.brief.trim import breadth

from .reading import Actor, actors, records, rung_names

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["examples", "ladder"]

_EXAMPLES, _COLUMNS, _WIDTH, _RUNG, _SMALL = 3, 2, 262, 20, 12


def ladder(bundle: Bundle, case: str = "base") -> Picture | None:
    """One small panel an actor: days across, rungs up."""
    ribbons = records(bundle, "ribbons", case=case)
    names = rung_names(bundle)
    if not ribbons or not names:
        return None
    paths = examples(bundle, case)
    last = max(float(row["day"]) for row in ribbons)
    listed = [one for one in actors(bundle) if any(row["actor"] == one.code for row in ribbons)]
    if not listed:
        listed = [
            Actor(code, code, "either", False)
            for code in dict.fromkeys(row["actor"] for row in ribbons)
        ]
    panels = [
        _panel(
            actor,
            [row for row in ribbons if row["actor"] == actor.code],
            [row for row in paths if row["actor"] == actor.code],
            names,
            last,
        )
        for actor in listed
    ]
    return picture(
        alt.concat(*panels, columns=_COLUMNS, spacing={"row": 14, "column": 26}),
        name="ladder" if case == "base" else f"ladder-{case}",
        title=_title(bundle, case),
        bundle=bundle,
        n=_count(bundle),
        caption="Days across, rungs up. Strong band: half of the simulated paths; faint band: "
        "nine in ten; line: the middle one. Thin lines: the first three simulated paths, as they "
        "came, not selected. Paths are drawn at the mean parameters.",
        data=[
            {key: row[key] for key in ("case", "actor", "day", "q05", "q25", "q50", "q75", "q95")}
            for row in ribbons
        ],
        words=_words(listed, ribbons, names),
    )


def examples(bundle: Bundle, case: str) -> list[dict[str, Any]]:
    """The first three paths as steps, each to the path's end.

    Returns
    -------
    list of dict
        Rows ``path``, ``actor``, ``day``, ``rung`` (index).
    """
    index = {name: i for i, name in enumerate(rung_names(bundle))}
    rows = records(bundle, "paths", case=case)
    chosen = sorted({row["path"] for row in rows})[:_EXAMPLES]
    out: list[dict[str, Any]] = []
    for path in chosen:
        own = sorted((row for row in rows if row["path"] == path), key=lambda row: row["day"])
        end = max(float(row["day"]) for row in own)
        for actor in dict.fromkeys(row["actor"] for row in own if row["actor"]):
            steps = [
                (float(row["day"]), _index(row["rung"], index))
                for row in own
                if row["actor"] == actor
            ]
            steps = [one for one in steps if one[1] is not None]
            if steps and steps[-1][0] < end:
                steps.append((end, steps[-1][1]))
            out += [{"path": path, "actor": actor, "day": day, "rung": rung} for day, rung in steps]
    return out


def _index(rung: Any, index: dict[str, int]) -> float | None:
    """A path's rung as a number, whether the table tells its index or its name."""
    if isinstance(rung, int | float):
        return float(rung)
    found = index.get(str(rung))
    return None if found is None else float(found)


def _panel(
    actor: Actor,
    ribbon: list[dict[str, Any]],
    paths: list[dict[str, Any]],
    names: list[str],
    last: float,
) -> alt.LayerChart | alt.FacetChart:
    colour = CAMPS.get(actor.camp, GREY)
    x = alt.X(
        "day:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(
            title=None,
            tickCount=4,
            grid=False,
            labelExpr="datum.value == 0 ? 'day 0' : datum.label",
        ),
    )
    scale = alt.Scale(domain=[-0.35, len(names) - 0.65], nice=False, zero=False)
    extent = min(110.0, 10.0 + max(breadth(name, _SMALL) for name in names))
    axis = alt.Axis(
        values=list(range(len(names))),
        labelExpr=expression(names),
        title=None,
        labelFontSize=_SMALL,
        labelLimit=0,
        minExtent=extent,
        maxExtent=extent,
    )
    base = alt.Chart(
        data(
            [
                {key: row[key] for key in ("day", "q05", "q25", "q50", "q75", "q95")}
                for row in ribbon
            ]
        )
    )
    step = "step-after"
    layers: list[alt.Chart] = [
        base.mark_area(interpolate=step, color=colour, opacity=0.18).encode(
            x=x, y=alt.Y("q05:Q", scale=scale, axis=axis), y2=alt.Y2("q95:Q")
        ),
        base.mark_area(interpolate=step, color=colour, opacity=0.38).encode(
            x=x, y=alt.Y("q25:Q", scale=scale, axis=axis), y2=alt.Y2("q75:Q")
        ),
        base.mark_line(interpolate=step, color=colour, strokeWidth=2.4).encode(
            x=x, y=alt.Y("q50:Q", scale=scale, axis=axis)
        ),
    ]
    if paths:
        moved = [
            row | {"rung": row["rung"] + 0.09 * (row["path"] % _EXAMPLES - 1)} for row in paths
        ]
        layers.append(
            alt.Chart(data(moved))
            .mark_line(interpolate=step, color=INK, strokeWidth=0.8, clip=True)
            .encode(x=x, y=alt.Y("rung:Q", scale=scale, axis=axis), detail=alt.Detail("path:N"))
        )
    return alt.layer(*layers).properties(
        width=_WIDTH,
        height=_RUNG * len(names),
        title=alt.Title(
            actor.name, color=colour if actor.camp in ("challenger", "target") else INK, offset=4
        ),
    )


def _title(bundle: Bundle, case: str) -> str:
    reached = sorted(records(bundle, "rungs", case=case), key=lambda row: row["index"])
    if len(reached) < 2:
        return "How far each climbs, and when"
    top = max(row["index"] for row in reached)
    below = [row for row in reached if row["index"] == top - 1] or reached[-2:-1]
    start = "Someone reaches" if case == "base" else "With the requested change someone reaches"
    return (
        f"{start} '{below[0]['rung']}' with probability {probability(below[0]['point'])}, "
        f"and '{reached[-1]['rung']}' with {probability(reached[-1]['point'])}"
    )


def _count(bundle: Bundle) -> str:
    paths = bundle.manifest.get("paths")
    return f"n = {paths:,} paths" if isinstance(paths, int) else "paths at the mean parameters"


def _words(listed: list[Actor], ribbons: list[dict[str, Any]], names: list[str]) -> str:
    told: list[str] = []
    for actor in listed:
        own = [row for row in ribbons if row["actor"] == actor.code]
        peak = max(float(row["q50"]) for row in own)
        first = next(row for row in own if float(row["q50"]) == peak)
        high = max(float(row["q95"]) for row in own)
        told.append(
            f"{actor.name}: the middle path's highest rung is {names[round(peak)]}, first on day "
            f"{days(float(first['day']))}"
            f"; nine in ten stay at or below {names[round(high)]}"
        )
    return "Rungs over days, by actor. " + ". ".join(told) + "."
