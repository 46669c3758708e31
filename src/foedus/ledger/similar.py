"""The disputes on record that are most like a crisis, and what came of them.

Distance is a mean of five parts, each from 0 (alike) to 1, of equal weight; the weights are a
judgement, the parts are printed beside the sum:

- *territory*: whether one is about territory and the other is not;
- *power*: the difference of the challenger's shares of the two principals' capabilities;
- *majors*: the difference in great powers in the game, each counted up to three, over three;
- *allied*: whether one has an obligation in play and the other has none;
- *time*: years between them over a hundred, at most 1.

Only disputes count that began and ended before the crisis did, so that nothing is told that could
not be known; and none of the two general wars, whose disputes are no crises of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

__all__ = ["NEAREST", "PARTS", "Likeness", "Traits", "similar", "traits"]

PARTS = ("territory", "power", "majors", "allied", "time")
"""Parts of the distance."""
NEAREST = 5
"""Disputes that are named."""
AROUND = 50
"""Disputes among which wars are counted."""
_MOST_MAJORS = 3
_CENTURY = 100.0


@dataclass(frozen=True)
class Traits:
    """What a crisis is compared by.

    Attributes
    ----------
    day
        First day.
    territory
        Whether it is about territory.
    share
        The challenger's share of the two principals' capabilities.
    majors
        Great powers in the game.
    allied
        Whether any obligation is in play.
    """

    day: dt.date
    territory: bool
    share: float
    majors: int
    allied: bool


@dataclass(frozen=True)
class Likeness:
    """The most similar disputes.

    Attributes
    ----------
    rows
        The nearest, by distance: ``dispnum, start, year, challenger, target, level, end, days,
        any_war``, the five `PARTS` and their mean ``distance``.
    candidates
        How many disputes could be compared.
    around
        How many of the nearest were counted,
    wars
        and how many of those became war.
    """

    rows: pl.DataFrame
    candidates: int
    around: int
    wars: int


def traits(content: Mapping[str, Any]) -> Traits | None:
    """Traits of a scenario as plain data; None where it lacks what is compared.

    Examples
    --------
    >>> actors = {"A": {"camp": "challenger", "principal": True, "capability": 3, "major": True},
    ...           "B": {"camp": "target", "principal": True, "capability": 1}}
    >>> found = traits({"date": "1914-07-23", "actors": actors, "issue": {"kind": "policy"}})
    >>> found.share, found.majors, found.allied, found.territory
    (0.75, 1, False, False)
    """
    actors: Mapping[str, Mapping[str, Any]] = content.get("actors") or {}
    power = {
        str(one.get("camp")): float(one.get("capability") or 0.0)
        for one in actors.values()
        if one.get("principal")
    }
    total = sum(power.values())
    day = content.get("date")
    if isinstance(day, str):
        day = dt.date.fromisoformat(day)
    if not isinstance(day, dt.date) or total <= 0 or not {"challenger", "target"} <= set(power):
        return None
    return Traits(
        day=day,
        territory=(content.get("issue") or {}).get("kind") == "territory",
        share=power["challenger"] / total,
        majors=sum(bool(one.get("major")) for one in actors.values()),
        allied=any(one.get("owes") for one in (content.get("treaties") or {}).values()),
    )


def similar(
    rows: pl.DataFrame,
    features: pl.DataFrame,
    crisis: Traits,
    *,
    nearest: int = NEAREST,
    around: int = AROUND,
) -> Likeness:
    """Return the disputes on record that are most like a crisis.

    Parameters
    ----------
    rows
        The ledger's rows.
    features
        See `foedus.ledger.features`.
    crisis
        What is compared with.
    nearest, around
        How many to name, and among how many to count wars.
    """
    known = (
        rows.filter(~pl.col("world_war").fill_null(value=True))
        .join(features, on="dispnum", how="inner")
        .drop_nulls(["issue", "share", "majors", "pledged", "level"])
    )
    ended = pl.col("start") + pl.duration(days=pl.col("days").fill_null(0.0).ceil().cast(pl.Int64))
    before = known.filter(ended < crisis.day)
    parts = {
        "territory": ((pl.col("issue") == "territory") != crisis.territory).cast(pl.Float64),
        "power": (pl.col("share") - crisis.share).abs(),
        "majors": (
            pl.min_horizontal(pl.col("majors"), _MOST_MAJORS).cast(pl.Float64)
            - min(crisis.majors, _MOST_MAJORS)
        ).abs()
        / _MOST_MAJORS,
        "allied": (pl.col("pledged") != crisis.allied).cast(pl.Float64),
        "time": pl.min_horizontal(
            (pl.col("year").cast(pl.Float64) - crisis.day.year).abs() / _CENTURY, 1.0
        ),
    }
    ranked = (
        before.with_columns(**parts)
        .with_columns(distance=pl.mean_horizontal(*PARTS))
        .sort(pl.col("distance").round(9), "dispnum")
        .select("dispnum", "start", "year", "challenger", "target", "level", "end", "days",
                "any_war", *PARTS, "distance")
    )  # fmt: skip
    close = ranked.head(around)
    return Likeness(
        rows=ranked.head(nearest),
        candidates=ranked.height,
        around=close.height,
        wars=int((close["level"] == "war").sum()),
    )
