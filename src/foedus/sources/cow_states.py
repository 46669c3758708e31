"""Correlates of War: which states there are, from when to when, and which are major powers."""

from __future__ import annotations

import datetime as dt

import polars as pl

from .reading.days import earliest, latest
from .reading.schema import Column, Layout, Table, several

__all__ = ["CODES", "LAST_DAY", "MAJORS", "SPELLS", "TABLES", "YEARS"]

LAST_DAY = dt.date(2016, 12, 31)
"""End of coverage of version 2016: a spell that ends here has not ended, as far as is known."""

_FIRST_YEAR = 1816


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Days from their parts and parts from days, whichever the file has."""
    frame = frame.with_columns(
        start=pl.coalesce("start", earliest("styear", "stmonth", "stday")),
        end=pl.coalesce("end", latest("endyear", "endmonth", "endday")),
    )
    return frame.with_columns(
        styear=pl.col("start").dt.year().cast(pl.Int16),
        stmonth=pl.col("start").dt.month(),
        stday=pl.col("start").dt.day(),
        endyear=pl.col("end").dt.year().cast(pl.Int16),
        endmonth=pl.col("end").dt.month(),
        endday=pl.col("end").dt.day(),
        censored=pl.col("end") == LAST_DAY,
    )


_CODE = Column("ccode", pl.Int16, "COW state code", required=True, state="cow")
_ABB = Column("stateabb", pl.String, "COW abbreviation of the state's name")
_NAME = Column("statenme", pl.String, "name of the state")
_VERSION = Column("version", pl.Int16, "version of the data set, a year")
_PARTS = (
    Column("styear", pl.Int16, "year of the first day", low=_FIRST_YEAR),
    Column("stmonth", pl.Int8, "month of the first day", low=1, high=12),
    Column("stday", pl.Int8, "day of the month of the first day", low=1, high=31),
    Column("endyear", pl.Int16, "year of the last day", low=_FIRST_YEAR),
    Column("endmonth", pl.Int8, "month of the last day", low=1, high=12),
    Column("endday", pl.Int8, "day of the month of the last day", low=1, high=31),
)
_PART_NAMES = tuple(column.name for column in _PARTS)
_DAYS = (
    Column("start", pl.Date, "first day of the spell"),
    Column("end", pl.Date, "last day of the spell; the end of coverage where `censored`"),
)
_CENSORED = Column(
    "censored", pl.Boolean, "true where coverage ends on that day and the spell does not"
)
# A file has either the parts of a day or whole days. A key names both; the check of a file uses
# the part of it that the file has.
_KEY = ("ccode", "styear", "start")

SPELLS = Table(
    id="cow-states/spells",
    dataset="cow-states",
    title="Membership of the interstate system",
    unit="state-membership spell",
    key=_KEY,
    columns=(_ABB, _CODE, _NAME, *_PARTS, *_DAYS, _VERSION),
    layouts={
        "publisher": Layout(lacks=("start", "end")),
        "export": Layout(
            names={"stateabb": "cw_abb", "statenme": "cw_name"},
            lacks=(*_PART_NAMES, "version"),
        ),
    },
    year=("styear", "endyear"),
    tidy=_with_days,
    made=(_CENSORED,),
)

YEARS = Table(
    id="cow-states/years",
    dataset="cow-states",
    title="Members of the interstate system, year by year",
    unit="state-year",
    key=("ccode", "year"),
    columns=(
        _ABB,
        _CODE,
        Column(
            "year", pl.Int16, "year in which it was a member on at least one day", required=True
        ),
        _VERSION,
    ),
    layouts={"publisher": Layout()},
    year="year",
)

MAJORS = Table(
    id="cow-states/majors",
    dataset="cow-states",
    title="Major powers",
    unit="major-power spell",
    key=_KEY,
    columns=(_ABB, _CODE, *_PARTS, *_DAYS, _VERSION),
    layouts={"publisher": Layout(lacks=("start", "end"))},
    year=("styear", "endyear"),
    tidy=_with_days,
    made=(_CENSORED,),
)

CODES = Table(
    id="cow-states/codes",
    dataset="cow-states",
    title="Codes, abbreviations and names of states",
    unit="state-membership spell",
    key=("ccode",),
    columns=(
        *several("stateabb", pl.String, about=_ABB.about, required=True),
        _CODE,
        *several("statenme", pl.String, about=_NAME.about, required=True),
    ),
    layouts={
        "publisher": Layout(
            names={"stateabb": "StateAbb", "ccode": "CCode", "statenme": "StateNme"}, eol="\r"
        )
    },
    repeats="a state that left the system and came back is listed once for each spell",
)

TABLES = (SPELLS, YEARS, MAJORS, CODES)
