"""Polity5: authority patterns of states, year by year.

Polity has state codes of its own, close to those of the Correlates of War: `ccode` here is COW's,
`polity_ccode` Polity's.
"""

from __future__ import annotations

import polars as pl

from .reading.schema import Column, Layout, SourceError, Table, several

__all__ = ["ENDED", "READINGS", "SPECIAL", "TABLES", "YEARS"]

SPECIAL = (-66, -77, -88)
"""-66 foreign interruption, -77 interregnum, -88 transition: no scores, and not missing either."""

READINGS: tuple[tuple[int, int, int, int | None], ...] = (
    # Polity's code, first year, last year, COW's code (None: COW has no such state)
    (89, 1824, 1838, None),  # United Provinces of Central America
    (99, 1821, 1832, None),  # Gran Colombia; COW's Colombia begins in 1831
    (305, 1800, 1918, 300),  # the Habsburg monarchy; Polity has one code for it and for Austria
    (324, 1815, 1861, 325),  # Sardinia; COW has one code for it and for Italy
    (341, 2008, 2018, 347),  # Kosovo; 341 is Montenegro in COW
    (342, 1830, 1920, 345),  # Serbia
    (342, 2006, 2018, 345),  # Serbia again
    (347, 1991, 2006, 345),  # Yugoslavia, then Serbia and Montenegro; 347 is Kosovo in COW
    (348, 2006, 2018, 341),  # Montenegro
    (364, 1922, 1991, 365),  # Soviet Union
    (525, 2011, 2018, 626),  # South Sudan
    (529, 1993, 2018, 530),  # Ethiopia without Eritrea
    (564, 1854, 1902, None),  # Orange Free State
    (626, 2011, 2018, 625),  # Sudan without the South; 626 is South Sudan in COW
    (769, 1947, 1971, 770),  # Pakistan with Bengal
    (818, 1976, 2018, 816),  # Vietnam after unification
)
"""Every code of Polity that is none of COW's, or another state's, with the years it is used."""

ENDED = (
    (324, 1861),
    (365, 1922),
    (345, 1991),
    (347, 2006),
    (530, 1993),
    (625, 2011),
    (816, 1976),
)
"""Polity's code and year of rows that share their COW state and year with a second row.

In these years one polity gave way to another and each has a row. Polity's scores are of 31
December, so the row of the one that came after is the state's, and the other has no `ccode`.
"""


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """COW codes, and codes for special circumstances apart from scores."""
    code, year = pl.col("polity_ccode"), pl.col("year")
    cow = code
    for theirs, first, last, ours in READINGS:
        read = (code == theirs) & year.is_between(first, last)
        cow = pl.when(read).then(pl.lit(ours, dtype=pl.Int16)).otherwise(cow)
    ended = pl.any_horizontal((code == theirs) & (year == when) for theirs, when in ENDED)
    special = pl.col("polity").is_in(SPECIAL)
    frame = frame.with_columns(
        ccode=pl.when(~ended).then(cow),
        polity_code=pl.when(special).then("polity"),
        polity=pl.when(~special).then("polity"),
    )
    _refuse_repeats(frame)
    return frame


def _refuse_repeats(frame: pl.DataFrame) -> None:
    named = frame.filter(pl.col("ccode").is_not_null())
    again = named.filter(named.select("ccode", "year").is_duplicated())
    if again.height:
        row = again.row(0, named=True)
        raise SourceError(
            f"two rows are about COW state {row['ccode']} in {row['year']}",
            field="ccode",
            fix="polity.READINGS and polity.ENDED are for version 2018",
        )


def _score(name: str, about: str, high: int, low: int = 0) -> Column:
    return Column(name, pl.Int8, about, missing=SPECIAL, low=low, high=high)


_AS_CODED = "as coded; may hold -66, -77, -88, and 88, 96 to 99 for changes that are no difference"

