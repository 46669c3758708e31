"""Correlates of War: inter-state wars, who fought in them on which side, and who fought whom."""

from __future__ import annotations

import polars as pl

from .reading.days import earliest, latest
from .reading.schema import Column, Layout, Table, several

__all__ = ["DYADIC", "DYADS", "PARTICIPANTS", "TABLES", "dyad_years", "opponents"]

# In the file of participants -8 is "does not apply" and -9 "not known"; neither is a value.
_NO_VALUE = (-8, -9)
_SIDES = (1, 2)
_OUTCOMES = (1, 2, 3, 4, 5, 6, 7, 8)
_OUTCOME = (
    "1 winner, 2 loser, 3 compromise or tie, 4 the war became one of another kind, 5 ongoing at"
    " the end of 2007, 6 stalemate, 7 fighting went on below the level of war, 8 changed sides"
)
_WARNUM = Column("warnum", pl.Int16, "COW war number", required=True)
_VERSION = Column("version", pl.Float64, "version of the data set")


def _parts(end: str, spell: int) -> tuple[Column, ...]:
    about = f"of the {'first' if end == 'start' else 'last'} day of the participant's spell {spell}"
    year, month, day = f"{end}year{spell}", f"{end}month{spell}", f"{end}day{spell}"
    first = spell == 1  # a second spell is there or not
    return (
        Column(month, pl.Int8, f"month {about}", missing=_NO_VALUE, low=1, high=12),
        Column(day, pl.Int8, f"day {about}", missing=_NO_VALUE, low=1, high=31),
        Column(year, pl.Int16, f"year {about}", missing=_NO_VALUE, low=1816, required=first),
    )


_FILE_PARTS = tuple(c for n in (1, 2) for end in ("start", "end") for c in _parts(end, n))


