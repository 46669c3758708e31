"""Rivalries: four lists of pairs of states that expected to fight, and how peaceful pairs were.

Klein, Goertz and Diehl count disputes; Thompson with Dreyer, and with Sakuwa and Suhas, read what
leaders said; the Peace Data place pairs on a scale. Each pair is listed once, lower code first.
"""

from __future__ import annotations

import polars as pl

from foedus.core import countries

from .reading.schema import Column, Layout, Table, several

__all__ = ["KDG", "KINDS", "PEACE", "TABLES", "TD", "TSS", "VENICE", "outside"]

VENICE = 324
"""Code of Venice in both lists of strategic rivalries; it is no COW code. Last in 1717."""

KINDS = ("positional", "spatial", "ideological", "interventionary")
"""What a strategic rivalry is about: rank, territory, beliefs, or a hand in others' affairs."""

_KDG_FIRST_YEAR, _KDG_END = 1816, 20_011_231
_TD_END, _TSS_END = 2010, 2020
_CODES = (
    Column("ccode1", pl.Int16, "COW code of one state", required=True, state="cow", also=(VENICE,)),
    Column("ccode2", pl.Int16, "COW code of the other", required=True, state="cow", also=(VENICE,)),
)
_CENSORED = Column(
    "censored", pl.Boolean, "true where the record ends and the rivalry, as far as known, does not"
)