YEARS = Table(
    id="polity/years",
    dataset="polity",
    title="Polity5: authority patterns",
    unit="country-year",
    key=("polity_ccode", "year"),
    columns=(
        *several("p5", pl.Int8, about="1 where Polity5 changed or added the row", among=(0, 1)),
        Column("cyear", pl.Int32, "Polity's code and year, written one after the other"),
        Column("polity_ccode", pl.Int16, "Polity's own code of the country", required=True),
        Column("scode", pl.String, "Polity's letters for it"),
        Column("country", pl.String, "its name"),
        Column("year", pl.Int16, "year", required=True, low=1776, high=2020),
        Column("flag", pl.Int8, "0 confident, 1 tentative, 2 tenuous coding", among=(0, 1, 2)),
        Column("fragment", pl.Int8, "0 none to 3 serious fragmentation", low=0, high=3),
        _score("democ", "institutionalised democracy, 0 to 10", 10),
        _score("autoc", "institutionalised autocracy, 0 to 10", 10),
        Column(
            "polity",
            pl.Int8,
            "democ less autoc, -10 to 10; null where `polity_code` says why there is no score",
            low=-88,
            high=10,
        ),
        Column(
            "polity2",
            pl.Int8,
            "polity, with 0 for interregnum, values in between for transition, null for foreign "
            "interruption",
            low=-10,
            high=10,
        ),
        Column("durable", pl.Int16, "age of the regime", "years", low=0),
        _score("xrreg", "regulation of how the chief executive is recruited", 3),
        _score("xrcomp", "competitiveness of executive recruitment", 3),
        _score("xropen", "openness of executive recruitment", 4),
        _score("xconst", "constraints on the chief executive, 1 none to 7 parity", 7),
        _score("parreg", "regulation of participation", 5),
        _score("parcomp", "competitiveness of participation", 5),
        _score("exrec", "executive recruitment, concept", 8),
        _score("exconst", "executive constraints, concept", 7),
        _score("polcomp", "political competition, concept", 10),
        *several("prior", pl.Int8, about=f"polity before the change; {_AS_CODED}"),
        *several("emonth", pl.Int8, about="month in which the polity ended", low=1, high=12),
        *several("eday", pl.Int8, about="day on which it ended", low=1, high=31),
        *several("eyear", pl.Int16, about="year in which it ended", low=1776, high=2020),
        Column("eprec", pl.Int8, "precision of that date: 1 exact to 4, 9 unknown", missing=(-77,)),
        *several("interim", pl.Int8, about=f"polity in between; {_AS_CODED}"),
        *several("bmonth", pl.Int8, about="month in which the next one began", low=1, high=12),
        *several("bday", pl.Int8, about="day on which it began", low=1, high=31),
        *several("byear", pl.Int16, about="year in which it began", low=1776, high=2020),
        *several("bprec", pl.Int8, about="precision of that date: 1 exact to 4, 9 unknown"),
        *several("post", pl.Int8, about=f"polity after the change; {_AS_CODED}"),
        *several("change", pl.Int8, about=f"post less prior; {_AS_CODED}"),
        *several("d5", pl.Int8, about="1 in a year of regime change", among=(1,)),
        *several("sf", pl.Int8, about="1 in a year of state failure", among=(1,)),
        Column(
            "regtrans",
            pl.Int8,
            "transition: 3 major and 2 minor democratic, 1 positive, 0 little change, -1 negative, "
            "-2 adverse; -66, -77, 96 to 99 disintegration, transformation, demise, birth",
        ),
    ),
    layouts={"publisher": Layout(names={"polity_ccode": "ccode"})},
    year="year",
    tidy=_tidy,
    made=(
        Column(
            "ccode", pl.Int16, "COW state code; null where the row is no COW state's in the year"
        ),
        Column("polity_code", pl.Int8, "-66 foreign interruption, -77 interregnum, -88 transition"),
    ),
)

TABLES = (YEARS,)
