"""What states believed of each other beside what was so, on one axis of chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from foedus.brief.look import DARK
from foedus.brief.marks import along, chance_axis, column, points, rows_axis, rule
from foedus.brief.numbers import aligned, change, probability
from foedus.brief.picture import Picture, picture

from .reading import actors, apart, furthest

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["beliefs"]

_PLOT = 300
_ROWS = 10


def beliefs(bundle: Bundle, case: str = "base") -> Picture | None:
    """Belief that an actor is resolute (filled) and how often it is (hollow), by the rung it is on.

    Of every observer and actor the rung on which they are furthest apart; the furthest pairs first,
    and those that are right left out where some are not.
    """
    found = furthest(bundle, case)
    wrong = [row for row in found if apart(row) > 0.0]
    found = (wrong or found)[:_ROWS]
    if not found:
        return None
    names = {one.code: one.name for one in actors(bundle)}
    rows = [_row(i, row, names) for i, row in enumerate(found)]
    x = chance_axis("x", (0.0, 1.0), "chance of being resolute")
    y = rows_axis([row["pair"] for row in rows])
    chart = alt.layer(
        rule(rows, x, y, "believed", "so", DARK, 1.5),
        points(rows, along(x, "so"), y, DARK, hollow=True),
        points(rows, along(x, "believed"), y, DARK),
        column(rows, y, "number", _PLOT + 14),
    ).properties(width=_PLOT, height=27 * len(rows) + 10)
    top = rows[0]
    return picture(
        chart,
        name="beliefs" if case == "base" else f"beliefs-{case}",
        title=_title(top),
        bundle=bundle,
        n="point values of theta",
        caption="Filled: what the observer believes while the other stands on that rung. Hollow: "
        "how often it is resolute there. Of each pair the rung where the two are furthest apart; "
        "pairs that agree are left out. Number: believed minus so.",
        data=[
            {key: row[key] for key in ("observer", "actor", "rung", "prior", "believed", "so")}
            for row in rows
        ],
        words="; ".join(
            f"{row['pair']}: believed {probability(row['believed'])}, so {probability(row['so'])}"
            for row in rows
        )
        + ".",
    )


def _row(i: int, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    observer, actor = (names.get(row[key], row[key]) for key in ("observer", "actor"))
    return {
        "at": float(i),
        "row": float(i),
        "pair": f"{observer} of {actor}, {row['rung']}",
        "who": observer,
        "whom": actor,
        "number": aligned(change(row["believed"] - row["so"])),
        **{key: row[key] for key in ("observer", "actor", "rung", "prior", "believed", "so")},
    }


def _title(top: dict[str, Any]) -> str:
    if abs(top["believed"] - top["so"]) < 0.01:
        return "What states believe of each other is right on average on every rung"
    return (
        f"{top['who']} takes {top['whom']} to be resolute with a chance of "
        f"{probability(top['believed'])} where it is so with {probability(top['so'])}"
    )
