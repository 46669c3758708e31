"""Correlates of War: direct contiguity of states, by land and across water."""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["DYAD_YEARS", "LAST_MONTH", "SPELLS", "STATE_YEARS", "TABLES"]

LAST_MONTH = 201612
"""End of coverage of version 3.2: a spell that ends here has not ended, as far as is known."""

_TYPES = (1, 2, 3, 4, 5)
_TYPE = Column(
    "conttype",
    pl.Int8,
    "1 land or river border, 2 up to 12 miles of water, 3 up to 24, 4 up to 150, 5 up to 400;"
    " less is closer, the distances between codes mean nothing; dyads farther apart have no row",
    among=_TYPES,
    required=True,
)
_VERSION = Column("version", pl.Float64, "version of the data set")


def _dyad(about: str) -> Column:
    return Column("dyad", pl.Int32, about)


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Years and days from months written YYYYMM."""
    century = 100
    begin, end = pl.col("begin"), pl.col("end")
    return frame.with_columns(
        styear=(begin // century).cast(pl.Int16),
        endyear=(end // century).cast(pl.Int16),
        first_day=pl.date(begin // century, begin % century, 1),
        last_day=pl.date(end // century, end % century, 1).dt.month_end(),
        censored=end == LAST_MONTH,
    )


SPELLS = Table(
    id="contiguity/spells",
    dataset="contiguity",
    title="Direct contiguity, spells",
    unit="dyad-spell",
    key=("statelno", "statehno", "begin"),
    columns=(
        _dyad("1000 x statelno + statehno"),
        Column("statelno", pl.Int16, "COW code of the state with the lower one", state="cow"),
        Column("statelab", pl.String, "its abbreviation"),
        Column("statehno", pl.Int16, "COW code of the state with the higher one", state="cow"),
        Column("statehab", pl.String, "its abbreviation"),
        _TYPE,
        *several(
            "begin end",
            pl.Int32,
            about="first and last month of the spell, YYYYMM",
            low=181601,
            high=299912,
            required=True,
        ),
        Column("notes", pl.String, "where, and why the spell begins and ends"),
        _VERSION,
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=_with_days,
    made=(
        Column("styear", pl.Int16, "year of the first month"),
        Column("endyear", pl.Int16, "year of the last month"),
        Column("first_day", pl.Date, "first day of the first month; the source knows months only"),
        Column("last_day", pl.Date, "last day of the last month; the source knows months only"),
        Column("censored", pl.Boolean, "true where coverage ends and the spell does not"),
    ),
)

DYAD_YEARS = Table(
    id="contiguity/dyad-years",
    dataset="contiguity",
    title="Direct contiguity, directed dyad-years",
    unit="directed dyad-year-type",
    # The type belongs to the key: where it changed within a year there are two rows.
    key=("state1no", "state2no", "year", "conttype"),
    columns=(
        _dyad("1000 x the lower of the two codes + the higher"),
        Column("state1no", pl.Int16, "COW code of one state", state="cow", required=True),
        Column("state1ab", pl.String, "its abbreviation"),
        Column("state2no", pl.Int16, "COW code of the other", state="cow", required=True),
        Column("state2ab", pl.String, "its abbreviation"),
        Column("year", pl.Int16, "year with at least one month of it", low=1816, required=True),
        _TYPE,
        _VERSION,
    ),
    layouts={"publisher": Layout()},
    year="year",
)

STATE_YEARS = Table(
    id="contiguity/state-years",
    dataset="contiguity",
    title="Direct contiguity, how many of it each state has",
    unit="state-year",
    key=("stateno", "year"),
    columns=(
        Column("stateno", pl.Int16, "COW state code", state="cow", required=True),
        Column("stateab", pl.String, "its abbreviation"),
        Column("year", pl.Int16, "year", low=1816, required=True),
        Column(
            "total",
            pl.Int16,
            "contiguities, by land and by sea; a neighbour whose type changed in the year is"
            " counted twice",
            low=0,
        ),
        Column("land", pl.Int16, "of them by land", low=0),
        Column("sea", pl.Int16, "of them across water", low=0),
        _VERSION,
    ),
    layouts={"publisher": Layout()},
    year="year",
)

TABLES = (SPELLS, DYAD_YEARS, STATE_YEARS)