def _unrolled(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each spell of participation, with its first and last day."""
    spells = [
        frame.filter(pl.col(f"startyear{n}").is_not_null()).with_columns(
            spell=pl.lit(n, dtype=pl.Int8),
            start=earliest(f"startyear{n}", f"startmonth{n}", f"startday{n}"),
            end=latest(f"endyear{n}", f"endmonth{n}", f"endday{n}"),
        )
        for n in (1, 2)
    ]
    return (
        pl.concat(spells)
        .with_columns(
            styear=pl.col("start").dt.year().cast(pl.Int16),
            endyear=pl.col("end").dt.year().cast(pl.Int16),
        )
        .drop(column.name for column in _FILE_PARTS)
        .sort("warnum", "ccode", "side", "spell")
    )


PARTICIPANTS = Table(
    id="wars/participants",
    dataset="wars",
    title="Inter-state wars, spells of participation",
    unit="war-participant-side-spell",
    # A state that changed sides has a row for each side.
    key=("warnum", "ccode", "side", "spell"),
    columns=(
        _WARNUM,
        Column("warname", pl.String, "name of the war"),
        Column("wartype", pl.Int8, "1: inter-state war", among=(1,)),
        Column("ccode", pl.Int16, "COW code of the participant", required=True, state="cow"),
        Column("statename", pl.String, "its name"),
        Column("side", pl.Int8, "side of the war, 1 or 2", among=_SIDES, required=True),
        *_FILE_PARTS,
        Column(
            "transfrom",
            pl.String,
            "numbers of the wars of another kind out of which this one grew, parted by commas",
            missing=("-8",),
        ),
        Column(
            "wherefought",
            pl.Int8,
            "1 western hemisphere, 2 Europe, 4 Africa, 6 Middle East, 7 Asia, 9 Oceania; 11 to 19"
            " several of them",
            missing=_NO_VALUE,
        ),
        Column("initiator", pl.Int8, "1 initiated the war, 2 did not", among=(1, 2)),
        Column("outcome", pl.Int8, _OUTCOME, among=_OUTCOMES),
        Column(
            "transto",
            pl.Int16,
            "number of the war of another kind that this one became",
            missing=_NO_VALUE,
        ),
        Column(
            "batdeath",
            pl.Int32,
            "battle deaths of the participant on that side, all its spells together",
            "persons",
            missing=_NO_VALUE,
            low=0,
        ),
        _VERSION,
    ),
    layouts={
        "publisher": Layout(
            names={
                "warnum": "WarNum",
                "warname": "WarName",
                "wartype": "WarType",
                "statename": "StateName",
                "side": "Side",
                **{
                    f"{end.lower()}{part.lower()}{n}": f"{end}{part}{n}"
                    for end in ("Start", "End")
                    for part in ("Month", "Day", "Year")
                    for n in (1, 2)
                },
                "transfrom": "TransFrom",
                "wherefought": "WhereFought",
                "initiator": "Initiator",
                "outcome": "Outcome",
                "transto": "TransTo",
                "batdeath": "BatDeath",
                "version": "Version",
            },
            eol="\r",
        )
    },
    year=("styear", "endyear"),
    tidy=_unrolled,
    made=(
        Column("spell", pl.Int8, "1, or 2 where the participant fought again after a break"),
        Column("start", pl.Date, "first day of the spell"),
        Column("end", pl.Date, "last day of the spell"),
        Column("styear", pl.Int16, "year of the first day"),
        Column("endyear", pl.Int16, "year of the last day"),
    ),
)


def opponents(participants: pl.DataFrame) -> pl.DataFrame:
    """Spells of two participants on opposite sides of a war that share at least one day.

    Parameters
    ----------
    participants
        Rows of ``wars/participants``.

    Returns
    -------
    DataFrame
        ``warnum``, ``ccode1``, ``ccode2``, ``side1``, ``side2``, ``spell1``, ``spell2`` and the
        first and last day in common, ``start`` and ``end``; each pair in both directions.

    Notes
    -----
    That both fought on the same days does not say that they fought each other.
    """
    spells = participants.select("warnum", "ccode", "side", "spell", "start", "end")
    one = spells.rename({"ccode": "ccode1", "side": "side1", "spell": "spell1"})
    two = spells.rename({"ccode": "ccode2", "side": "side2", "spell": "spell2"})
    return (
        one.join(two, on="warnum", suffix="2")
        .filter(pl.col("side1") != pl.col("side2"), pl.col("ccode1") != pl.col("ccode2"))
        .with_columns(
            start=pl.max_horizontal("start", "start2"), end=pl.min_horizontal("end", "end2")
        )
        .filter(pl.col("start") <= pl.col("end"))
        .select("warnum", "ccode1", "ccode2", "side1", "side2", "spell1", "spell2", "start", "end")
        .sort("warnum", "ccode1", "ccode2", "start", "spell1", "spell2")
    )


def dyad_years(participants: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years in which two states were on opposite sides of a war on the same day.

    Parameters
    ----------
    participants
        Rows of ``wars/participants``.

    Returns
    -------
    DataFrame
        ``warnum``, ``ccode1``, ``ccode2``, ``year``, sorted so and unique.

    Examples
    --------
    >>> import datetime as dt
    >>> fought = pl.DataFrame({
    ...     "warnum": [1, 1], "ccode": [2, 20], "side": [1, 2], "spell": [1, 1],
    ...     "start": [dt.date(1900, 5, 1), dt.date(1901, 2, 1)],
    ...     "end": [dt.date(1902, 5, 1), dt.date(1902, 1, 1)],
    ... })
    >>> dyad_years(fought).rows()
    [(1, 2, 20, 1901), (1, 2, 20, 1902), (1, 20, 2, 1901), (1, 20, 2, 1902)]
    """
    years = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1)
    return (
        opponents(participants)
        .select("warnum", "ccode1", "ccode2", years.alias("year"))
        .explode("year")
        .with_columns(pl.col("year").cast(pl.Int16))
        .unique()
        .sort("warnum", "ccode1", "ccode2", "year")
    )


_ONE, _TWO = "of the first state", "of the second state"