def _day(name: str, *, first: bool) -> pl.Expr:
    """Day from YYYYMMDD.

    Day 0 stands for an unknown one, and the file ends spells on days such as 31 September: both
    leave the month, whose first or last day it becomes.
    """
    number = pl.col(name)
    month = pl.date(number // 10_000, number // 100 % 100, 1)
    day = number % 100
    open_end = month if first else month.dt.month_end()
    last = month.dt.month_end().dt.day()
    return (
        pl.when((day == 0) | (day > last))
        .then(open_end)
        .otherwise(month + pl.duration(days=day.cast(pl.Int64) - 1))
    )


def _written(name: str, which: str) -> tuple[Column, ...]:
    about = f"{which} day, YYYYMMDD, as published"
    low = _KDG_FIRST_YEAR * 10_000
    return several(name, pl.Int32, about=about, required=True, low=low, high=_KDG_END)


def _kdg(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(
        start=_day("beginr", first=True).cast(pl.Date), end=_day("endr", first=False).cast(pl.Date)
    )
    return frame.with_columns(
        styear=pl.col("start").dt.year().cast(pl.Int16),
        endyear=pl.col("end").dt.year().cast(pl.Int16),
        censored=pl.col("endr") == _KDG_END,
    )


KDG = Table(
    id="kdg/spells",
    dataset="kdg",
    title="Rivalries and isolated conflict (Klein, Goertz and Diehl)",
    unit="rivalry or isolated dyad spell",
    key=("rivnumb",),
    columns=(
        Column("rivnumb", pl.Int32, "number of the spell", required=True),
        Column("rivalry", pl.Int32, "pair: first code * 1000 + second", required=True),
        Column("rivala", pl.Int16, "COW code of one state", required=True, state="cow"),
        Column("rivalb", pl.Int16, "COW code of the other", required=True, state="cow"),
        *_written("beginr", "first"),
        *_written("endr", "last"),
        Column("totdisp", pl.Int16, "militarised disputes in the spell", required=True, low=1),
        Column(
            "rivtyp2",
            pl.String,
            "RIVALRY, or ISOLATED where there were too few disputes to make one",
            among=("RIVALRY", "ISOLATED"),
            required=True,
        ),
        Column(
            "rivtypold",
            pl.String,
            "ENDURING, PROTO or ISOLATED, as earlier versions had it",
            among=("ENDURING", "PROTO", "ISOLATED"),
            required=True,
        ),
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=_kdg,
    made=(
        Column("start", pl.Date, "first day; the first of the month where the day is not known"),
        Column("end", pl.Date, "last day; the last of the month where the day is not known"),
        Column("styear", pl.Int16, "year of the first day"),
        Column("endyear", pl.Int16, "year of the last day"),
        _CENSORED,
    ),
)


def _peace(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes of both sides from the number of the pair; null where a side is no COW state."""
    known = pl.Series(sorted(countries.known()), dtype=pl.Int16).implode()
    one, two = (pl.col("dyad") // 1000).cast(pl.Int16), (pl.col("dyad") % 1000).cast(pl.Int16)
    # One pair has its higher code first.
    low, high = pl.min_horizontal(one, two), pl.max_horizontal(one, two)
    return frame.with_columns(
        ccode1=pl.when(low.is_in(known)).then(low), ccode2=pl.when(high.is_in(known)).then(high)
    )


PEACE = Table(
    id="peace-data/dyad-years",
    dataset="peace-data",
    title="Peace Data: from severe rivalry to security community",
    unit="dyad-year",
    key=("dyad", "year"),
    columns=(
        Column("dyad", pl.Int32, "first code * 1000 + second", required=True, low=1000),
        Column("year", pl.Int16, "year", required=True, low=1900, high=2020),
        Column(
            "peace",
            pl.Float64,
            "yearly mean of the scale: 0 severe rivalry, 0.25 lesser rivalry, 0.5 negative peace, "
            "0.75 warm peace, 1 security community",
            low=0,
            high=1,
        ),
    ),
    layouts={"publisher": Layout(header=("dyad", "year", "peace"), na=(".",))},
    year="year",
    tidy=_peace,
    made=(
        Column("ccode1", pl.Int16, "lower COW code; null where the file's is no state's"),
        Column("ccode2", pl.Int16, "higher COW code; null where the file's is no state's"),
    ),
)


def outside(peace: pl.DataFrame) -> pl.DataFrame:
    """Pairs of the Peace Data with a code that no state has, and their years.

    Parameters
    ----------
    peace
        Rows of ``peace-data/dyad-years``.

    Examples
    --------
    >>> rows = {"dyad": [2020, 935936], "year": [2000, 2000], "ccode1": [2, 935]}
    >>> outside(pl.DataFrame(rows | {"ccode2": [20, None]})).rows()
    [(935936, 2000, 2000)]
    """
    lost = peace.filter(pl.col("ccode1").is_null() | pl.col("ccode2").is_null())
    return (
        lost.group_by("dyad")
        .agg(first=pl.col("year").min(), last=pl.col("year").max())
        .sort("dyad")
    )


def _td(frame: pl.DataFrame) -> pl.DataFrame:
    listed = pl.concat_list("type1", "type2", "type3")
    return frame.with_columns(
        *(
            listed.list.contains(kind).fill_null(value=False).cast(pl.Int8).alias(kind)
            for kind in KINDS
        ),
        censored=pl.col("endyear") == _TD_END,
    )


TD = Table(
    id="td/spells",
    dataset="td",
    title="Strategic rivalries, 1494-2010 (Thompson and Dreyer)",
    unit="rivalry",
    key=("rivalryno",),
    columns=(
        Column("rivalryno", pl.Int16, "number of the rivalry", required=True),
        Column("rivalryname", pl.String, "its name", required=True),
        *_CODES,
        Column("styear", pl.Int16, "first year", required=True, low=1494),
        Column("endyear", pl.Int16, "last year", required=True, low=1494, high=_TD_END),
        Column("region", pl.String, "where"),
        *several("type1 type2 type3", pl.String, about="what it is about", among=KINDS),
    ),
    layouts={"export": Layout()},
    year=("styear", "endyear"),
    tidy=_td,
    made=(
        *several(" ".join(KINDS), pl.Int8, about="1 where it is about that, else 0"),
        _CENSORED,
    ),
)

_FLAGS = (*KINDS, "principal", "aprin")


def _tss(frame: pl.DataFrame) -> pl.DataFrame:
    """Blank means 'not of this kind' in these columns, which hold nothing but 1."""
    return frame.with_columns(pl.col(*_FLAGS).fill_null(0), censored=pl.col("endyear") == _TSS_END)


TSS = Table(
    id="tss/spells",
    dataset="tss",
    title="Strategic rivalries, 1494-2020 (Thompson, Sakuwa and Suhas)",
    unit="rivalry",
    key=("tssr_id",),
    columns=(
        Column("tssr_id", pl.Int16, "number of the rivalry", required=True),
        Column("rivalry", pl.String, "its name", required=True),
        *_CODES,
        Column("styear", pl.Int16, "first year", required=True, low=1494),
        Column("endyear", pl.Int16, "last year", required=True, low=1494, high=_TSS_END),
        *several(" ".join(KINDS), pl.Int8, about="1 where it is about that, else 0", among=(1,)),
        Column("principal", pl.Int8, "1 where each is the other's main rival, else 0", among=(1,)),
        Column(
            "aprin",
            pl.Int8,
            "1 where one is the other's main rival, not so back; else 0",
            among=(1,),
        ),
    ),
    layouts={"export": Layout(names={"styear": "start", "endyear": "end"})},
    year=("styear", "endyear"),
    tidy=_tss,
    made=(_CENSORED,),
)

TABLES = (KDG, PEACE, TD, TSS)
