"""Militarized Interstate Events 1.0 of Gibler and Miller, 1816-2014: acts by day and direction.

Traps: ``action`` names a kind and is no scale: use ``hostlev``. A clash (17) and a battle of a war
(22) have no direction: the lower code stands first, and ``sidea1`` still says whose side it is on.
A declaration of war (18) does not occur. Unknown days are -9 (1,987 at the start). ``micnum`` is
the number of a dispute in COW's or GML's set where there is one; those of 9000 and above are new.
``eventnum`` counts the events of one confrontation; in five of them dates step back. 6,497 of the
28,011 rows are one confrontation, the First World War (257): never weigh events like disputes.
"""

from __future__ import annotations

import polars as pl

from .cow_disputes import ACTION, HOSTILITY, MADE_DAYS, days, flag, with_days
from .reading.schema import Column, Layout, Table, several

__all__ = ["DIRECTIONLESS", "FIRST_WORLD_WAR", "TABLES"]

DIRECTIONLESS = (17, 22)
"""Acts without a direction: clash and battle of a war."""

FIRST_WORLD_WAR = 257
"""Number of the confrontation that holds a quarter of all events."""


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Frame with the days possible, and which acts have a direction."""
    return with_days(frame).with_columns(directed=pl.col("action").is_in(DIRECTIONLESS).not_())


EVENTS = Table(
    id="mie/events",
    dataset="mie",
    title="Militarized interstate events",
    unit="act of one state towards another",
    key=("micnum", "eventnum"),
    columns=(
        Column("micnum", pl.Int16, "number of the confrontation", low=1, required=True),
        Column("eventnum", pl.Int16, "number of the act in it, from 1", low=1, required=True),
        Column("ccode1", pl.Int16, "COW code of who acts", required=True, state="cow"),
        Column("ccode2", pl.Int16, "COW code of the target", required=True, state="cow"),
        *days(),
        flag("sidea1", "whether state 1 is on the side that acted first"),
        Column(
            "action",
            pl.Int8,
            f"kind of act, not a scale: {ACTION}, 22 battle of a war",
            among=(*range(1, 18), *range(19, 23)),
            required=True,
        ),
        Column(
            "hostlev",
            pl.Int8,
            f"level of hostility: {HOSTILITY}",
            among=(2, 3, 4, 5),
            required=True,
        ),
        *several("fatalmin1 fatalmin2", pl.Int32, about="least deaths", unit="deaths", low=0),
        *several("fatalmax1 fatalmax2", pl.Int32, about="most deaths", unit="deaths", low=0),
        Column("version", pl.String, "version of the data"),
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=_tidy,
    made=(*MADE_DAYS, Column("directed", pl.Boolean, "whether the act has a direction")),
)

TABLES = (EVENTS,)