DYADS = Table(
    id="wars/dyads",
    dataset="wars",
    title="Inter-state wars, directed dyad-years, from a package for R",
    unit="directed dyad-year-spell",
    # Two spells of fighting in one year, such as of 1974, make two rows; `resume` tells them apart.
    key=("warnum", "ccode1", "ccode2", "year", "resume"),
    columns=(
        _WARNUM,
        Column("ccode1", pl.Int16, f"COW code {_ONE}", required=True, state="cow"),
        Column("ccode2", pl.Int16, f"COW code {_TWO}", required=True, state="cow"),
        Column("year", pl.Int16, "year", required=True, low=1816),
        Column("cowinterongoing", pl.Int8, "1: at war", among=(0, 1)),
        Column("cowinteronset", pl.Int8, "1 in the dyad's first year of the spell", among=(0, 1)),
        Column("sidea1", pl.Int8, f"side {_ONE}", among=_SIDES),
        Column("sidea2", pl.Int8, f"side {_TWO}", among=_SIDES),
        Column("initiator1", pl.Int8, "1: the first state initiated the war", among=(0, 1)),
        Column("initiator2", pl.Int8, "1: the second state initiated the war", among=(0, 1)),
        Column("outcome1", pl.Int8, f"outcome {_ONE}; null in second spells", among=_OUTCOMES),
        Column("outcome2", pl.Int8, f"outcome {_TWO}; null in second spells", among=_OUTCOMES),
        *several(
            "batdeath1 batdeath2",
            pl.Int32,
            about="battle deaths of the state in the whole war, not in the dyad or the year",
            unit="persons",
            missing=(-9,),
            low=0,
        ),
        Column("resume", pl.Int8, "1: both were in their second spell", among=(0, 1)),
    ),
    layouts={"export": Layout()},
    year="year",
)


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        start=earliest("warstrtyr", "warstrtmnth", "warstrtday"),
        end=latest("warendyr", "warendmnth", "warenday"),
    )


_ROLE = "1 primary initiator, 2 joined its side, 3 primary target, 4 joined its side"

# The publisher codes the two directions of a dyad apart, and in some rows they do not agree.
DYADIC = Table(
    id="dyadic-wars/dyad-years",
    dataset="dyadic-wars",
    title="Dyadic inter-state wars",
    unit="directed war-dyad-year",
    key=("disno", "statea", "stateb", "year"),
    columns=(
        _WARNUM,
        Column("disno", pl.Int16, "number of the militarized dispute", required=True),
        Column("dyindex", pl.Float64, "dispute number and, behind the point, the dyad's number"),
        Column("statea", pl.Int16, "COW code of state A", required=True, state="cow"),
        Column("stateb", pl.Int16, "COW code of state B", required=True, state="cow"),
        Column("warstrtmnth", pl.Int8, "month of the dyad's first day", low=1, high=12),
        Column("warstrtday", pl.Int8, "day of the dyad's first day", low=1, high=31),
        Column("warstrtyr", pl.Int16, "year of the dyad's first day", low=1816, high=2100),
        Column("warendmnth", pl.Int8, "month of the dyad's last day", low=1, high=12),
        Column("warenday", pl.Int8, "day of the dyad's last day", low=1, high=31),
        Column("warendyr", pl.Int16, "year of the dyad's last day", low=1816, high=2100),
        Column("year", pl.Int16, "year", required=True, low=1816, high=2100),
        Column("warolea", pl.Int8, f"part of A in the war: {_ROLE}", among=(1, 2, 3, 4)),
        Column("waroleb", pl.Int8, f"part of B in the war: {_ROLE}", among=(1, 2, 3, 4)),
        Column("wardyadrolea", pl.Int8, f"part of A in the dyad: {_ROLE}", among=(1, 2, 3, 4)),
        Column("wardyadroleb", pl.Int8, f"part of B in the dyad: {_ROLE}", among=(1, 2, 3, 4)),
        Column("outcomea", pl.Int8, "for A: 1 victory, 2 neither, 3 defeat", among=(1, 2, 3)),
        Column("batdtha", pl.Int32, "battle deaths of A", "persons", low=0),
        Column("batdthb", pl.Int32, "battle deaths of B", "persons", low=0),
        Column("changes_1", pl.Int8, "what the publisher changed in the dyad, by its code"),
        Column("changes_2", pl.Int8, "a second change; empty throughout"),
        Column("batdths", pl.Int32, "battle deaths of both", "persons", low=0),
        Column("durindx", pl.Int8, "index of the year in the war, not always in its order"),
    ),
    layouts={"publisher": Layout()},
    year="year",
    tidy=_with_days,
    made=(
        Column("start", pl.Date, "the dyad's first day of the war"),
        Column("end", pl.Date, "the dyad's last day of the war"),
    ),
)

TABLES = (PARTICIPANTS, DYADS, DYADIC)
